#pragma once

// The API types of Kubernetes, of every minor from the oldest to the newest that we know
// (policies/kubernetes/data/api-types.txt), with what the API server demands beyond types
// (field-rules.txt). Read once, when a manifest is first checked.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/symbol.h"
#include "kubernetes/field_forms.h"

namespace stopgate::kubernetes {

// A set of minors: one bit each, from SchemaTable::oldest on.
using Minors = std::uint32_t;

enum class ShapeKind : std::uint8_t {
  String,
  Boolean,
  Int32,
  Int64,
  Number,
  Bytes,
  Time,
  IntOrString,
  Quantity,
  Any,
  Object,  // FieldShape::of is an index into SchemaTable::types
  List,    // FieldShape::of is an index into SchemaTable::shapes
  Map,     // the same; keys are texts
};

struct FieldShape {
  ShapeKind kind = ShapeKind::Any;
  std::uint32_t of = 0;
};

struct Field {
  Symbol name;
  std::uint32_t shape = 0;  // SchemaTable::shapes
  Minors minors = 0;
  bool is_required = false;
  std::vector<Symbol> keys;              // fields that tell the elements of the list apart
  std::vector<std::string_view> values;  // the only ones that a text may have; empty: any
  std::optional<std::int64_t> least, most;
  Form form = Form::Any;
};

// Members of which one may be set, or must be.
struct Exclusion {
  std::vector<Symbol> fields;
  bool is_one_needed = false;
};

struct ObjectType {
  std::string_view name;      // "core.v1.Container"
  std::vector<Field> fields;  // by hash of the name; several of one name have different minors
  std::vector<Exclusion> exclusions;

  [[nodiscard]] const Field* find(Symbol wanted, Minors minor) const;
};

struct ServedKind {
  std::uint32_t type = 0;
  Minors minors = 0;
  bool is_namespaced = true;
};

struct NameRule {
  std::string_view api_version, kind;  // globs
  Form form = Form::DnsSubdomain;
};

struct SchemaTable {
  int oldest = 0, newest = 0;
  std::string texts;  // what the views point into
  std::vector<ObjectType> types;
  std::vector<FieldShape> shapes;
  std::unordered_map<std::string, std::vector<ServedKind>> kinds;  // by "apps/v1 Deployment"
  std::unordered_map<std::string_view, std::uint32_t> by_name;     // types
  std::vector<NameRule> name_rules;
  std::vector<std::string> unused_rules;  // of field-rules.txt: a test holds this empty

  [[nodiscard]] Minors bit(int minor) const { return Minors{1} << (minor - oldest); }
  [[nodiscard]] std::span<const ServedKind> find(std::string_view api_version,
                                                 std::string_view kind) const;
  // Whether any version of the group is Kubernetes' own: its other kinds are mistakes then.
  [[nodiscard]] bool is_own_group(std::string_view group) const;
};

[[nodiscard]] const SchemaTable& schema_table();

}  // namespace stopgate::kubernetes
