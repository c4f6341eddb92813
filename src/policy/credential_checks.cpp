#include "policy/credential_checks.h"

#include <algorithm>
#include <array>
#include <string>

#include "policy/secrets.h"

namespace stopgate::policy {

namespace {

constexpr std::string_view kBase62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

std::uint32_t crc32(std::string_view text) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : text) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) != 0 ? crc >> 1U ^ 0xEDB88320U : crc >> 1U;
  }
  return ~crc;
}

bool has_github_checksum(std::string_view token) {
  constexpr std::size_t kPrefix = 4;  // "ghp_"
  constexpr std::size_t kChecksum = 6;
  if (token.size() < kPrefix + kChecksum) return false;
  const auto body = token.substr(kPrefix, token.size() - kPrefix - kChecksum);
  std::array<char, kChecksum> digits{};
  auto number = crc32(body);
  for (std::size_t i = kChecksum; i-- > 0; number /= 62) digits.at(i) = kBase62[number % 62];
  return token.substr(token.size() - kChecksum) == std::string_view(digits.data(), kChecksum);
}

// Either alphabet; stops at the first character of none.
std::string base64_decoded(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    std::uint32_t digit = 0;
    if (c >= 'A' && c <= 'Z')
      digit = static_cast<std::uint32_t>(c - 'A');
    else if (c >= 'a' && c <= 'z')
      digit = static_cast<std::uint32_t>(c - 'a' + 26);
    else if (c >= '0' && c <= '9')
      digit = static_cast<std::uint32_t>(c - '0' + 52);
    else if (c == '+' || c == '-')
      digit = 62;
    else if (c == '/' || c == '_')
      digit = 63;
    else
      break;
    bits = bits << 6U | digit;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> static_cast<unsigned>(count) & 0xFFU);
  }
  return out;
}

bool is_jwt(std::string_view token) {
  const auto header = base64_decoded(token.substr(0, token.find('.')));
  return header.find("\"alg\"") != std::string::npos;
}

bool is_base64(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '/';
}

// Line breaks may be written out as \n.
bool has_key_body(std::string_view text, std::size_t at) {
  constexpr std::size_t kLeast = 3;
  while (at < text.size()) {
    if (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')
      ++at;
    else if (text.substr(at).starts_with("\\n") || text.substr(at).starts_with("\\r"))
      at += 2;
    else
      break;
  }
  std::size_t count = 0;
  while (at + count < text.size() && count < kLeast && is_base64(text[at + count])) ++count;
  return count == kLeast;
}

// scheme://user:password@h
bool has_real_password(std::string_view url) {
  const auto at = url.rfind('@');
  const auto colon = url.rfind(':', at);
  const auto password = url.substr(colon + 1, at - colon - 1);
  return !is_placeholder(password);
}

bool is_basic(std::string_view header) {
  const auto space = header.rfind(' ');
  const auto decoded = base64_decoded(header.substr(space + 1));
  const auto colon = decoded.find(':');
  return colon != std::string::npos && colon + 1 < decoded.size() &&
         !is_placeholder(std::string_view(decoded).substr(colon + 1)) &&
         std::ranges::all_of(decoded, [](char c) { return c >= ' ' && c <= '~'; });
}

// Vendors mark the keys of their manuals.
bool is_example(std::string_view match) {
  return match.find("EXAMPLE") != std::string_view::npos ||
         match.find("example") != std::string_view::npos ||
         match.find("xxxxxx") != std::string_view::npos ||
         match.find("XXXXXX") != std::string_view::npos;
}

}  // namespace

CredentialCheck parse_check(std::string_view name) {
  if (name == "github") return CredentialCheck::GitHub;
  if (name == "jwt") return CredentialCheck::Jwt;
  if (name == "private-key") return CredentialCheck::PrivateKey;
  if (name == "url") return CredentialCheck::Url;
  if (name == "basic") return CredentialCheck::Basic;
  return CredentialCheck::None;
}

bool holds(CredentialCheck check, std::string_view text, std::size_t begin, std::size_t end) {
  const auto match = text.substr(begin, end - begin);
  if (check != CredentialCheck::Url && is_example(match)) return false;
  switch (check) {
    case CredentialCheck::None:
      return true;
    case CredentialCheck::GitHub:
      return has_github_checksum(match);
    case CredentialCheck::Jwt:
      return is_jwt(match);
    case CredentialCheck::PrivateKey:
      return has_key_body(text, end);
    case CredentialCheck::Url:
      return has_real_password(match);
    case CredentialCheck::Basic:
      return is_basic(match);
  }
  return true;
}

}  // namespace stopgate::policy
