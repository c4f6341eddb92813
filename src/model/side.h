#pragma once

// The resources of one side of a change, found by each other's names: before an apply, or after.

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/stack.h"

namespace stopgate::model {

enum class Side { Before, After };

struct SideItem {
  std::string_view address, base_address, type, name;
  value::Node attributes;
  // Null where values say all there is to know: before an apply.
  const std::vector<terraform::Reference>* references = nullptr;
  const terraform::Resource* declared = nullptr;
};

class SideItems {
 public:
  // Of a stack made from a plan, either side; of one made from a configuration, what it declares is
  // both. Only types that are `wanted`.
  SideItems(const Stack& stack, Side side, const std::function<bool(std::string_view)>& wanted);

  [[nodiscard]] const std::deque<SideItem>& items() const { return items_; }

  // The resource of `type` that an argument of `from` names by its ARN, name or id, or refers to;
  // null when it is declared elsewhere.
  [[nodiscard]] const SideItem* named(const SideItem& from, std::string_view argument,
                                      const value::Value& value, std::string_view type) const;

 private:
  void add(SideItem item);

  std::deque<SideItem> items_;
  std::unordered_map<std::string_view, std::vector<const SideItem*>> by_base_;
  std::unordered_map<std::string, const SideItem*> by_identity_;
};

}  // namespace stopgate::model
