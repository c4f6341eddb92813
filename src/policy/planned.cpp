#include "policy/planned.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "json/reader.h"
#include "policy/copy.h"
#include "yaml/reader.h"

namespace stopgate::policy {

namespace {

constexpr std::string_view kVariables = "variables.";

std::optional<value::Value> parse_json(Arena& arena, std::string_view text) {
  const auto document = json::parse(text, {});
  if (source::has_errors(document.diagnostics)) return std::nullopt;
  return copy_tree(arena, document.root.value);
}

// A variable's use in an expression that its policy does not declare: found by name, since the
// environment knows the variables of all policies of its target.
std::optional<std::size_t> find_undeclared(const Policy& policy, std::string_view text,
                                           std::string& name) {
  for (auto at = text.find(kVariables); at != std::string_view::npos;
       at = text.find(kVariables, at + 1)) {
    if (at > 0 && (std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0 ||
                   text[at - 1] == '_' || text[at - 1] == '.'))
      continue;
    auto end = at + kVariables.size();
    while (end < text.size() &&
           (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_'))
      ++end;
    name = text.substr(at + kVariables.size(), end - at - kVariables.size());
    if (std::ranges::none_of(policy.variables, [&](const Variable& v) { return v.name == name; }))
      return at;
  }
  return std::nullopt;
}

class ExpressionCheck {
 public:
  ExpressionCheck(const Policy& policy, const TargetEnvironment& target,
                  const source::SourceMap* sources, source::Diagnostics& diagnostics)
      : policy_(policy), target_(target), sources_(sources), diagnostics_(diagnostics) {}

  void check(const Expression& expression) {
    if (expression.empty()) return;
    std::string name;
    if (const auto at = find_undeclared(policy_, expression.text, name)) {
      report(expression,
             {static_cast<std::uint32_t>(*at),
              static_cast<std::uint32_t>(*at + kVariables.size() + name.size())},
             "the policy declares no variable " + quoted(name), variable_help(name));
      return;
    }
    auto compiled = cel::compile(target_.environment, expression.text);
    for (auto& issue : compiled.issues)
      report(expression, issue.span, std::move(issue.message), std::move(issue.help));
  }

 private:
  [[nodiscard]] std::string variable_help(std::string_view name) const {
    std::vector<std::string_view> names;
    for (const auto& variable : policy_.variables) names.push_back(variable.name);
    const auto near = nearest_name(name, names);
    return near ? "did you mean 'variables." + std::string(*near) + "'?"
                : "add it under 'variables:'";
  }

  void report(const Expression& expression, source::Span span, std::string message,
              std::string help) {
    auto place = expression.place;
    if (sources_ != nullptr && place.is_known()) {
      place = yaml::place_in_scalar(*sources_, expression.place, span.begin);
      const auto end = yaml::place_in_scalar(*sources_, expression.place,
                                             span.end > span.begin ? span.end - 1 : span.end);
      place.span.end = std::max(place.span.end, end.span.end);
    }
    diagnostics_.push_back({.message = policy_.id + ": " + std::move(message),
                            .help = std::move(help),
                            .place = place,
                            .path = policy_.path});
  }

  const Policy& policy_;
  const TargetEnvironment& target_;
  const source::SourceMap* sources_;
  source::Diagnostics& diagnostics_;
};

std::unique_ptr<LazyProgram> lazily(const Expression& expression,
                                    const cel::Environment& environment) {
  return expression.empty() ? nullptr : std::make_unique<LazyProgram>(expression, environment);
}

// What a fix replaces: where the finding points, unless it says otherwise.
const Expression& replaced(const Validation& validation) {
  const auto& fix = validation.fix;
  return fix.empty() || !fix.replaces.empty() ? fix.replaces : validation.at;
}

}  // namespace

void declare_variables(const Policy& policy, TargetEnvironment& target) {
  for (const auto& variable : policy.variables) {
    const auto name = intern(std::string(kVariables) + variable.name).text();
    if (!target.slots.contains(name))
      target.slots.emplace(name, target.environment.declare(std::string(name), cel::Type::dyn()));
  }
}

value::Value parameter_value(const Policy& policy, const Parameter& parameter,
                             const ParameterValues& given, Arena& arena) {
  const auto standard = parse_json(arena, parameter.json).value_or(value::Value::null());
  const auto qualified = policy.id + "." + parameter.name;
  const std::string* text = nullptr;
  for (const auto& [name, value] : given)
    if (name == parameter.name || name == qualified) text = &value;
  if (text == nullptr) return standard;
  if (standard.is_list() && !trim(*text).starts_with('[')) {
    std::vector<value::Value> items;
    for (const auto piece : split(*text, ','))
      if (!trim(piece).empty()) items.push_back(value::Value::string(arena, trim(piece)));
    return value::List::make(arena, items);
  }
  if (standard.is_string()) return value::Value::string(arena, *text);
  return parse_json(arena, *text).value_or(value::Value::string(arena, *text));
}

LazyProgram::LazyProgram(const Expression& expression, const cel::Environment& environment)
    : expression_(expression), environment_(environment) {}

const cel::Program* LazyProgram::get() const {
  std::call_once(once_, [this] {
    program_ = cel::compile(environment_, expression_.text, {.check_types = false}).program;
  });
  return program_.get();
}

void check_expressions(const Policy& policy, const TargetEnvironment& target,
                       const source::SourceMap* sources, source::Diagnostics& diagnostics) {
  ExpressionCheck check(policy, target, sources, diagnostics);
  for (const auto& condition : policy.match_conditions) check.check(condition);
  for (const auto& variable : policy.variables) check.check(variable.expression);
  for (const auto& validation : policy.validations)
    for (const auto* expression : {&validation.expression, &validation.message_expression,
                                   &validation.at, &validation.fix.text, &validation.fix.replaces})
      check.check(*expression);
}

std::unique_ptr<PlannedPolicy> plan_policy(const Policy& policy, const TargetEnvironment& target,
                                           const ParameterValues& parameters, Arena& arena) {
  auto planned = std::make_unique<PlannedPolicy>();
  planned->source = &policy;
  std::vector<value::Member> members;
  for (const auto& parameter : policy.parameters)
    members.push_back(
        {intern(parameter.name), parameter_value(policy, parameter, parameters, arena)});
  planned->parameters = value::Map::make(arena, members);
  const auto& environment = target.environment;
  for (const auto& condition : policy.match_conditions)
    planned->conditions.push_back(lazily(condition, environment));
  for (const auto& variable : policy.variables)
    planned->variables.push_back(
        {target.slot(intern(std::string(kVariables) + variable.name).text()),
         lazily(variable.expression, environment)});
  for (const auto& validation : policy.validations)
    planned->validations.push_back(
        {&validation, lazily(validation.expression, environment),
         lazily(validation.message_expression, environment), lazily(validation.at, environment),
         lazily(validation.fix.text, environment), lazily(replaced(validation), environment)});
  return planned;
}

}  // namespace stopgate::policy
