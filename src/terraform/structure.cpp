#include "terraform/structure.h"

#include <algorithm>
#include <charconv>

#include "json/reader.h"
#include "terraform/value_to_cty.h"

namespace stopgate::terraform {

namespace {

using hcl::Expression;
using hcl::ExpressionKind;

// Locals that name locals, outputs that hand on variables.
constexpr int kMaxSteps = 32;

// JSON written as a template, often a heredoc: what is not known stands in the text as a numbered
// mark of characters that no text of people has, and becomes an unknown string again afterwards.
class JsonTemplate {
 public:
  explicit JsonTemplate(source::Place place) : place_(place) {}

  // False where the text cannot be told: directives, nulls, collections.
  [[nodiscard]] bool add(const hcl::TemplatePart& part, const CtyValue& value);
  // Nothing where it is no JSON, or nothing in it is unknown.
  [[nodiscard]] std::optional<CtyValue> structure(const Limits& limits) const;

 private:
  static constexpr std::string_view kOpen = "\xEE\x80\x80";   // U+E000
  static constexpr std::string_view kClose = "\xEE\x80\x81";  // U+E001

  // As deep as the JSON reader lets documents be. Nothing where a key is not known.
  [[nodiscard]] std::optional<CtyValue> filled(const CtyValue& value) const;
  [[nodiscard]] CtyValue filled_text(const std::string& text, std::size_t open) const;

  source::Place place_;
  std::string text_;
  std::vector<CtyValue> holes_;
};

bool JsonTemplate::add(const hcl::TemplatePart& part, const CtyValue& value) {
  if (part.kind == hcl::TemplatePart::Kind::Text) {
    text_ += part.text;
    return part.text.find(kOpen) == std::string_view::npos;
  }
  if (value.is_unknown()) {
    text_ += std::string(kOpen) + std::to_string(holes_.size()) + std::string(kClose);
    holes_.push_back(value);
    return true;
  }
  if (!value.is_concrete()) return false;
  if (value.kind() == TypeKind::String) {
    text_ += value.as_string();
    return value.as_string().find(kOpen) == std::string::npos;
  }
  if (value.kind() != TypeKind::Number && value.kind() != TypeKind::Bool) return false;
  text_ += to_text(value);
  return true;
}

CtyValue JsonTemplate::filled_text(const std::string& text, std::size_t open) const {
  std::size_t index = 0;
  std::from_chars(text.data() + open + kOpen.size(), text.data() + text.size(), index);
  const auto& hole = holes_[std::min(index, holes_.size() - 1)];
  auto info = hole.unknown_info();
  info.prefix = text.substr(0, open) + info.prefix;
  info.not_null = true;
  return CtyValue::unknown(Type::string(), std::move(info))
      .with_marks(hole.marks())
      .with_place(place_);
}

std::optional<CtyValue> JsonTemplate::filled(const CtyValue& value) const {
  if (!value.is_concrete()) return value;
  if (value.kind() == TypeKind::String) {
    const auto open = value.as_string().find(kOpen);
    return open == std::string::npos ? value.with_place(place_)
                                     : filled_text(value.as_string(), open);
  }
  if (value.kind() == TypeKind::Object) {
    std::vector<CtyMember> members;
    for (const auto& member : value.members()) {
      auto inner = filled(member.value);
      if (!inner || member.key.text().find(kOpen) != std::string_view::npos) return std::nullopt;
      members.push_back({.key = member.key, .value = std::move(*inner), .key_place = place_});
    }
    return CtyValue::object(std::move(members)).with_place(place_);
  }
  if (value.kind() != TypeKind::Tuple) return value.with_place(place_);
  std::vector<CtyValue> elements;
  for (const auto& element : value.elements()) {
    auto inner = filled(element);
    if (!inner) return std::nullopt;
    elements.push_back(std::move(*inner));
  }
  return CtyValue::tuple(std::move(elements)).with_place(place_);
}

std::optional<CtyValue> JsonTemplate::structure(const Limits& limits) const {
  if (holes_.empty()) return std::nullopt;
  const auto document = json::parse(text_, limits);
  if (source::has_errors(document.diagnostics)) return std::nullopt;
  return filled(cty_of(document.root.value));
}

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
  [[nodiscard]] std::optional<CtyValue> of_template(ModuleInstance& module,
                                                    const Expression& expression,
                                                    source::FileId file, const Scope& scope);

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

std::optional<CtyValue> Finder::of_template(ModuleInstance& module, const Expression& expression,
                                            source::FileId file, const Scope& scope) {
  JsonTemplate text({file, expression.span});
  for (const auto& part : expression.parts) {
    const bool is_hole = part.kind == hcl::TemplatePart::Kind::Interpolation;
    if (!is_hole && part.kind != hcl::TemplatePart::Kind::Text) return std::nullopt;
    const auto value =
        is_hole ? module.evaluation().evaluate(*part.expression, file, scope) : CtyValue();
    if (!text.add(part, value)) return std::nullopt;
  }
  return text.structure(module.evaluation().eval_options().limits);
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
      if (expression.parts.size() == 1 &&
          expression.parts[0].kind == hcl::TemplatePart::Kind::Interpolation)
        return find(module, *expression.parts[0].expression, file, scope);
      return of_template(module, expression, file, scope);
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
