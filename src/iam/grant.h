#pragma once

// A statement as the algebra of permissions sees it: texts and sets, without the tree it came from.

#include <string>
#include <string_view>
#include <vector>

#include "iam/condition.h"
#include "iam/statement.h"

namespace stopgate::iam {

// "AWS" with an ARN, an account or "*"; "Service"; "Federated"; "CanonicalUser".
struct Principal {
  std::string type;
  std::string id;

  auto operator<=>(const Principal&) const = default;
};

struct Grant {
  bool allows = true;
  bool inverts_actions = false;  // NotAction
  std::vector<std::string> actions;
  bool inverts_resources = false;  // NotResource
  std::vector<std::string> resources;
  bool inverts_principals = false;  // NotPrincipal
  std::vector<Principal> principals;
  Condition condition;
  // Texts of the resources hold ${…} variables (Version 2012-10-17).
  bool has_variables = true;
  std::string sid;
  std::string origin;  // address of what carries the document
  source::Place place;
};

using Grants = std::vector<Grant>;

struct ReadGrants {
  Grants grants;
  std::vector<std::string> not_known;  // "the actions of statement 2", in words
};

// What cannot be known is taken so that no permission is missed: an unknown resource is one that
// nothing else equals, an unknown action of an Allow is reported in `not_known`.
[[nodiscard]] ReadGrants grants_of(const PolicyDocument& document, std::string_view origin);

}  // namespace stopgate::iam
