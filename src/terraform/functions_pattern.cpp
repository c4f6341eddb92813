// Functions over regular expressions, in RE2's syntax, which is also Go's.

#include <re2/re2.h>

#include <map>
#include <memory>

#include "base/text.h"
#include "terraform/evaluator.h"
#include "terraform/functions.h"

namespace stopgate::terraform {

namespace {

struct Pattern {
  std::unique_ptr<RE2> expression;
  std::string error;

  explicit Pattern(const std::string& text) {
    RE2::Options options;
    options.set_log_errors(false);
    expression = std::make_unique<RE2>(text, options);
    if (!expression->ok())
      error = quoted(text, 80) + " is not a regular expression: " + expression->error();
  }
  [[nodiscard]] std::size_t groups() const {
    return static_cast<std::size_t>(expression->NumberOfCapturingGroups());
  }
};

constexpr std::string_view kSyntaxHelp =
    "RE2's syntax is required; in a quoted string a backslash is written twice";

// All matches; an empty one moves on by a character, and does not touch the one before.
template <typename Take>
void each_match(const Pattern& pattern, const std::string& text, Take&& take) {
  std::vector<re2::StringPiece> groups(pattern.groups() + 1);
  std::size_t at = 0;
  std::size_t last_end = std::string::npos;
  while (at <= text.size() &&
         pattern.expression->Match(text, at, text.size(), RE2::UNANCHORED, groups.data(),
                                   static_cast<int>(groups.size()))) {
    const auto start = static_cast<std::size_t>(groups[0].data() - text.data());
    const auto end = start + groups[0].size();
    const bool is_empty_after_match = end == start && start == last_end;
    if (!is_empty_after_match && !take(groups, start, end)) return;
    last_end = end;
    at = end;
    if (end == start) {
      ++at;
      while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) ++at;
    }
  }
}

CtyValue group_value(const re2::StringPiece& group) {
  return group.data() == nullptr ? CtyValue::null(Type::string())
                                 : CtyValue::string(std::string(group.data(), group.size()));
}

// The whole match, a tuple of the groups, or an object of the named ones.
CtyValue match_value(const Pattern& pattern, const std::vector<re2::StringPiece>& groups) {
  if (groups.size() == 1) return group_value(groups[0]);
  const auto& names = pattern.expression->CapturingGroupNames();
  if (!names.empty()) {
    std::vector<CtyMember> members;
    for (const auto& [index, name] : names)
      members.push_back(
          {.key = intern(name), .value = group_value(groups[static_cast<std::size_t>(index)])});
    return CtyValue::object(std::move(members));
  }
  std::vector<CtyValue> elements;
  for (std::size_t at = 1; at < groups.size(); ++at) elements.push_back(group_value(groups[at]));
  return CtyValue::tuple(std::move(elements));
}

std::optional<Outcome> check(const Pattern& pattern) {
  if (!pattern.error.empty())
    return Outcome::wrong_argument(0, pattern.error, std::string(kSyntaxHelp));
  const auto named = pattern.expression->NamedCapturingGroups().size();
  if (named > 0 && named < pattern.groups())
    return Outcome::wrong_argument(0, "some groups of the pattern have names and some have not",
                                   "name all groups, or none");
  return std::nullopt;
}

Outcome regex(const Invocation& call) {
  const Pattern pattern(call.text(0));
  if (auto error = check(pattern)) return *error;
  std::optional<CtyValue> found;
  each_match(pattern, call.text(1), [&](const auto& groups, std::size_t, std::size_t) {
    found = match_value(pattern, groups);
    return false;
  });
  if (!found)
    return Outcome::wrong(
        "the pattern " + quoted(call.text(0), 80) + " does not match " + quoted(call.text(1), 80),
        "use can() or try() when it need not match");
  return *found;
}

Outcome regex_all(const Invocation& call) {
  const Pattern pattern(call.text(0));
  if (auto error = check(pattern)) return *error;
  std::vector<CtyValue> matches;
  each_match(pattern, call.text(1), [&](const auto& groups, std::size_t, std::size_t) {
    matches.push_back(match_value(pattern, groups));
    return matches.size() <= call.evaluator.options().max_elements;
  });
  const std::vector<re2::StringPiece> none(pattern.groups() + 1);
  const auto element = match_value(pattern, none).type();
  return CtyValue::list(element, std::move(matches));
}

// Go's templates: $1, $name, ${name}; $$ is a dollar; names are as long as they can be.
void expand(const std::string& replacement, const Pattern& pattern,
            const std::vector<re2::StringPiece>& groups, std::string& out) {
  const auto& names = pattern.expression->NamedCapturingGroups();
  const auto append = [&](const std::string& name) {
    std::size_t index = groups.size();
    if (!name.empty() && name.find_first_not_of("0123456789") == std::string::npos) {
      if (name.size() < 6) index = static_cast<std::size_t>(std::stoi(name));
    } else if (const auto found = names.find(name); found != names.end()) {
      index = static_cast<std::size_t>(found->second);
    }
    if (index < groups.size() && groups[index].data() != nullptr)
      out.append(groups[index].data(), groups[index].size());
  };
  const auto is_name = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  for (std::size_t at = 0; at < replacement.size(); ++at) {
    if (replacement[at] != '$' || at + 1 == replacement.size()) {
      out += replacement[at];
      continue;
    }
    if (replacement[at + 1] == '$') {
      out += '$';
      ++at;
      continue;
    }
    const bool is_braced = replacement[at + 1] == '{';
    const auto start = at + (is_braced ? 2 : 1);
    auto end = start;
    while (end < replacement.size() && is_name(replacement[end])) ++end;
    const bool is_closed = !is_braced || (end < replacement.size() && replacement[end] == '}');
    if (end == start || !is_closed) {
      out += '$';
      continue;
    }
    append(replacement.substr(start, end - start));
    at = is_braced ? end : end - 1;
  }
}

Outcome replace_pattern(const Invocation& call, const std::string& source) {
  const Pattern pattern(source);
  if (!pattern.error.empty())
    return Outcome::wrong_argument(1, pattern.error, std::string(kSyntaxHelp));
  const auto& text = call.text(0);
  const auto limit = call.evaluator.options().max_string_bytes;
  std::string out;
  std::size_t copied = 0;
  each_match(pattern, text, [&](const auto& groups, std::size_t start, std::size_t end) {
    out.append(text, copied, start - copied);
    expand(call.text(2), pattern, groups, out);
    copied = end;
    return out.size() <= limit;
  });
  out.append(text, copied);
  return CtyValue::string(std::move(out));
}

Outcome replace(const Invocation& call) {
  const auto& text = call.text(0);
  const auto& from = call.text(1);
  const auto& to = call.text(2);
  if (from.size() > 1 && from.front() == '/' && from.back() == '/')
    return replace_pattern(call, from.substr(1, from.size() - 2));
  if (from.empty()) {
    std::string out = to;
    for (const auto point : text) {
      const bool starts_character = (static_cast<unsigned char>(point) & 0xC0U) != 0x80;
      if (starts_character && &point != text.data()) out += to;
      out += point;
    }
    return CtyValue::string(text.empty() ? out : out + to);
  }
  const auto limit = call.evaluator.options().max_string_bytes;
  std::string out;
  std::size_t copied = 0;
  for (auto found = text.find(from); found != std::string::npos && out.size() <= limit;
       found = text.find(from, copied)) {
    out.append(text, copied, found - copied).append(to);
    copied = found + from.size();
  }
  return CtyValue::string(out.append(text, copied));
}

}  // namespace

std::vector<Function> pattern_functions() {
  const auto string = Type::string();
  const Parameter pattern{"pattern", string};
  const Parameter subject{"string", string};
  return {
      {"regex", {pattern, subject}, {}, Type::dynamic(), regex},
      {"regexall", {pattern, subject}, {}, Type::dynamic(), regex_all},
      {"replace", {{"str", string}, {"substr", string}, {"replace", string}}, {}, string, replace},
  };
}

}  // namespace stopgate::terraform
