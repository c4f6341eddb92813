// url() and its methods, and the authorizer, which offline is always unknown.

#include "cel/cost.h"
#include "cel/libraries.h"
#include "cel/opaque.h"
#include "cel/url.h"

namespace stopgate::cel {

namespace {

Datum make(EvalContext& ctx, Args args) {
  auto url = parse_url(args[0].as_string());
  return url ? box(ctx, "kubernetes.URL", std::move(*url))
             : fail(ctx, "URL parse error during conversion from string: " + url.error().message);
}

Datum query(EvalContext& ctx, Args args) {
  auto& arena = ctx.arena();
  std::vector<Entry> entries;
  for (const auto& [key, values] : unbox<Url>(args[0]).parameters()) {
    std::vector<Datum> items;
    for (const auto& value : values) items.push_back(Datum::string(arena, value));
    entries.push_back({Datum::string(arena, key), Datum::list(arena, items)});
  }
  return Datum::map(arena, entries);
}

template <typename Get>
void add_text(Environment& environment, const std::string& name, Get get) {
  add_function(environment, "kubernetes.URL." + name + "() -> string",
               [get](EvalContext& ctx, Args args) {
                 return Datum::string(ctx.arena(), get(unbox<Url>(args[0])));
               });
}

}  // namespace

void add_urls(Environment& environment) {
  add_function(environment, "url(string) -> kubernetes.URL", make,
               [](Args args) { return cost_of_length(length_of(args[0])); });
  add_function(environment, "isURL(string) -> bool", [](EvalContext&, Args args) {
    return Datum::boolean(parse_url(args[0].as_string()).has_value());
  });
  add_text(environment, "getScheme", [](const Url& url) { return url.scheme; });
  add_text(environment, "getHost", [](const Url& url) { return url.host; });
  add_text(environment, "getHostname", [](const Url& url) { return url.hostname(); });
  add_text(environment, "getPort", [](const Url& url) { return url.port(); });
  add_text(environment, "getEscapedPath", [](const Url& url) { return url.path; });
  add_function(environment, "kubernetes.URL.getQuery() -> map(string, list(string))", query);
}

void add_authorizer(Environment& environment) {
  const auto offline = [](EvalContext& ctx, Args) {
    return fail(ctx, "no authorizer can be asked offline");
  };
  const std::string space = "kubernetes.authorization.";
  for (const std::string declaration :
       {"Authorizer.path(string) -> {}PathCheck", "Authorizer.group(string) -> {}GroupCheck",
        "Authorizer.serviceAccount(string, string) -> {}Authorizer",
        "GroupCheck.resource(string) -> {}ResourceCheck",
        "ResourceCheck.subresource(string) -> {}ResourceCheck",
        "ResourceCheck.namespace(string) -> {}ResourceCheck",
        "ResourceCheck.name(string) -> {}ResourceCheck",
        "ResourceCheck.fieldSelector(string) -> {}ResourceCheck",
        "ResourceCheck.labelSelector(string) -> {}ResourceCheck",
        "PathCheck.check(string) -> {}Decision", "ResourceCheck.check(string) -> {}Decision",
        "Decision.allowed() -> bool", "Decision.errored() -> bool", "Decision.error() -> string",
        "Decision.reason() -> string"}) {
    auto text = space + declaration;
    if (const auto at = text.find("{}"); at != std::string::npos) text.replace(at, 2, space);
    add_function(environment, text, offline);
  }
}

}  // namespace stopgate::cel
