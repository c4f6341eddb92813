#pragma once

// The order of a set's members, and which of them are the same.

#include <vector>

#include "terraform/cty_value.h"

namespace stopgate::terraform {

// Sorts, and drops members equal to another. Numbers go by value, strings by their bytes, anything
// else by the text that cty hashes; null after all others. Unknown members are equal to nothing.
void make_set_order(std::vector<CtyValue>& elements);

// The text that cty hashes to place a member: equal values have equal texts.
[[nodiscard]] std::string set_text(const CtyValue& value);

}  // namespace stopgate::terraform
