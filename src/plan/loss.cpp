#include "plan/loss.h"

#include <vector>

#include "plan/loss_table.h"
#include "plan/path.h"

namespace stopgate::plan {

namespace {

const LossGroup* find_group(std::string_view type) {
  const auto& table = loss_table();
  const auto found = table.groups_by_type.find(type);
  return found == table.groups_by_type.end() ? nullptr : &table.groups[found->second];
}

}  // namespace

Loss loss_of(std::string_view type, const value::Value& object) {
  const auto* group = find_group(type);
  if (group == nullptr) return {};
  for (const auto& condition : group->conditions) {
    const auto value = value_at(object, condition.attribute);
    if (!value.is_null() && value == condition.is) return {condition.loss, group->note};
  }
  return {group->loss, group->note};
}

value::Value guards_of(std::string_view type, const value::Value& object, Arena& arena) {
  std::vector<value::Member> members;
  if (const auto* group = find_group(type)) {
    for (const auto& guard : group->guards) {
      auto value = value_at(object, guard.attribute);
      if (value.is_null()) continue;
      if (guard.is_negated && value.is_bool()) value = value::Value::boolean(!value.as_bool());
      members.push_back({guard.name, value});
    }
  }
  return value::Map::make(arena, members, {}, value::Access::Lenient);
}

}  // namespace stopgate::plan
