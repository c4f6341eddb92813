#pragma once

// What a configuration makes of findings: other severities and levels, none at all, accepted.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"
#include "finding/finding.h"

namespace stopgate::config {

// Where a finding is, for globs.
struct Where {
  std::string_view path;       // of the file, from the top of the repository
  std::string_view workspace;  // of the run; may be empty
  // The value of a tag or label of what the finding is about; empty when it has none.
  std::function<std::string(std::string_view key)> tag = {};
  bool is_on = true;  // whether the policy runs where no override speaks of it
};

// Names of the environments that it belongs to.
[[nodiscard]] std::vector<std::string_view> environments_of(const Config& config,
                                                            const finding::Finding& finding,
                                                            const Where& where);

// Sets severity and level; false when the policy is off there.
[[nodiscard]] bool apply_overrides(const Config& config, const Where& where,
                                   finding::Finding& finding);

// The exemption that accepts a finding on this day; null when none does. Mandatory findings have
// none.
[[nodiscard]] const Exemption* exemption_of(const Config& config, const finding::Finding& finding,
                                            const Where& where, std::string_view today);

// Whether a path lies below what a glob names: "envs/prod", "envs/prod/**" and "envs/*" all hold
// "envs/prod/main.tf".
[[nodiscard]] bool holds_path(std::string_view glob, std::string_view path);

}  // namespace stopgate::config
