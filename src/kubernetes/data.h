#pragma once

// The data tables of this room, embedded into the binary (cmake/Embed.cmake).

#include <string_view>

#include "source/source_file.h"
#include "yaml/reader.h"

namespace stopgate::kubernetes::data {

extern const std::string_view kPodSpecs;     // policies/kubernetes/data/pod-specs.yaml
extern const std::string_view kRelations;    // policies/kubernetes/data/relations.yaml
extern const std::string_view kApiVersions;  // policies/kubernetes/data/api-versions.yaml
extern const std::string_view kFieldRules;   // policies/kubernetes/data/field-rules.txt
extern const std::string_view kApiTypes;     // policies/kubernetes/data/api-types.txt, packed

// A table as read, with what its texts point into. Tables are ours: one that does not parse is our
// mistake, and a test holds each to it.
class Table {
 public:
  Table(std::string path, std::string_view text);

  [[nodiscard]] const value::Value& root() const { return stream_.documents.front().root.value; }
  [[nodiscard]] const source::Diagnostics& diagnostics() const { return stream_.diagnostics; }

 private:
  source::SourceMap sources_;
  yaml::Stream stream_;
};

}  // namespace stopgate::kubernetes::data
