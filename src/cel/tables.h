#pragma once

// What an Environment knows, laid out for the checker and the planner.

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "cel/dialect.h"
#include "cel/environment.h"

namespace stopgate::cel {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return hash64(text); }
};

// What a run-time value must be to be given to a parameter.
struct ParameterMatch {
  std::uint32_t kinds = ~std::uint32_t{0};  // a bit a DatumKind
  std::string_view opaque_type = {};        // of an Opaque
};

struct StoredOverload {
  Overload overload;
  std::vector<ParameterMatch> matches = {};
};

struct FunctionSet {
  std::vector<const StoredOverload*> globals;
  std::vector<const StoredOverload*> members;
};

struct Variable {
  std::string name;
  Type type;
};

struct FunctionTable {
  std::deque<StoredOverload> overloads;  // never moves
  std::unordered_map<std::string, FunctionSet, TextHash, std::equal_to<>> by_name;

  void add(StoredOverload overload);
};

struct Environment::Tables {
  Dialect dialect;
  std::vector<Variable> variables;  // by slot
  std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> slots;
  std::shared_ptr<FunctionTable> functions = std::make_shared<FunctionTable>();  // of all copies

  std::unordered_map<std::string, std::vector<Field>, TextHash, std::equal_to<>> objects;

  [[nodiscard]] const FunctionSet* function(std::string_view name) const;
};

// "a.b.name", "a.name", "name" for container "a.b": the order in which a name is looked for.
[[nodiscard]] std::vector<std::string> candidate_names(std::string_view container,
                                                       std::string_view name, bool is_absolute);

// The type that a name stands for as a value: int, list, google.protobuf.Timestamp, …
[[nodiscard]] std::optional<Type> named_type(std::string_view name);

[[nodiscard]] bool accepts(const StoredOverload& overload, std::span<const Datum> args);

}  // namespace stopgate::cel
