#pragma once

// Texts of bytes: base64, hexadecimal, digests.

#include <optional>
#include <string>
#include <string_view>

namespace stopgate::terraform {

// Standard alphabet with padding; line breaks are skipped. Nothing for what is not base64.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);
[[nodiscard]] std::string hexadecimal(std::string_view bytes);

enum class Digest { Md5, Sha1, Sha256, Sha512 };
// The raw bytes.
[[nodiscard]] std::string digest(Digest kind, std::string_view bytes);

}  // namespace stopgate::terraform
