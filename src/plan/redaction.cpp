#include "plan/redaction.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "base/html.h"
#include "base/text.h"
#include "plan/taint.h"

namespace stopgate::plan {

namespace {

constexpr std::string_view kReplacement = "(sensitive)";
constexpr std::size_t kPrefix = 4;
// Base64 text shorter than this occurs by chance.
constexpr std::size_t kShortestBase64 = 6;
// A line of a longer secret, such as a private key, is hidden by itself: diffs show lines.
constexpr std::size_t kShortestLine = 16;

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kUpperHex = "0123456789ABCDEF";
constexpr std::string_view kLowerHex = "0123456789abcdef";

std::uint32_t prefix_of(std::string_view text) {
  std::uint32_t out = 0;
  std::memcpy(&out, text.data(), kPrefix);
  return out;
}

std::size_t sketch(std::uint32_t prefix) {
  return prefix * 0x9E3779B1U >> 16U;
}

std::string hexadecimal(std::string_view text, std::string_view digits) {
  std::string out;
  for (const char c : text) {
    out += digits[static_cast<unsigned char>(c) >> 4U];
    out += digits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

// A digest as reports print it.
bool is_fingerprint(std::string_view text) {
  return text.size() == 20 && text.find_first_not_of(kLowerHex) == std::string_view::npos;
}

// The digits that the secret alone decides when it stands `offset` bytes (0 to 2) behind a boundary
// of three.
std::string base64_core(std::string_view secret, std::size_t offset, std::string_view alphabet) {
  std::string out;
  const auto bits = secret.size() * 8;
  // Digits start every six bits; the first whole one starts at or behind the secret's first bit.
  for (std::size_t bit = (6 - offset * 8 % 6) % 6; bit + 6 <= bits; bit += 6) {
    const auto byte = bit / 8;
    const auto high = static_cast<unsigned char>(secret[byte]);
    const auto low = byte + 1 < secret.size() ? static_cast<unsigned char>(secret[byte + 1]) : 0U;
    const auto word = static_cast<unsigned>(high) << 8U | low;
    out += alphabet[(word >> (10 - bit % 8)) & 63U];
  }
  return out;
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.' || c == '~';
}

std::string percent_encoded(std::string_view text, std::string_view hex, std::string_view space) {
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else if (c == ' ') {
      out += space;
    } else {
      out += '%';
      out += hex[static_cast<unsigned char>(c) >> 4U];
      out += hex[static_cast<unsigned char>(c) & 15U];
    }
  }
  return out;
}

enum class Html : bool { Plain, Escaped };  // Go writes < > & as \u003c \u003e \u0026

std::string json_escaped(std::string_view text, Html html) {
  constexpr std::string_view kSpecial = "\"\\\n\r\t\b\f";
  constexpr std::string_view kLetters = "\"\\nrtbf";
  std::string out;
  for (const char c : text) {
    const auto special = kSpecial.find(c);
    if (special != std::string_view::npos) {
      out += '\\';
      out += kLetters[special];
    } else if (static_cast<unsigned char>(c) < 0x20 ||
               (html == Html::Escaped && (c == '<' || c == '>' || c == '&'))) {
      out += "\\u00";
      out += kLowerHex[static_cast<unsigned char>(c) >> 4U];
      out += kLowerHex[static_cast<unsigned char>(c) & 15U];
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

void Redactor::add(const Plan& plan) {
  for (const auto secret : plan.secrets) add(secret);
}

void Redactor::add(std::string_view secret) {
  if (!is_secret_text(secret)) return;
  add_pattern(std::string(secret));
  for (const auto html : {Html::Plain, Html::Escaped}) {
    const auto once = json_escaped(secret, html);
    add_pattern(json_escaped(once, html));
    add_pattern(once);
  }
  for (const auto hex : {kUpperHex, kLowerHex}) {
    add_pattern(percent_encoded(secret, hex, "%20"));
    add_pattern(percent_encoded(secret, hex, "+"));
    add_pattern(hexadecimal(secret, hex));
  }
  add_pattern(html_escaped(secret));
  for (std::size_t offset = 0; offset < 3; ++offset) {
    for (const auto alphabet : {kBase64, kBase64Url}) {
      auto core = base64_core(secret, offset, alphabet);
      if (core.size() >= kShortestBase64) add_pattern(std::move(core));
    }
  }
  if (secret.find('\n') == std::string_view::npos) return;
  for (const auto line : split(secret, '\n'))
    if (trim(line).size() >= kShortestLine) add(trim(line));
}

void Redactor::add_pattern(std::string pattern) {
  first_bytes_[sketch(prefix_of(pattern))] = true;
  auto& same = patterns_[prefix_of(pattern)];
  const auto longer = [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  };
  const auto at = std::lower_bound(same.begin(), same.end(), pattern, longer);
  if (at == same.end() || *at != pattern) same.insert(at, std::move(pattern));
}

std::size_t Redactor::match(std::string_view text) const {
  if (!first_bytes_[sketch(prefix_of(text))]) return 0;
  const auto found = patterns_.find(prefix_of(text));
  if (found == patterns_.end()) return 0;
  for (const auto& pattern : found->second)
    if (text.starts_with(pattern)) return pattern.size();
  return 0;
}

// Where the next secret starts, and its length; npos for none.
std::size_t Redactor::next_match(std::string_view text, std::size_t at, std::size_t& length) const {
  for (; at + kPrefix <= text.size(); ++at) {
    length = match(text.substr(at));
    if (length != 0) return at;
  }
  return std::string_view::npos;
}

bool Redactor::contains(std::string_view text) const {
  std::size_t length = 0;
  return !is_empty() && next_match(text, 0, length) != std::string_view::npos;
}

std::string Redactor::scrub(std::string_view text) const {
  if (is_empty()) return std::string(text);
  std::string out;
  std::size_t copied = 0;
  std::size_t length = 0;
  for (auto at = next_match(text, 0, length); at != std::string_view::npos;
       at = next_match(text, copied, length)) {
    out += text.substr(copied, at - copied);
    out += kReplacement;
    copied = at + length;
  }
  out += text.substr(copied);
  return out;
}

std::string Redactor::scrub_cut(std::string_view text) const {
  constexpr std::string_view kEllipsis = "…";
  constexpr std::size_t kLongestTail = 512;
  auto out = scrub(text);
  const auto cut = out.rfind(kEllipsis);
  if (is_empty() || cut == std::string::npos) return out;
  const auto whole = std::string_view(out).substr(0, cut);
  for (auto at = cut > kLongestTail ? cut - kLongestTail : 0; at + kPrefix <= cut; ++at) {
    const auto tail = whole.substr(at);
    const auto found = patterns_.find(prefix_of(tail));
    if (found == patterns_.end()) continue;
    if (std::any_of(found->second.begin(), found->second.end(),
                    [&](const std::string& pattern) { return pattern.starts_with(tail); }))
      return out.substr(0, at) + std::string(kReplacement) + out.substr(cut);
  }
  return out;
}

std::string Redactor::scrub_json(std::string_view json) const {
  if (is_empty()) return std::string(json);
  std::string out;
  std::size_t at = 0;
  while (at < json.size()) {
    const auto open = std::min(json.find('"', at), json.size());
    out += json.substr(at, open - at);
    if (open == json.size()) break;
    auto close = open + 1;
    while (close < json.size() && json[close] != '"') close += json[close] == '\\' ? 2 : 1;
    close = std::min(close, json.size());
    const auto text = json.substr(open + 1, close - open - 1);
    const bool is_kept = is_fingerprint(text) && match(text) != text.size();
    out += '"';
    out += is_kept ? std::string(text) : scrub(text);
    if (close < json.size()) out += '"';
    at = close + 1;
  }
  return out;
}

}  // namespace stopgate::plan
