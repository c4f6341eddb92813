#pragma once

// The structural schema of a custom resource, as far as its validation rules need it: which nodes
// carry rules, what type each has, and what the API server fills in before rules are run.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cel/datum.h"
#include "cel/environment.h"
#include "policy/policy.h"
#include "value/value.h"

namespace stopgate::policy {

// One of x-kubernetes-validations.
struct CrdRule {
  Expression rule;
  std::string message;
  Expression message_expression;
  std::string field_path;  // ".spec.replicas", below the node that carries the rule
  bool optional_old_self = false;
};

struct CrdSchema {
  std::string type, format;
  bool is_open = false;  // any value: int-or-string, unknown fields, nullable
  std::map<Symbol, std::unique_ptr<CrdSchema>> properties;
  std::unique_ptr<CrdSchema> items, values;  // of a list; of a map's members
  std::vector<std::string> list_keys;        // of a list that is a map by these
  std::optional<value::Value> standard;      // the default
  std::vector<CrdRule> rules;
  bool has_rules = false;     // here or below
  bool has_defaults = false;  // below
  bool needs_typing = false;  // here or below: a value that JSON and CEL type differently
};

[[nodiscard]] std::unique_ptr<CrdSchema> read_crd_schema(const value::Node& schema);

// As the environment's checker knows it; objects are declared under `name` and what follows it.
[[nodiscard]] cel::Type declare_type(const CrdSchema& schema, const std::string& name,
                                     cel::Environment& environment);

// With defaults filled in, places kept.
[[nodiscard]] value::Value with_defaults(const CrdSchema& schema, const value::Value& value,
                                         Arena& arena);

// With times as times and numbers as doubles, where the schema says so.
[[nodiscard]] cel::Datum typed_datum(const CrdSchema& schema, const value::Value& value,
                                     Arena& arena);

// A property's name as an expression writes it: "a-b" is a__dash__b.
[[nodiscard]] std::string escaped_name(std::string_view name);

}  // namespace stopgate::policy
