#pragma once

// What a repository says about its own reviews: .stopgate.yaml. Its schema is
// docs/schema/config.schema.json.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "finding/finding.h"
#include "source/span.h"

namespace stopgate::config {

inline constexpr std::string_view kFileName = ".stopgate.yaml";

// Policies of the repository, or a pack that it pins.
struct PolicySource {
  std::string path;    // from the top of the repository
  std::string sha256;  // cli::hash_of_pack; empty: not pinned
  bool operator==(const PolicySource&) const = default;
};

// What a repository changes about the policies that a glob names.
struct PolicyOverride {
  std::string policy;       // id or glob
  std::string folder;       // it counts below: where its file lies, from the top
  std::string environment;  // it counts in; empty: everywhere
  std::optional<bool> is_enabled;
  std::optional<finding::Severity> severity;
  std::optional<finding::Level> level;
  source::Place place;
  bool operator==(const PolicyOverride&) const = default;
};

// A parameter of policies, as --param gives it.
struct ParameterSetting {
  std::string name, text;
  source::Place place;
  bool operator==(const ParameterSetting&) const = default;
};

// Findings that are accepted, all together. Empty globs match everything.
struct Exemption {
  std::string policy, path, kind, name, name_space;
  std::string folder;
  std::string reason, owner, until;
  source::Place place;
  bool operator==(const Exemption&) const = default;
};

// A stage, such as production: what belongs to it, and what is so there.
struct Environment {
  std::string name;
  std::vector<std::string> paths, workspaces, namespaces;  // globs; a match in any list counts
  std::vector<std::pair<std::string, std::string>> tags;   // of resources and labels of objects
  std::vector<std::string> variable_files;                 // for its Terraform roots
  std::string workspace;                                   // of its Terraform roots
  bool operator==(const Environment&) const = default;
};

// Who may let findings pass, and by which label on the pull request.
struct Approval {
  std::vector<std::string> labels, owners;
  bool operator==(const Approval&) const = default;
};

struct Config {
  std::optional<finding::Severity> fail_on;
  std::map<finding::Severity, std::size_t> most;  // findings allowed below the gate
  std::vector<std::string> profiles;
  std::vector<PolicySource> policies;
  std::vector<ParameterSetting> parameters;
  std::vector<PolicyOverride> overrides;  // the last that matches counts
  std::vector<Exemption> exemptions;
  std::vector<Environment> environments;
  std::vector<std::pair<std::string, std::string>> clusters;  // name and Kubernetes version
  Approval approval;
  std::string baseline;        // path from the top; empty: .stopgate-baseline.yaml
  bool wants_reasons = false;  // suppressions without a reason silence nothing
  bool operator==(const Config&) const = default;
};

// The inner file's settings on top of the outer's: single ones replace, lists grow.
[[nodiscard]] Config merge(Config outer, Config inner);

}  // namespace stopgate::config
