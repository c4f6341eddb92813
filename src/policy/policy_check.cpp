#include "policy/policy_check.h"

#include <algorithm>

#include "base/text.h"
#include "policy/typed_environment.h"
#include "yaml/reader.h"

namespace stopgate::policy {

namespace {

class Check {
 public:
  Check(const Policy& policy, const source::SourceMap& sources)
      : policy_(policy), sources_(sources), target_(make_typed_environment(policy)) {}

  source::Diagnostics run() && {
    for (const auto& condition : policy_.match_conditions) check(condition);
    for (const auto& variable : policy_.variables) {
      const auto type = check(variable.expression);
      target_.environment.declare("variables." + variable.name, type);
    }
    for (const auto& validation : policy_.validations) {
      check(validation.expression);
      check_constant(validation.expression);
      for (const auto* expression : {&validation.message_expression, &validation.at,
                                     &validation.fix.text, &validation.fix.replaces})
        if (!expression->empty()) check(*expression);
    }
    return std::move(out_);
  }

 private:
  // Types are what schemas say, not what an input must be: only names are held against a policy.
  cel::Type check(const Expression& expression) {
    const auto compiled = cel::compile(target_.environment, expression.text);
    for (const auto& issue : compiled.issues)
      if (issue.message.starts_with("undefined field"))
        report(source::Severity::Error, expression, issue);
    return compiled.issues.empty() ? compiled.result : cel::Type::dyn();
  }

  void check_constant(const Expression& expression) {
    const auto compiled = cel::compile(target_.environment, expression.text);
    const auto constant =
        compiled.program ? cel::constant_of(*compiled.program) : std::optional<cel::Datum>();
    if (!constant || !constant->is_bool()) return;
    // `false` is how a policy says that whatever it matches is wrong.
    if (trim(expression.text) == "false") return;
    const auto size = static_cast<std::uint32_t>(expression.text.size());
    report(source::Severity::Warning, expression,
           {.span = {0, size},
            .message =
                std::string("the expression is always ") + (constant->as_bool() ? "true" : "false"),
            .help = constant->as_bool() ? "nothing is ever found" : "everything is found"});
  }

  void report(source::Severity severity, const Expression& expression, const cel::Issue& issue) {
    auto place = expression.place;
    if (place.is_known()) {
      place = yaml::place_in_scalar(sources_, expression.place, issue.span.begin);
      const auto last = yaml::place_in_scalar(sources_, expression.place,
                                              std::max(issue.span.begin + 1, issue.span.end) - 1);
      place.span.end = std::max(place.span.end, last.span.end);
    }
    source::Diagnostic diagnostic{.severity = severity,
                                  .message = policy_.id + ": " + issue.message,
                                  .help = issue.help,
                                  .place = place,
                                  .path = policy_.path};
    if (std::ranges::find(out_, diagnostic) == out_.end()) out_.push_back(std::move(diagnostic));
  }

  const Policy& policy_;
  const source::SourceMap& sources_;
  TargetEnvironment target_;
  source::Diagnostics out_;
};

}  // namespace

source::Diagnostics check_policy(const Policy& policy, const source::SourceMap& sources) {
  return Check(policy, sources).run();
}

}  // namespace stopgate::policy
