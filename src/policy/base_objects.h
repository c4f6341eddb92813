#pragma once

// Joins the objects of a model with the same objects before the change: by render, group, kind,
// namespace and name.

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/model.h"

namespace stopgate::policy {

struct ObjectRef {
  const kubernetes::Render* render = nullptr;
  std::size_t index = 0;

  [[nodiscard]] const kubernetes::Object& object() const { return render->objects[index]; }
};

// One object, or two states of it; `before` or `after` may be missing, never both.
struct ObjectPair {
  ObjectRef before, after;

  [[nodiscard]] bool was_there() const { return before.render != nullptr; }
  [[nodiscard]] bool is_there() const { return after.render != nullptr; }
};

class BaseObjects {
 public:
  // Without a base nothing was there before, as far as anybody can tell.
  explicit BaseObjects(const model::Model& model);

  [[nodiscard]] bool has_base() const { return has_base_; }
  // Every object of the model in its order, then those that are gone.
  [[nodiscard]] const std::vector<ObjectPair>& pairs() const { return pairs_; }

 private:
  bool has_base_ = false;
  std::vector<ObjectPair> pairs_;
};

}  // namespace stopgate::policy
