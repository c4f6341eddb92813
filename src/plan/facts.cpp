#include "plan/facts.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "plan/cause.h"
#include "plan/loss.h"
#include "plan/path.h"

namespace stopgate::plan {

namespace {

using value::Value;

constexpr std::array<std::string_view, 7> kTagAttributes{
    "tags", "tags_all", "tag", "labels", "effective_labels", "terraform_labels", "default_tags"};

// Depth is bounded by the reader of the plan.
class Comparison {
 public:
  void compare(const Value& before, const Value& after) {
    if (is_same(before, after)) return;
    if (before.is_map() && after.is_map()) {
      compare_members(before.as_map(), after.as_map());
    } else if (before.is_list() && after.is_list() &&
               before.items().size() == after.items().size()) {
      compare_items(before.items(), after.items());
    } else {
      paths_.push_back(path_);
      all_unknown_ = all_unknown_ && after.is_unknown();
    }
  }

  [[nodiscard]] std::vector<std::string>& paths() { return paths_; }
  [[nodiscard]] bool all_unknown() const { return all_unknown_; }

 private:
  static bool is_same(const Value& before, const Value& after) {
    if (before.is_map() && after.is_map() && &before.as_map() == &after.as_map()) return true;
    if (before.is_list() && after.is_list() && &before.as_list() == &after.as_list()) return true;
    return !before.is_map() && !before.is_list() && before == after;
  }

  void compare_members(const value::Map& before, const value::Map& after) {
    const auto length = path_.size();
    const auto visit = [&](Symbol key, const Value& old_value, const Value& new_value) {
      append_step(path_, key.text());
      compare(old_value, new_value);
      path_.resize(length);
    };
    for (const auto& member : before.members()) {
      const auto* other = after.find(member.key);
      visit(member.key, member.value, other == nullptr ? Value::absent() : *other);
    }
    for (const auto& member : after.members())
      if (before.find(member.key) == nullptr) visit(member.key, Value::absent(), member.value);
  }

  void compare_items(std::span<const Value> before, std::span<const Value> after) {
    const auto length = path_.size();
    for (std::size_t i = 0; i < before.size(); ++i) {
      append_step(path_, i);
      compare(before[i], after[i]);
      path_.resize(length);
    }
  }

  std::string path_;
  std::vector<std::string> paths_;
  bool all_unknown_ = true;
};

bool is_tag_path(std::string_view path) {
  return std::find(kTagAttributes.begin(), kTagAttributes.end(),
                   path.substr(0, path.find_first_of(".["))) != kTagAttributes.end();
}

std::vector<std::string_view> action_names(Action action) {
  switch (action) {
    case Action::Replace:
      return {"delete", "create"};
    case Action::CreateThenDelete:
      return {"create", "delete"};
    case Action::CreateThenForget:
      return {"create", "forget"};
    case Action::NoOp:
    case Action::Create:
    case Action::Read:
    case Action::Update:
    case Action::Delete:
    case Action::Forget:
      return {plan::name_of(action)};
  }
  return {};
}

std::string_view name_of(PlanMode mode) {
  switch (mode) {
    case PlanMode::Normal:
      return "normal";
    case PlanMode::Destroy:
      return "destroy";
    case PlanMode::RefreshOnly:
      return "refresh-only";
  }
  return "";
}

class FactsBuilder {
 public:
  explicit FactsBuilder(Arena& arena) : arena_(arena) {}

  void add(std::string_view name, Value value) { members_.push_back({intern(name), value}); }
  void add_text(std::string_view name, std::string_view text) {
    add(name, text.empty() ? Value::absent() : Value::string(text));
  }
  void add_flag(std::string_view name, bool flag) { add(name, Value::boolean(flag)); }

  template <typename Texts>
  void add_texts(std::string_view name, const Texts& texts) {
    std::vector<Value> items;
    for (const auto& text : texts) items.push_back(Value::string(arena_, text));
    add(name, value::List::make(arena_, items, {}, value::Access::Lenient));
  }

  [[nodiscard]] Value build() {
    return value::Map::make(arena_, members_, {}, value::Access::Lenient);
  }

 private:
  Arena& arena_;
  std::vector<value::Member> members_;
};

void add_identity(FactsBuilder& facts, const Change& change) {
  facts.add_text("address", change.address);
  facts.add_text("previousAddress", change.previous_address);
  facts.add_text("module", change.module_address);
  facts.add_text("mode", change.is_managed ? "managed" : "data");
  facts.add_text("type", change.type);
  facts.add_text("name", change.name);
  facts.add("index", change.index);
  facts.add_text("provider", change.provider_name);
  facts.add_text("deposed", change.deposed);
  facts.add_text("reason", change.action_reason);
  facts.add_flag("imported", change.is_import);
  facts.add_text("importId", change.import_id);
}

}  // namespace

std::vector<std::string> changed_paths(const Value& before, const Value& after) {
  Comparison comparison;
  comparison.compare(before, after);
  return std::move(comparison.paths());
}

Value change_facts(const Plan& plan, const Change& change, Arena& arena) {
  FactsBuilder facts(arena);
  add_identity(facts, change);
  if (const auto cause = cause_of(change); !cause.empty())
    facts.add("cause", Value::string(arena, cause));
  facts.add_texts("actions", action_names(change.action));
  facts.add_text("action", plan::name_of(change.action));
  facts.add_flag("createBeforeDestroy", change.action == Action::CreateThenDelete ||
                                            change.action == Action::CreateThenForget);
  facts.add("before", change.before);
  facts.add("after", change.after);
  facts.add_texts("replacePaths", change.replace_paths);

  Comparison comparison;
  if (!change.before.is_null() && !change.after.is_null())
    comparison.compare(change.before, change.after);
  const auto& changed = comparison.paths();
  const bool is_real_update = change.action == Action::Update && !changed.empty();
  facts.add_texts("changed", changed);
  facts.add_flag("tagOnly",
                 is_real_update && std::all_of(changed.begin(), changed.end(), is_tag_path));
  facts.add_flag("computedOnly", is_real_update && comparison.all_unknown());

  facts.add_texts("escaped", change.escaped);
  facts.add_text("planMode", name_of(plan.mode));
  const auto loss = loss_of(change.type, change.before);
  facts.add_text("lossClass", name_of(loss.loss));
  facts.add_text("lossNote", loss.note);
  facts.add("guards", guards_of(change.type, change.before, arena));
  facts.add("guardsAfter", guards_of(change.type, change.after, arena));
  return facts.build();
}

}  // namespace stopgate::plan
