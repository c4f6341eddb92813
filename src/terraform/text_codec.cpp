#include "terraform/text_codec.h"

#include <openssl/evp.h>

#include <array>
#include <cassert>

namespace stopgate::terraform {

namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const EVP_MD* method_of(Digest kind) {
  switch (kind) {
    case Digest::Md5:
      return EVP_md5();
    case Digest::Sha1:
      return EVP_sha1();
    case Digest::Sha256:
      return EVP_sha256();
    case Digest::Sha512:
      return EVP_sha512();
  }
  return EVP_sha256();
}

}  // namespace

std::optional<std::string> from_base64(std::string_view text) {
  std::string out;
  unsigned group = 0;
  std::size_t digits = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == '\r' || c == '\n') continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    const auto value = kAlphabet.find(c);
    if (value == std::string_view::npos || padding > 0) return std::nullopt;
    group = (group << 6U) | static_cast<unsigned>(value);
    if (++digits % 4 != 0) continue;
    for (const auto shift : {16U, 8U, 0U}) out += static_cast<char>((group >> shift) & 0xFFU);
    group = 0;
  }
  const auto rest = digits % 4;
  if (rest == 1 || (rest + padding) % 4 != 0 || padding > 2) return std::nullopt;
  if (rest >= 2) out += static_cast<char>((rest == 2 ? group >> 4U : group >> 10U) & 0xFFU);
  if (rest == 3) out += static_cast<char>((group >> 2U) & 0xFFU);
  return out;
}

std::string hexadecimal(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4U];
    out += kDigits[static_cast<unsigned char>(c) & 0xFU];
  }
  return out;
}

std::string digest(Digest kind, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned size = 0;
  [[maybe_unused]] const int done =
      EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, method_of(kind), nullptr);
  assert(done == 1);
  return {reinterpret_cast<const char*>(out.data()), size};
}

}  // namespace stopgate::terraform
