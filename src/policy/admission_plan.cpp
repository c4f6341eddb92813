#include "policy/admission_plan.h"

#include <algorithm>
#include <utility>

#include "policy/kubernetes_version.h"

namespace stopgate::policy {

namespace {

class Planner {
 public:
  Planner(const AdmissionPolicy& policy, unsigned minor)
      : out_{.source = &policy, .environment = cel::Environment::standard(minor)} {
    for (const auto* name : {"object", "oldObject", "request", "namespaceObject"})
      declare(name, cel::Type::dyn());
    if (!policy.param_kind.empty()) declare("params", cel::Type::dyn());
    declare("authorizer", cel::Type::abstract("kubernetes.authorization.Authorizer"));
    declare("authorizer.requestResource",
            cel::Type::abstract("kubernetes.authorization.ResourceCheck"));
  }

  PlannedAdmission run() && {
    const auto& policy = *out_.source;
    for (const auto& condition : policy.conditions)
      out_.conditions.push_back(compile(condition, cel::TypeKind::Bool));
    for (const auto& variable : policy.variables) {
      // Declared after its expression is compiled: a variable may use earlier ones only.
      auto compiled = cel::compile(out_.environment, variable.expression.text);
      keep_mistakes(variable.expression, compiled);
      const auto slot = declare("variables." + variable.name, compiled.result);
      out_.variables.emplace_back(slot, std::move(compiled.program));
    }
    for (const auto& validation : policy.validations)
      out_.validations.push_back(
          {.source = &validation,
           .expression = compile(validation.expression, cel::TypeKind::Bool),
           .message = validation.message_expression.empty()
                          ? nullptr
                          : compile(validation.message_expression, cel::TypeKind::String)});
    for (const auto& expression : policy.audit)
      out_.audit.push_back(compile(expression, std::nullopt));
    return std::move(out_);
  }

 private:
  std::size_t declare(const std::string& name, const cel::Type& type) {
    const auto slot = out_.environment.declare(name, type);
    out_.slots.insert_or_assign(name, slot);
    return slot;
  }

  void keep_mistakes(const Expression& expression, const cel::Compiled& compiled) {
    for (const auto& issue : compiled.issues) out_.mistakes.push_back({&expression, issue});
  }

  PlannedAdmission::Program compile(const Expression& expression,
                                    std::optional<cel::TypeKind> wanted) {
    auto compiled = cel::compile(out_.environment, expression.text);
    keep_mistakes(expression, compiled);
    if (compiled.program && wanted && compiled.result.kind != *wanted)
      out_.mistakes.push_back(
          {&expression,
           {.span = {0, static_cast<std::uint32_t>(expression.text.size())},
            .message = "the API server wants an expression of type '" +
                       cel::to_string(cel::Type::of(*wanted)) + "', and this is of type '" +
                       cel::to_string(compiled.result) + "'",
            .help = "compare it, as in 'x == true'"}});
    return std::move(compiled.program);
  }

  PlannedAdmission out_;
};

}  // namespace

unsigned admission_minor(const ParameterValues& parameters) {
  constexpr int kOldest = 25;
  const auto clusters = read_clusters(parameters);
  const bool is_given = clusters && !clusters->empty();
  return static_cast<unsigned>(
      std::max(kOldest, is_given ? clusters->front().minor : kNewestKubernetesMinor));
}

PlannedAdmission plan_admission(const AdmissionPolicy& policy, unsigned minor) {
  return Planner(policy, minor).run();
}

}  // namespace stopgate::policy
