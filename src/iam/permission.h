#pragma once

// Permissions that AWS turns into a statement of a resource policy: the provider takes them as
// plain arguments.

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "iam/statement.h"

namespace stopgate::iam {

// Nothing for other types than aws_lambda_permission, aws_lambda_layer_version_permission and
// aws_cloudwatch_event_permission.
[[nodiscard]] std::optional<PolicyDocument> document_of_permission(std::string_view resource_type,
                                                                   const value::Node& attributes,
                                                                   Arena& arena);

}  // namespace stopgate::iam
