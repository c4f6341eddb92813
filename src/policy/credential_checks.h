#pragma once

// What a pattern cannot say of a credential: checksums, and structure inside encodings.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace stopgate::policy {

enum class CredentialCheck : std::uint8_t {
  None,
  GitHub,      // the last six characters are the CRC-32 of those before, in base 62
  Jwt,         // a header that names an algorithm
  PrivateKey,  // has a body
  Url,         // the password is no placeholder
  Basic,       // user:password in base64
};

// The names of policies/data/credentials.txt; None for "-" and others.
[[nodiscard]] CredentialCheck parse_check(std::string_view name);

// Whether the match text[begin, end) is a credential indeed. Examples of documentations are none,
// whatever the check.
[[nodiscard]] bool holds(CredentialCheck check, std::string_view text, std::size_t begin,
                         std::size_t end);

}  // namespace stopgate::policy
