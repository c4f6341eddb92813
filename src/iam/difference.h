#pragma once

// What one set of permissions allows and another does not, by meaning: actions × resources ×
// conditions.
//
// Actions that the same statements name form one class, and each class is decided on its own: for
// every way that its conditions may turn out, is there a resource that is allowed after and was not
// before? Where that cannot be decided within bounds, it is reported as allowed.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "iam/action_table.h"
#include "iam/grant.h"

namespace stopgate::iam {

// What someone may do: what every layer allows (their own policies; a permissions boundary; an
// organisation's policies) and none of them denies.
struct Permissions {
  std::vector<Grants> layers;
};

struct GainedAction {
  std::string_view
      name;  // as the table writes it, or as the policy does when it has no such action
  AccessLevel level = AccessLevel::Write;
  bool is_known = true;  // in the table
};

// Actions gained alike.
struct Gained {
  std::vector<GainedAction> actions;  // sorted by name
  std::string witness;                // a resource newly allowed; empty where any is
  Condition condition;                // what has to be true for it
  std::vector<const Grant*> grants;   // of `after`, which allow it
  bool is_decided = true;             // false: assumed, since deciding took too long
};

// Ordered by their first action. Points into `before` and `after`.
[[nodiscard]] std::vector<Gained> newly_allowed(const Permissions& before,
                                                const Permissions& after);

// Whether an action is allowed on a resource; the condition of a statement is true where `holds`
// says so.
[[nodiscard]] bool is_allowed(const Permissions& permissions, std::string_view action,
                              std::string_view resource,
                              const std::function<bool(const Grant&)>& holds);

// Whether a statement names an action.
[[nodiscard]] bool names_action(const Grant& grant, std::string_view action);

}  // namespace stopgate::iam
