#pragma once

// Documents inside attributes: policies as JSON strings, Helm values as YAML strings.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "source/source_file.h"
#include "value/value.h"

namespace stopgate::plan {

// A tree with what keeps it alive.
struct EmbeddedDocument {
  std::unique_ptr<source::SourceMap> sources;  // of YAML
  std::unique_ptr<Arena> arena;
  value::Value root;  // a list or a map
};

// JSON lists and maps, and YAML maps of several lines; nothing for any other text, for broken ones
// and for those above a megabyte.
[[nodiscard]] std::optional<EmbeddedDocument> read_embedded(std::string_view text);

}  // namespace stopgate::plan
