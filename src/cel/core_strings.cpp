// The string functions of the language itself: size, contains, startsWith, endsWith, matches.

#include "base/text.h"
#include "cel/cost.h"
#include "cel/libraries.h"
#include "cel/machine.h"

namespace stopgate::cel {

namespace {

Datum size_of(EvalContext&, Args args) {
  return Datum::integer(static_cast<std::int64_t>(length_of(args[0])));
}

Datum contains(EvalContext&, Args args) {
  return Datum::boolean(args[0].as_string().find(args[1].as_string()) != std::string_view::npos);
}

Datum starts_with(EvalContext&, Args args) {
  return Datum::boolean(args[0].as_string().starts_with(args[1].as_string()));
}

Datum ends_with(EvalContext&, Args args) {
  return Datum::boolean(args[0].as_string().ends_with(args[1].as_string()));
}

Datum matches(EvalContext& ctx, Args args) {
  const auto& regex = static_cast<Machine&>(ctx).regex(args[1].as_string());
  if (!regex.ok())
    return fail(ctx, "pattern is not a regular expression: " + printable(regex.error()));
  const auto text = args[0].as_string();
  return Datum::boolean(RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), regex));
}

std::uint64_t cost_of_affix(Args args) {
  return cost_of_length(length_of(args[1]));
}
std::uint64_t cost_of_search(Args args) {
  return cost_of_length(length_of(args[0])) * cost_of_length(length_of(args[1]));
}
std::uint64_t cost_of_match(Args args) {
  return cost_of_regex(args[0].as_string(), args[1].as_string());
}

}  // namespace

void add_core_strings(Environment& environment) {
  for (const auto* of : {"string", "bytes", "list(<T>)", "map(<K>, <V>)"}) {
    add_function(environment, "size(" + std::string(of) + ") -> int", size_of);
    add_function(environment, std::string(of) + ".size() -> int", size_of);
  }
  add_function(environment, "string.contains(string) -> bool", contains, cost_of_search);
  add_function(environment, "string.startsWith(string) -> bool", starts_with, cost_of_affix);
  add_function(environment, "string.endsWith(string) -> bool", ends_with, cost_of_affix);
  add_function(environment, "string.matches(string) -> bool", matches, cost_of_match);
  add_function(environment, "matches(string, string) -> bool", matches, cost_of_match);
}

}  // namespace stopgate::cel
