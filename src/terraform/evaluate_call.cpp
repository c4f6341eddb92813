// Function calls, `try` and `can`.

#include <algorithm>

#include "base/text.h"
#include "terraform/evaluator.h"
#include "terraform/functions.h"
#include "terraform/functions_file.h"

namespace stopgate::terraform {

namespace {

std::string plural(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

const Parameter& parameter_of(const Function& function, std::size_t index) {
  return index < function.parameters.size() ? function.parameters[index] : *function.rest;
}

std::string wrong_count(const Function& function, std::size_t given) {
  std::string text = "takes " + std::string(function.rest ? "at least " : "") +
                     plural(function.parameters.size(), "argument") + ", not " +
                     std::to_string(given);
  if (given < function.parameters.size())
    text += ": '" + std::string(function.parameters[given].name) + "' is missing";
  return text;
}

// A name, and attributes and elements of it.
bool is_reference(const hcl::Expression& expression) {
  const auto* at = &expression;
  while (at->kind == hcl::ExpressionKind::Attribute || at->kind == hcl::ExpressionKind::Index)
    at = at->operand;
  return at->kind == hcl::ExpressionKind::Variable;
}

// One call: what is the same for all functions.
class Frame {
 public:
  Frame(const Function& function, std::vector<CtyValue> arguments)
      : function_(function), arguments_(std::move(arguments)) {}

  Outcome run(Evaluator& evaluator, source::Place place) {
    const bool fits = function_.rest ? arguments_.size() >= function_.parameters.size()
                                     : arguments_.size() == function_.parameters.size();
    if (!fits) return Outcome::wrong(wrong_count(function_, arguments_.size()));
    for (std::size_t at = 0; at < arguments_.size(); ++at) {
      if (auto error = prepare(at)) return *error;
    }
    auto outcome = unknown_ ? Outcome(unknown_from(*unknown_, function_.result))
                            : function_.run({arguments_, evaluator, place});
    // What is not known at all may still turn out to fit.
    if (const auto at = outcome.argument; at && *at < arguments_.size() &&
                                          arguments_[*at].is_unknown() &&
                                          arguments_[*at].type().is_dynamic())
      outcome = Outcome(unknown_from(arguments_[*at], function_.result));
    if (outcome.error.empty()) {
      outcome.value = outcome.value.with_marks(marks_);
    } else if (marks_.any()) {
      // Messages show the values seen.
      outcome.error = "the arguments do not fit; why is not shown, since a value is sensitive";
    }
    return outcome;
  }

 private:
  std::optional<Outcome> prepare(std::size_t at) {
    const auto& parameter = parameter_of(function_, at);
    auto& argument = arguments_[at];
    if ((parameter.takes & kTakesInnerMarks) != 0) {
      marks_ = marks_ | argument.marks();
      argument = argument.without_marks();
    } else if ((parameter.takes & kTakesMarks) == 0) {
      marks_ = marks_ | argument.deep_marks();
      argument = argument.without_deep_marks();
    }
    const auto name = "'" + std::string(parameter.name) + "'";
    if (argument.is_null() && (parameter.takes & kTakesNull) == 0) {
      return Outcome::wrong_argument(at, name + " is null", "make sure that the value is set");
    }
    auto converted = convert(argument, parameter.type);
    if (!converted.error.empty() && marks_.any())
      return Outcome::wrong_argument(
          at, name + " does not fit: a " + name_of(parameter.type) + " is required");
    if (!converted.error.empty())
      return Outcome::wrong_argument(at, name + " does not fit: " + converted.error);
    argument = std::move(converted.value);
    if (argument.is_unknown() && (parameter.takes & kTakesUnknown) == 0 && !unknown_)
      unknown_ = argument;
    return std::nullopt;
  }

  const Function& function_;
  std::vector<CtyValue> arguments_;
  std::optional<CtyValue> unknown_;
  Marks marks_;
};

}  // namespace

CtyValue Evaluator::eval_call(const hcl::Expression& expression) {
  auto name = expression.name.text.text();
  if (name.starts_with("core::")) name.remove_prefix(6);
  if (name == "try") return eval_try(expression);
  if (name == "can") return eval_can(expression);
  const auto* function = find_function(name);
  const source::Place name_place{file_, expression.name.span};
  if (function == nullptr) {
    const auto names = function_names();
    const auto nearest = nearest_name(name, names);
    if (name.starts_with("provider::")) {
      return CtyValue::unknown(
          Type::dynamic(), {.reason = "a provider's function, which is known only to the provider",
                            .subject = std::string(name)});
    }
    return fail(name_place, "there is no function '" + printable(name, 80) + "'",
                nearest ? "did you mean '" + std::string(*nearest) + "'?" : "");
  }
  if (name == "templatestring" && !expression.elements.empty() &&
      !is_reference(*expression.elements[0])) {
    return fail(place_of(*expression.elements[0]),
                "templatestring(): the template is not a reference",
                "write the template itself as a quoted string, or give it a name in locals");
  }
  CtyValue undecided;
  auto values = arguments(expression, undecided);
  if (!values) return undecided;
  const auto failed = std::ranges::find_if(*values, [](const CtyValue& value) {
    return value.is_unknown() && value.unknown_info().reason == kNotEvaluated;
  });
  auto outcome = Frame(*function, *values).run(*this, place_of(expression));
  if (outcome.error.empty() && outcome.value.is_unknown() &&
      outcome.value.unknown_info().reason == kOutsideRepository) {
    warnings_.push_back(
        {.severity = source::Severity::Warning,
         .message = std::string(name) +
                    "(): " + stopgate::quoted(outcome.value.unknown_info().subject) +
                    " lies outside of the repository and is not read: the value is unknown",
         .help = "keep what the configuration reads in the repository",
         .place = place_of(expression),
         .path = {}});
  }
  if (outcome.error.empty()) return outcome.value;
  // An error that may only follow from an earlier one is not worth telling.
  if (failed != values->end() && !(diagnostics_.empty() && static_diagnostics_.empty()))
    return not_evaluated();
  const auto at = outcome.argument;
  const auto place = at && *at < expression.elements.size() ? place_of(*expression.elements[*at])
                                                            : place_of(expression);
  return fail(place, std::string(name) + "(): " + outcome.error, std::move(outcome.help));
}

// The arguments, the last one spread where `...` follows it; nothing when that one is not known.
std::optional<std::vector<CtyValue>> Evaluator::arguments(const hcl::Expression& expression,
                                                          CtyValue& undecided) {
  std::vector<CtyValue> values;
  for (const auto* element : expression.elements) values.push_back(eval(*element));
  if (!expression.flag || values.empty()) return values;
  const auto last = values.back();
  values.pop_back();
  const auto place = place_of(*expression.elements.back());
  if (last.is_null()) {
    undecided = fail(place, "null is spread with ...", "make sure that the list is set");
    return std::nullopt;
  }
  if (!last.type().is_dynamic() && !last.type().is_sequence()) {
    undecided = fail(place, "a " + name_of(last.type()) + " is spread with ...",
                     "only lists, sets and tuples can be");
    return std::nullopt;
  }
  if (last.is_unknown()) {
    undecided = unknown_because(last).with_marks(last.marks());
    return std::nullopt;
  }
  for (const auto& element : last.elements()) values.push_back(element.with_marks(last.marks()));
  return values;
}

Evaluator::Attempt Evaluator::attempt(const hcl::Expression& expression) {
  const auto before = diagnostics_.size();
  const auto static_before = static_diagnostics_.size();
  Attempt result;
  result.value = eval(expression);
  const auto first = diagnostics_.begin() + static_cast<std::ptrdiff_t>(before);
  result.errors.assign(std::make_move_iterator(first), std::make_move_iterator(diagnostics_.end()));
  diagnostics_.erase(first, diagnostics_.end());
  result.has_static_error = static_diagnostics_.size() > static_before;
  return result;
}

CtyValue Evaluator::eval_try(const hcl::Expression& expression) {
  if (expression.elements.empty())
    return fail(place_of(expression), "try(): at least one argument is required",
                "give the expressions to try, the last one being the default");
  std::string reasons;
  for (const auto* element : expression.elements) {
    auto tried = attempt(*element);
    if (tried.has_static_error) return not_evaluated();
    if (!tried.errors.empty()) {
      reasons += (reasons.empty() ? "" : "; ") + tried.errors.front().message;
      continue;
    }
    if (tried.value.is_wholly_known()) return tried.value;
    // It may yet fail when its values are known.
    return unknown_because(tried.value).with_marks(tried.value.deep_marks());
  }
  return fail(place_of(expression), "try(): none of the expressions could be evaluated: " + reasons,
              "add a constant as the last argument");
}

CtyValue Evaluator::eval_can(const hcl::Expression& expression) {
  if (expression.elements.size() != 1)
    return fail(place_of(expression),
                "can(): takes 1 argument, not " + std::to_string(expression.elements.size()));
  const auto tried = attempt(*expression.elements[0]);
  if (tried.has_static_error) return not_evaluated();
  if (!tried.errors.empty()) return CtyValue::boolean(false);
  if (tried.value.is_wholly_known()) return CtyValue::boolean(true);
  return unknown_because(tried.value, Type::boolean());
}

}  // namespace stopgate::terraform
