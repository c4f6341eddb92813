#include "plan/address.h"

#include <charconv>
#include <cstddef>
#include <system_error>

#include "base/text.h"

namespace stopgate::plan {

namespace {

constexpr std::string_view kModule = "module";
constexpr std::string_view kData = "data";

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

class AddressParser {
 public:
  explicit AddressParser(std::string_view text) : rest_(text) {}

  std::optional<Address> parse() {
    Address out;
    for (;;) {
      auto word = name();
      if (!word) return std::nullopt;
      if (*word != kModule) return resource(std::move(out), *word);
      ModuleStep step;
      if (!take('.') || !assign_name(step.name) || !instance_key(step.key)) return std::nullopt;
      out.modules.push_back(std::move(step));
      if (rest_.empty()) return out;
      if (!take('.')) return std::nullopt;
    }
  }

 private:
  std::optional<Address> resource(Address out, std::string_view first) {
    out.type = first;
    out.is_data = first == kData;
    if (out.is_data && (!take('.') || !assign_name(out.type))) return std::nullopt;
    if (!take('.') || !assign_name(out.name) || !instance_key(out.key) || !rest_.empty())
      return std::nullopt;
    return out;
  }

  std::optional<std::string_view> name() {
    std::size_t length = 0;
    while (length < rest_.size() && is_name_character(rest_[length])) ++length;
    if (length == 0) return std::nullopt;
    const auto out = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return out;
  }

  bool assign_name(std::string& out) {
    const auto found = name();
    if (found) out = *found;
    return found.has_value();
  }

  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // "", "[0]" or "["key"]".
  bool instance_key(InstanceKey& out) {
    if (!take('[')) return true;
    if (take('"')) {
      std::string key;
      if (!string_key(key)) return false;
      out = std::move(key);
      return take(']');
    }
    std::int64_t number = 0;
    const auto parsed = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
    if (parsed.ec != std::errc{}) return false;
    rest_.remove_prefix(static_cast<std::size_t>(parsed.ptr - rest_.data()));
    out = number;
    return take(']');
  }

  // Behind the opening quote; an HCL string without templates.
  bool string_key(std::string& out) {
    while (!rest_.empty()) {
      const char c = rest_.front();
      if (rest_.starts_with("$${") || rest_.starts_with("%%{")) {
        out += c;
        out += '{';
        rest_.remove_prefix(3);
        continue;
      }
      rest_.remove_prefix(1);
      if (c == '"') return true;
      if (c != '\\') {
        out += c;
      } else if (!escape(out)) {
        return false;
      }
    }
    return false;
  }

  bool escape(std::string& out) {
    if (rest_.empty()) return false;
    const char c = rest_.front();
    rest_.remove_prefix(1);
    switch (c) {
      case 'n':
        out += '\n';
        return true;
      case 'r':
        out += '\r';
        return true;
      case 't':
        out += '\t';
        return true;
      case '"':
      case '\\':
        out += c;
        return true;
      case 'u':
        return code_point(4, out);
      case 'U':
        return code_point(8, out);
      default:
        return false;
    }
  }

  bool code_point(std::size_t digits, std::string& out) {
    if (rest_.size() < digits) return false;
    std::uint32_t number = 0;
    const auto* end = rest_.data() + digits;
    if (std::from_chars(rest_.data(), end, number, 16).ptr != end) return false;
    rest_.remove_prefix(digits);
    append_utf8(out, static_cast<char32_t>(number));
    return true;
  }

  std::string_view rest_;
};

void append_string_key(std::string& out, std::string_view key) {
  out += '"';
  for (std::size_t i = 0; i < key.size(); ++i) {
    const char c = key[i];
    switch (c) {
      case '\n':
        out += "\\n";
        continue;
      case '\r':
        out += "\\r";
        continue;
      case '\t':
        out += "\\t";
        continue;
      case '"':
        out += "\\\"";
        continue;
      case '\\':
        out += "\\\\";
        continue;
      default:
        break;
    }
    if ((c == '$' || c == '%') && key.substr(i + 1).starts_with('{')) out += c;
    out += c;
  }
  out += '"';
}

void append_key(std::string& out, const InstanceKey& key) {
  if (std::holds_alternative<std::monostate>(key)) return;
  out += '[';
  if (const auto* number = std::get_if<std::int64_t>(&key)) {
    out += std::to_string(*number);
  } else {
    append_string_key(out, std::get<std::string>(key));
  }
  out += ']';
}

enum class Keys : bool { Written, LeftOut };

std::string write(const Address& address, Keys keys) {
  std::string out;
  const auto dot = [&] {
    if (!out.empty()) out += '.';
  };
  for (const auto& step : address.modules) {
    dot();
    out += "module.";
    out += step.name;
    if (keys == Keys::Written) append_key(out, step.key);
  }
  if (address.type.empty()) return out;
  dot();
  if (address.is_data) out += "data.";
  out += address.type;
  out += '.';
  out += address.name;
  if (keys == Keys::Written) append_key(out, address.key);
  return out;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  return AddressParser(text).parse();
}
std::string to_string(const Address& address) {
  return write(address, Keys::Written);
}
std::string base_address(const Address& address) {
  return write(address, Keys::LeftOut);
}

}  // namespace stopgate::plan
