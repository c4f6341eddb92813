#pragma once

// The policies of a run: built in, the repository's own, those of --policies; with what the
// configuration and the command line say of them held against what there is.

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/app.h"
#include "cli/gate.h"
#include "cli/settings.h"
#include "kubernetes/object.h"
#include "policy/admission.h"
#include "policy/catalogue.h"

namespace stopgate::cli {

struct PolicySet {
  policy::Catalogue catalogue;
  std::unique_ptr<source::SourceMap> sources;                     // of the user's policies
  std::vector<const policy::Policy*> selected;                    // in the catalogue
  std::set<std::string, std::less<>> on_by_override;              // off where no override speaks
  policy::AdmissionSet admission;                                 // of Kubernetes' own policies
  std::vector<std::shared_ptr<kubernetes::Manifests>> manifests;  // that it points into
};

// Nothing when something is wrong, which is printed: a policy that does not compile, an override or
// a parameter of a policy that there is not, a pack that is not the one that was pinned.
[[nodiscard]] std::optional<PolicySet> load_policy_set(const GateOptions& options,
                                                       Settings& settings, const World& world);

// Overrides that name no policy, each at its place in its configuration file.
[[nodiscard]] source::Diagnostics unknown_overrides(const policy::Catalogue& catalogue,
                                                    const config::Config& config);

}  // namespace stopgate::cli
