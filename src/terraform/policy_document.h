#pragma once

// aws_iam_policy_document: the document that its blocks describe, and its JSON.

#include <span>
#include <string>

#include "terraform/cty_value.h"

namespace stopgate::terraform {

// The structure of a policy document given as JSON; unknown where the text is.
[[nodiscard]] CtyValue parse_policy_document(const CtyValue& text);

// {Version, Id, Statement = [{Sid, Effect, Action, …}]} of an evaluated data source: statements of
// `sources`, then its own, then those of `overrides`; a later one replaces an earlier one of its
// Sid. Statements stand where their blocks do. Of an unknown document, one unknown statement is
// left.
[[nodiscard]] CtyValue policy_document(const CtyValue& data, std::span<const CtyValue> sources,
                                       std::span<const CtyValue> overrides);

// The value of `json`: unknown, but surely an object, when any part of the document is.
[[nodiscard]] CtyValue policy_document_json(const CtyValue& document, const std::string& address);

}  // namespace stopgate::terraform
