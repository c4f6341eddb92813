// Planned changes, and whole plans.

#include "plan/facts.h"
#include "plan/renames.h"
#include "policy/subjects.h"

namespace stopgate::policy {

namespace {

using value::Value;

class ChangeSubjects final : public Subjects {
 public:
  explicit ChangeSubjects(const model::Model& model) {
    for (const auto& stack : model.stacks) {
      if (stack.plan == nullptr) continue;
      for (const auto& change : stack.plan->changes)
        items_.push_back({&stack, &change, stack.declaration_of(change.address)});
    }
  }
  std::size_t size() const override { return items_.size(); }
  std::string key(std::size_t i) const override {
    return std::string(plan::name_of(change(i).action)) + "|" + std::string(change(i).type);
  }
  bool matches(const Match& match, std::size_t i) const override {
    // A replacement is asked for by one word, whatever its order.
    const auto action =
        change(i).is_replace() ? std::string_view("replace") : plan::name_of(change(i).action);
    return (match.actions.empty() ? action != "no-op" : matches_any(match.actions, action)) &&
           matches_any(match.types, change(i).type);
  }
  void bind(std::size_t i, Binder& binder) const override {
    binder.bind("change", plan::change_facts(*items_[i].stack->plan, change(i), binder.arena()),
                describe(i).place);
  }
  Host host(std::size_t i) const override {
    return {.model = nullptr,
            .render = nullptr,
            .name_space = {},
            .stack = items_[i].stack,
            .resource = 0};
  }
  Description describe(std::size_t i) const override {
    Description out;
    out.subject.address = change(i).address;
    out.path = items_[i].stack->plan->path;
    if (items_[i].declared != nullptr) out.place = items_[i].declared->header;
    return out;
  }
  source::Place place_of(std::size_t i, std::string_view path) const override {
    const auto* block = items_[i].declared;
    if (block == nullptr) return {};
    for (const std::string_view side : {"change.after", "change.before"})
      if (path.starts_with(side)) return model::declared_place(*block, path.substr(side.size()));
    return block->header;
  }

 private:
  struct Item {
    const model::Stack* stack;
    const plan::Change* change;
    const terraform::Resource* declared;
  };

  [[nodiscard]] const plan::Change& change(std::size_t i) const { return *items_[i].change; }

  std::vector<Item> items_;
};

Value changes(const plan::Plan& plan, const std::vector<plan::Change>& list, Arena& arena) {
  std::vector<Value> items;
  for (const auto& change : list)
    if (change.action != plan::Action::NoOp)
      items.push_back(plan::change_facts(plan, change, arena));
  return value::List::make(arena, items);
}

Value checks(const plan::Plan& plan, Arena& arena) {
  std::vector<Value> items;
  for (const auto& check : plan.checks) {
    std::vector<Value> problems;
    for (const auto problem : check.problems) problems.push_back(Value::string(problem));
    Facts facts(arena);
    facts.add("address", check.address)
        .add("status", check.status)
        .add("problems", value::List::make(arena, problems));
    items.push_back(facts.build());
  }
  return value::List::make(arena, items);
}

Value outputs(const plan::Plan& plan, Arena& arena) {
  std::vector<Value> items;
  for (const auto& output : plan.outputs) {
    Facts facts(arena);
    facts.add("name", output.name)
        .add("action", plan::name_of(output.action))
        .add("before", output.before)
        .add("after", output.after);
    items.push_back(facts.build());
  }
  return value::List::make(arena, items);
}

std::string_view name_of(plan::PlanMode mode) {
  switch (mode) {
    case plan::PlanMode::Normal:
      return "normal";
    case plan::PlanMode::Destroy:
      return "destroy";
    case plan::PlanMode::RefreshOnly:
      return "refresh-only";
  }
  return "";
}

Value renames(const plan::Plan& plan, Arena& arena) {
  std::vector<Value> items;
  for (const auto& rename : plan::renames_of(plan)) {
    Facts facts(arena);
    facts.add("from", rename.from->address)
        .add("to", rename.to->address)
        .add("kind", plan::name_of(rename.kind))
        .add("block", Value::string(arena, plan::moved_block(rename)));
    items.push_back(facts.build());
  }
  return value::List::make(arena, items);
}

Value index_shifts(const plan::Plan& plan, Arena& arena) {
  std::vector<Value> items;
  for (const auto& shift : plan::index_shifts_of(plan)) {
    Facts facts(arena);
    facts.add("resource", shift.resource).add("index", Value::integer(shift.index));
    facts.add("shifted", Value::integer(static_cast<std::int64_t>(shift.shifted)));
    items.push_back(facts.build());
  }
  return value::List::make(arena, items);
}

class WholePlanSubjects final : public Subjects {
 public:
  explicit WholePlanSubjects(const model::Model& model) : model_(model) {}
  std::size_t size() const override { return model_.plans.size(); }
  std::string key(std::size_t) const override { return {}; }
  bool matches(const Match&, std::size_t) const override { return true; }
  void bind(std::size_t i, Binder& binder) const override {
    const auto& plan = model_.plans[i];
    auto& arena = binder.arena();
    Facts facts(arena);
    facts.add("path", std::string_view(plan.path))
        .add("mode", name_of(plan.mode))
        .add("terraformVersion", plan.terraform_version);
    facts.add("errored", Value::boolean(plan.is_errored))
        .add("complete", Value::boolean(plan.is_complete));
    facts.add("applyable", Value::boolean(plan.is_applyable));
    facts.add("changes", changes(plan, plan.changes, arena))
        .add("drift", changes(plan, plan.drift, arena));
    facts.add("deferred", changes(plan, plan.deferred, arena));
    facts.add("outputs", outputs(plan, arena)).add("checks", checks(plan, arena));
    facts.add("renames", renames(plan, arena)).add("indexShifts", index_shifts(plan, arena));
    std::size_t managed = 0;
    for (const auto& change : plan.changes)
      managed += change.is_managed && !change.before.is_null() ? 1 : 0;
    facts.add("managedBefore", Value::integer(static_cast<std::int64_t>(managed)));
    binder.bind("plan", facts.build());
  }
  Host host(std::size_t) const override { return {}; }
  Description describe(std::size_t i) const override {
    Description out;
    out.subject.address = model_.plans[i].path;
    out.path = model_.plans[i].path;
    return out;
  }

 private:
  const model::Model& model_;
};

}  // namespace

std::unique_ptr<Subjects> make_plan_subjects(Target target, const model::Model& model) {
  if (target == Target::Plan) return std::make_unique<WholePlanSubjects>(model);
  return std::make_unique<ChangeSubjects>(model);
}

}  // namespace stopgate::policy
