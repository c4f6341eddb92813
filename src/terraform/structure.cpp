#include "terraform/structure.h"

namespace stopgate::terraform {

namespace {

using hcl::Expression;
using hcl::ExpressionKind;

// Locals that name locals, outputs that hand on variables.
constexpr int kMaxSteps = 32;

class Finder {
 public:
  [[nodiscard]] std::optional<CtyValue> find(ModuleInstance& module, const Expression& expression,
                                             source::FileId file, const Scope& scope);

 private:
  [[nodiscard]] std::optional<CtyValue> follow(ModuleInstance& module, const Expression& expression,
                                               source::FileId file, const Scope& scope);
  [[nodiscard]] std::optional<CtyValue> of_variable(ModuleInstance& module, std::string_view name);
  [[nodiscard]] std::optional<CtyValue> of_output(ModuleInstance& module, std::string_view call,
                                                  std::string_view name);

  int steps_ = 0;
};

std::optional<CtyValue> Finder::of_variable(ModuleInstance& module, std::string_view name) {
  if (module.parent() == nullptr) return std::nullopt;
  const auto* argument = module.call()->content.find(name);
  if (argument == nullptr) return std::nullopt;
  const ModuleScope scope(*module.parent(), module.repetition());
  return find(*module.parent(), argument->expression(), argument->file, scope);
}

std::optional<CtyValue> Finder::of_output(ModuleInstance& module, std::string_view call,
                                          std::string_view name) {
  if (!module.syntax().calls.contains(call)) return std::nullopt;
  const auto& state = module.call_state(std::string(call));
  if (state.expansion.kind != RepetitionKind::Once || state.instances.size() != 1)
    return std::nullopt;
  auto& child = *state.instances.front();
  const auto output = child.syntax().outputs.find(name);
  if (output == child.syntax().outputs.end()) return std::nullopt;
  const auto* value = output->second.content.find("value");
  if (value == nullptr) return std::nullopt;
  const ModuleScope scope(child, no_repetition());
  return find(child, value->expression(), value->file, scope);
}

// local.x, var.x, module.m.x
std::optional<CtyValue> Finder::follow(ModuleInstance& module, const Expression& expression,
                                       source::FileId file, const Scope& scope) {
  const auto* operand = expression.operand;
  const auto name = expression.name.text.text();
  if (operand->kind == ExpressionKind::Attribute &&
      operand->operand->kind == ExpressionKind::Variable &&
      operand->operand->name.text.text() == "module") {
    return of_output(module, operand->name.text.text(), name);
  }
  if (operand->kind == ExpressionKind::Variable && operand->name.text.text() == "local") {
    const auto local = module.syntax().locals.find(name);
    if (local == module.syntax().locals.end()) return std::nullopt;
    const ModuleScope plain(module, no_repetition());
    return find(module, local->second.expression(), local->second.file, plain);
  }
  if (operand->kind == ExpressionKind::Variable && operand->name.text.text() == "var")
    return of_variable(module, name);
  if (name != "json" && name != "minified_json") return std::nullopt;
  const auto data = module.evaluation().evaluate(*operand, file, scope);
  if (!data.is_concrete() || data.kind() != TypeKind::Object) return std::nullopt;
  const auto* structure = data.find(structure_member());
  return structure == nullptr ? std::nullopt : std::optional(structure->value);
}

std::optional<CtyValue> Finder::find(ModuleInstance& module, const Expression& expression,
                                     source::FileId file, const Scope& scope) {
  if (++steps_ > kMaxSteps) return std::nullopt;
  switch (expression.kind) {
    case ExpressionKind::Parentheses:
      return find(module, *expression.operand, file, scope);
    case ExpressionKind::Attribute:
      return follow(module, expression, file, scope);
    case ExpressionKind::Call: {
      const auto name = expression.name.text.text();
      if ((name != "jsonencode" && name != "core::jsonencode") || expression.elements.size() != 1 ||
          expression.flag)
        return std::nullopt;
      return module.evaluation().evaluate(*expression.elements[0], file, scope);
    }
    case ExpressionKind::Template:
      if (expression.parts.size() != 1 ||
          expression.parts[0].kind != hcl::TemplatePart::Kind::Interpolation)
        return std::nullopt;
      return find(module, *expression.parts[0].expression, file, scope);
    case ExpressionKind::Conditional: {
      const auto condition = module.evaluation().evaluate(*expression.operand, file, scope);
      if (!condition.is_concrete() || condition.kind() != TypeKind::Bool) return std::nullopt;
      return find(module, condition.as_bool() ? *expression.left : *expression.right, file, scope);
    }
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<CtyValue> structure_of(ModuleInstance& module, const Expression& expression,
                                     source::FileId file, const Scope& scope) {
  return Finder().find(module, expression, file, scope);
}

bool looks_like_json(const CtyValue& value) {
  const auto begins = [](std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
  };
  if (value.is_unknown()) return begins(value.unknown_info().prefix);
  return value.is_concrete() && value.kind() == TypeKind::String && begins(value.as_string());
}

Symbol structure_member() {
  static const Symbol symbol = intern(" structure");
  return symbol;
}

}  // namespace stopgate::terraform
