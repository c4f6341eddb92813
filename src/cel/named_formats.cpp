// format.dns1123Label().validate(text) and the other formats that Kubernetes names.

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "cel/cost.h"
#include "cel/encoding.h"
#include "cel/libraries.h"
#include "cel/time.h"
#include "cel/url.h"

namespace stopgate::cel {

namespace {

using Problems = std::vector<std::string>;

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z');
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// What Kubernetes says of a text, word for word: expressions compare and show it.
struct Shape {
  std::string_view demand;
  std::string_view pattern;
  std::vector<std::string_view> examples;
};

std::string mismatch(const Shape& shape) {
  std::string text(shape.demand);
  for (std::size_t i = 0; i < shape.examples.size(); ++i)
    text += (i == 0 ? " (e.g. '" : " or '") + std::string(shape.examples[i]) + "', ";
  return text + "regex used for validation is '" + std::string(shape.pattern) + "')";
}

void check_length(std::string_view text, std::size_t most, Problems& problems) {
  if (text.size() > most)
    problems.push_back("must be no more than " + std::to_string(most) + " characters");
}

bool is_label(std::string_view text) {
  const auto ends = [](char c) { return is_lower(c) || is_digit(c); };
  return !text.empty() && ends(text.front()) && ends(text.back()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return ends(c) || c == '-'; });
}

bool is_subdomain(std::string_view text) {
  const auto labels = split(text, '.');
  return std::all_of(labels.begin(), labels.end(), is_label);
}

Problems check_1123_label(std::string_view text) {
  Problems problems;
  check_length(text, 63, problems);
  if (!is_label(text))
    problems.push_back(
        is_subdomain(text)
            ? "must not contain dots"
            : mismatch({"a lowercase RFC 1123 label must consist of lower case alphanumeric "
                        "characters or '-', and must start and end with an alphanumeric character",
                        "[a-z0-9]([-a-z0-9]*[a-z0-9])?",
                        {"my-name", "123-abc"}}));
  return problems;
}

Problems check_1035_label(std::string_view text) {
  Problems problems;
  check_length(text, 63, problems);
  if (!is_label(text) || !is_lower(text.front()))
    problems.push_back(
        mismatch({"a DNS-1035 label must consist of lower case alphanumeric characters or '-', "
                  "start with an alphabetic character, and end with an alphanumeric character",
                  "[a-z]([-a-z0-9]*[a-z0-9])?",
                  {"my-name", "abc-123"}}));
  return problems;
}

Problems check_subdomain(std::string_view text) {
  Problems problems;
  check_length(text, 253, problems);
  if (!is_subdomain(text))
    problems.push_back(mismatch(
        {"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' "
         "or '.', and must start and end with an alphanumeric character",
         "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
         {"example.com"}}));
  return problems;
}

bool is_name(std::string_view text) {
  const auto ends = [](char c) { return is_letter(c) || is_digit(c); };
  return !text.empty() && ends(text.front()) && ends(text.back()) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return ends(c) || c == '-' || c == '_' || c == '.'; });
}

Problems check_label_value(std::string_view text) {
  Problems problems;
  check_length(text, 63, problems);
  if (!text.empty() && !is_name(text))
    problems.push_back(mismatch(
        {"a valid label must be an empty string or consist of alphanumeric characters, '-', '_' "
         "or '.', and must start and end with an alphanumeric character",
         "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?",
         {"MyValue", "my_value", "12345"}}));
  return problems;
}

std::string not_a_qualified_name() {
  return mismatch(
      {"must consist of alphanumeric characters, '-', '_' or '.', and must start and "
       "end with an alphanumeric character",
       "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]",
       {"MyName", "my.name", "123-abc"}});
}

Problems check_qualified_name(std::string_view text) {
  const auto slash = text.find('/');
  if (slash != text.npos && text.find('/', slash + 1) != text.npos)
    return {"a qualified name " + not_a_qualified_name() +
            " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"};
  Problems problems;
  if (slash == 0) problems.emplace_back("prefix part must be non-empty");
  if (slash != text.npos) {
    if (slash > 0)
      for (const auto& problem : check_subdomain(text.substr(0, slash)))
        problems.push_back("prefix part " + problem);
    text.remove_prefix(slash + 1);
  }
  if (text.empty()) problems.emplace_back("name part must be non-empty");
  if (text.size() > 63) problems.emplace_back("name part must be no more than 63 characters");
  if (!is_name(text)) problems.push_back("name part " + not_a_qualified_name());
  return problems;
}

// A prefix may end in a dash, since something will follow it.
template <Problems (*Check)(std::string_view)>
Problems check_prefix(std::string_view text) {
  if (!text.ends_with('-') || text.size() == 1) return Check(text);
  std::string whole(text);
  whole.back() = 'a';
  return Check(whole);
}

Problems check_uri(std::string_view text) {
  const auto url = parse_url(text);
  if (url) return {};
  return {url.error().message};
}

Problems check_uuid(std::string_view text) {
  bool good = text.size() == 36;
  for (std::size_t i = 0; good && i < text.size(); ++i) {
    const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    good = is_dash ? text[i] == '-' : is_hex(text[i]);
  }
  if (good) return {};
  return {"does not match the UUID format"};
}

Problems check_byte(std::string_view text) {
  if (text.size() % 4 == 0 && base64_decode(text)) return {};
  return {"invalid base64"};
}

Problems check_date(std::string_view text) {
  if (text.size() == 10 && parse_timestamp(std::string(text) + "T00:00:00Z")) return {};
  return {"invalid date"};
}

Problems check_datetime(std::string_view text) {
  if (parse_timestamp(text)) return {};
  return {"invalid datetime"};
}

struct Format {
  std::string_view name;
  Problems (*check)(std::string_view);
  std::size_t regex_length;  // what a check costs
  bool operator==(const Format& other) const { return name == other.name; }
};

constexpr std::array kFormats = {
    Format{"dns1123Label", check_1123_label, 30},
    Format{"dns1123Subdomain", check_subdomain, 60},
    Format{"dns1035Label", check_1035_label, 30},
    Format{"qualifiedName", check_qualified_name, 60},
    Format{"dns1123LabelPrefix", check_prefix<check_1123_label>, 30},
    Format{"dns1123SubdomainPrefix", check_prefix<check_subdomain>, 60},
    Format{"dns1035LabelPrefix", check_prefix<check_1035_label>, 30},
    Format{"labelValue", check_label_value, 40},
    Format{"uri", check_uri, 1103},
    Format{"uuid", check_uuid, 70},
    Format{"byte", check_byte, 84},
    Format{"date", check_date, 70},
    Format{"datetime", check_datetime, 70},
};

struct BoxedFormat final : Opaque {
  explicit BoxedFormat(const Format& of) : format(of) { type = "kubernetes.NamedFormat"; }
  [[nodiscard]] bool equals(const Opaque& other) const override {
    return format == static_cast<const BoxedFormat&>(other).format;
  }
  [[nodiscard]] std::string to_text() const override { return std::string(format.name); }
  const Format& format;
};

const Format& format_of(const Datum& datum) {
  return static_cast<const BoxedFormat&>(datum.as_opaque()).format;
}

Datum make(EvalContext& ctx, const Format& format) {
  return Datum::opaque(ctx.keep(std::make_unique<BoxedFormat>(format)));
}

Datum named(EvalContext& ctx, Args args) {
  const auto* found = std::find_if(kFormats.begin(), kFormats.end(), [&](const Format& format) {
    return format.name == args[0].as_string();
  });
  return found == kFormats.end() ? Datum::optional_none()
                                 : Datum::optional_of(ctx.arena(), make(ctx, *found));
}

Datum validate(EvalContext& ctx, Args args) {
  const auto problems = format_of(args[0]).check(args[1].as_string());
  if (problems.empty()) return Datum::optional_none();
  std::vector<Datum> items;
  for (const auto& problem : problems) items.push_back(Datum::string(ctx.arena(), problem));
  return Datum::optional_of(ctx.arena(), Datum::list(ctx.arena(), items));
}

std::uint64_t cost_of_validation(Args args) {
  return cost_of_length(length_of(args[1]) + 1) * ((format_of(args[0]).regex_length + 3) / 4);
}

}  // namespace

void add_named_formats(Environment& environment) {
  add_function(environment, "format.named(string) -> optional_type(kubernetes.NamedFormat)", named);
  for (const auto& format : kFormats)
    add_function(environment, "format." + std::string(format.name) + "() -> kubernetes.NamedFormat",
                 [&format](EvalContext& ctx, Args) { return make(ctx, format); });
  add_function(environment,
               "kubernetes.NamedFormat.validate(string) -> optional_type(list(string))", validate,
               cost_of_validation);
}

}  // namespace stopgate::cel
