#pragma once

// Conversions between Terraform types, and the one type that several have in common.

#include <optional>
#include <span>
#include <string>

#include "terraform/cty_value.h"

namespace stopgate::terraform {

struct Conversion {
  CtyValue value;  // when there is no error: of the type asked for, optional attributes filled in
  std::string error;    // "attribute \"size\": a number is required, got \"x\""; no full stop
  source::Place place;  // of the part that does not fit, where known
};

// Places and marks are kept. Dynamic within `type` takes what the value has.
[[nodiscard]] Conversion convert(const CtyValue& value, const Type& type);

// The type to which all can be converted, as `tolist([…])` and conditionals choose it; nothing when
// there is none.
[[nodiscard]] std::optional<Type> unify(std::span<const Type> types);

// Whether some value of `from` can be converted.
[[nodiscard]] bool is_convertible(const Type& from, const Type& to);

}  // namespace stopgate::terraform
