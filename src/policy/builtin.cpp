#include "policy/builtin.h"

#include <array>

namespace stopgate::policy {

namespace {

// The lists of a Match, in the order of BuiltinPolicy::match.
constexpr std::array<std::vector<std::string> Match::*, 9> kMatchLists = {
    &Match::kinds,   &Match::containers, &Match::types, &Match::modes,   &Match::blocks,
    &Match::actions, &Match::relations,  &Match::uses,  &Match::problems};

std::vector<std::string> copy(std::span<const std::string_view> texts) {
  return {texts.begin(), texts.end()};
}

}  // namespace

Policy to_policy(const BuiltinPolicy& builtin) {
  Policy out{.id = std::string(builtin.id),
             .title = std::string(builtin.title),
             .severity = builtin.severity,
             .target = builtin.target,
             .match = {},
             .match_conditions = {},
             .variables = {},
             .validations = {},
             .parameters = {},
             .incident = std::string(builtin.incident),
             .remediation = std::string(builtin.remediation),
             .aliases = copy(builtin.aliases),
             .references = copy(builtin.references),
             .deprecated = std::string(builtin.deprecated),
             .path = std::string(builtin.path),
             .is_enabled = builtin.is_enabled,
             .is_suppressible = builtin.is_suppressible,
             .is_secret = builtin.is_secret};
  for (std::size_t i = 0; i < kMatchLists.size(); ++i)
    out.match.*kMatchLists[i] = copy(builtin.match[i]);
  for (const auto condition : builtin.match_conditions)
    out.match_conditions.push_back({std::string(condition), {}});
  for (const auto& variable : builtin.variables)
    out.variables.push_back({std::string(variable.name), {std::string(variable.expression), {}}});
  for (const auto& parameter : builtin.parameters)
    out.parameters.push_back({std::string(parameter.name), std::string(parameter.expression)});
  for (const auto& validation : builtin.validations) {
    out.validations.push_back(
        {.expression = {std::string(validation.expression), {}},
         .message = std::string(validation.message),
         .message_expression = {std::string(validation.message_expression), {}},
         .at = {std::string(validation.at), {}},
         .fix = {std::string(validation.fix_title),
                 {std::string(validation.fix_text), {}},
                 {std::string(validation.fix_replaces), {}}},
         .severity = validation.severity < 0
                         ? std::nullopt
                         : std::optional(static_cast<finding::Severity>(validation.severity))});
  }
  return out;
}

namespace {

std::string literal(std::string_view text) {
  // Plain escapes only: any byte that is not printable ASCII is written in octal, three digits.
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\' || c == '?') {
      out += '\\';
      out += c;
    } else if (byte >= 0x20 && byte < 0x7F) {
      out += c;
    } else {
      out += '\\';
      for (const auto shift : {6U, 3U, 0U}) out += static_cast<char>('0' + ((byte >> shift) & 7U));
    }
  }
  return out + "\"sv";
}

// Writes arrays as constants of their own, and gives the expression that names them.
class TableWriter {
 public:
  std::string texts(const std::vector<std::string>& list) {
    std::vector<std::string> items;
    for (const auto& text : list) items.push_back(literal(text));
    return array("std::string_view", items);
  }
  std::string array(std::string_view type, const std::vector<std::string>& items) {
    if (items.empty()) return "{}";
    const auto name = "k" + std::to_string(next_++);
    constants_ += "constexpr " + std::string(type) + " " + name + "[] = {";
    for (const auto& item : items) constants_ += item + ",";
    constants_ += "};\n";
    return name;
  }
  [[nodiscard]] const std::string& constants() const { return constants_; }

 private:
  std::size_t next_ = 0;
  std::string constants_;
};

std::string row(const Policy& policy, TableWriter& out) {
  const auto number = [](auto value) { return std::to_string(static_cast<int>(value)); };
  std::string match;
  for (const auto list : kMatchLists) match += out.texts(policy.match.*list) + ",";
  std::vector<std::string> conditions, variables, validations, parameters;
  for (const auto& condition : policy.match_conditions)
    conditions.push_back(literal(condition.text));
  for (const auto& variable : policy.variables)
    variables.push_back("{" + literal(variable.name) + "," + literal(variable.expression.text) +
                        "}");
  for (const auto& parameter : policy.parameters)
    parameters.push_back("{" + literal(parameter.name) + "," + literal(parameter.json) + "}");
  for (const auto& v : policy.validations) {
    validations.push_back("{" + literal(v.expression.text) + "," + literal(v.message) + "," +
                          literal(v.message_expression.text) + "," + literal(v.at.text) + "," +
                          literal(v.fix.title) + "," + literal(v.fix.text.text) + "," +
                          literal(v.fix.replaces.text) + "," +
                          (v.severity ? number(*v.severity) : "-1") + "}");
  }
  return "{" + literal(policy.id) + "," + literal(policy.title) + "," + literal(policy.incident) +
         "," + literal(policy.remediation) + "," + literal(policy.deprecated) + "," +
         literal(policy.path) + ",static_cast<finding::Severity>(" + number(policy.severity) +
         "),static_cast<Target>(" + number(policy.target) + ")," +
         (policy.is_enabled ? "true" : "false") + "," +
         (policy.is_suppressible ? "true" : "false") + "," + (policy.is_secret ? "true" : "false") +
         ",{" + match + "}," + out.array("std::string_view", conditions) + "," +
         out.array("BuiltinVariable", variables) + "," +
         out.array("BuiltinValidation", validations) + "," +
         out.array("BuiltinVariable", parameters) + "," + out.texts(policy.aliases) + "," +
         out.texts(policy.references) + "},\n";
}

}  // namespace

std::string write_builtin_table(const std::vector<Policy>& policies) {
  TableWriter constants;
  std::string rows;
  for (const auto& policy : policies) rows += row(policy, constants);
  return "// Generated from policies/; do not edit.\n#include \"policy/builtin.h\"\n\nnamespace "
         "stopgate::policy {\n\nnamespace {\nusing namespace std::string_view_literals;\n" +
         constants.constants() + "constexpr BuiltinPolicy kPolicies[] = {\n" + rows +
         "};\n}  // namespace\n\nstd::span<const BuiltinPolicy> builtin_policies() { return "
         "kPolicies; }\n\n}  // namespace stopgate::policy\n";
}

}  // namespace stopgate::policy
