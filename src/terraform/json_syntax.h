#pragma once

// Terraform's JSON syntax (*.tf.json) as the syntax tree of HCL, so that nothing else need know of
// it.
//
// JSON does not tell blocks from arguments; the provider's schema does, which we do not have. Lists
// of objects are read as blocks: evaluated, both are lists of maps. A single object is read as a
// block unless its name is one that providers use for maps (`tags`, `labels`, …).

#include <memory>

#include "base/limits.h"
#include "hcl/syntax.h"
#include "source/source_file.h"

namespace stopgate::terraform {

[[nodiscard]] std::unique_ptr<hcl::File> read_json_syntax(const source::SourceMap& sources,
                                                          source::FileId file,
                                                          const Limits& limits);

}  // namespace stopgate::terraform
