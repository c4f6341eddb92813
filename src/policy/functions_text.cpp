// Functions of texts alone: what tells a secret from an ordinary text, and dated facts about
// versions.

#include "policy/dated_facts.h"
#include "policy/environment.h"
#include "policy/secrets.h"
#include "policy/subjects.h"

namespace stopgate::policy {

namespace {

using cel::Datum;
using cel::EvalContext;
using cel::Type;
using cel::TypeKind;

using Arguments = std::span<const Datum>;

// A map of the fact, or null where none is known.
Datum end_of_life_of(EvalContext& context, Arguments arguments) {
  const auto* fact = end_of_life(arguments[0].as_string(), arguments[1].as_string());
  if (fact == nullptr) return {};
  Facts facts(context.arena());
  facts.add("ends", std::string_view(fact->ends))
      .add("replacement", std::string_view(fact->replacement));
  facts.add("source", std::string_view(fact->source));
  return Datum::of(context.arena(), facts.build());
}

}  // namespace

void add_text_functions(cel::Environment& environment) {
  const auto text = Type::of(TypeKind::String);
  const auto boolean = Type::of(TypeKind::Bool);
  environment.add({.name = "endOfLife",
                   .parameters = {text, text},
                   .result = Type::dyn(),
                   .call = end_of_life_of});
  environment.add({.name = "secretKind",
                   .parameters = {text},
                   .result = text,
                   .call = [](EvalContext&, Arguments arguments) {
                     return Datum::string(secret_kind(arguments[0].as_string()));
                   }});
  environment.add({.name = "looksRandom",
                   .parameters = {text},
                   .result = boolean,
                   .call = [](EvalContext&, Arguments arguments) {
                     return Datum::boolean(looks_random(arguments[0].as_string()));
                   }});
  environment.add({.name = "isPlaceholder",
                   .parameters = {text},
                   .result = boolean,
                   .call = [](EvalContext&, Arguments arguments) {
                     return Datum::boolean(is_placeholder(arguments[0].as_string()));
                   }});
}

}  // namespace stopgate::policy
