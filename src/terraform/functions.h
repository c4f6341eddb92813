#pragma once

// Terraform's functions: what they are called, what they take, how they are run.
//
// The frame (evaluate_call.cpp) does what is the same for all: it converts arguments to their
// types, refuses null, answers unknown for unknown, and spreads marks. A parameter says where a
// function wants to see to that itself.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "terraform/cty_value.h"

namespace stopgate::terraform {

class Evaluator;

enum Takes : std::uint8_t {
  kTakesNothingSpecial = 0,
  kTakesNull = 1,
  kTakesUnknown = 2,
  kTakesMarks = 4,       // sees the marks itself
  kTakesInnerMarks = 8,  // those of elements stay with them; the argument's own go to the result
};

struct Parameter {
  std::string_view name;
  Type type;
  unsigned takes = kTakesNothingSpecial;
};

// A value, or what is wrong, of an argument or of the whole call.
struct Outcome {
  CtyValue value = {};
  std::string error = {};
  std::string help = {};
  std::optional<std::size_t> argument = {};

  Outcome(CtyValue result) : value(std::move(result)) {}  // NOLINT: functions return what they made
  [[nodiscard]] static Outcome wrong(std::string error, std::string help = {});
  [[nodiscard]] static Outcome wrong_argument(std::size_t argument, std::string error,
                                              std::string help = {});
};

struct Invocation {
  std::span<const CtyValue> arguments;
  Evaluator& evaluator;
  source::Place place;

  [[nodiscard]] const CtyValue& operator[](std::size_t index) const { return arguments[index]; }
  [[nodiscard]] std::size_t size() const { return arguments.size(); }
  [[nodiscard]] const std::string& text(std::size_t index) const {
    return arguments[index].as_string();
  }
};

struct Function {
  std::string_view name;
  std::vector<Parameter> parameters;
  std::optional<Parameter> rest;  // any number of further arguments
  Type result;                    // when an argument is not known
  Outcome (*run)(const Invocation&);
};

// `name` with or without `core::`; null for a function that does not exist.
[[nodiscard]] const Function* find_function(std::string_view name);
[[nodiscard]] std::vector<std::string_view> function_names();

// An unknown result for the reason of the first argument that is not wholly known.
[[nodiscard]] CtyValue unknown_result(const Invocation& call, const Type& type = Type::dynamic());
[[nodiscard]] CtyValue unknown_from(const CtyValue& cause, const Type& type = Type::dynamic());

// One table a file.
[[nodiscard]] std::vector<Function> number_functions();
[[nodiscard]] std::vector<Function> string_functions();
[[nodiscard]] std::vector<Function> pattern_functions();  // regex, replace
[[nodiscard]] std::vector<Function> format_functions();
[[nodiscard]] std::vector<Function> collection_functions();  // of one collection
[[nodiscard]] std::vector<Function> combine_functions();     // of several collections
[[nodiscard]] std::vector<Function> set_functions();
[[nodiscard]] std::vector<Function> map_functions();
[[nodiscard]] std::vector<Function> encoding_functions();
[[nodiscard]] std::vector<Function> document_functions();  // JSON, YAML, CSV
[[nodiscard]] std::vector<Function> file_functions();
[[nodiscard]] std::vector<Function> template_functions();
[[nodiscard]] std::vector<Function> time_functions();
[[nodiscard]] std::vector<Function> hash_functions();
[[nodiscard]] std::vector<Function> network_functions();
[[nodiscard]] std::vector<Function> type_functions();

}  // namespace stopgate::terraform
