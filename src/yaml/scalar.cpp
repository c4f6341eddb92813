#include "yaml/scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace stopgate::yaml {

namespace {

using Kind = Scalar::Kind;
using value::Value;

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, text) != words.end();
}

constexpr std::array<std::string_view, 5> kNulls{"", "~", "null", "Null", "NULL"};
constexpr std::array<std::string_view, 3> kTrues{"true", "True", "TRUE"};
constexpr std::array<std::string_view, 3> kFalses{"false", "False", "FALSE"};
// Words of YAML 1.1 only.
constexpr std::array<std::string_view, 8> kYes{"y", "Y", "yes", "Yes", "YES", "on", "On", "ON"};
constexpr std::array<std::string_view, 8> kNo{"n", "N", "no", "No", "NO", "off", "Off", "OFF"};
constexpr std::array<std::string_view, 3> kInfinities{".inf", ".Inf", ".INF"};
constexpr std::array<std::string_view, 3> kNotANumbers{".nan", ".NaN", ".NAN"};

Scalar boolean(bool value) {
  return {.kind = Kind::Bool, .boolean = value};
}
Scalar integer(std::int64_t value) {
  return {.kind = Kind::Int, .integer = value};
}
Scalar number(double value) {
  return {.kind = Kind::Double, .number = value};
}
Scalar null() {
  return {.kind = Kind::Null};
}

// No word is longer.
constexpr std::size_t kLongestWord = 5;

// Whether a plain scalar may be anything but text; most are text and are done here.
bool may_be_special(std::string_view text) {
  if (text.empty()) return true;
  switch (text[0]) {
    case '+':
    case '-':
    case '.':
      return true;
    case '~':
    case 'y':
    case 'Y':
    case 'n':
    case 'N':
    case 't':
    case 'T':
    case 'f':
    case 'F':
    case 'o':
    case 'O':
      return text.size() <= kLongestWord;
    default:
      return is_digit(text[0]);
  }
}

std::optional<Scalar> resolve_word(std::string_view text) {
  if (is_one_of(text, kNulls)) return null();
  if (is_one_of(text, kTrues)) return boolean(true);
  if (is_one_of(text, kFalses)) return boolean(false);
  if (is_one_of(text, kNotANumbers)) return number(std::numeric_limits<double>::quiet_NaN());
  const bool is_signed = text.starts_with('+') || text.starts_with('-');
  if (is_one_of(text.substr(is_signed ? 1 : 0), kInfinities)) {
    const auto infinity = std::numeric_limits<double>::infinity();
    return number(text.starts_with('-') ? -infinity : infinity);
  }
  return std::nullopt;
}

std::size_t count_digits(std::string_view text, std::size_t at) {
  const auto begin = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  return at - begin;
}

// [-+]? ( . [0-9]+ | [0-9]+ ( . [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_float(std::string_view text) {
  std::size_t at = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
  const auto whole = count_digits(text, at);
  at += whole;
  if (at < text.size() && text[at] == '.') {
    const auto fraction = count_digits(text, ++at);
    if (whole == 0 && fraction == 0) return false;
    at += fraction;
  } else if (whole == 0) {
    return false;
  }
  if (at == text.size()) return true;
  if (text[at] != 'e' && text[at] != 'E') return false;
  ++at;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
  const auto exponent = count_digits(text, at);
  return exponent > 0 && at + exponent == text.size();
}

// Whether a float that no double holds is too large rather than too small.
bool is_huge(std::string_view text) {
  const auto exponent_at = std::min(text.find_first_of("eE"), text.size());
  const auto mantissa = text.substr(0, exponent_at);
  const auto first = static_cast<std::int64_t>(mantissa.find_first_of("123456789"));
  const auto dot = static_cast<std::int64_t>(std::min(mantissa.find('.'), mantissa.size()));
  auto exponent_text = text.substr(std::min(exponent_at + 1, text.size()));
  const bool is_negative = exponent_text.starts_with('-');
  if (exponent_text.starts_with('+')) exponent_text.remove_prefix(1);
  std::int64_t exponent = 0;
  const auto result =
      std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);
  if (result.ec == std::errc::result_out_of_range) return !is_negative;
  return dot - first + exponent > 0;
}

// The text satisfies is_float().
std::optional<Scalar> parse_float(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec == std::errc{}) return number(value);
  // Go rounds what is too small to zero and refuses what is too large.
  return is_huge(text) ? std::nullopt : std::optional(number(0));
}

constexpr auto kLargestInteger =
    static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

struct Magnitude {
  std::uint64_t value = 0;
  bool fits = false;
};

Magnitude parse_magnitude(std::string_view digits, int base) {
  Magnitude out;
  if (digits.empty()) return out;
  const auto result =
      std::from_chars(digits.data(), digits.data() + digits.size(), out.value, base);
  out.fits = result.ec == std::errc{} && result.ptr == digits.data() + digits.size();
  return out;
}

// Go's ParseInt and ParseUint with base 0: 0x, 0o, 0b and a leading 0 choose the base. An unsigned
// value above int64 is taken only without a sign.
std::optional<Scalar> parse_integer(std::string_view text) {
  const bool has_sign = text.starts_with('+') || text.starts_with('-');
  const bool is_negative = text.starts_with('-');
  auto digits = text.substr(has_sign ? 1 : 0);
  int base = 10;
  if (digits.size() > 1 && digits[0] == '0') {
    const char marker = static_cast<char>(digits[1] | 0x20);
    base = marker == 'x' ? 16 : marker == 'b' ? 2 : 8;
    digits.remove_prefix(is_digit(digits[1]) ? 1 : 2);
    if (base == 8 && !is_digit(marker) && marker != 'o') return std::nullopt;
  }
  const auto magnitude = parse_magnitude(digits, base);
  if (!magnitude.fits) return std::nullopt;
  if (is_negative && magnitude.value <= kLargestInteger + 1)
    return integer(static_cast<std::int64_t>(~magnitude.value + 1));
  if (!is_negative && magnitude.value <= kLargestInteger)
    return integer(static_cast<std::int64_t>(magnitude.value));
  if (has_sign) return std::nullopt;
  return Scalar{.kind = Kind::Uint, .unsigned_integer = magnitude.value};
}

std::optional<Scalar> resolve_number_kubernetes(std::string_view text) {
  // A leading dot takes no underscores, digits do: `1_000`, even `0x_1F` and `1_`.
  if (text[0] == '.') return is_float(text) ? parse_float(text) : std::nullopt;
  std::string without;
  if (text.find('_') != std::string_view::npos) {
    std::ranges::remove_copy(text, std::back_inserter(without), '_');
    text = without;
  }
  if (const auto found = parse_integer(text)) return found;
  return is_float(text) ? parse_float(text) : std::nullopt;
}

Scalar from_magnitude(std::uint64_t value) {
  if (value <= kLargestInteger) return integer(static_cast<std::int64_t>(value));
  return {.kind = Kind::Uint, .unsigned_integer = value};
}

std::optional<Scalar> resolve_number_core(std::string_view text) {
  if (text.starts_with("0x") || text.starts_with("0o")) {
    const auto magnitude = parse_magnitude(text.substr(2), text[1] == 'x' ? 16 : 8);
    return magnitude.fits ? std::optional(from_magnitude(magnitude.value)) : std::nullopt;
  }
  if (!is_float(text)) return std::nullopt;
  const bool is_negative = text.starts_with('-');
  const auto magnitude =
      parse_magnitude(text.substr(is_negative || text.starts_with('+') ? 1 : 0), 10);
  if (!magnitude.fits) return parse_float(text);
  if (!is_negative) return from_magnitude(magnitude.value);
  return magnitude.value <= kLargestInteger + 1
             ? integer(static_cast<std::int64_t>(~magnitude.value + 1))
             : parse_float(text);
}

// The shortest digits that give the number back, and the power of ten of the first.
struct Decimal {
  std::string digits;
  int exponent = 0;
};

template <typename Float>
Decimal shortest(Float value) {
  std::array<char, 64> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                    std::chars_format::scientific);
  const std::string_view text(buffer.data(), static_cast<std::size_t>(result.ptr - buffer.data()));
  const auto e = text.find('e');
  Decimal out;
  std::ranges::copy_if(text.substr(0, e), std::back_inserter(out.digits), is_digit);
  const auto* first = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
  std::from_chars(first, text.data() + text.size(), out.exponent);
  return out;
}

// JSON in Go writes the shortest digits and pads with zeros, so 2^60 arrives as
// 1152921504606847000.
std::optional<std::int64_t> as_json_integer(double value) {
  if (std::trunc(value) != value || std::abs(value) >= 0x1p63) return std::nullopt;
  if (std::abs(value) < 0x1p53) return static_cast<std::int64_t>(value);
  auto decimal = shortest(std::abs(value));
  decimal.digits.resize(static_cast<std::size_t>(decimal.exponent) + 1, '0');
  const auto found = parse_integer((value < 0 ? "-" : "") + decimal.digits);
  return found && found->kind == Kind::Int ? std::optional(found->integer) : std::nullopt;
}

// Go's 'g' format of a float32, which is what the YAML to JSON conversion uses for keys.
std::string float_key(double value) {
  if (std::isnan(value)) return ".nan";
  if (std::isinf(value)) return value > 0 ? ".inf" : "-.inf";
  const auto single = static_cast<float>(value);
  if (std::isinf(single)) return value > 0 ? ".inf" : "-.inf";
  const std::string sign = std::signbit(single) ? "-" : "";
  const auto [digits, exponent] = shortest(std::abs(single));
  constexpr int kLargestPlain = 6;
  if (exponent < -4 || exponent >= kLargestPlain) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), single,
                                   std::chars_format::scientific)
                         .ptr;
    return {buffer.data(), end};
  }
  if (exponent < 0)
    return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  const auto whole = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() <= whole) return sign + digits + std::string(whole - digits.size(), '0');
  return sign + digits.substr(0, whole) + "." + digits.substr(whole);
}

}  // namespace

Scalar resolve_kubernetes(std::string_view text) {
  if (!may_be_special(text)) return {};
  if (!text.empty() && is_digit(text[0])) return resolve_number_kubernetes(text).value_or(Scalar{});
  if (is_one_of(text, kYes)) return boolean(true);
  if (is_one_of(text, kNo)) return boolean(false);
  if (const auto word = resolve_word(text)) return *word;
  const char first = text[0];
  if (first != '+' && first != '-' && first != '.') return {};
  return resolve_number_kubernetes(text).value_or(Scalar{});
}

Scalar resolve_core(std::string_view text) {
  if (!may_be_special(text)) return {};
  if (const auto word = resolve_word(text)) return *word;
  return resolve_number_core(text).value_or(Scalar{});
}

std::string_view standard_tag(std::string_view tag) {
  constexpr std::string_view kPrefix = "tag:yaml.org,2002:";
  return tag.starts_with(kPrefix) ? tag.substr(kPrefix.size()) : std::string_view{};
}

std::optional<Scalar> apply_tag(std::string_view name, Scalar resolved) {
  const auto when = [&](bool agrees) { return agrees ? std::optional(resolved) : std::nullopt; };
  if (name == "null") return when(resolved.kind == Kind::Null);
  if (name == "bool") return when(resolved.kind == Kind::Bool);
  if (name == "int") return when(resolved.kind == Kind::Int || resolved.kind == Kind::Uint);
  if (name == "float") {
    if (resolved.kind == Kind::Int) return number(static_cast<double>(resolved.integer));
    return when(resolved.kind == Kind::Double);
  }
  return Scalar{};
}

std::optional<Value> kubernetes_value(const Scalar& scalar) {
  if (scalar.kind != Kind::Double) return core_value(scalar);
  if (!std::isfinite(scalar.number)) return std::nullopt;
  if (const auto whole = as_json_integer(scalar.number)) return Value::integer(*whole);
  return Value::number(scalar.number);
}

Value core_value(const Scalar& scalar) {
  switch (scalar.kind) {
    case Kind::Text:
    case Kind::Null:
      return Value::null();
    case Kind::Bool:
      return Value::boolean(scalar.boolean);
    case Kind::Int:
      return Value::integer(scalar.integer);
    case Kind::Uint:
      return Value::unsigned_integer(scalar.unsigned_integer);
    case Kind::Double:
      return Value::number(scalar.number);
  }
  return {};
}

std::optional<std::string> kubernetes_key(const Scalar& scalar) {
  switch (scalar.kind) {
    case Kind::Text:
    case Kind::Null:
    case Kind::Uint:
      return std::nullopt;
    case Kind::Bool:
      return scalar.boolean ? "true" : "false";
    case Kind::Int:
      return std::to_string(scalar.integer);
    case Kind::Double:
      return float_key(scalar.number);
  }
  return std::nullopt;
}

std::optional<std::string> decode_base64(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == '\n' || c == '\r') continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    const auto value =
        std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
            .find(c);
    if (value == std::string_view::npos || padding > 0) return std::nullopt;
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    if (++count % 4 == 0) {
      for (const auto shift : {16U, 8U, 0U}) out += static_cast<char>((bits >> shift) & 0xFFU);
      bits = 0;
    }
  }
  const auto rest = static_cast<std::size_t>(count % 4);
  if (rest == 1 || (rest == 0 ? padding != 0 : padding != 4 - rest)) return std::nullopt;
  if (rest == 2) out += static_cast<char>((bits >> 4U) & 0xFFU);
  if (rest == 3) {
    out += static_cast<char>((bits >> 10U) & 0xFFU);
    out += static_cast<char>((bits >> 2U) & 0xFFU);
  }
  return out;
}

}  // namespace stopgate::yaml
