// Functions that look into the stack at hand: the resources planned and applied together.

#include "json/reader.h"
#include "policy/copy.h"
#include "policy/environment.h"

namespace stopgate::policy {

namespace {

using cel::Datum;
using cel::DatumKind;
using cel::EvalContext;
using cel::Type;
using cel::TypeKind;
using value::Value;

using Arguments = std::span<const Datum>;

const Host& host_of(EvalContext& context) {
  return *static_cast<const Host*>(context.host());
}

Datum attributes_of(EvalContext& context, const model::Stack& stack,
                    std::span<const std::size_t> resources) {
  std::vector<Value> items;
  std::vector<source::Place> places;
  for (const auto i : resources) {
    items.push_back(stack.resources[i].attributes.value);
    places.push_back(stack.resources[i].place());
  }
  return Datum::of(context.arena(), value::List::make(context.arena(), items, places));
}

Datum linked(EvalContext& context, const model::Stack& stack, const model::Linked& found,
             std::string_view what) {
  if (found.link != model::Link::Undecided) return attributes_of(context, stack, found.resources);
  const cel::UnknownAttribute unknown{context.arena().copy(what),
                                      context.arena().copy(found.reason)};
  return Datum::unknown(context.arena(), std::span(&unknown, 1));
}

Datum resources(EvalContext& context, Arguments arguments) {
  const auto* stack = host_of(context).stack;
  if (stack == nullptr) return Datum::list(context.arena(), {});
  return attributes_of(context, *stack, stack->of_type(arguments[0].as_string()));
}

Datum referrers(EvalContext& context, Arguments arguments) {
  const auto& host = host_of(context);
  if (host.stack == nullptr) return Datum::list(context.arena(), {});
  const auto type = arguments[0].as_string();
  return linked(context, *host.stack,
                host.stack->referrers(host.resource, type, arguments[1].as_string()), type);
}

Datum referred(EvalContext& context, Arguments arguments) {
  const auto& host = host_of(context);
  if (host.stack == nullptr) return Datum::list(context.arena(), {});
  const auto argument = arguments[0].as_string();
  return linked(context, *host.stack, host.stack->referred(host.resource, argument), argument);
}

Datum parse_json(EvalContext& context, Arguments arguments) {
  const auto document = json::parse(arguments[0].as_string(), {});
  if (source::has_errors(document.diagnostics))
    return Datum::error(context.arena(), "no JSON: " + document.diagnostics.front().message);
  return Datum::of(context.arena(),
                   copy_tree(context.arena(), document.root.value, value::Access::Lenient));
}

// Terraform turns "true" and "1" into booleans where an argument wants one.
bool reads_as(const Datum& argument, bool wanted) {
  if (argument.kind() == DatumKind::Bool) return argument.as_bool() == wanted;
  if (argument.kind() != DatumKind::String) return false;
  const auto text = argument.as_string();
  return wanted ? text == "true" || text == "1" : text == "false" || text == "0";
}

Datum is_true(EvalContext&, Arguments arguments) {
  return Datum::boolean(reads_as(arguments[0], true));
}

Datum is_false(EvalContext&, Arguments arguments) {
  return Datum::boolean(reads_as(arguments[0], false));
}

}  // namespace

void add_terraform_functions(cel::Environment& environment) {
  const auto text = Type::of(TypeKind::String);
  const auto any = Type::dyn();
  environment.add(
      {.name = "resources", .parameters = {text}, .result = Type::list(any), .call = resources});
  environment.add({.name = "referrers",
                   .parameters = {text, text},
                   .result = Type::list(any),
                   .call = referrers});
  environment.add(
      {.name = "referred", .parameters = {text}, .result = Type::list(any), .call = referred});
  const auto boolean = Type::of(TypeKind::Bool);
  environment.add({.name = "isTrue", .parameters = {any}, .result = boolean, .call = is_true});
  environment.add({.name = "isFalse", .parameters = {any}, .result = boolean, .call = is_false});
  environment.add({.name = "json", .parameters = {text}, .result = any, .call = parse_json});
}

}  // namespace stopgate::policy
