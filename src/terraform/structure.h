#pragma once

// The structure behind a string of JSON: what jsonencode() was given, what aws_iam_policy_document
// says, or a template of JSON some of whose parts are not known; through locals, variables and
// outputs.

#include <optional>

#include "terraform/module_instance.h"

namespace stopgate::terraform {

// Nothing when the expression is written in no such way.
[[nodiscard]] std::optional<CtyValue> structure_of(ModuleInstance& module,
                                                   const hcl::Expression& expression,
                                                   source::FileId file, const Scope& scope);

// Whether a value may be JSON at all: a string, or an unknown one, that begins like an object or a
// list.
[[nodiscard]] bool looks_like_json(const CtyValue& value);

// The member under which the object of a data source hands its structure on; no argument has this
// name.
[[nodiscard]] Symbol structure_member();

}  // namespace stopgate::terraform
