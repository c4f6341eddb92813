#pragma once

// What check, plan and review do alike: load the policies, run them over a model, take out what is
// silenced, write the reports.

#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/app.h"
#include "cli/gate.h"
#include "cli/output.h"
#include "cli/settings.h"
#include "finding/suppress.h"
#include "kubernetes/object.h"
#include "model/model.h"
#include "policy/admission.h"
#include "policy/catalogue.h"
#include "review/assemble.h"
#include "review/review.h"

namespace stopgate::cli {

// Prints the message; the exit status of wrong use.
[[nodiscard]] int wrong_use(const World& world, std::string_view message);

struct PolicySet {
  policy::Catalogue catalogue;
  std::unique_ptr<source::SourceMap> sources;                     // of the user's policies
  std::vector<const policy::Policy*> selected;                    // in the catalogue
  policy::AdmissionSet admission;                                 // of Kubernetes' own policies
  std::vector<std::shared_ptr<kubernetes::Manifests>> manifests;  // that it points into
};

// The built-in policies, the repository's and those of --policies. Nothing when something is wrong,
// which is printed.
[[nodiscard]] std::optional<PolicySet> load_policy_set(const GateOptions& options,
                                                       const Settings& settings,
                                                       const World& world);

struct Judged {
  // All with fingerprints.
  std::vector<finding::Finding> findings;
  std::vector<finding::Finding> silenced;  // by comments and exemptions
  std::vector<finding::Finding> accepted;  // by the baseline
  std::vector<finding::Suppression> suppressions;
  std::vector<finding::SuppressionUse> uses;  // one for each suppression
  review::Coverage coverage;
  source::Diagnostics diagnostics;  // about what the configuration accepts
};

// `renamed` are files that have another name in the head. Nothing when a policy or a configuration
// file is wrong, which is printed.
[[nodiscard]] std::optional<Judged> judge(const model::Model& model, const PolicySet& policies,
                                          const GateOptions& options, Settings& settings,
                                          const World& world,
                                          const std::map<std::string, std::string>& renamed = {});

// The gate of the options, with what may be there and who approved.
void set_gate(review::Parts& parts, const GateOptions& options, const Settings& settings);

[[nodiscard]] Result<std::vector<Format>> parse_formats(const std::vector<std::string>& texts);

// The exit status of the review, or of not being able to write.
[[nodiscard]] int write_reports(const std::vector<Format>& formats, const review::Review& review,
                                const source::SourceMap& sources, const plan::Redactor& redactor,
                                const GateOptions& options, const World& world);

}  // namespace stopgate::cli
