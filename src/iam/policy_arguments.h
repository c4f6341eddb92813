#pragma once

// Which arguments of which AWS resource types hold policy documents, and what the documents are
// for.

#include <span>
#include <string_view>

#include "iam/statement.h"

namespace stopgate::iam {

struct PolicyArgument {
  std::string_view type;
  std::string_view path;  // "policy", "inline_policy[].policy": of each block
  DocumentUse use = DocumentUse::Identity;
};

// The rows of one resource type; none for a type that holds no documents.
[[nodiscard]] std::span<const PolicyArgument> policy_arguments(std::string_view type);

}  // namespace stopgate::iam
