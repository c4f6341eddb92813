#pragma once

// Who refers to whom in a plan's configuration, through the inputs and outputs of modules.
//
// Addresses are without instance keys: "module.a.aws_s3_bucket.b", "output.url". Plan JSON names
// locals without saying what they hold, so they are where a trace ends.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "plan/plan.h"

namespace stopgate::plan {

struct Dependency {
  std::string_view argument;  // of the referrer: "vpc_id", "ingress[0].cidr_blocks"
  std::string target;         // "aws_vpc.main", "data.aws_ami.a", "var.cidr", "module.a.local.x"
};

class Dependencies {
 public:
  // Views the plan.
  explicit Dependencies(const Plan& plan);

  [[nodiscard]] std::span<const Dependency> of(const std::string& address) const;
  // Everything that refers to it, directly or through others, nearest first; outputs as "output.x".
  // Stops at `limit`.
  [[nodiscard]] std::vector<std::string_view> dependents(const std::string& address,
                                                         std::size_t limit) const;

 private:
  using References = std::unordered_map<std::string_view, std::vector<const ConfiguredReference*>>;

  void resolve(const References& references, std::string_view argument, const std::string& module,
               std::string_view target, std::size_t depth, std::vector<Dependency>& out);

  std::unordered_map<std::string, std::vector<Dependency>> targets_;
  std::unordered_map<std::string, std::vector<std::string_view>> referrers_;
};

}  // namespace stopgate::plan
