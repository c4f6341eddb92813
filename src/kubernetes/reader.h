#pragma once

// Reads the Kubernetes objects of a YAML or JSON file.
//
// A List, or any kind whose name ends in List and that has items, becomes its items. A document
// that is no object is counted by its shape; one that lacks only a kind or only an apiVersion is a
// warning.

#include "base/limits.h"
#include "kubernetes/object.h"
#include "source/source_file.h"

namespace stopgate::kubernetes {

// Strings view the source text: the SourceMap must outlive the manifests.
[[nodiscard]] Manifests read_manifests(const source::SourceMap& sources, source::FileId file,
                                       const Limits& limits = {});

}  // namespace stopgate::kubernetes
