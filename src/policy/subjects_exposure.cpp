// What a plan newly makes reachable from the network.

#include "model/exposure.h"
#include "policy/subjects.h"

namespace stopgate::policy {

namespace {

using model::ExposureChange;
using model::OpenedFlow;
using value::Value;

Value texts(const std::vector<std::string>& texts, Arena& arena) {
  std::vector<Value> items;
  for (const auto& text : texts) items.push_back(Value::string(arena, text));
  return value::List::make(arena, items, {}, value::Access::Lenient);
}

Value facts_of(const std::vector<OpenedFlow>& flows, Arena& arena) {
  std::vector<Value> items;
  for (const auto& flow : flows) {
    Facts facts(arena);
    facts.add("text", std::string_view(flow.text))
        .add("protocol", std::string_view(flow.flow.protocol))
        .add("firstPort", Value::integer(flow.flow.ports.first))
        .add("lastPort", Value::integer(flow.flow.ports.last))
        .add("sources", texts(flow.sources, arena))
        .add("everywhere", Value::boolean(flow.is_from_everywhere));
    items.push_back(facts.build());
  }
  return value::List::make(arena, items, {}, value::Access::Lenient);
}

class ExposureSubjects final : public Subjects {
 public:
  explicit ExposureSubjects(const model::Model& model) {
    for (const auto& stack : model.stacks) {
      if (stack.plan == nullptr) continue;
      for (auto& change : model::exposure_changes(model::read_exposures(stack, model::Side::Before),
                                                  model::read_exposures(stack, model::Side::After)))
        items_.push_back({&stack, std::move(change)});
    }
  }
  std::size_t size() const override { return items_.size(); }
  std::string key(std::size_t i) const override { return change(i).kind; }
  bool matches(const Match& match, std::size_t i) const override {
    return matches_any(match.kinds, change(i).kind);
  }
  void bind(std::size_t i, Binder& binder) const override {
    auto& arena = binder.arena();
    Facts facts(arena);
    facts.add("address", std::string_view(change(i).address))
        .add("kind", std::string_view(change(i).kind))
        .add("name", std::string_view(change(i).name))
        .add("new", Value::boolean(change(i).is_new))
        .add("known", Value::boolean(change(i).is_known))
        .add("opened", facts_of(change(i).opened, arena))
        .add("closed", facts_of(change(i).closed, arena));
    binder.bind("exposure", facts.build(), describe(i).place);
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
    if (const auto* block = items_[i].stack->declaration_of(change(i).address))
      out.place = block->header;
    return out;
  }
  source::Place place_of(std::size_t i, std::string_view) const override {
    return describe(i).place;
  }

 private:
  struct Item {
    const model::Stack* stack;
    ExposureChange change;
  };

  [[nodiscard]] const ExposureChange& change(std::size_t i) const { return items_[i].change; }

  std::vector<Item> items_;
};

}  // namespace

std::unique_ptr<Subjects> make_exposure_subjects(const model::Model& model) {
  return std::make_unique<ExposureSubjects>(model);
}

}  // namespace stopgate::policy
