#pragma once

// The Catalogue: every policy at hand, built in or given, and which of them a run uses.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "policy/policy.h"

namespace stopgate::policy {

// What the user asks for.
struct Selection {
  std::vector<std::string>
      globs;  // ids or globs over ids, aliases too; empty: every enabled policy
  std::vector<std::string> profiles;  // names of sets (profiles.h); what they hold is added
  bool with_disabled = false;         // --all-policies
};

class Catalogue {
 public:
  // The policies that are part of the program.
  [[nodiscard]] static Catalogue built_in();

  // A policy of an id that is there already replaces it.
  void add(Policy policy);

  [[nodiscard]] const std::vector<Policy>& policies() const { return policies_; }  // sorted by id
  // By id, or by an alias (a peer's id, or a former one).
  [[nodiscard]] const Policy* find(std::string_view id) const;
  // Ids of the policies that carry this alias; a peer's one rule may be several of ours.
  [[nodiscard]] std::vector<std::string> ids_of(std::string_view alias) const;

  // An Error names a glob that matches no policy, or a profile that there is not, with the nearest
  // name.
  [[nodiscard]] Result<std::vector<const Policy*>> select(const Selection& selection) const;

 private:
  std::vector<Policy> policies_;
};

}  // namespace stopgate::policy
