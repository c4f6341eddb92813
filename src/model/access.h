#pragma once

// What a change newly lets someone do, and what it takes away: one AccessChange for each principal,
// and for each one whom a trust or resource policy lets in.

#include <string>
#include <vector>

#include "iam/audience.h"
#include "iam/escalation.h"
#include "iam/summary.h"
#include "model/access_side.h"

namespace stopgate::model {

struct AccessChange {
  enum class Kind { Identity, Trust, Resource, Organisation };
  Kind kind = Kind::Identity;
  std::string address;               // what the finding is about: whose document says it
  std::string argument;              // "policy", "assume_role_policy": where in it
  std::string type;                  // its Terraform type
  std::vector<std::string> holders;  // Identity: "role app"; several that gain the same
  bool is_new = false;               // the holder, or the document, was not there before
  iam::Audience audience;            // Trust and Resource
  std::optional<bool> is_foreign;    // of an account that is not ours; nothing when none is known
  // Trust: every statement for the audience has such a condition.
  bool has_external_id = false, has_subject = false, limits_subject = false, limits_source = false;

  std::vector<iam::Summary> gained, lost;
  std::string held;  // what the same services allowed before
  bool is_admin = false;
  std::vector<iam::Escalation> escalations;            // that were not open before
  std::vector<std::string> credentials, exfiltration;  // actions newly allowed on every resource
  std::vector<std::string> lost_conditions;            // when nothing else made the difference
  bool lost_boundary = false;
  std::vector<std::string> not_known;  // what came to be held and cannot be read
};

[[nodiscard]] std::string_view name_of(AccessChange::Kind kind);

// Sorted by address. Nothing where the two sides mean the same.
[[nodiscard]] std::vector<AccessChange> access_changes(const AccessSide& before,
                                                       const AccessSide& after);

}  // namespace stopgate::model
