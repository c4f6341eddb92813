#include "policy/overrides.h"

#include <algorithm>

#include "base/glob.h"
#include "base/text.h"

namespace stopgate::policy {

namespace {

bool is_meant(const std::string& id, const Policy& policy) {
  return glob_match(id, policy.id, '\0') ||
         std::ranges::find(policy.aliases, id) != policy.aliases.end();
}

std::string hint(std::string_view name, const std::vector<std::string_view>& known,
                 std::string_view otherwise) {
  const auto near = nearest_name(name, known);
  return near ? "did you mean '" + std::string(*near) + "'?" : std::string(otherwise);
}

Result<void> check_parameter(const std::string& name, const std::vector<Policy>& policies) {
  std::vector<std::string_view> known;
  for (const auto& policy : policies)
    for (const auto& parameter : policy.parameters) known.push_back(parameter.name);
  if (std::ranges::find(known, name) != known.end()) return {};
  return fail("policy " + quoted(policies.front().id) + " has no parameter " + quoted(name) + "; " +
              hint(name, known, known.empty() ? "it has none" : "it has " + std::string(known[0])));
}

}  // namespace

Result<ParameterValues> apply_overrides(Catalogue& catalogue,
                                        const std::vector<Override>& overrides) {
  ParameterValues out;
  for (const auto& change : overrides) {
    std::vector<Policy> meant;
    for (const auto& policy : catalogue.policies())
      if (is_meant(change.id, policy)) meant.push_back(policy);
    if (meant.empty()) {
      std::vector<std::string_view> ids;
      for (const auto& policy : catalogue.policies()) ids.push_back(policy.id);
      return fail("no policy matches " + quoted(change.id) + "; " +
                  hint(change.id, ids, "'stopgate policy list' shows them all"));
    }
    for (const auto& [name, text] : change.parameters) {
      STOPGATE_CHECK(check_parameter(name, meant));
      for (const auto& policy : meant) out.emplace_back(policy.id + "." + name, text);
    }
    for (auto& policy : meant) {
      if (change.is_enabled) policy.is_enabled = *change.is_enabled;
      if (change.severity) {
        policy.severity = *change.severity;
        for (auto& validation : policy.validations) validation.severity.reset();
      }
      catalogue.add(std::move(policy));
    }
  }
  return out;
}

}  // namespace stopgate::policy
