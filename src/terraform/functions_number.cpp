// Functions over numbers.

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "terraform/cty_convert.h"
#include "terraform/functions.h"

namespace stopgate::terraform {

namespace {

// Through a double, as Terraform does.
Outcome from_double(double value, std::string_view what) {
  if (std::isnan(value))
    return Outcome::wrong(std::string(what) + " is not a number", "check the arguments");
  return CtyValue::number(Number::from_double(value));
}

Outcome log(const Invocation& call) {
  return from_double(
      std::log(call[0].as_number().to_double()) / std::log(call[1].as_number().to_double()),
      "the logarithm");
}

Outcome pow(const Invocation& call) {
  return from_double(std::pow(call[0].as_number().to_double(), call[1].as_number().to_double()),
                     "the power");
}

template <typename Better>
Outcome best(const Invocation& call, Better better) {
  if (call.size() == 0) return Outcome::wrong("at least one number is required");
  const CtyValue* found = &call[0];
  for (const auto& value : call.arguments) {
    if (better(value.as_number(), found->as_number())) found = &value;
  }
  return *found;
}

Outcome parse_int(const Invocation& call) {
  const auto text = convert(call[0], Type::string());
  if (!text.error.empty())
    return Outcome::wrong_argument(0, "'number' does not fit: " + text.error);
  const auto base = call[1].as_number().to_int64();
  if (!base || *base < 2 || *base > 62)
    return Outcome::wrong_argument(1, "'base' is " + call[1].as_number().to_text(),
                                   "a whole number from 2 to 62 is required");
  const auto number = Number::parse_integer(text.value.as_string(), static_cast<int>(*base));
  if (!number)
    return Outcome::wrong_argument(0, quoted(text.value.as_string(), 60) +
                                          " is not an integer in base " + std::to_string(*base));
  return CtyValue::number(*number);
}

Outcome sum(const Invocation& call) {
  const auto& list = call[0];
  if (!list.type().is_sequence())
    return Outcome::wrong_argument(
        0, "a list, set or tuple of numbers is required, not " + name_of(list.type()));
  if (list.size() == 0)
    return Outcome::wrong_argument(0, "the list is empty",
                                   "the sum needs at least one number: use concat(list, [0])");
  Number total;
  std::optional<CtyValue> unknown;
  for (const auto& element : list.elements()) {
    const auto number = convert(element, Type::number());
    if (!number.error.empty() || element.is_null())
      return Outcome::wrong_argument(0, element.is_null() ? "an element is null" : number.error);
    if (number.value.is_unknown()) {
      unknown = number.value;
    } else {
      total = total + number.value.as_number();
    }
  }
  return unknown ? unknown_from(*unknown, Type::number()) : CtyValue::number(total);
}

Outcome signum(const Invocation& call) {
  if (!call[0].as_number().is_integer())
    return Outcome::wrong_argument(0, call[0].as_number().to_text() + " is not a whole number",
                                   "use floor() or ceil()");
  return CtyValue::number(call[0].as_number().sign());
}

}  // namespace

std::vector<Function> number_functions() {
  const Parameter num{"num", Type::number()};
  const Parameter numbers{"numbers", Type::number()};
  const auto result = Type::number();
  return {
      {"abs",
       {num},
       {},
       result,
       [](const Invocation& c) -> Outcome {
         return c[0].as_number().sign() < 0 ? CtyValue::number(-c[0].as_number()) : c[0];
       }},
      {"ceil",
       {num},
       {},
       result,
       [](const Invocation& c) -> Outcome { return CtyValue::number(c[0].as_number().ceil()); }},
      {"floor",
       {num},
       {},
       result,
       [](const Invocation& c) -> Outcome { return CtyValue::number(c[0].as_number().floor()); }},
      {"log", {num, {"base", Type::number()}}, {}, result, log},
      {"max",
       {},
       numbers,
       result,
       [](const Invocation& c) {
         return best(c, [](const Number& a, const Number& b) { return a > b; });
       }},
      {"min",
       {},
       numbers,
       result,
       [](const Invocation& c) {
         return best(c, [](const Number& a, const Number& b) { return a < b; });
       }},
      {"parseint", {{"number", Type::dynamic()}, {"base", Type::number()}}, {}, result, parse_int},
      {"pow", {num, {"power", Type::number()}}, {}, result, pow},
      {"signum", {num}, {}, result, signum},
      {"sum", {{"list", Type::dynamic()}}, {}, result, sum},
  };
}

}  // namespace stopgate::terraform
