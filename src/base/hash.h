#pragma once

// Hashes: a fast one for tables (never shown, never stored) and SHA-256 for fingerprints.

#include <cstdint>
#include <string>
#include <string_view>

namespace stopgate {

[[nodiscard]] std::uint64_t hash64(std::string_view text);

// Lower-case hexadecimal, 64 characters.
[[nodiscard]] std::string sha256_hex(std::string_view text);

}  // namespace stopgate
