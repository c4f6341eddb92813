#include "kubernetes/object.h"

#include "kubernetes/names.h"

namespace stopgate::kubernetes {

value::Value Object::labels() const {
  return root.value.get(names::kMetadata).get(names::kLabels);
}

value::Value Object::annotations() const {
  return root.value.get(names::kMetadata).get(names::kAnnotations);
}

bool Object::is_helm_hook() const {
  return annotations().has(names::kHelmHook);
}

std::string to_string(const Object& object) {
  auto text = std::string(object.kind) + "/";
  if (!object.name_space.empty()) text += std::string(object.name_space) + "/";
  if (!object.name.empty()) return text + std::string(object.name);
  const auto prefix = object.root.value.get(names::kMetadata).get(names::kGenerateName).string_if();
  return text + (prefix ? std::string(*prefix) + "*" : "(no name)");
}

}  // namespace stopgate::kubernetes
