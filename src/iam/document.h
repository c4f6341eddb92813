#pragma once

// The policy documents that a resource carries, normalised.

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "iam/statement.h"

namespace stopgate::iam {

// The structure behind a string, where the reader of the resource knows it: by argument
// ("policy", "inline_policy[0].policy"), the value that jsonencode() was given, with its places.
using Decoded = std::pair<std::string, value::Node>;

// Documents in the order of the table of arguments. Permissions that are not JSON
// (aws_lambda_permission) come as a document of one statement, with an empty argument. Everything
// lives in `arena` or where `attributes` and `decoded` live.
[[nodiscard]] std::vector<PolicyDocument> documents_of(std::string_view resource_type,
                                                       const value::Node& attributes,
                                                       std::span<const Decoded> decoded,
                                                       Arena& arena);

}  // namespace stopgate::iam
