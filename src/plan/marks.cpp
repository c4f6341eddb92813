#include "plan/marks.h"

#include <vector>

#include "plan/path.h"

namespace stopgate::plan {

namespace {

using value::Access;
using value::Value;

bool is_marked(const Value& marks) {
  return marks.is_bool() && marks.as_bool();
}

bool has_marks(const Value& marks) {
  if (is_marked(marks)) return true;
  for (const auto& item : marks.items())
    if (has_marks(item)) return true;
  for (const auto& member : marks.members())
    if (has_marks(member.value)) return true;
  return false;
}

// The depth of these recursions is that of the JSON text, which its reader has bounded.
class UnknownMerger {
 public:
  UnknownMerger(Arena& arena, UnknownLeaves& leaves) : arena_(arena), leaves_(leaves) {}

  Value merge(const Value& value, const Value& marks) {
    if (is_marked(marks)) return leaves_.at(path_);
    if (!has_marks(marks)) return value;
    if (marks.is_map()) return merge_map(value, marks);
    return merge_list(value, marks);
  }

 private:
  Value merge_map(const Value& value, const Value& marks) {
    std::vector<value::Member> members(value.members().begin(), value.members().end());
    const auto length = path_.size();
    for (const auto& mark : marks.members()) {
      if (!has_marks(mark.value)) continue;
      append_step(path_, mark.key.text());
      const auto index = value.is_map() ? value.as_map().index_of(mark.key) : std::nullopt;
      if (index) {
        members[*index].value = merge(members[*index].value, mark.value);
      } else {
        members.push_back({mark.key, merge(Value::absent(), mark.value)});
      }
      path_.resize(length);
    }
    return value::Map::make(arena_, members, {}, Access::Lenient);
  }

  Value merge_list(const Value& value, const Value& marks) {
    std::vector<Value> items(value.items().begin(), value.items().end());
    const auto length = path_.size();
    for (std::size_t i = 0; i < marks.items().size(); ++i) {
      if (!has_marks(marks.items()[i])) continue;
      if (i >= items.size()) items.resize(i + 1, Value::absent());
      append_step(path_, i);
      items[i] = merge(items[i], marks.items()[i]);
      path_.resize(length);
    }
    return value::List::make(arena_, items, {}, Access::Lenient);
  }

  Arena& arena_;
  UnknownLeaves& leaves_;
  std::string path_;
};

Access access_of(const Value& value) {
  const bool is_lenient =
      value.is_map() ? value.as_map().is_lenient() : value.as_list().is_lenient();
  return is_lenient ? Access::Lenient : Access::Strict;
}

Value mark_all(Arena& arena, const Value& value) {
  if (value.is_null()) return value;
  if (value.is_map()) {
    std::vector<value::Member> members(value.members().begin(), value.members().end());
    for (auto& member : members) member.value = mark_all(arena, member.value);
    return value::Map::make(arena, members, {}, access_of(value)).as_sensitive();
  }
  if (value.is_list()) {
    std::vector<Value> items(value.items().begin(), value.items().end());
    for (auto& item : items) item = mark_all(arena, item);
    return value::List::make(arena, items, {}, access_of(value)).as_sensitive();
  }
  return value.as_sensitive();
}

}  // namespace

Value UnknownLeaves::at(const std::string& path) {
  auto [found, is_new] = leaves_.try_emplace(path);
  if (is_new) found->second = Value::unknown(arena_, {"known only after apply", path});
  return found->second;
}

Value merge_unknown(Arena& arena, UnknownLeaves& leaves, Value value, Value marks) {
  return UnknownMerger(arena, leaves).merge(value, marks);
}

Value mark_sensitive(Arena& arena, Value value, Value marks) {
  if (is_marked(marks)) return mark_all(arena, value);
  if (!has_marks(marks)) return value;
  if (marks.is_map() && value.is_map()) {
    std::vector<value::Member> members(value.members().begin(), value.members().end());
    for (auto& member : members)
      member.value = mark_sensitive(arena, member.value, marks.get(member.key));
    return value::Map::make(arena, members, {}, access_of(value));
  }
  if (marks.is_list() && value.is_list()) {
    std::vector<Value> items(value.items().begin(), value.items().end());
    for (std::size_t i = 0; i < items.size() && i < marks.items().size(); ++i)
      items[i] = mark_sensitive(arena, items[i], marks.items()[i]);
    return value::List::make(arena, items, {}, access_of(value));
  }
  // Marks of another shape than the value's: too much is hidden rather than too little.
  return mark_all(arena, value);
}

}  // namespace stopgate::plan
