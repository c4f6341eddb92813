#include "terraform/expand.h"

#include "base/text.h"
#include "terraform/cty_convert.h"

namespace stopgate::terraform {

namespace {

class Expander {
 public:
  Expander(Evaluation& evaluation, const Scope& scope, const std::string& name)
      : evaluation_(evaluation), scope_(scope), name_(name) {}

  [[nodiscard]] Expansion count(const ArgumentSyntax& argument);
  [[nodiscard]] Expansion for_each(const ArgumentSyntax& argument);

 private:
  [[nodiscard]] Expansion symbolic(RepetitionKind kind, UnknownInfo why) const;
  // After an error the number of instances is as good as unknown.
  [[nodiscard]] Expansion wrong(RepetitionKind kind, const ArgumentSyntax& argument,
                                std::string message, std::string help);
  [[nodiscard]] bool exceeds_limit(std::size_t wanted, const ArgumentSyntax& argument);

  Evaluation& evaluation_;
  const Scope& scope_;
  const std::string& name_;
};

Expansion Expander::symbolic(RepetitionKind kind, UnknownInfo why) const {
  Repetition instance{.kind = kind, .suffix = {}};
  const auto unknown = [&](const Type& type, std::string_view part) {
    return CtyValue::unknown(type,
                             {.reason = why.reason,
                              .subject = why.subject.empty() ? std::string(part) : why.subject,
                              .not_null = part != "each.value"});
  };
  if (kind == RepetitionKind::Count) {
    instance.key = unknown(Type::number(), "count.index");
  } else {
    instance.key = unknown(Type::string(), "each.key");
    instance.value = unknown(Type::dynamic(), "each.value");
  }
  return {
      .kind = kind, .instances = {std::move(instance)}, .is_symbolic = true, .why = std::move(why)};
}

Expansion Expander::wrong(RepetitionKind kind, const ArgumentSyntax& argument, std::string message,
                          std::string help) {
  evaluation_.report({.message = std::move(message),
                      .help = std::move(help),
                      .place = argument.place(),
                      .path = {}});
  return symbolic(kind, {.reason = std::string(kNotEvaluated), .subject = name_});
}

bool Expander::exceeds_limit(std::size_t wanted, const ArgumentSyntax& argument) {
  const auto limit = evaluation_.options().limits.instances;
  if (wanted <= limit) return false;
  evaluation_.report({.message = quoted(name_) + " has " + std::to_string(wanted) +
                                 " instances, only the first " + std::to_string(limit) +
                                 " are read",
                      .help = "raise the limit 'instances'",
                      .place = argument.place(),
                      .path = {}});
  return true;
}

Expansion Expander::count(const ArgumentSyntax& argument) {
  const auto value = evaluation_.evaluate(argument.expression(), argument.file, scope_);
  if (value.is_unknown()) return symbolic(RepetitionKind::Count, value.unknown_info());
  const auto number = convert(value.without_marks(), Type::number());
  if (value.is_null() || !number.error.empty()) {
    return wrong(
        RepetitionKind::Count, argument,
        "'count' needs a number, got " + (value.is_null() ? "null" : name_of(value.type())),
        "give a whole number");
  }
  const auto wanted = number.value.as_number().to_int64();
  if (!wanted || *wanted < 0) {
    return wrong(RepetitionKind::Count, argument,
                 "'count' needs a whole number of 0 or more, got " +
                     printable(number.value.as_number().to_text(), 40),
                 {});
  }
  auto size = static_cast<std::size_t>(*wanted);
  if (exceeds_limit(size, argument)) size = evaluation_.options().limits.instances;
  Expansion expansion{.kind = RepetitionKind::Count, .instances = {}, .why = {}};
  for (std::size_t i = 0; i < size; ++i) {
    expansion.instances.push_back({.kind = RepetitionKind::Count,
                                   .key = CtyValue::number(Number(static_cast<std::int64_t>(i))),
                                   .value = {},
                                   .suffix = "[" + std::to_string(i) + "]"});
  }
  return expansion;
}

Expansion Expander::for_each(const ArgumentSyntax& argument) {
  const auto value = evaluation_.evaluate(argument.expression(), argument.file, scope_);
  constexpr auto kKind = RepetitionKind::ForEach;
  if (value.is_unknown()) return symbolic(kKind, value.unknown_info());
  if (value.is_null() || !(value.type().is_mapping() || value.kind() == TypeKind::Set)) {
    return wrong(kKind, argument,
                 "'for_each' needs a map or a set of strings, got " +
                     (value.is_null() ? "null" : name_of(value.type())),
                 value.type().is_sequence() ? "wrap it in toset()" : std::string{});
  }
  if (value.is_sensitive())
    return wrong(kKind, argument,
                 "'for_each' must not be sensitive: its keys are shown in addresses",
                 "use nonsensitive() on the keys");
  Expansion expansion{.kind = kKind, .instances = {}, .why = {}};
  const auto add = [&](std::string_view key, const CtyValue& item) {
    expansion.instances.push_back({.kind = kKind,
                                   .key = CtyValue::string(std::string(key)),
                                   .value = item,
                                   .suffix = key_suffix(key)});
  };
  const auto limit =
      exceeds_limit(value.size(), argument) ? evaluation_.options().limits.instances : value.size();
  if (value.type().is_mapping()) {
    for (const auto& member : value.members().first(limit)) add(member.key.text(), member.value);
    return expansion;
  }
  for (const auto& element : value.elements().first(limit)) {
    if (element.is_unknown()) return symbolic(kKind, element.unknown_info());
    if (element.is_null() || element.kind() != TypeKind::String) {
      return wrong(kKind, argument,
                   "'for_each' needs a set of strings, this one has a " +
                       (element.is_null() ? "null" : name_of(element.type())),
                   {});
    }
    add(element.as_string(), element);
  }
  return expansion;
}

}  // namespace

std::string key_suffix(std::string_view key) {
  std::string text = "[\"";
  for (std::size_t i = 0; i < key.size(); ++i) {
    const char c = key[i];
    if (c == '"' || c == '\\') text += '\\';
    if (c == '\n')
      text += "\\n";
    else if (c == '\r')
      text += "\\r";
    else if (c == '\t')
      text += "\\t";
    else
      text += c;
    if ((c == '$' || c == '%') && i + 1 < key.size() && key[i + 1] == '{') text += c;
  }
  return text + "\"]";
}

Expansion expand(Evaluation& evaluation, const Content& content, const Scope& scope,
                 const std::string& name) {
  Expander expander(evaluation, scope, name);
  if (const auto* argument = content.find("for_each")) return expander.for_each(*argument);
  if (const auto* argument = content.find("count")) return expander.count(*argument);
  return {.kind = RepetitionKind::Once, .instances = {Repetition{}}, .why = {}};
}

}  // namespace stopgate::terraform
