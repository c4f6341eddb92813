// Digests, and what is made new each time.

#include <algorithm>
#include <array>

#include "base/base64.h"
#include "base/text.h"
#include "terraform/functions.h"
#include "terraform/text_codec.h"

namespace stopgate::terraform {

namespace {

template <Digest kind>
Outcome hex_digest(const Invocation& call) {
  return CtyValue::string(hexadecimal(digest(kind, call.text(0))));
}

template <Digest kind>
Outcome base64_digest(const Invocation& call) {
  return CtyValue::string(base64_encode(digest(kind, call.text(0))));
}

Outcome made_at_apply(const Invocation&) {
  return CtyValue::unknown(Type::string(),
                           {.reason = std::string(kAfterApply),
                            .subject = "a function that gives another value each time",
                            .not_null = true});
}

Outcome decrypted(const Invocation&) {
  return CtyValue::unknown(Type::string(),
                           {.reason = "a secret that is decrypted only when applied",
                            .subject = "rsadecrypt",
                            .not_null = true})
      .with_marks({.sensitive = true, .ephemeral = false});
}

// 16 bytes of "6ba7b810-9dad-11d1-80b4-00c04fd430c8".
std::optional<std::string> uuid_bytes(std::string_view text) {
  std::string bytes;
  unsigned half = 0;
  std::size_t digits = 0;
  if (text.size() != 36) return std::nullopt;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_dash = at == 8 || at == 13 || at == 18 || at == 23;
    const auto value =
        std::string_view("0123456789abcdef")
            .find(static_cast<char>(text[at] >= 'A' && text[at] <= 'F' ? text[at] + 32 : text[at]));
    if (is_dash != (text[at] == '-') || (!is_dash && value == std::string_view::npos))
      return std::nullopt;
    if (is_dash) continue;
    half = (half << 4U) | static_cast<unsigned>(value);
    if (++digits % 2 == 0) bytes += static_cast<char>(half & 0xFFU);
  }
  return bytes;
}

Outcome uuid_v5(const Invocation& call) {
  struct Known {
    std::string_view name;
    std::string_view id;
  };
  static constexpr std::array<Known, 4> kNamespaces = {
      {{"dns", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"},
       {"url", "6ba7b811-9dad-11d1-80b4-00c04fd430c8"},
       {"oid", "6ba7b812-9dad-11d1-80b4-00c04fd430c8"},
       {"x500", "6ba7b814-9dad-11d1-80b4-00c04fd430c8"}}};
  const auto* found = std::ranges::find(kNamespaces, call.text(0), &Known::name);
  const auto space =
      uuid_bytes(found == kNamespaces.end() ? std::string_view(call.text(0)) : found->id);
  if (!space)
    return Outcome::wrong_argument(0, quoted(call.text(0), 60) + " is not a namespace",
                                   "use dns, url, oid, x500 or a UUID");
  auto bytes = digest(Digest::Sha1, *space + call.text(1)).substr(0, 16);
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0FU) | 0x50U);
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3FU) | 0x80U);
  auto text = hexadecimal(bytes);
  for (const std::size_t at : {20u, 16u, 12u, 8u}) text.insert(at, "-");
  return CtyValue::string(text);
}

}  // namespace

std::vector<Function> hash_functions() {
  const auto string = Type::string();
  const Parameter str{"str", string};
  return {
      {"base64sha256", {str}, {}, string, base64_digest<Digest::Sha256>},
      {"base64sha512", {str}, {}, string, base64_digest<Digest::Sha512>},
      {"bcrypt", {str}, Parameter{"cost", Type::number()}, string, made_at_apply},
      {"md5", {str}, {}, string, hex_digest<Digest::Md5>},
      {"plantimestamp", {}, {}, string, made_at_apply},
      {"rsadecrypt", {{"ciphertext", string}, {"privatekey", string}}, {}, string, decrypted},
      {"sha1", {str}, {}, string, hex_digest<Digest::Sha1>},
      {"sha256", {str}, {}, string, hex_digest<Digest::Sha256>},
      {"sha512", {str}, {}, string, hex_digest<Digest::Sha512>},
      {"timestamp", {}, {}, string, made_at_apply},
      {"uuid", {}, {}, string, made_at_apply},
      {"uuidv5", {{"namespace", string}, {"name", string}}, {}, string, uuid_v5},
  };
}

}  // namespace stopgate::terraform
