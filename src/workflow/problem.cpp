#include "workflow/problem.h"

#include <algorithm>
#include <tuple>

namespace stopgate::workflow {

std::string_view name_of(ProblemKind kind) {
  return kind == ProblemKind::Syntax ? "syntax" : "expression";
}

std::vector<Problem> check_workflow(const Workflow& workflow) {
  std::vector<Problem> out;
  if (workflow.format != Format::GitHub) return out;
  check_syntax(workflow, out);
  check_expressions(workflow, out);
  const auto order = [](const Problem& problem) {
    return std::tie(problem.place.span.begin, problem.kind, problem.message);
  };
  std::ranges::stable_sort(out,
                           [&](const Problem& a, const Problem& b) { return order(a) < order(b); });
  // What stands behind a YAML anchor is used in several places and is wrong once.
  const auto again = std::ranges::unique(
      out, [&](const Problem& a, const Problem& b) { return order(a) == order(b); });
  out.erase(again.begin(), again.end());
  return out;
}

}  // namespace stopgate::workflow
