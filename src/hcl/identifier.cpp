#include "hcl/identifier.h"

#include <utf8proc.h>

#include <algorithm>

namespace stopgate::hcl {
namespace {

// Exceptions that Unicode makes to the general categories, for the stability of identifiers:
// Other_ID_Start, Other_ID_Continue and Pattern_Syntax (Unicode Standard Annex 31).
bool is_other_start(utf8proc_int32_t c) {
  return (c >= 0x1885 && c <= 0x1886) || c == 0x2118 || c == 0x212E || (c >= 0x309B && c <= 0x309C);
}
bool is_other_continue(utf8proc_int32_t c) {
  return c == 0xB7 || c == 0x387 || (c >= 0x1369 && c <= 0x1371) || c == 0x19DA;
}

bool may_start(utf8proc_int32_t c) {
  switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
      return c != 0x2E2F;
    default:
      return is_other_start(c);
  }
}

bool may_continue(utf8proc_int32_t c) {
  if (may_start(c) || is_other_continue(c)) return true;
  switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::optional<std::size_t> find_invalid_character(std::string_view name) {
  // The token has checked the ASCII characters.
  if (std::ranges::all_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return std::nullopt;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(name.data());
  std::size_t at = 0;
  while (at < name.size()) {
    utf8proc_int32_t c = 0;
    const auto length =
        utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(name.size() - at), &c);
    if (length <= 0) return at;
    const bool is_allowed = c < 0x80 || (at == 0 ? may_start(c) : may_continue(c));
    if (!is_allowed) return at;
    at += static_cast<std::size_t>(length);
  }
  return std::nullopt;
}

}  // namespace stopgate::hcl
