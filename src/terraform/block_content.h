#pragma once

// The body of a block, evaluated: arguments, and nested blocks as tuples of objects, with dynamic
// blocks expanded.

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "terraform/evaluation.h"
#include "terraform/module_syntax.h"
#include "terraform/scope.h"

namespace stopgate::terraform {

// Arguments and blocks that are Terraform's, not the provider's.
struct MetaNames {
  std::span<const std::string_view> arguments;
  std::span<const std::string_view> blocks;
};

[[nodiscard]] MetaNames resource_meta_names();

// Sees each argument ("policy", "inline_policy[0].policy") as it is evaluated, with the scope it is
// evaluated in, which lives no longer than the call.
using ContentObserver = std::function<void(const std::string& path, const ArgumentSyntax& syntax,
                                           const CtyValue& value, const Scope& scope)>;

// An object that stands at `place`. `observer` may be empty.
[[nodiscard]] CtyValue evaluate_content(Evaluation& evaluation, const Content& content,
                                        const Scope& scope, source::Place place,
                                        const MetaNames& skipped, const ContentObserver& observer);

}  // namespace stopgate::terraform
