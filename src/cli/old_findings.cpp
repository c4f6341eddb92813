#include "cli/old_findings.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "model/stack_before.h"

namespace stopgate::cli {

namespace {

bool looks_at_changes(const policy::Policy& policy) {
  return policy.target == policy::Target::Change || policy.target == policy::Target::Plan;
}

// Where it is found does not matter: the configuration at hand is the one after the change.
std::string identity_of(const finding::Finding& finding) {
  auto out = finding.policy;
  for (const auto& part : {finding.subject.address, finding.attribute, finding.message})
    out.append("\n").append(part);
  return out;
}

}  // namespace

void mark_old(std::vector<finding::Finding>& findings, const model::Model& model,
              const std::vector<const policy::Policy*>& policies,
              const policy::RunOptions& options) {
  if (model.plans.empty() || findings.empty()) return;
  std::unordered_set<std::string_view> found;
  for (const auto& finding : findings) found.insert(finding.policy);
  std::vector<const policy::Policy*> again;
  for (const auto* policy : policies)
    if (found.contains(policy->id) && !looks_at_changes(*policy)) again.push_back(policy);
  if (again.empty()) return;
  model::Model before;
  for (const auto& stack : model.stacks)
    if (stack.plan != nullptr)
      before.stacks.push_back(model::make_stack_before(*stack.plan, stack.root));
  std::unordered_set<std::string> old;
  for (const auto& finding : policy::run(before, again, options).findings)
    old.insert(identity_of(finding));
  for (auto& finding : findings)
    if (old.contains(identity_of(finding))) finding.status = finding::Status::Old;
}

}  // namespace stopgate::cli
