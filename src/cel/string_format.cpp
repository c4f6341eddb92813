// 'text %s'.format([…]): %s %d %f %e %b %o %x %X %%, with a precision for %f and %e.

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "base/text.h"
#include "cel/cost.h"
#include "cel/libraries.h"
#include "cel/numbers.h"
#include "cel/time.h"

namespace stopgate::cel {

namespace {

constexpr std::size_t kPrecisionLimit = 1000;

// "NaN", "Infinity", "-Infinity"; else nothing.
std::optional<std::string> special_double(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  return std::nullopt;
}

std::optional<double> as_number(const Datum& value) {
  switch (value.kind()) {
    case DatumKind::Int:
      return static_cast<double>(value.as_int());
    case DatumKind::Uint:
      return static_cast<double>(value.as_uint());
    case DatumKind::Double:
      return value.as_double();
    default:
      return std::nullopt;
  }
}

std::string in_base(std::uint64_t number, int base, bool negative) {
  std::array<char, 65> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, base);
  return (negative ? "-" : "") + std::string(buffer.data(), result.ptr);
}

std::uint64_t magnitude(std::int64_t number) {
  return number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
}

class Formatter {
 public:
  Formatter(EvalContext& ctx, const Datum& args, Flavour flavour)
      : ctx_(ctx), args_(args), flavour_(flavour) {}

  Datum run(std::string_view pattern) {
    for (std::size_t i = 0; i < pattern.size() && !failed_; ++i) {
      if (pattern[i] != '%') {
        out_ += pattern[i];
      } else if (++i == pattern.size()) {
        stop("unexpected end of string");
      } else if (pattern[i] == '%') {
        out_ += '%';
      } else {
        clause(pattern, i);
      }
    }
    return failed_ ? failure_ : Datum::string(ctx_.arena(), out_);
  }

 private:
  void stop(std::string message) {
    if (!failed_) failure_ = fail(ctx_, message);
    failed_ = true;
  }

  void wrong(std::string_view rule, const Datum& value) {
    stop("error during formatting: " + std::string(rule) + ", was given " +
         std::string(value.type_name()));
  }

  // `i` is behind the percent sign; left on the clause's letter.
  void clause(std::string_view pattern, std::size_t& i) {
    std::size_t precision = 6;
    if (pattern[i] == '.') {
      const auto* begin = pattern.data() + i + 1;
      const auto result = std::from_chars(begin, pattern.data() + pattern.size(), precision);
      i = static_cast<std::size_t>(result.ptr - pattern.data());
      if (result.ec != std::errc() || result.ptr == begin || precision > kPrecisionLimit ||
          i == pattern.size())
        return stop("could not parse formatting clause: error while parsing precision");
    }
    if (next_ >= args_.size()) return stop("index " + std::to_string(next_) + " out of range");
    const auto value = args_.item(next_++);
    if (value.is_unknown()) {
      failure_ = value;
      failed_ = true;
      return;
    }
    switch (pattern[i]) {
      case 's':
        return text(value, 0);
      case 'd':
        return decimal(value);
      case 'f':
        return number(value, std::chars_format::fixed, precision);
      case 'e':
        return number(value, std::chars_format::scientific, precision);
      case 'b':
        return binary(value);
      case 'o':
        return octal(value);
      case 'x':
      case 'X':
        return hexadecimal(value, pattern[i] == 'X');
      default:
        return stop("could not parse formatting clause: unrecognized formatting clause " +
                    quoted(pattern.substr(i, 1)));
    }
  }

  void decimal(const Datum& value) {
    if (value.kind() == DatumKind::Int)
      out_ += std::to_string(value.as_int());
    else if (value.kind() == DatumKind::Uint)
      out_ += std::to_string(value.as_uint());
    else if (value.kind() == DatumKind::Double && special_double(value.as_double()))
      out_ += *special_double(value.as_double());
    else if (value.kind() == DatumKind::Double &&
             std::trunc(value.as_double()) == value.as_double())
      out_ += double_text(value.as_double());
    else
      wrong("decimal clause can only be used on integers", value);
  }

  void number(const Datum& value, std::chars_format format, std::size_t precision) {
    auto parsed = as_number(value);
    if (!parsed && value.is_string() && flavour_ == Flavour::Kubernetes)
      parsed = parse_double(value.as_string());
    if (!parsed) return wrong("fixed-point clause can only be used on numbers", value);
    if (const auto special = special_double(*parsed)) {
      out_ += *special;
      return;
    }
    std::vector<char> buffer(precision + 400);
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), *parsed, format,
                                      static_cast<int>(precision));
    const std::string_view digits(buffer.data(),
                                  static_cast<std::size_t>(result.ptr - buffer.data()));
    const auto exponent = digits.find('e');
    if (exponent == digits.npos || flavour_ == Flavour::Newest)
      out_ += digits;
    else
      typographic(digits, exponent);
  }

  // Older versions write 1.000000×10⁰³.
  void typographic(std::string_view digits, std::size_t exponent) {
    static constexpr std::array<std::string_view, 10> kRaised = {"⁰", "¹", "²", "³", "⁴",
                                                                 "⁵", "⁶", "⁷", "⁸", "⁹"};
    out_ += digits.substr(0, exponent);
    out_ += "×10";
    for (const char c : digits.substr(exponent + 1)) {
      if (c == '-')
        out_ += "⁻";
      else if (c != '+')
        out_ += kRaised[static_cast<std::size_t>(c - '0')];
    }
  }

  void binary(const Datum& value) {
    if (value.is_bool())
      out_ += value.as_bool() ? '1' : '0';
    else if (!in_base_if_integer(value, 2))
      wrong("only integers and bools can be formatted as binary", value);
  }

  void octal(const Datum& value) {
    if (!in_base_if_integer(value, 8)) wrong("octal clause can only be used on integers", value);
  }

  bool in_base_if_integer(const Datum& value, int base) {
    if (value.kind() == DatumKind::Int)
      out_ += in_base(magnitude(value.as_int()), base, value.as_int() < 0);
    else if (value.kind() == DatumKind::Uint)
      out_ += in_base(value.as_uint(), base, false);
    else
      return false;
    return true;
  }

  void hexadecimal(const Datum& value, bool upper) {
    const auto begin = out_.size();
    if (value.is_string() || value.kind() == DatumKind::Bytes) {
      static constexpr std::string_view kDigits = "0123456789abcdef";
      for (const char c : value.as_string()) {
        out_ += kDigits[static_cast<unsigned char>(c) >> 4U];
        out_ += kDigits[static_cast<unsigned char>(c) & 15U];
      }
    } else if (!in_base_if_integer(value, 16)) {
      return wrong("only integers, byte buffers, and strings can be formatted as hex", value);
    }
    if (!upper) return;
    for (auto i = begin; i < out_.size(); ++i)
      if (out_[i] >= 'a' && out_[i] <= 'f') out_[i] = static_cast<char>(out_[i] - 0x20);
  }

  // %s of any value; inside of lists and maps older versions quote what is text.
  void text(const Datum& value, std::size_t depth) {
    const bool quoting = depth > 0 && flavour_ == Flavour::Kubernetes;
    switch (value.kind()) {
      case DatumKind::Null:
        out_ += "null";
        return;
      case DatumKind::Bool:
        out_ += value.as_bool() ? "true" : "false";
        return;
      case DatumKind::Int:
      case DatumKind::Uint:
        return decimal(value);
      case DatumKind::Double: {
        const auto special = special_double(value.as_double());
        out_ += special ? (quoting ? "\"" + *special + "\"" : *special)
                        : double_text(value.as_double());
        return;
      }
      case DatumKind::String:
      case DatumKind::Bytes:
      case DatumKind::Type:
        return quote_if(quoting, std::string(value.as_string()));
      case DatumKind::Timestamp:
        return quote_if(quoting, timestamp_text(value.as_seconds()), "timestamp");
      case DatumKind::Duration:
        return quote_if(quoting, duration_text(value.as_seconds()), "duration");
      case DatumKind::List:
        return list(value, depth);
      case DatumKind::Map:
        return map(value, depth);
      case DatumKind::Optional:
      case DatumKind::Opaque:
      case DatumKind::Error:
      case DatumKind::Unknown:
        return wrong(
            "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, "
            "types, durations, and timestamps",
            value);
    }
  }

  void quote_if(bool quoting, const std::string& text, std::string_view constructor = {}) {
    if (!quoting)
      out_ += text;
    else if (constructor.empty())
      out_ += "\"" + text + "\"";
    else
      out_ += std::string(constructor) + "(\"" + text + "\")";
  }

  void list(const Datum& value, std::size_t depth) {
    out_ += '[';
    for (std::size_t i = 0; i < value.size() && !failed_; ++i) {
      if (i > 0) out_ += ", ";
      text(value.item(i), depth + 1);
    }
    out_ += ']';
  }

  // Entries in the order of their keys' texts.
  void map(const Datum& value, std::size_t depth) {
    const auto before = std::move(out_);
    std::vector<std::pair<std::string, std::string>> entries;
    for (std::size_t i = 0; i < value.size() && !failed_; ++i) {
      const auto entry = value.entry(i);
      out_.clear();
      text(entry.key, depth + 1);
      auto key = std::move(out_);
      out_.clear();
      text(entry.value, depth + 1);
      entries.emplace_back(std::move(key), std::move(out_));
    }
    std::sort(entries.begin(), entries.end());
    out_ = before + "{";
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (i > 0) out_ += ", ";
      out_ += entries[i].first + (flavour_ == Flavour::Kubernetes ? ":" : ": ") + entries[i].second;
    }
    out_ += '}';
  }

  EvalContext& ctx_;
  const Datum& args_;
  Flavour flavour_;
  std::size_t next_ = 0;
  std::string out_;
  Datum failure_;
  bool failed_ = false;
};

}  // namespace

void add_string_format(Environment& environment, Flavour flavour) {
  add_function(
      environment, "string.format(list(dyn)) -> string",
      [flavour](EvalContext& ctx, Args args) {
        return Formatter(ctx, args[1], flavour).run(args[0].as_string());
      },
      [](Args args) { return cost_of_length(length_of(args[0])); });
}

}  // namespace stopgate::cel
