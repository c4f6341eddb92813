#pragma once

// Values as JSON text.

#include <string>

#include "terraform/cty_value.h"

namespace stopgate::terraform {

enum class JsonStyle : std::uint8_t {
  Encoded,  // as jsonencode() writes it: `<`, `>` and `&` escaped; stops before the first unknown
  Shown,    // for people: unknown as "(unknown: reason)"
};

// Appends up to the first unknown (Encoded), or all of it. Whether all was written.
bool append_json(std::string& out, const CtyValue& value, JsonStyle style);

// A quoted JSON string.
void append_json_string(std::string& out, std::string_view text, JsonStyle style);

}  // namespace stopgate::terraform
