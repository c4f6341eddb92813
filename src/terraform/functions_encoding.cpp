// Encodings of text: base64, other character sets, URLs.

#include <algorithm>
#include <array>

#include "base/base64.h"
#include "base/text.h"
#include "terraform/functions.h"
#include "terraform/text_codec.h"
#include "terraform/text_unicode.h"

namespace stopgate::terraform {

namespace {

enum class Charset { Utf8, Utf16Le, Utf16Be, Latin1, Ascii, Other, None };

// IANA's names. Those that Terraform knows beside the first few are left unknown: they are rare.
Charset charset_of(std::string_view name) {
  static constexpr std::array<std::string_view, 34> kOthers = {
      "utf-16",       "big5",         "euc-jp",       "euc-kr",       "gbk",
      "gb18030",      "gb2312",       "hz-gb-2312",   "shift_jis",    "iso-2022-jp",
      "koi8-r",       "koi8-u",       "macintosh",    "iso-8859-2",   "iso-8859-3",
      "iso-8859-4",   "iso-8859-5",   "iso-8859-6",   "iso-8859-7",   "iso-8859-8",
      "iso-8859-10",  "iso-8859-13",  "iso-8859-14",  "iso-8859-15",  "iso-8859-16",
      "windows-874",  "windows-1250", "windows-1251", "windows-1252", "windows-1253",
      "windows-1254", "windows-1255", "windows-1256", "windows-1257"};
  const auto lower = to_lower(name);
  if (lower == "utf-8" || lower == "utf8") return Charset::Utf8;
  if (lower == "utf-16le") return Charset::Utf16Le;
  if (lower == "utf-16be") return Charset::Utf16Be;
  if (lower == "iso-8859-1" || lower == "latin1") return Charset::Latin1;
  if (lower == "us-ascii" || lower == "ascii") return Charset::Ascii;
  return std::ranges::find(kOthers, lower) == kOthers.end() ? Charset::None : Charset::Other;
}

void append_unit(std::string& out, char32_t unit, bool is_little) {
  const auto high = static_cast<char>((unit >> 8U) & 0xFFU);
  const auto low = static_cast<char>(unit & 0xFFU);
  out += is_little ? low : high;
  out += is_little ? high : low;
}

std::optional<std::string> encode(Charset charset, const std::string& text) {
  if (charset == Charset::Utf8) return text;
  std::string out;
  for (const auto point : code_points(text)) {
    if (charset == Charset::Latin1 || charset == Charset::Ascii) {
      if (point > (charset == Charset::Latin1 ? 0xFFU : 0x7FU)) return std::nullopt;
      out += static_cast<char>(point);
    } else if (point < 0x10000) {
      append_unit(out, point, charset == Charset::Utf16Le);
    } else {
      append_unit(out, 0xD800 + ((point - 0x10000) >> 10U), charset == Charset::Utf16Le);
      append_unit(out, 0xDC00 + ((point - 0x10000) & 0x3FFU), charset == Charset::Utf16Le);
    }
  }
  return out;
}

std::string decode_utf16(const std::string& bytes, bool is_little) {
  std::vector<char32_t> points;
  const auto unit_at = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(is_little ? first | (second << 8U) : (first << 8U) | second);
  };
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    const auto unit = unit_at(at);
    const bool is_pair = unit >= 0xD800 && unit < 0xDC00 && at + 3 < bytes.size();
    const auto low = is_pair ? unit_at(at + 2) : char32_t{0};
    if (is_pair && low >= 0xDC00 && low < 0xE000) {
      points.push_back(0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00));
      at += 2;
    } else {
      points.push_back(unit);
    }
  }
  return to_utf8(points);
}

std::optional<std::string> decode(Charset charset, const std::string& bytes) {
  if (charset == Charset::Utf8)
    return find_invalid_utf8(bytes) ? std::nullopt : std::optional(bytes);
  if (charset == Charset::Utf16Le || charset == Charset::Utf16Be)
    return decode_utf16(bytes, charset == Charset::Utf16Le);
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (charset == Charset::Ascii && byte > 0x7F) return std::nullopt;
    append_utf8(out, byte);
  }
  return out;
}

// An error for a name that Terraform does not know, unknown for one that we do not.
std::optional<Outcome> refuse(Charset charset, const std::string& name) {
  if (charset == Charset::None)
    return Outcome::wrong_argument(1, quoted(name, 60) + " is not the name of a character encoding",
                                   "use an IANA name, such as UTF-16LE");
  if (charset != Charset::Other) return std::nullopt;
  return CtyValue::unknown(
      Type::string(),
      {.reason = "text in the encoding " + printable(name, 60) + " is not read or written",
       .subject = {},
       .not_null = true});
}

Outcome encode_text(const Invocation& call) {
  const auto charset = charset_of(call.text(1));
  if (auto outcome = refuse(charset, call.text(1))) return *outcome;
  const auto bytes = encode(charset, call.text(0));
  if (!bytes)
    return Outcome::wrong_argument(
        0, "a character of the string does not exist in " + printable(call.text(1), 60),
        "use UTF-8 or UTF-16LE");
  return CtyValue::string(base64_encode(*bytes));
}

Outcome decode_text(const Invocation& call) {
  const auto charset = charset_of(call.text(1));
  if (auto outcome = refuse(charset, call.text(1))) return *outcome;
  const auto bytes = from_base64(call.text(0));
  if (!bytes)
    return Outcome::wrong_argument(0, quoted(call.text(0), 60) + " is not base64",
                                   "give text of the standard alphabet with its padding");
  const auto text = decode(charset, *bytes);
  if (!text)
    return Outcome::wrong_argument(
        0, "the decoded bytes are not " + printable(call.text(1), 60) + " text");
  return CtyValue::string(*text);
}

Outcome decode_base64(const Invocation& call) {
  const auto bytes = from_base64(call.text(0));
  if (!bytes)
    return Outcome::wrong_argument(0, quoted(call.text(0), 60) + " is not base64",
                                   "give text of the standard alphabet with its padding");
  if (find_invalid_utf8(*bytes))
    return Outcome::wrong_argument(0, "the decoded bytes are not UTF-8 text",
                                   "Terraform's strings are text: keep binary data in base64");
  return CtyValue::string(*bytes);
}

// The compressed bytes depend on the compressor; how they begin does not.
Outcome gzip(const Invocation&) {
  return CtyValue::unknown(Type::string(), {.reason = "compressed data is not computed",
                                            .subject = "base64gzip",
                                            .not_null = true,
                                            .prefix = "H4sI"});
}

Outcome url_encode(const Invocation& call) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : call.text(0)) {
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' || c == '~';
    if (is_plain) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      out += '%';
      out += kDigits[static_cast<unsigned char>(c) >> 4U];
      out += kDigits[static_cast<unsigned char>(c) & 0xFU];
    }
  }
  return CtyValue::string(std::move(out));
}

}  // namespace

std::vector<Function> encoding_functions() {
  const auto string = Type::string();
  const Parameter str{"str", string};
  const Parameter charset{"encoding", string};
  return {
      {"base64decode", {str}, {}, string, decode_base64},
      {"base64encode",
       {str},
       {},
       string,
       [](const Invocation& c) -> Outcome { return CtyValue::string(base64_encode(c.text(0))); }},
      {"base64gzip", {str}, {}, string, gzip},
      {"textdecodebase64", {{"source", string}, charset}, {}, string, decode_text},
      {"textencodebase64", {{"string", string}, charset}, {}, string, encode_text},
      {"urlencode", {str}, {}, string, url_encode},
  };
}

}  // namespace stopgate::terraform
