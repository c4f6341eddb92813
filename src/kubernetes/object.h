#pragma once

// Kubernetes objects as they were read: untyped trees with their identity and origin.
//
// Nothing here depends on a field having the right type: one bad field never hides the rest of an
// object.

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/symbol.h"
#include "kubernetes/shape.h"
#include "source/diagnostic.h"
#include "value/value.h"

namespace stopgate::kubernetes {

// Where Helm says a document was rendered from: "# Source: chart/templates/x.yaml".
struct HelmSource {
  std::string chart;    // first component: the chart's name
  std::string path;     // the whole text after "Source:"
  source::Place place;  // of the comment
};

struct Object {
  value::Node root;                                      // always a map
  std::string_view api_version, kind, name, name_space;  // empty where absent or no string
  std::string_view group, version;                       // of api_version; the core group is empty
  source::FileId file = source::kNoFile;
  source::Span document;  // the document it stands in
  std::size_t index = 0;  // of the document in its file; objects of one List share it
  source::Place kind_place, name_place;  // name_place: kind_place where there is no name
  std::optional<HelmSource> helm;

  // metadata.labels and metadata.annotations as they are; null where absent.
  [[nodiscard]] value::Value labels() const;
  [[nodiscard]] value::Value annotations() const;
  // A Helm hook (helm.sh/hook annotation), such as a test pod.
  [[nodiscard]] bool is_helm_hook() const;
};

// "Deployment/web" or "Deployment/shop/web": as messages name an object.
[[nodiscard]] std::string to_string(const Object& object);

// The objects of a file. A List becomes its items; JSON files may hold several objects. Documents
// that are no objects (values files, Compose files, …) are counted by reason, not failed.
struct Manifests {
  std::unique_ptr<Arena> arena = std::make_unique<Arena>();
  source::FileId file = source::kNoFile;
  std::vector<Object> objects;
  std::size_t documents = 0;  // with content
  std::size_t not_objects = 0;
  std::array<std::size_t, kShapeCount> shapes{};  // documents by Shape
  source::Diagnostics diagnostics;
};

}  // namespace stopgate::kubernetes
