#pragma once

// Names that were probably meant: one slip of the pen away from what was written.

#include <optional>
#include <span>
#include <string_view>

namespace stopgate::kubernetes {

// Stricter than nearest_name(): names of objects come in families (web-1 and web-2, db-a and db-b,
// http and https, dev and test), and a member of the family that is not here is no slip. The names
// must differ in one word of at least four letters, digits aside.
[[nodiscard]] bool is_slip(std::string_view written, std::string_view existing);

// The nearest of the candidates that `written` may be a slip of; the first in the alphabet of
// several.
[[nodiscard]] std::optional<std::string_view> find_slip(
    std::string_view written, std::span<const std::string_view> candidates);

}  // namespace stopgate::kubernetes
