#include "policy/evaluate_on.h"

#include "json/writer.h"
#include "policy/dated_facts.h"
#include "policy/kubernetes_version.h"
#include "policy/render_cache.h"
#include "policy/subjects.h"
#include "policy/typed_value.h"

namespace stopgate::policy {

namespace {

bool matches(const std::string& glob, std::string_view text) {
  return glob.empty() || matches_any({glob}, text);
}

bool is_chosen(const SubjectChoice& choice, const finding::Subject& subject) {
  return matches(choice.address, subject.address) && matches(choice.kind, subject.kind) &&
         matches(choice.name, subject.name);
}

Evaluated describe(const cel::Outcome& outcome, const Description& description) {
  Evaluated out{.subject = description.subject, .place = description.place};
  const auto& value = outcome.value;
  if (value.is_error()) {
    out.state = Evaluated::State::Error;
    out.text = value.as_error().message;
  } else if (value.is_unknown()) {
    out.state = Evaluated::State::Unknown;
    for (const auto& attribute : value.as_unknown())
      out.text += (out.text.empty() ? "" : "; ") + std::string(attribute.path) + ": " +
                  std::string(attribute.reason);
  } else if (outcome.read_sensitive) {
    out.json = "\"(sensitive)\"";
    out.typed = "{\"string\":\"(sensitive)\"}";
  } else {
    Arena arena;
    out.json = json::write(value.to_value(arena));
    out.typed = write_typed(value);
  }
  return out;
}

}  // namespace

EvaluatedAll evaluate_on(const model::Model& model, Target target, std::string_view expression,
                         const SubjectChoice& choice) {
  EvaluatedAll out;
  const auto environment = make_environment(target);
  auto compiled = cel::compile(environment.environment, expression);
  if (!compiled.program) {
    out.issues = std::move(compiled.issues);
    return out;
  }
  const auto subjects = make_subjects(target, model, {});
  RenderCache renders;
  cel::Evaluator evaluator;
  cel::Activation activation(environment.environment);
  for (std::size_t i = 0; i < subjects->size(); ++i) {
    const auto description = subjects->describe(i);
    if (!is_chosen(choice, description.subject)) continue;
    evaluator.reset();
    activation.reset();
    Arena arena;
    Binder binder(environment, activation, arena);
    subjects->bind(i, binder);
    binder.bind("kubernetes", kubernetes_version_facts(std::vector<Cluster>{}, arena));
    binder.bind("asOf", value::Value::string(arena, dated_facts().as_of));
    binder.bind("params", value::Map::make(arena, {}));
    auto host = subjects->host(i);
    host.model = &model;
    host.renders = &renders;
    out.results.push_back(
        describe(evaluator.evaluate(*compiled.program, activation, {.host = &host}), description));
  }
  return out;
}

Target main_target(const model::Model& model) {
  for (const auto& render : model.renders)
    if (!render.objects.empty()) return Target::Object;
  for (const auto& stack : model.stacks)
    if (stack.plan != nullptr) return Target::Change;
  return Target::Resource;
}

}  // namespace stopgate::policy
