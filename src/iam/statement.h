#pragma once

// IAM policy documents, normalised: one shape for jsonencode(), heredocs, aws_iam_policy_document
// and plan strings. A scalar where a list is allowed becomes a list; unknown parts stay unknown.

#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "source/diagnostic.h"
#include "value/value.h"

namespace stopgate::iam {

enum class DocumentUse : std::uint8_t {
  Identity,  // attached to a user, group or role: grants to its holder
  Trust,     // assume_role_policy: who may become the role
  Resource,  // bucket, key, queue, topic … policy
  Boundary,  // permissions boundary, service control policy
};

struct Statement {
  // {sid, effect, actions[], notActions[], resources[], notResources[],
  //  principals: {AWS: […], Service: […], …} or {"*": ["*"]}, notPrincipals, conditions:
  //  [{operator, key, values}]}
  // A lenient map; each list empty when absent.
  value::Node node;
};

struct PolicyDocument {
  DocumentUse use = DocumentUse::Identity;
  std::string argument;  // "policy", "inline_policy[0].policy", "assume_role_policy"
  value::Node document;  // the parsed JSON
  std::vector<Statement> statements;
  bool is_unknown = false;          // its statements are unknown: why is in `document`
  source::Diagnostics diagnostics;  // why a string is no policy document
};

}  // namespace stopgate::iam
