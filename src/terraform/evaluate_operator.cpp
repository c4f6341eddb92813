// Operators and conditionals.

#include <algorithm>
#include <string>

#include "terraform/evaluator.h"

namespace stopgate::terraform {

using hcl::Operator;

namespace {

std::string known_start(const CtyValue& value) {
  if (value.is_unknown()) return value.unknown_info().prefix;
  return value.is_concrete() ? value.as_string() : std::string();
}

std::string common_prefix(const std::string& a, const std::string& b) {
  auto size = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  // Not within a character.
  while (size > 0 && size < a.size() && (static_cast<unsigned char>(a[size]) & 0xC0U) == 0x80)
    --size;
  return a.substr(0, size);
}

}  // namespace

Evaluator::Operand Evaluator::operand(const hcl::Expression& expression, const Type& type,
                                      std::string_view role) {
  return converted(eval(expression), type, place_of(expression), role);
}

Evaluator::Operand Evaluator::converted(const CtyValue& value, const Type& type,
                                        source::Place place, std::string_view role) {
  Operand result{.value = value.without_marks(), .marks = value.marks(), .is_usable = false};
  if (value.is_null()) {
    result.value = fail(place, std::string(role) + " is null",
                        "a " + name_of(type) + " is required: make sure that the value is set");
    return result;
  }
  // With its marks, so that the message does not show a secret.
  auto conversion = convert(value, type);
  if (!conversion.error.empty()) {
    result.value = fail(place, std::string(role) + " does not fit: " + conversion.error);
    return result;
  }
  result.value = conversion.value.without_marks();
  result.is_usable = result.value.is_concrete();
  return result;
}

CtyValue Evaluator::eval_unary(const hcl::Expression& expression) {
  const bool is_not = expression.op == Operator::Not;
  const auto value = operand(*expression.left, is_not ? Type::boolean() : Type::number(),
                             is_not ? "the operand of !" : "the operand of -");
  if (!value.is_usable) return value.value.with_marks(value.marks);
  const auto result = is_not ? CtyValue::boolean(!value.value.as_bool())
                             : CtyValue::number(-value.value.as_number());
  return result.with_marks(value.marks);
}

CtyValue Evaluator::eval_binary(const hcl::Expression& expression) {
  switch (expression.op) {
    case Operator::Equal:
    case Operator::NotEqual:
      return eval_equality(expression);
    case Operator::And:
    case Operator::Or:
      return eval_logic(expression);
    default:
      break;
  }
  const auto symbol = std::string(hcl::symbol_of(expression.op));
  const auto left = operand(*expression.left, Type::number(), "the left side of " + symbol);
  const auto right = operand(*expression.right, Type::number(), "the right side of " + symbol);
  const auto marks = left.marks | right.marks;
  if (left.is_usable && right.is_usable)
    return arithmetic(expression, left.value.as_number(), right.value.as_number())
        .with_marks(marks);
  const bool compares = expression.op == Operator::Less || expression.op == Operator::LessEqual ||
                        expression.op == Operator::Greater ||
                        expression.op == Operator::GreaterEqual;
  auto info = reason_of((left.is_usable ? right : left).value.unknown_info());
  info.not_null = true;
  return CtyValue::unknown(compares ? Type::boolean() : Type::number(), std::move(info))
      .with_marks(marks);
}

CtyValue Evaluator::arithmetic(const hcl::Expression& expression, const Number& a,
                               const Number& b) {
  const bool is_finite = !a.is_infinite() && !b.is_infinite();
  Number result;
  switch (expression.op) {
    case Operator::Less:
      return CtyValue::boolean(a < b);
    case Operator::LessEqual:
      return CtyValue::boolean(a <= b);
    case Operator::Greater:
      return CtyValue::boolean(a > b);
    case Operator::GreaterEqual:
      return CtyValue::boolean(a >= b);
    case Operator::Add:
      result = a + b;
      break;
    case Operator::Subtract:
      result = a - b;
      break;
    case Operator::Multiply:
      result = a * b;
      break;
    case Operator::Modulo:
      return CtyValue::number(Number::modulo(a, b));
    case Operator::Divide: {
      const auto quotient = Number::divide(a, b);
      if (!quotient)
        return fail(place_of(expression), "0 is divided by 0",
                    "make sure that the divisor is not 0");
      // Terraform goes on with infinity, too, and fails when it has to write it.
      return CtyValue::number(*quotient);
    }
    default:
      return not_evaluated();
  }
  if (is_finite && result.is_infinite())
    return fail(place_of(expression),
                "the result has more than " + std::to_string(Number::kMaxExponent) + " digits",
                "calculate with smaller numbers");
  return CtyValue::number(result);
}

CtyValue Evaluator::eval_equality(const hcl::Expression& expression) {
  const auto left = eval(*expression.left);
  const auto right = eval(*expression.right);
  const auto marks = left.deep_marks() | right.deep_marks();
  const auto same = equals(left, right);
  if (same) return CtyValue::boolean(*same == (expression.op == Operator::Equal)).with_marks(marks);
  auto info =
      reason_of(left.is_wholly_known() ? right.is_wholly_known()
                                             ? UnknownInfo{.reason = std::string(kNotEvaluated)}
                                             : *right.first_unknown()
                                       : *left.first_unknown());
  info.not_null = true;
  return CtyValue::unknown(Type::boolean(), std::move(info)).with_marks(marks);
}

CtyValue Evaluator::eval_logic(const hcl::Expression& expression) {
  const auto symbol = std::string(hcl::symbol_of(expression.op));
  // The value that decides alone.
  const bool decisive = expression.op == Operator::Or;
  const auto left = operand(*expression.left, Type::boolean(), "the left side of " + symbol);
  const auto right = operand(*expression.right, Type::boolean(), "the right side of " + symbol);
  const auto marks = left.marks | right.marks;
  for (const auto* side : {&left, &right}) {
    if (side->is_usable && side->value.as_bool() == decisive)
      return CtyValue::boolean(decisive).with_marks(marks);
  }
  if (left.is_usable && right.is_usable) return CtyValue::boolean(!decisive).with_marks(marks);
  auto info = reason_of((left.is_usable ? right : left).value.unknown_info());
  info.not_null = true;
  return CtyValue::unknown(Type::boolean(), std::move(info)).with_marks(marks);
}

CtyValue Evaluator::eval_conditional(const hcl::Expression& expression) {
  const auto condition = operand(*expression.operand, Type::boolean(), "the condition");
  auto yes = attempt(*expression.left);
  auto no = attempt(*expression.right);
  // Errors in the branch that is not taken do not count; its type does.
  const bool is_known = condition.is_usable;
  if (is_known) {
    auto& errors = condition.value.as_bool() ? yes.errors : no.errors;
    std::ranges::move(errors, std::back_inserter(diagnostics_));
  }
  const auto is_untyped_null = [](const CtyValue& value) {
    return value.is_null() && value.type().is_dynamic();
  };
  std::optional<Type> type;
  if (is_untyped_null(yes.value)) {
    type = no.value.type();
  } else if (is_untyped_null(no.value)) {
    type = yes.value.type();
  } else {
    const Type types[] = {yes.value.type(), no.value.type()};
    type = unify(types);
  }
  if (!type) {
    return fail(place_of(expression),
                "the two branches have no type in common: one is " + name_of(yes.value.type()) +
                    ", the other " + name_of(no.value.type()),
                "give both branches the same type");
  }
  if (!is_known) return undecided_branches(condition, yes.value, no.value, *type);
  auto result = convert(condition.value.as_bool() ? yes.value : no.value, *type);
  if (!result.error.empty())
    return fail(place_of(expression), "the branch does not fit the type of both: " + result.error);
  return result.value.with_marks(condition.marks);
}

CtyValue Evaluator::undecided_branches(const Operand& condition, const CtyValue& yes,
                                       const CtyValue& no, const Type& type) {
  const auto marks = condition.marks | yes.deep_marks() | no.deep_marks();
  const auto a = convert(yes, type).value;
  const auto b = convert(no, type).value;
  if (a.is_wholly_known() && same_value(a, b)) return a.with_marks(marks);
  auto info = reason_of(condition.value.unknown_info());
  info.not_null = a.is_not_null() && b.is_not_null();
  if (type.kind() == TypeKind::String) {
    info.prefix = common_prefix(known_start(a), known_start(b));
  }
  if ((type.kind() == TypeKind::List || type.kind() == TypeKind::Map) && a.is_concrete() &&
      b.is_concrete()) {
    info.min_length = std::min(a.size(), b.size());
    info.max_length = std::max(a.size(), b.size());
  }
  return CtyValue::unknown(type, std::move(info)).with_marks(marks);
}

}  // namespace stopgate::terraform
