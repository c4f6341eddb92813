#include "policy/policy_check.h"

#include <algorithm>

#include "base/text.h"
#include "cel/constants.h"
#include "policy/planned.h"
#include "policy/typed_environment.h"
#include "yaml/reader.h"

namespace stopgate::policy {

namespace {

class Check {
 public:
  Check(const Policy& policy, const source::SourceMap& sources,
        const terraform::ProviderSchemas* schemas)
      : policy_(policy), sources_(sources), typed_(make_typed_environment(policy, schemas)) {}

  source::Diagnostics run() && {
    for (const auto& condition : policy_.match_conditions) {
      check(condition);
      check_constant(condition, "nothing is left out", "nothing is ever looked at");
    }
    for (const auto& variable : policy_.variables) {
      const auto type = check(variable.expression);
      typed_.target.environment.declare("variables." + variable.name, type);
    }
    for (const auto& validation : policy_.validations) {
      check(validation.expression);
      // `false` is how a policy says that whatever it matches is wrong.
      if (trim(validation.expression.text) != "false")
        check_constant(validation.expression, "nothing is ever found", "everything is found");
      for (const auto* expression : {&validation.message_expression, &validation.at,
                                     &validation.fix.text, &validation.fix.replaces})
        if (!expression->empty()) check(*expression);
    }
    return std::move(out_);
  }

 private:
  // Types are what schemas say, not what an input must be: only names are held against a policy.
  cel::Type check(const Expression& expression) {
    const auto compiled = cel::compile(typed_.target.environment, expression.text);
    for (const auto& issue : compiled.issues) report_issue(expression, issue);
    return compiled.issues.empty() ? compiled.result : cel::Type::dyn();
  }

  void report_issue(const Expression& expression, const cel::Issue& issue) {
    switch (issue.kind) {
      case cel::IssueKind::UndefinedField: {
        // A name that is like no other may be that of a version to come.
        const auto certainty = typed_.certainty_of(issue.of);
        const bool is_wrong =
            certainty == Certainty::Sure || (certainty == Certainty::Likely && !issue.help.empty());
        auto told = issue;
        if (certainty == Certainty::Guess && told.help.empty())
          told.help = "our table is of one version of the provider; --provider-schema knows yours";
        report(is_wrong ? source::Severity::Error : source::Severity::Warning, expression, told);
        return;
      }
      case cel::IssueKind::NoOverload:
        report(source::Severity::Warning, expression, issue);
        return;
      case cel::IssueKind::Other:
        return;
    }
  }

  void check_constant(const Expression& expression, const std::string& when_true,
                      const std::string& when_false) {
    const auto compiled = cel::compile(typed_.target.environment, expression.text);
    if (compiled.program == nullptr) return;
    for (const auto& part : cel::constant_parts(*compiled.program)) {
      const bool is_whole = trim(expression.text).size() == part.span.size();
      report(source::Severity::Warning, expression,
             {.span = part.span,
              .message = std::string(is_whole ? "the expression" : "this part") + " is always " +
                         (part.value ? "true" : "false"),
              .help = !is_whole    ? ""
                      : part.value ? when_true
                                   : when_false,
              .of = {}});
    }
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
  TypedEnvironment typed_;
  source::Diagnostics out_;
};

}  // namespace

source::Diagnostics check_policy(const Policy& policy, const source::SourceMap& sources,
                                 const terraform::ProviderSchemas* schemas) {
  source::Diagnostics mistakes;
  auto target = make_environment(policy.target);
  declare_variables(policy, target);
  check_expressions(policy, target, &sources, mistakes);
  // What does not compile has no types.
  return mistakes.empty() ? Check(policy, sources, schemas).run() : mistakes;
}

}  // namespace stopgate::policy
