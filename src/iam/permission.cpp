#include "iam/permission.h"

#include <algorithm>
#include <array>
#include <vector>

#include "iam/located_copy.h"
#include "iam/normalize.h"

namespace stopgate::iam {

namespace {

using value::Member;
using value::Node;
using value::Value;

// An argument that becomes a condition.
struct ConditionArgument {
  std::string_view argument, test, key;
};

struct Permission {
  std::string_view type;
  std::string_view resource;        // argument that names what is opened
  std::string_view default_action;  // where the action may be left out
  std::array<ConditionArgument, 4> conditions;
};

constexpr std::array<Permission, 3> kPermissions = {{
    {"aws_lambda_permission",
     "function_name",
     "",
     {{{"source_arn", "ArnLike", "AWS:SourceArn"},
       {"source_account", "StringEquals", "AWS:SourceAccount"},
       {"principal_org_id", "StringEquals", "aws:PrincipalOrgID"},
       {"function_url_auth_type", "StringEquals", "lambda:FunctionUrlAuthType"}}}},
    {"aws_lambda_layer_version_permission",
     "layer_name",
     "",
     {{{"organization_id", "StringEquals", "aws:PrincipalOrgID"}, {}, {}, {}}}},
    {"aws_cloudwatch_event_permission", "event_bus_name", "events:PutEvents", {}},
}};

Value block(Arena& arena, std::initializer_list<Member> members, source::Place place) {
  return located_map(arena, std::span(members.begin(), members.size()), place);
}

Value list_of(Arena& arena, std::span<const Value> items, source::Place place) {
  return value::List::make(arena, items, std::vector<source::Place>(items.size(), place),
                           value::Access::Lenient);
}

// "lambda.amazonaws.com" is a service, "*" everyone, anything else an account or an ARN.
Value principals(Arena& arena, const Node& principal) {
  if (!principal.value.is_string()) return principal.value;
  const auto name = principal.value.as_string();
  const auto is_service = name.find(".amazonaws.com") != std::string_view::npos;
  const auto type = name == "*" ? "*" : is_service ? "Service" : "AWS";
  return block(arena, {{intern(type), principal.value}}, principal.place);
}

Value condition(Arena& arena, Value test, Value key, Value values, source::Place place) {
  return block(arena,
               {{intern("test"), test}, {intern("variable"), key}, {intern("values"), values}},
               place);
}

// A list of blocks {test, variable, values}; unknown when it is unknown whether a condition exists.
Value conditions(Arena& arena, const Permission& permission, const Node& attributes) {
  std::vector<Value> items;
  for (const auto& row : permission.conditions) {
    if (row.argument.empty()) continue;
    const auto node = step(attributes, intern(row.argument));
    if (node.value.is_null()) continue;
    if (node.value.is_unknown() && !node.value.as_unknown().not_null) return node.value;
    items.push_back(
        condition(arena, Value::string(row.test), Value::string(row.key), node.value, node.place));
  }
  const auto written = step(attributes, intern("condition"));  // of aws_cloudwatch_event_permission
  if (written.value.is_unknown()) return written.value;
  for (const auto& one : written.value.items()) {
    items.push_back(
        condition(arena, one.get("type"), one.get("key"), one.get("value"), written.place));
  }
  return list_of(arena, items, attributes.place);
}

}  // namespace

std::optional<PolicyDocument> document_of_permission(std::string_view resource_type,
                                                     const Node& attributes, Arena& arena) {
  const auto* permission = std::ranges::find(kPermissions, resource_type, &Permission::type);
  if (permission == kPermissions.end()) return std::nullopt;
  auto action = attributes.value.get("action");
  if (action.is_null() && !permission->default_action.empty())
    action = Value::string(permission->default_action);
  const auto principal = step(attributes, intern("principal"));
  const auto statement = block(arena,
                               {{intern("sid"), attributes.value.get("statement_id")},
                                {intern("effect"), Value::string("Allow")},
                                {intern("actions"), action},
                                {intern("resources"), attributes.value.get(permission->resource)},
                                {intern("principal"), principals(arena, principal)},
                                {intern("condition"), conditions(arena, *permission, attributes)}},
                               attributes.place);
  const Node node{statement, attributes.place};
  PolicyDocument document{.use = DocumentUse::Resource,
                          .argument = {},
                          .document = node,
                          .statements = {},
                          .diagnostics = {}};
  document.statements.push_back(normalize_statement(arena, node, StatementShape::Block));
  return document;
}

}  // namespace stopgate::iam
