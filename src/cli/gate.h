#pragma once

// check and plan: read the inputs, run the policies, report, answer.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/app.h"
#include "finding/finding.h"
#include "finding/shard.h"
#include "model/read.h"
#include "policy/catalogue.h"
#include "policy/planned.h"

namespace stopgate::cli {

struct GateOptions {
  std::vector<std::string> paths;
  model::ReadOptions read;
  policy::Selection selection;
  std::vector<std::string> policy_paths;  // files or folders of more policies
  policy::ParameterValues parameters;
  std::vector<std::string> formats;  // "json", "sarif=report.sarif"
  finding::Severity gate = finding::Severity::High;
  bool is_gate_given = false;                     // on the command line
  std::map<finding::Severity, std::size_t> most;  // findings allowed below the gate
  std::vector<std::string> labels, approvers;     // of the pull request
  bool with_configuration = true;
  bool is_staged = false;  // read the index instead of the disk
  std::string color = "auto";
  bool explain_undecided = false;
  bool is_quiet = false;
  bool with_costs = false;  // print what each policy cost
  std::string approved;     // fingerprint of the approved plan, or its JSON report
  std::optional<finding::Shard> shard;
  std::string as_of;  // the day reviewed for; empty: that of the dated facts
};

[[nodiscard]] int run_gate(const GateOptions& options, const World& world);

}  // namespace stopgate::cli
