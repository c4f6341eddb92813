#include "terraform/cty_json.h"

namespace stopgate::terraform {

namespace {

void append_escape(std::string& out, unsigned code) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4)
    out += kHex[(code >> static_cast<unsigned>(shift)) & 0xF];
}

bool append_unknown(std::string& out, const CtyValue& value, JsonStyle style) {
  if (style == JsonStyle::Encoded) return false;
  append_json_string(out, "(unknown: " + value.unknown_info().reason + ")", style);
  return true;
}

bool append_elements(std::string& out, const CtyValue& value, JsonStyle style) {
  out += '[';
  // Where an unknown element of a set will stand is not known either.
  if (style == JsonStyle::Encoded && value.kind() == TypeKind::Set && !value.is_wholly_known())
    return false;
  bool is_first = true;
  for (const auto& element : value.elements()) {
    if (!is_first) out += ',';
    is_first = false;
    if (!append_json(out, element, style)) return false;
  }
  out += ']';
  return true;
}

bool append_members(std::string& out, const CtyValue& value, JsonStyle style) {
  out += '{';
  bool is_first = true;
  for (const auto& member : value.members()) {
    if (!is_first) out += ',';
    is_first = false;
    append_json_string(out, member.key.text(), style);
    out += ':';
    if (!append_json(out, member.value, style)) return false;
  }
  out += '}';
  return true;
}

}  // namespace

bool append_json(std::string& out, const CtyValue& value, JsonStyle style) {
  if (value.is_unknown()) return append_unknown(out, value, style);
  if (value.is_null()) {
    out += "null";
    return true;
  }
  switch (value.kind()) {
    case TypeKind::Dynamic:
      return true;
    case TypeKind::Bool:
      out += value.as_bool() ? "true" : "false";
      return true;
    case TypeKind::Number:
      out += value.as_number().to_text();
      return true;
    case TypeKind::String:
      append_json_string(out, value.as_string(), style);
      return true;
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Tuple:
      return append_elements(out, value, style);
    case TypeKind::Map:
    case TypeKind::Object:
      return append_members(out, value, style);
  }
  return true;
}

void append_json_string(std::string& out, std::string_view text, JsonStyle style) {
  out += '"';
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    switch (c) {
      case '"':
        out += "\\\"";
        continue;
      case '\\':
        out += "\\\\";
        continue;
      case '\n':
        out += "\\n";
        continue;
      case '\r':
        out += "\\r";
        continue;
      case '\t':
        out += "\\t";
        continue;
      case '\b':
        out += "\\b";
        continue;
      case '\f':
        out += "\\f";
        continue;
      default:
        break;
    }
    const bool is_html = style == JsonStyle::Encoded && (c == '<' || c == '>' || c == '&');
    // U+2028 and U+2029, line breaks in JavaScript.
    const auto separator = text.substr(at, 3);
    if (static_cast<unsigned char>(c) < 0x20 || is_html) {
      append_escape(out, static_cast<unsigned char>(c));
    } else if (style == JsonStyle::Encoded &&
               (separator == "\xE2\x80\xA8" || separator == "\xE2\x80\xA9")) {
      append_escape(out, separator.back() == '\xA8' ? 0x2028U : 0x2029U);
      at += 2;
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace stopgate::terraform
