// Functions that look into the set of manifests at hand.

#include <algorithm>

#include "kubernetes/capacity.h"
#include "kubernetes/cron.h"
#include "kubernetes/lifecycle.h"
#include "kubernetes/schema_table.h"
#include "kubernetes/selector.h"
#include "policy/environment.h"
#include "policy/render_cache.h"
#include "policy/subjects.h"

namespace stopgate::policy {

namespace {

using cel::Datum;
using cel::EvalContext;
using cel::Type;
using cel::TypeKind;
using value::Value;

using Arguments = std::span<const Datum>;

const Host& host_of(EvalContext& context) {
  return *static_cast<const Host*>(context.host());
}

Datum empty_list(EvalContext& context) {
  return Datum::of(context.arena(), value::List::make(context.arena(), {}));
}

Datum objects(EvalContext& context, Arguments arguments) {
  const auto& host = host_of(context);
  if (host.render == nullptr) return empty_list(context);
  const auto kind = arguments[0].as_string();
  return Datum::of(context.arena(),
                   arguments.size() == 1
                       ? host.renders->objects(*host.render, kind)
                       : host.renders->objects(*host.render, kind, arguments[1].as_string()));
}

Datum lookup(EvalContext& context, Arguments arguments) {
  const auto* render = host_of(context).render;
  if (render == nullptr) return {};
  const auto found =
      render->find(arguments[0].as_string(), arguments[1].as_string(), arguments[2].as_string());
  return found ? Datum::of(context.arena(), render->objects[*found].root.value) : Datum();
}

Datum pods_matching(EvalContext& context, Arguments arguments) {
  const auto& host = host_of(context);
  if (host.render == nullptr) return empty_list(context);
  const auto selector = arguments[0].to_value(context.arena());
  const auto name_space = arguments[1].as_string();
  if (selector.is_map() && selector.as_map().size() == 0)
    return Datum::of(context.arena(), host.renders->pods_of(*host.render, name_space));
  const auto pods = host.render->pods_matching(selector, name_space);
  return Datum::of(context.arena(), host.renders->pods(*host.render, pods, context.arena()));
}

Datum selects(EvalContext& context, Arguments arguments) {
  return Datum::boolean(kubernetes::selects(arguments[0].to_value(context.arena()),
                                            arguments[1].to_value(context.arena())));
}

Value minor_or_null(const std::optional<int>& minor) {
  return minor ? Value::integer(*minor) : Value::null();
}

Datum api_lifecycle(EvalContext& context, Arguments arguments) {
  const auto found = kubernetes::find_lifecycle(arguments[0].as_string(), arguments[1].as_string());
  if (!found) return {};
  Facts facts(context.arena());
  facts.add("component", std::string_view(found->component));
  facts.add("introduced", minor_or_null(found->introduced))
      .add("deprecated", minor_or_null(found->deprecated));
  facts.add("removed", minor_or_null(found->removed))
      .add("replacement", std::string_view(found->replacement));
  facts.add("replacementKind", std::string_view(found->replacement_kind))
      .add("planned", minor_or_null(found->planned_removal));
  facts.add("deprecatedIn", std::string_view(found->deprecated_in))
      .add("removedIn", std::string_view(found->removed_in));
  return Datum::of(context.arena(), facts.build());
}

Datum api_served(EvalContext& context, Arguments arguments) {
  static_cast<void>(context);
  const auto& table = kubernetes::schema_table();
  const auto minor = arguments[2].as_int();
  const auto api_version = arguments[0].as_string();
  const auto slash = api_version.find('/');
  const auto group =
      slash == std::string_view::npos ? std::string_view{} : api_version.substr(0, slash);
  if (minor < table.oldest || minor > table.newest || !table.is_own_group(group)) return {};
  const auto bit = table.bit(static_cast<int>(minor));
  const auto rows = table.find(api_version, arguments[1].as_string());
  return Datum::boolean(std::any_of(rows.begin(), rows.end(),
                                    [&](const auto& row) { return (row.minors & bit) != 0; }));
}

Datum pod_total(EvalContext& context, Arguments arguments) {
  const auto bound = arguments[2].as_string() == "limits" ? kubernetes::Bound::Limits
                                                          : kubernetes::Bound::Requests;
  return Datum::integer(kubernetes::pod_total(arguments[0].to_value(context.arena()),
                                              arguments[1].as_string(), bound));
}

Datum milli(EvalContext& context, Arguments arguments) {
  const auto number = kubernetes::thousandths(arguments[0].to_value(context.arena()));
  return number ? Datum::integer(*number) : Datum::error(context.arena(), "this is no quantity");
}

Datum cron_gap(EvalContext& context, Arguments arguments) {
  static_cast<void>(context);
  const auto gap = kubernetes::longest_gap_minutes(arguments[0].as_string());
  return gap ? Datum::integer(*gap) : Datum();
}

}  // namespace

void add_kubernetes_functions(cel::Environment& environment) {
  const auto text = Type::of(TypeKind::String);
  const auto any = Type::dyn();
  environment.add(
      {.name = "objects", .parameters = {text}, .result = Type::list(any), .call = objects});
  environment.add(
      {.name = "objects", .parameters = {text, text}, .result = Type::list(any), .call = objects});
  environment.add(
      {.name = "lookup", .parameters = {text, text, text}, .result = any, .call = lookup});
  environment.add({.name = "podsMatching",
                   .parameters = {any, text},
                   .result = Type::list(any),
                   .call = pods_matching});
  environment.add({.name = "selects",
                   .parameters = {any, any},
                   .result = Type::of(TypeKind::Bool),
                   .call = selects});
  environment.add(
      {.name = "apiLifecycle", .parameters = {text, text}, .result = any, .call = api_lifecycle});
  const auto integer = Type::of(TypeKind::Int);
  environment.add({.name = "apiServed",
                   .parameters = {text, text, integer},
                   .result = any,
                   .call = api_served});
  environment.add(
      {.name = "podTotal", .parameters = {any, text, text}, .result = integer, .call = pod_total});
  environment.add({.name = "milli", .parameters = {any}, .result = integer, .call = milli});
  environment.add(
      {.name = "cronGapMinutes", .parameters = {text}, .result = any, .call = cron_gap});
}

}  // namespace stopgate::policy
