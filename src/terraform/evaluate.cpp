#include "terraform/evaluate.h"

#include <algorithm>

#include "terraform/evaluator.h"

namespace stopgate::terraform {

namespace {

class EmptyScope final : public Scope {
 public:
  Resolved resolve(const hcl::Name& root, std::span<const hcl::Name>,
                   source::FileId file) const override {
    source::Diagnostic error{.message = "'" + std::string(root.text.text()) +
                                        "' cannot be used here: only constants can",
                             .help = "write the value itself",
                             .place = {file, root.span},
                             .path = {}};
    return {.value = {}, .steps = 0, .error = std::move(error)};
  }
};

}  // namespace

UnknownInfo reason_of(const UnknownInfo& info) {
  return {.reason = info.reason, .subject = info.subject};
}

EvalResult evaluate(const hcl::Expression& expression, source::FileId file, const Scope& scope,
                    const EvalOptions& options) {
  Budget budget;
  Evaluator evaluator(file, scope, options, budget);
  auto value = evaluator.eval(expression);
  return {.value = std::move(value), .diagnostics = evaluator.take_diagnostics()};
}

EvalResult evaluate_constant(const hcl::Expression& expression, source::FileId file,
                             const EvalOptions& options) {
  return evaluate(expression, file, EmptyScope(), options);
}

CtyValue Evaluator::eval(const hcl::Expression& expression) {
  if (!spend(place_of(expression))) return not_evaluated();
  ++budget_.depth;
  auto value = bounded(eval_kind(expression), place_of(expression));
  --budget_.depth;
  // Parentheses and the branch that a conditional takes say better where the value was written.
  const bool keeps_place = expression.kind == hcl::ExpressionKind::Parentheses ||
                           expression.kind == hcl::ExpressionKind::Conditional;
  if (keeps_place && value.place().is_known()) return value;
  return value.with_place(place_of(expression));
}

CtyValue Evaluator::eval_kind(const hcl::Expression& expression) {
  using enum hcl::ExpressionKind;
  switch (expression.kind) {
    case Invalid:
      return not_evaluated();  // the parser said why
    case Null:
      return CtyValue::null();
    case Bool:
      return CtyValue::boolean(expression.flag);
    case Number: {
      const auto number = terraform::Number::parse(expression.text);
      if (number) return CtyValue::number(*number);
      return fail(place_of(expression),
                  "the number " + std::string(expression.text.substr(0, 40)) +
                      " is beyond what can be evaluated",
                  "write a number of fewer digits");
    }
    case String:
      return CtyValue::string(std::string(expression.text));
    case Template:
      return eval_template(expression);
    case Variable:
      return eval_variable(expression);
    case Attribute:
      return eval_attribute(expression);
    case Index:
      return eval_index(expression);
    case Splat:
      return eval_splat(expression);
    case Call:
      return eval_call(expression);
    case Tuple:
      return eval_tuple(expression);
    case Object:
      return eval_object(expression);
    case ForTuple:
    case ForObject:
      return eval_for(expression);
    case Conditional:
      return eval_conditional(expression);
    case Unary:
      return eval_unary(expression);
    case Binary:
      return eval_binary(expression);
    case Parentheses:
      return eval(*expression.operand);
  }
  return not_evaluated();
}

bool Evaluator::spend(source::Place place) {
  const auto depth_limit = options_.limits.depth * 8;  // as the parser's, for expressions
  const bool too_deep = budget_.depth >= depth_limit;
  const bool too_long = ++budget_.steps > options_.max_steps;
  if (!too_deep && !too_long) return true;
  if (!std::exchange(budget_.is_reported, true)) {
    const auto limit = too_deep
                           ? "is nested more than " + std::to_string(depth_limit) + " deep"
                           : "takes more than " + std::to_string(options_.max_steps) + " steps";
    fail(place, "this expression " + limit + ", so it was not evaluated to its end",
         "split it into several local values");
  }
  return false;
}

CtyValue Evaluator::bounded(CtyValue value, source::Place place) {
  if (!value.is_concrete() || (value.type().is_primitive() && value.kind() != TypeKind::String))
    return value;
  std::string what;
  if (value.kind() == TypeKind::String) {
    if (value.as_string().size() > options_.max_string_bytes)
      what = "a string of " + std::to_string(value.as_string().size()) +
             " bytes, more than the limit of " + std::to_string(options_.max_string_bytes);
  } else if (value.size() > options_.max_elements) {
    what = "a collection of " + std::to_string(value.size()) +
           " elements, more than the limit of " + std::to_string(options_.max_elements);
  } else if (value.type().depth() > options_.limits.depth) {
    what = "a value that is nested more than " + std::to_string(options_.limits.depth) + " deep";
  }
  if (what.empty()) return value;
  return fail(place, "this gives " + what, "build a smaller value");
}

CtyValue Evaluator::not_evaluated() {
  return CtyValue::unknown(Type::dynamic(), {.reason = std::string(kNotEvaluated)});
}

CtyValue Evaluator::unknown_because(const CtyValue& cause, const Type& type) {
  const auto* info = cause.first_unknown();
  if (info == nullptr) return not_evaluated();
  return CtyValue::unknown(type, reason_of(*info));
}

CtyValue Evaluator::fail(source::Place place, std::string message, std::string help) {
  diagnostics_.push_back(
      {.message = std::move(message), .help = std::move(help), .place = place, .path = {}});
  return not_evaluated();
}

void Evaluator::report(source::Diagnostics diagnostics) {
  std::ranges::move(diagnostics, std::back_inserter(diagnostics_));
}

source::Diagnostics Evaluator::take_diagnostics() {
  source::Diagnostics all = std::move(static_diagnostics_);
  std::ranges::move(diagnostics_, std::back_inserter(all));
  std::ranges::move(warnings_, std::back_inserter(all));
  source::Diagnostics unique;
  for (auto& diagnostic : all) {
    if (unique.size() >= options_.limits.diagnostics) break;
    if (std::ranges::find(unique, diagnostic) == unique.end())
      unique.push_back(std::move(diagnostic));
  }
  return unique;
}

}  // namespace stopgate::terraform
