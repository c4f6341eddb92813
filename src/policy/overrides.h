#pragma once

// What a configuration changes about policies: severity, whether they run, their parameters.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "policy/catalogue.h"
#include "policy/planned.h"

namespace stopgate::policy {

struct Override {
  std::string id;  // an id, an alias or a glob over ids
  std::optional<finding::Severity> severity;
  std::optional<bool> is_enabled;
  ParameterValues parameters;  // names without the policy's id
};

// Changes the catalogue. The parameters come back as "POLICY.name", to go before those of the
// command line. An Error names an id or a parameter that no policy has, with the nearest one.
[[nodiscard]] Result<ParameterValues> apply_overrides(Catalogue& catalogue,
                                                      const std::vector<Override>& overrides);

}  // namespace stopgate::policy
