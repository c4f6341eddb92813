// The types that operators take, for the checker.

#include <array>

#include "cel/libraries.h"

namespace stopgate::cel {

namespace {

constexpr std::array<const char*, 3> kNumbers = {"int", "uint", "double"};
constexpr std::array<const char*, 8> kOrdered = {"bool",   "int",   "uint",      "double",
                                                 "string", "bytes", "timestamp", "duration"};

void add_operator(Environment& environment, const std::string& declaration) {
  add_function(environment, declaration, {});
}

void add_same(Environment& environment, const std::string& name, const std::string& type) {
  add_operator(environment, name + "(" + type + ", " + type + ") -> " + type);
}

void add_arithmetic(Environment& environment) {
  for (const auto* type : kNumbers)
    for (const auto* name : {"_+_", "_-_", "_*_", "_/_"}) add_same(environment, name, type);
  for (const auto* type : {"int", "uint"}) add_same(environment, "_%_", type);
  for (const auto* type : {"string", "bytes", "list(<A>)", "duration"})
    add_same(environment, "_+_", type);
  add_same(environment, "_-_", "duration");
  for (const auto* declaration :
       {"_+_(timestamp, duration) -> timestamp", "_+_(duration, timestamp) -> timestamp",
        "_-_(timestamp, duration) -> timestamp", "_-_(timestamp, timestamp) -> duration",
        "-_(int) -> int", "-_(double) -> double", "!_(bool) -> bool"})
    add_operator(environment, declaration);
}

void add_order(Environment& environment, bool across_types) {
  for (const std::string name : {"_<_", "_<=_", "_>_", "_>=_"}) {
    for (const std::string type : kOrdered)
      add_operator(environment, name + "(" + type + ", " + type + ") -> bool");
    if (!across_types) continue;
    for (const std::string a : kNumbers)
      for (const std::string b : kNumbers)
        if (a != b) add_operator(environment, name + "(" + a + ", " + b + ") -> bool");
  }
}

}  // namespace

void add_operators(Environment& environment, const Dialect& dialect) {
  add_arithmetic(environment);
  add_order(environment, dialect.cross_type_comparison);
  for (const auto* declaration :
       {"_==_(<A>, <A>) -> bool", "_!=_(<A>, <A>) -> bool", "_?_:_(bool, <A>, <A>) -> <A>",
        "@in(<A>, list(<A>)) -> bool", "@in(<A>, map(<A>, <B>)) -> bool",
        "_[_](list(<A>), int) -> <A>", "_[_](map(<A>, <B>), <A>) -> <B>"})
    add_operator(environment, declaration);
  if (!dialect.optional_syntax) return;
  for (const auto* declaration : {"_[_](optional_type(list(<A>)), int) -> optional_type(<A>)",
                                  "_[_](optional_type(map(<A>, <B>)), <A>) -> optional_type(<B>)",
                                  "optional_type(<A>).or(optional_type(<A>)) -> optional_type(<A>)",
                                  "optional_type(<A>).orValue(<A>) -> <A>"})
    add_operator(environment, declaration);
}

}  // namespace stopgate::cel
