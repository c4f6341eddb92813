#include <array>
#include <charconv>
#include <cmath>

#include "value/value.h"

namespace stopgate::value {

namespace {

void append_string(std::string& out, std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += kDigits[static_cast<unsigned char>(c) >> 4U];
      out += kDigits[static_cast<unsigned char>(c) & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_double(std::string& out, const Value& value) {
  if (!value.lexeme().empty()) {
    out += value.lexeme();
    return;
  }
  std::array<char, 32> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value.as_double()).ptr;
  out.append(buffer.data(), end);
}

void append(std::string& out, const Value& value) {
  if (value.is_sensitive()) {
    out += "\"(sensitive)\"";
    return;
  }
  switch (value.kind()) {
    case Kind::Null:
      out += "null";
      return;
    case Kind::Bool:
      out += value.as_bool() ? "true" : "false";
      return;
    case Kind::Int:
      out += std::to_string(value.as_int());
      return;
    case Kind::Uint:
      out += std::to_string(value.as_uint());
      return;
    case Kind::Double:
      append_double(out, value);
      return;
    case Kind::String:
      append_string(out, value.as_string());
      return;
    case Kind::Unknown:
      append_string(out, "(unknown: " + std::string(value.as_unknown().reason) + ")");
      return;
    case Kind::List: {
      char separator = '[';
      for (const auto& item : value.items()) {
        out += separator;
        append(out, item);
        separator = ',';
      }
      out += value.items().empty() ? "[]" : "]";
      return;
    }
    case Kind::Map: {
      char separator = '{';
      for (const auto& member : value.members()) {
        out += separator;
        append_string(out, member.key.text());
        out += ':';
        append(out, member.value);
        separator = ',';
      }
      out += value.members().empty() ? "{}" : "}";
      return;
    }
  }
}

}  // namespace

std::string to_text(const Value& value) {
  std::string out;
  append(out, value);
  return out;
}

}  // namespace stopgate::value
