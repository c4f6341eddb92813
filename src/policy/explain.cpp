#include "policy/explain.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "json/writer.h"
#include "policy/dated_facts.h"
#include "policy/kubernetes_version.h"
#include "policy/render_cache.h"
#include "policy/subjects.h"

namespace stopgate::policy {

namespace {

constexpr std::size_t kLongestValue = 200;

std::string shown(const cel::Step& step) {
  const auto& value = step.value;
  if (value.is_error()) return "error: " + printable(value.as_error().message);
  if (value.is_unknown())
    return "undecided: " + printable(value.as_unknown().empty()
                                         ? std::string_view("not known")
                                         : value.as_unknown().front().reason);
  if (step.is_sensitive) return "(sensitive)";
  Arena arena;
  return printable(json::write(value.to_value(arena)), kLongestValue);
}

// Parts in the order of the text, outer first; of a part that a macro evaluated many times, the
// last value: the one that decided.
std::vector<ExplainedPart> parts_of(const std::vector<cel::Step>& steps, std::string_view text) {
  const auto before = [](const source::Span& a, const source::Span& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  };
  std::map<source::Span, const cel::Step*, decltype(before)> last(before);
  for (const auto& step : steps) last[step.span] = &step;
  std::vector<ExplainedPart> out;
  std::vector<source::Span> open;
  Arena arena;
  for (const auto& [span, step] : last) {
    while (!open.empty() && open.back().end < span.end) open.pop_back();
    const auto kind = step->value.kind();
    const bool is_tree = kind == cel::DatumKind::Map || kind == cel::DatumKind::List;
    // Whole objects say nothing that their fields do not.
    if (is_tree && !open.empty() &&
        value::to_text(step->value.to_value(arena)).size() > kLongestValue)
      continue;
    out.push_back({.text = printable(text.substr(span.begin, span.size()), kLongestValue),
                   .value = shown(*step),
                   .depth = open.size()});
    open.push_back(span);
  }
  return out;
}

class Explainer {
 public:
  Explainer(const PlannedPolicy& policy, const TargetEnvironment& target, const Host& host,
            cel::Activation& activation)
      : policy_(policy), host_(host), activation_(activation) {
    activation.bind(target.slot("params"), cel::Datum::of(policy.parameters));
    for (const auto& variable : policy.variables)
      activation.bind_lazily(variable.slot, [this, &code = *variable.expression](
                                                cel::EvalContext&) { return evaluate(code); });
  }

  std::vector<Explanation> run() {
    std::vector<Explanation> out;
    for (const auto& condition : policy_.conditions)
      if (!evaluate(*condition).is_true()) return out;
    for (const auto& validation : policy_.validations) {
      std::vector<cel::Step> steps;
      const auto outcome = evaluator_.evaluate(*validation.expression->get(), activation_,
                                               {.host = &host_, .steps = &steps});
      if (!outcome.value.is_false()) continue;
      const auto& text = validation.source->expression.text;
      out.push_back({std::string(trim(text)), parts_of(steps, text)});
    }
    return out;
  }

 private:
  cel::Datum evaluate(const LazyProgram& program) {
    return evaluator_.evaluate(*program.get(), activation_, {.host = &host_}).value;
  }

  const PlannedPolicy& policy_;
  const Host& host_;
  cel::Activation& activation_;
  cel::Evaluator evaluator_;
};

}  // namespace

std::vector<Explanation> explain(const model::Model& model, const Policy& policy,
                                 const finding::Finding& finding,
                                 const ParameterValues& parameters) {
  std::vector<Explanation> out;
  Arena arena;
  auto target = make_environment(policy.target);
  declare_variables(policy, target);
  const auto planned = plan_policy(policy, target, parameters, arena);
  const auto clusters = read_clusters(parameters).value_or(std::vector<Cluster>{});
  const auto subjects = make_subjects(policy.target, model, {});
  RenderCache renders;
  for (std::size_t i = 0; i < subjects->size(); ++i) {
    if (!subjects->matches(policy.match, i)) continue;
    const auto description = subjects->describe(i);
    if (!(description.subject == finding.subject)) continue;
    cel::Activation activation(target.environment);
    Binder binder(target, activation, arena);
    subjects->bind(i, binder);
    binder.bind("kubernetes", kubernetes_version_facts(clusters, arena));
    binder.bind("asOf", value::Value::string(arena, dated_facts().as_of));
    auto host = subjects->host(i);
    host.model = &model;
    host.renders = &renders;
    for (auto& each : Explainer(*planned, target, host, activation).run())
      out.push_back(std::move(each));
  }
  return out;
}

}  // namespace stopgate::policy
