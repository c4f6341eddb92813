#pragma once

// One side of a change, seen by its permissions: who holds which documents, and what each trust and
// resource policy says.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "iam/difference.h"
#include "model/side.h"

namespace stopgate::model {

// A user, group or role; or a policy that this configuration attaches to nobody.
struct AccessHolder {
  std::string kind;     // "role", "user", "group", "policy", "organisation policy"
  std::string name;     // as people know it
  std::string address;  // empty when the configuration does not declare it
  iam::Grants grants;
  bool has_boundary = false;
  iam::Grants boundary;  // what is known of it
  bool is_boundary_known = true;
  std::set<std::string> not_known;  // what it holds beside, in words
};

// A trust or resource policy.
struct AccessDocument {
  std::string address;
  std::string argument;
  std::string type;  // of the resource
  bool is_trust = false;
  iam::Grants grants;
  std::set<std::string> not_known;
};

struct AccessSide {
  std::map<std::string, AccessHolder> holders;      // by address, or by kind and name
  std::map<std::string, AccessDocument> documents;  // by address and argument
  std::set<std::string> accounts;                   // numbers that are surely ours
};

// Whether a resource of the type says anything about permissions.
[[nodiscard]] bool concerns_access(std::string_view type);

[[nodiscard]] AccessSide read_access(const Stack& stack, Side side, Arena& arena);

}  // namespace stopgate::model
