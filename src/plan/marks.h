#pragma once

// Puts back into a tree of values what plan JSON keeps in trees beside it: what is known only after
// apply, and what is sensitive.
//
// A mark tree repeats the shape of the values with `true` where the mark is, down to as little as
// `{}`.

#include <string>
#include <string_view>
#include <unordered_map>

#include "base/arena.h"
#include "value/value.h"

namespace stopgate::plan {

// Makes the unknown leaves of one plan: one Unknown for every attribute path, whatever the number
// of resources that have it.
class UnknownLeaves {
 public:
  explicit UnknownLeaves(Arena& arena) : arena_(arena) {}
  [[nodiscard]] value::Value at(const std::string& path);

 private:
  Arena& arena_;
  std::unordered_map<std::string, value::Value> leaves_;
};

// `value` with unknown leaves where `marks` says true: members that the plan leaves out, and
// elements that it writes as null. Parts without marks are shared. New maps and lists are lenient.
[[nodiscard]] value::Value merge_unknown(Arena& arena, UnknownLeaves& leaves, value::Value value,
                                         value::Value marks);

// `value` with everything below a true mark sensitive, except nulls.
[[nodiscard]] value::Value mark_sensitive(Arena& arena, value::Value value, value::Value marks);

}  // namespace stopgate::plan
