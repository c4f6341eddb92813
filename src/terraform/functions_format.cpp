// format() and formatlist(): printf's verbs over Terraform's values.

#include <algorithm>

#include "base/text.h"
#include "terraform/cty_convert.h"
#include "terraform/cty_json.h"
#include "terraform/evaluator.h"
#include "terraform/functions.h"
#include "terraform/text_unicode.h"

namespace stopgate::terraform {

namespace {

constexpr std::size_t kMaxWidth = 10'000;

// %[flags][width][.precision][[index]]verb
struct Verb {
  char letter = 0;
  bool is_sharp = false;
  bool is_plus = false;
  bool is_minus = false;
  bool is_space = false;
  bool is_zero = false;
  std::size_t width = 0;
  std::optional<std::size_t> precision;
  std::optional<std::size_t> index;  // from 1
  std::string raw;
  std::size_t offset = 0;
};

struct Formatted {
  std::string text;
  std::optional<CtyValue> unknown;  // the first argument that is not known: the text stops there
  std::string error;
};

class Formatter {
 public:
  Formatter(const std::string& format, std::span<const CtyValue> arguments, std::size_t max_bytes)
      : format_(format), arguments_(arguments), max_bytes_(max_bytes) {}

  Formatted run() {
    while (at_ < format_.size() && out_.error.empty() && out_.text.size() <= max_bytes_) {
      const auto percent = std::min(format_.find('%', at_), format_.size());
      append(format_.substr(at_, percent - at_));
      at_ = percent;
      if (at_ < format_.size()) take_verb();
    }
    if (out_.error.empty() && !is_indexed_ && highest_ < arguments_.size()) {
      out_.error = "there are " + std::to_string(arguments_.size()) +
                   " arguments, but the format uses only " + std::to_string(highest_);
    }
    return std::move(out_);
  }

 private:
  void append(const std::string& text) {
    if (!out_.unknown) out_.text += text;
  }

  void take_verb() {
    Verb verb{.precision = {}, .index = {}, .raw = {}, .offset = at_};
    ++at_;
    if (at_ < format_.size() && format_[at_] == '%') {
      append("%");
      ++at_;
      return;
    }
    for (; at_ < format_.size() &&
           std::string_view("#+- 0").find(format_[at_]) != std::string_view::npos;
         ++at_)
      set_flag(verb, format_[at_]);
    verb.width = take_number().value_or(0);
    if (take('.')) verb.precision = take_number().value_or(0);
    if (take('[')) {
      verb.index = take_number();
      is_indexed_ = true;
      if (!verb.index || *verb.index == 0 || !take(']')) {
        out_.error = "the argument index at offset " + std::to_string(verb.offset) +
                     " is not a number from 1 in brackets";
        return;
      }
    }
    if (at_ == format_.size()) {
      out_.error =
          "the format ends within a verb: \"" + printable(format_.substr(verb.offset), 40) + "\"";
      return;
    }
    verb.letter = format_[at_++];
    verb.raw = format_.substr(verb.offset, at_ - verb.offset);
    if (std::string_view("vtbdoxXeEfgGsq").find(verb.letter) == std::string_view::npos) {
      out_.error = "\"" + printable(verb.raw, 40) + "\" at offset " + std::to_string(verb.offset) +
                   " is not a verb of format()";
      return;
    }
    if (verb.width > kMaxWidth || verb.precision.value_or(0) > kMaxWidth) {
      out_.error = "\"" + printable(verb.raw, 40) + "\" asks for more than " +
                   std::to_string(kMaxWidth) + " characters";
      return;
    }
    apply(verb);
  }

  static void set_flag(Verb& verb, char flag) {
    verb.is_sharp |= flag == '#';
    verb.is_plus |= flag == '+';
    verb.is_minus |= flag == '-';
    verb.is_space |= flag == ' ';
    verb.is_zero |= flag == '0';
  }

  bool take(char wanted) {
    if (at_ >= format_.size() || format_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  std::optional<std::size_t> take_number() {
    std::optional<std::size_t> number;
    for (; at_ < format_.size() && format_[at_] >= '0' && format_[at_] <= '9'; ++at_) {
      number = std::min<std::size_t>(
          number.value_or(0) * 10 + static_cast<std::size_t>(format_[at_] - '0'), 1'000'000);
    }
    return number;
  }

  void apply(const Verb& verb) {
    const auto index = verb.index ? *verb.index : ++next_;
    next_ = index;
    highest_ = std::max(highest_, index);
    if (index > arguments_.size()) {
      out_.error = "\"" + verb.raw + "\" at offset " + std::to_string(verb.offset) +
                   " needs argument " + std::to_string(index) + ", but there are " +
                   std::to_string(arguments_.size());
      return;
    }
    const auto& argument = arguments_[index - 1];
    if (!argument.is_wholly_known() || (argument.is_null() && argument.type().is_dynamic())) {
      if (!out_.unknown) out_.unknown = argument;
      return;
    }
    append(text_of(verb, argument));
  }

  std::string text_of(const Verb& verb, const CtyValue& argument) {
    switch (verb.letter) {
      case 'v':
        return any(verb, argument);
      case 's':
      case 'q':
        return text(verb, argument);
      case 't': {
        const auto value = converted(verb, argument, Type::boolean());
        return value ? padded(verb, value->as_bool() ? "true" : "false") : "";
      }
      default:
        break;
    }
    const auto value = converted(verb, argument, Type::number());
    return value ? number(verb, value->as_number()) : "";
  }

  std::optional<CtyValue> converted(const Verb& verb, const CtyValue& argument, const Type& type) {
    const auto value = convert(argument, type);
    if (value.error.empty() && !argument.is_null()) return value.value;
    out_.error = "\"" + verb.raw + "\" at offset " + std::to_string(verb.offset) + ": " +
                 (argument.is_null() ? "the argument is null" : value.error);
    return std::nullopt;
  }

  std::string any(const Verb& verb, const CtyValue& argument) {
    const bool is_plain =
        argument.is_concrete() && argument.type().is_primitive() && !verb.is_sharp;
    if (is_plain)
      return argument.kind() == TypeKind::Number
                 ? number(verb, argument.as_number())
                 : padded(verb, convert(argument, Type::string()).value.as_string());
    std::string json;
    append_json(json, argument, JsonStyle::Encoded);
    return padded(verb, json);
  }

  std::string text(const Verb& verb, const CtyValue& argument) {
    const auto value = converted(verb, argument, Type::string());
    if (!value) return "";
    std::string shown = value->as_string();
    if (verb.precision) {
      std::string cut;
      const auto clusters = graphemes(shown);
      for (std::size_t at = 0; at < clusters.size() && at < *verb.precision; ++at)
        cut += clusters[at];
      shown = cut;
    }
    if (verb.letter == 'q') {
      std::string quote;
      append_json_string(quote, shown, JsonStyle::Encoded);
      shown = quote;
    }
    return padded(verb, shown);
  }

  static std::string number(const Verb& verb, const Number& value) {
    const int precision = verb.precision ? static_cast<int>(*verb.precision)
                                         : (verb.letter == 'g' || verb.letter == 'G' ? -1 : 6);
    std::string digits;
    switch (verb.letter) {
      case 'v':
        digits = verb.precision ? value.to_text('g', precision) : value.to_text();
        break;
      case 'd':
        digits = value.to_base(10);
        break;
      case 'b':
        digits = value.to_base(2);
        break;
      case 'o':
        digits = value.to_base(8);
        break;
      case 'x':
      case 'X':
        digits = value.to_base(16);
        break;
      default:
        digits = value.to_text(verb.letter, precision);
        break;
    }
    const bool is_negative = digits.starts_with('-');
    if (is_negative) digits.erase(0, 1);
    if (verb.letter == 'X')
      std::ranges::transform(digits, digits.begin(), [](char c) {
        return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c;
      });
    std::string sign = is_negative ? "-" : verb.is_plus ? "+" : verb.is_space ? " " : "";
    if (verb.is_sharp && (verb.letter == 'x' || verb.letter == 'X'))
      sign += verb.letter == 'x' ? "0x" : "0X";
    if (verb.is_sharp && verb.letter == 'o') sign += "0";
    if (verb.is_zero && !verb.is_minus && sign.size() + digits.size() < verb.width)
      digits.insert(0, verb.width - sign.size() - digits.size(), '0');
    return padded(verb, sign + digits);
  }

  static std::string padded(const Verb& verb, const std::string& shown) {
    const auto width = grapheme_count(shown);
    if (width >= verb.width) return shown;
    const std::string pad(verb.width - width, verb.is_zero && !verb.is_minus ? '0' : ' ');
    return verb.is_minus ? shown + pad : pad + shown;
  }

  const std::string& format_;
  std::span<const CtyValue> arguments_;
  std::size_t max_bytes_;
  Formatted out_;
  std::size_t at_ = 0;
  std::size_t next_ = 0;
  std::size_t highest_ = 0;
  bool is_indexed_ = false;
};

Outcome finish(Formatted formatted) {
  if (!formatted.error.empty()) return Outcome::wrong(std::move(formatted.error));
  if (!formatted.unknown) return CtyValue::string(std::move(formatted.text));
  const auto* info = formatted.unknown->first_unknown();
  UnknownInfo made{.reason = std::string(kNotEvaluated)};
  if (info != nullptr) made = {.reason = info->reason, .subject = info->subject};
  made.not_null = true;
  made.prefix = std::move(formatted.text);
  return CtyValue::unknown(Type::string(), std::move(made));
}

Outcome format(const Invocation& call) {
  const auto max_bytes = call.evaluator.options().max_string_bytes;
  return finish(Formatter(call.text(0), call.arguments.subspan(1), max_bytes).run());
}

bool is_list(const CtyValue& value) {
  return value.type().is_sequence() && value.is_concrete();
}

Outcome format_list(const Invocation& call) {
  std::size_t count = 1;
  std::size_t first_list = 0;
  for (std::size_t at = 1; at < call.size(); ++at) {
    const bool may_be_list = !call[at].is_concrete() && call[at].type().is_dynamic();
    if (may_be_list || (call[at].is_unknown() && !call[at].type().is_primitive()))
      return unknown_from(call[at], Type::list(Type::string()));
    if (!is_list(call[at])) continue;
    if (first_list != 0 && call[at].size() != count) {
      return Outcome::wrong_argument(at,
                                     "the list has " + std::to_string(call[at].size()) +
                                         " elements, but the one before it has " +
                                         std::to_string(count),
                                     "give lists of the same length");
    }
    first_list = at;
    count = call[at].size();
  }
  std::vector<CtyValue> results;
  for (std::size_t row = 0; row < count; ++row) {
    std::vector<CtyValue> arguments;
    for (std::size_t at = 1; at < call.size(); ++at)
      arguments.push_back(is_list(call[at]) ? call[at].elements()[row] : call[at]);
    auto outcome =
        finish(Formatter(call.text(0), arguments, call.evaluator.options().max_string_bytes).run());
    if (!outcome.error.empty())
      return Outcome::wrong("element " + std::to_string(row) + ": " + outcome.error);
    results.push_back(std::move(outcome.value));
  }
  return CtyValue::list(Type::string(), std::move(results));
}

}  // namespace

std::vector<Function> format_functions() {
  const Parameter pattern{"format", Type::string()};
  const Parameter rest{"args", Type::dynamic(), kTakesNull | kTakesUnknown};
  return {
      {"format", {pattern}, rest, Type::string(), format},
      {"formatlist", {pattern}, rest, Type::list(Type::string()), format_list},
  };
}

}  // namespace stopgate::terraform
