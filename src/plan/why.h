#pragma once

// Why a change happens, from its root: the variable or argument that changed, the resources it went
// through; or what no configuration asked for.

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "plan/dependencies.h"
#include "plan/plan.h"

namespace stopgate::plan {

// What a change comes from when the configuration did not ask for it.
enum class Origin : std::uint8_t {
  Configuration,
  Drift,    // puts back what was changed outside of Terraform
  Deleted,  // makes again what was deleted outside of Terraform
  Failed,   // tainted or deposed: left by an apply that failed
  Request,  // -replace
  Pending,  // a data source that is read only during apply
};

[[nodiscard]] std::string_view name_of(Origin origin);  // "", "drift", "deleted", …

struct Why {
  Origin origin = Origin::Configuration;
  // "var.vpc_cidr", "aws_vpc.main: cidr_block 10.0.0.0/16 → 10.9.0.0/16 forces the replacement",
  // "subnet_id refers to aws_subnet.a": from the root to the change, which is not said again.
  std::vector<std::string> steps;
};

class Causes {
 public:
  // Both are viewed.
  Causes(const Plan& plan, const Dependencies& dependencies);

  [[nodiscard]] Why of(const Change& change) const;

 private:
  struct Link {
    std::string argument;
    const Change* change = nullptr;  // the resource referred to, when it changes
    std::string root;                // else the variable, local or data source
  };

  [[nodiscard]] Origin origin_of(const Change& change) const;
  // What the attribute at a path gets its value from.
  [[nodiscard]] std::optional<Link> link_of(const Change& change) const;
  [[nodiscard]] const Change* changing(const std::string& base, const Change& referrer) const;

  const Dependencies& dependencies_;
  std::unordered_map<std::string, std::vector<const Change*>> changes_;  // by base address
  std::unordered_map<std::string_view, const Change*> drift_;
};

// How a change made outside of Terraform ends.
enum class DriftOutcome : std::uint8_t { Reverted, Accepted, Recreated };

[[nodiscard]] std::string_view name_of(DriftOutcome outcome);

struct DriftEntry {
  const Change* drift = nullptr;
  DriftOutcome outcome = DriftOutcome::Accepted;
  std::vector<std::string> paths;  // what was changed, and is put back when the outcome says so
};

[[nodiscard]] std::vector<DriftEntry> drift_of(const Plan& plan);

}  // namespace stopgate::plan
