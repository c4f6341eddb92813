#include "policy/copy.h"

#include <vector>

namespace stopgate::policy {

value::Value copy_tree(Arena& arena, const value::Value& from, value::Access access) {
  if (from.is_string()) return value::Value::string(arena, from.as_string());
  if (!from.lexeme().empty()) return value::Value::number(arena, from.as_double(), from.lexeme());
  if (from.is_list()) {
    std::vector<value::Value> items;
    for (const auto& item : from.items()) items.push_back(copy_tree(arena, item, access));
    return value::List::make(arena, items);
  }
  if (from.is_map()) {
    std::vector<value::Member> members;
    for (const auto& member : from.members())
      members.push_back({member.key, copy_tree(arena, member.value, access)});
    return value::Map::make(arena, members, {}, access);
  }
  return from;
}

}  // namespace stopgate::policy
