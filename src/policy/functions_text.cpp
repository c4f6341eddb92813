// Functions that tell a secret from an ordinary text.

#include "policy/environment.h"
#include "policy/secrets.h"

namespace stopgate::policy {

namespace {

using cel::Datum;
using cel::EvalContext;
using cel::Type;
using cel::TypeKind;

using Arguments = std::span<const Datum>;

}  // namespace

void add_text_functions(cel::Environment& environment) {
  const auto text = Type::of(TypeKind::String);
  const auto boolean = Type::of(TypeKind::Bool);
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
