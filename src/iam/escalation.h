#pragma once

// Known ways from some permissions to more (policies/iam/data/escalations.txt).

#include <string>
#include <string_view>
#include <vector>

#include "iam/difference.h"

namespace stopgate::iam {

struct Escalation {
  std::string_view name;                  // "ec2-001"
  std::vector<std::string_view> actions;  // which together make it
  bool is_direct = true;                  // false: what runs already is taken over
  bool is_conditional = false;            // some condition has to be true
  bool is_self = false;                   // on the caller's own user only
};

// How far an action reaches.
enum class Reach : std::uint8_t {
  None,
  Scoped,  // named resources
  Self,    // the caller's own user: …user/${aws:username}
  Wide,    // any resource, or any of its kind
};

// Ways open to the holder of the permissions, each of its actions wide, in the order of the table.
[[nodiscard]] std::vector<Escalation> escalations_of(const Permissions& permissions);

// `unconditional`: statements that hang on a condition do not count.
[[nodiscard]] Reach reach_of(const Permissions& permissions, std::string_view action,
                             bool unconditional);

// Actions that return credentials, and those that read stored secrets and data in bulk.
[[nodiscard]] const std::vector<std::string_view>& credential_actions();
[[nodiscard]] const std::vector<std::string_view>& exfiltration_actions();

}  // namespace stopgate::iam
