#include "terraform/json_expression.h"

#include <string>
#include <vector>

#include "hcl/parser.h"

namespace stopgate::terraform {

using hcl::Expression;
using hcl::ExpressionKind;
using source::Span;

Expression* JsonExpressions::make(ExpressionKind kind, Span span) {
  auto* expression = arena_.make<Expression>();
  expression->kind = kind;
  expression->span = span;
  return expression;
}

void JsonExpressions::report(const source::Diagnostics& diagnostics, Span span) {
  for (auto diagnostic : diagnostics) {
    diagnostic.place = {file_, span};
    diagnostics_.push_back(std::move(diagnostic));
  }
}

// As deep as the parser lets expressions nest.
const Expression* JsonExpressions::moved(const Expression* expression, Span span) {
  if (expression == nullptr) return nullptr;
  auto* copy = arena_.make<Expression>(*expression);
  copy->span = span;
  copy->name.span = copy->key_name.span = copy->value_name.span = span;
  copy->text = arena_.copy(expression->text);
  copy->operand = moved(expression->operand, span);
  copy->index = moved(expression->index, span);
  copy->left = moved(expression->left, span);
  copy->right = moved(expression->right, span);
  copy->condition = moved(expression->condition, span);
  copy->each = moved(expression->each, span);
  std::vector<const Expression*> elements;
  for (const auto* element : expression->elements) elements.push_back(moved(element, span));
  copy->elements = arena_.copy_array<const Expression*>(elements);
  std::vector<hcl::ObjectItem> items;
  for (const auto& item : expression->items)
    items.push_back({moved(item.key, span), moved(item.value, span), item.key_is_name});
  copy->items = arena_.copy_array<hcl::ObjectItem>(items);
  std::vector<hcl::TemplatePart> parts;
  for (auto part : expression->parts) {
    part.text = arena_.copy(part.text);
    part.expression = moved(part.expression, span);
    part.span = part.key_name.span = part.value_name.span = span;
    parts.push_back(part);
  }
  copy->parts = arena_.copy_array<hcl::TemplatePart>(parts);
  return copy;
}

const Expression* JsonExpressions::convert_name(std::string_view text, Span span) {
  source::SourceMap scratch;
  const auto parsed = hcl::parse_expression(scratch, scratch.add({}, std::string(text)), limits_);
  report(parsed.diagnostics, span);
  auto* name = arena_.make<Expression>(*moved(parsed.expression, span));
  name->text = arena_.copy(text);
  return name;
}

const Expression* JsonExpressions::convert_string(std::string_view text, Span span,
                                                  Strings strings) {
  if (strings == Strings::Names) return convert_name(text, span);
  const auto is_template =
      text.find("${") != std::string_view::npos || text.find("%{") != std::string_view::npos;
  if (strings == Strings::Text || !is_template) {
    auto* expression = make(ExpressionKind::String, span);
    expression->text = arena_.copy(text);
    return expression;
  }
  source::SourceMap scratch;
  const auto parsed = hcl::parse_template(scratch, scratch.add({}, std::string(text)), limits_);
  report(parsed.diagnostics, span);
  // "${x}" alone is x itself, whatever its type.
  if (parsed.expression->kind == ExpressionKind::Template && parsed.expression->parts.size() == 1 &&
      parsed.expression->parts[0].kind == hcl::TemplatePart::Kind::Interpolation) {
    return moved(parsed.expression->parts[0].expression, span);
  }
  return moved(parsed.expression, span);
}

const Expression* JsonExpressions::convert(const value::Value& value, Span span, Strings strings) {
  switch (value.kind()) {
    case value::Kind::Null:
    case value::Kind::Unknown:
      return make(ExpressionKind::Null, span);
    case value::Kind::Bool: {
      auto* expression = make(ExpressionKind::Bool, span);
      expression->flag = value.as_bool();
      return expression;
    }
    case value::Kind::Int:
    case value::Kind::Uint:
    case value::Kind::Double: {
      // A sign is an operator in HCL.
      auto text = value.lexeme().empty() ? value::to_text(value) : std::string(value.lexeme());
      const bool is_negative = text.starts_with('-');
      auto* number = make(ExpressionKind::Number, span);
      number->text =
          arena_.copy(is_negative ? std::string_view(text).substr(1) : std::string_view(text));
      if (!is_negative) return number;
      auto* expression = make(ExpressionKind::Unary, span);
      expression->op = hcl::Operator::Negate;
      expression->left = number;
      return expression;
    }
    case value::Kind::String:
      return convert_string(value.as_string(), span, strings);
    case value::Kind::List: {
      std::vector<const Expression*> elements;
      for (std::size_t i = 0; i < value.items().size(); ++i)
        elements.push_back(convert(value.items()[i], value.as_list().place(i).span, strings));
      auto* expression = make(ExpressionKind::Tuple, span);
      expression->elements = arena_.copy_array<const Expression*>(elements);
      return expression;
    }
    case value::Kind::Map: {
      std::vector<hcl::ObjectItem> items;
      const auto& map = value.as_map();
      for (std::size_t i = 0; i < map.size(); ++i) {
        const auto* key =
            convert_string(map.members()[i].key.text(), map.key_place(i).span, strings);
        items.push_back({key, convert(map.members()[i].value, map.place(i).span, strings), false});
      }
      auto* expression = make(ExpressionKind::Object, span);
      expression->items = arena_.copy_array<hcl::ObjectItem>(items);
      return expression;
    }
  }
  return make(ExpressionKind::Null, span);
}

const Expression* JsonExpressions::build(const value::Value& value, Span span) {
  return convert(value, span, Strings::Templates);
}

const Expression* JsonExpressions::build_names(const value::Value& value, Span span) {
  return convert(value, span, Strings::Names);
}

const Expression* JsonExpressions::build_literal(const value::Value& value, Span span) {
  return convert(value, span, Strings::Text);
}

}  // namespace stopgate::terraform
