// What a plan newly lets someone do.

#include "model/access.h"
#include "plan/address.h"
#include "policy/subjects.h"

namespace stopgate::policy {

namespace {

using model::AccessChange;
using value::Value;

// A lenient map of texts, flags and lists.
class Builder {
 public:
  explicit Builder(Arena& arena) : arena_(arena), facts_(arena) {}

  Builder& text(std::string_view name, std::string_view text) {
    facts_.add(name, text);
    return *this;
  }
  Builder& flag(std::string_view name, bool flag) {
    facts_.add(name, Value::boolean(flag));
    return *this;
  }
  Builder& number(std::string_view name, std::size_t number) {
    facts_.add(name, Value::integer(static_cast<std::int64_t>(number)));
    return *this;
  }
  template <typename Texts>
  Builder& texts(std::string_view name, const Texts& texts) {
    std::vector<Value> items;
    for (const auto& text : texts) items.push_back(Value::string(arena_, text));
    return list(name, items);
  }
  Builder& list(std::string_view name, std::span<const Value> items) {
    return value(name, value::List::make(arena_, items, {}, value::Access::Lenient));
  }
  Builder& value(std::string_view name, const Value& value) {
    facts_.add(name, value);
    return *this;
  }
  [[nodiscard]] Value build() const { return facts_.build(); }

 private:
  Arena& arena_;
  Facts facts_;
};

Value facts_of(const iam::Summary& summary, Arena& arena) {
  const auto level = [&](iam::AccessLevel one) {
    return summary.levels.at(static_cast<std::size_t>(one));
  };
  Builder levels(arena);
  levels.number("list", level(iam::AccessLevel::List))
      .number("read", level(iam::AccessLevel::Read))
      .number("tagging", level(iam::AccessLevel::Tagging))
      .number("write", level(iam::AccessLevel::Write))
      .number("permissions", level(iam::AccessLevel::Permissions));
  Builder out(arena);
  out.text("text", iam::to_text(summary))
      .text("levelsText", iam::levels_text(summary))
      .text("condition", summary.condition)
      .text("witness", summary.witness);
  out.texts("actions", summary.actions)
      .texts("resources", summary.resources)
      .texts("services", summary.services);
  out.flag("everyResource", summary.is_every_resource)
      .flag("inverts", summary.inverts_resources)
      .flag("decided", summary.is_decided)
      .value("levels", levels.build());
  return out.build();
}

Value facts_of(const std::vector<iam::Summary>& summaries, Arena& arena) {
  std::vector<Value> items;
  for (const auto& summary : summaries) items.push_back(facts_of(summary, arena));
  return value::List::make(arena, items, {}, value::Access::Lenient);
}

std::string text_of(const std::vector<iam::Summary>& summaries) {
  constexpr std::size_t kShown = 2;
  std::string out;
  for (std::size_t i = 0; i < summaries.size() && i < kShown; ++i)
    out += (i == 0 ? "" : "; ") + iam::to_text(summaries[i]);
  if (summaries.size() > kShown) out += "; and more on other resources";
  return out;
}

Value facts_of(const iam::Escalation& way, Arena& arena) {
  std::vector<std::string> actions(way.actions.begin(), way.actions.end());
  std::string text;
  for (const auto& action : actions) text += (text.empty() ? "" : " + ") + action;
  Builder out(arena);
  out.text("name", way.name).text("text", text).texts("actions", actions);
  out.flag("direct", way.is_direct)
      .flag("conditional", way.is_conditional)
      .flag("self", way.is_self);
  return out.build();
}

Value audience_facts(const AccessChange& change, Arena& arena) {
  Builder out(arena);
  out.text("kind", iam::name_of(change.audience.kind))
      .text("id", change.audience.id)
      .text("account", change.audience.account);
  out.value("foreign", change.is_foreign ? Value::boolean(*change.is_foreign) : Value::absent());
  out.flag("externalId", change.has_external_id)
      .flag("subject", change.has_subject)
      .flag("limitsSubject", change.limits_subject)
      .flag("limitsSource", change.limits_source);
  return out.build();
}

Value facts_of(const AccessChange& change, Arena& arena) {
  std::vector<Value> ways;
  for (const auto& way : change.escalations) ways.push_back(facts_of(way, arena));
  Builder out(arena);
  out.text("kind", model::name_of(change.kind))
      .text("address", change.address)
      .text("argument", change.argument)
      .text("who", iam::enumerate(change.holders, 3))
      .texts("holders", change.holders)
      .flag("new", change.is_new)
      .value("audience", audience_facts(change, arena));
  out.value("gained", facts_of(change.gained, arena))
      .value("lost", facts_of(change.lost, arena))
      .text("gainedText", text_of(change.gained))
      .text("lostText", text_of(change.lost))
      .text("heldText", change.held);
  out.flag("admin", change.is_admin)
      .list("escalations", ways)
      .texts("credentials", change.credentials)
      .texts("exfiltration", change.exfiltration)
      .texts("lostConditions", change.lost_conditions)
      .flag("lostBoundary", change.lost_boundary)
      .texts("notKnown", change.not_known);
  return out.build();
}

class IamChangeSubjects final : public Subjects {
 public:
  explicit IamChangeSubjects(const model::Model& model) {
    for (const auto& stack : model.stacks) {
      if (stack.plan == nullptr) continue;
      const auto before = model::read_access(stack, model::Side::Before, *arena_);
      const auto after = model::read_access(stack, model::Side::After, *arena_);
      for (auto& change : model::access_changes(before, after)) {
        const auto address = plan::parse_address(change.address);
        if (change.type.empty() && address) change.type = address->type;
        items_.push_back({&stack, std::move(change)});
      }
    }
  }
  std::size_t size() const override { return items_.size(); }
  std::string key(std::size_t i) const override {
    return std::string(model::name_of(change(i).kind)) + "|" + change(i).type;
  }
  bool matches(const Match& match, std::size_t i) const override {
    return matches_any(match.uses, model::name_of(change(i).kind)) &&
           matches_any(match.types, change(i).type);
  }
  void bind(std::size_t i, Binder& binder) const override {
    binder.bind("access", facts_of(change(i), binder.arena()), describe(i).place);
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
    const auto* block = items_[i].stack->declaration_of(change(i).address);
    if (block == nullptr) return out;
    const auto& argument = change(i).argument;
    out.place = model::declared_place(*block, "." + (argument.empty() ? "policy" : argument));
    return out;
  }
  source::Place place_of(std::size_t i, std::string_view) const override {
    return describe(i).place;
  }

 private:
  struct Item {
    const model::Stack* stack;
    AccessChange change;
  };

  [[nodiscard]] const AccessChange& change(std::size_t i) const { return items_[i].change; }

  std::unique_ptr<Arena> arena_ = std::make_unique<Arena>();
  std::vector<Item> items_;
};

}  // namespace

std::unique_ptr<Subjects> make_iam_change_subjects(const model::Model& model) {
  return std::make_unique<IamChangeSubjects>(model);
}

}  // namespace stopgate::policy
