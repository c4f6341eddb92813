#pragma once

// What check, plan and review do alike: run the policies over a model, take out what is silenced,
// write the reports.

#include <map>
#include <optional>
#include <vector>

#include "base/result.h"
#include "cli/app.h"
#include "cli/gate.h"
#include "cli/mistakes.h"
#include "cli/output.h"
#include "cli/policy_set.h"
#include "cli/settings.h"
#include "finding/suppress.h"
#include "model/model.h"
#include "review/assemble.h"
#include "review/review.h"

namespace stopgate::cli {

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
