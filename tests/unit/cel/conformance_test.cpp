// The shared CEL test data: conformance suite, Kubernetes' libraries, unknowns. What passes must
// not fall.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

#include "cel/declaration.h"
#include "cel/program.h"
#include "unit/cel/typed_json.h"

namespace stopgate {

namespace {

using test::Json;

struct Answer {
  Json result;  // {"value": …} as typed JSON, {"error": …}, {"unknown": […]}
  std::string type;
  std::uint64_t cost = 0;
};

void declare(cel::Environment& environment, const std::string& name, const std::string& type) {
  if (type.find("->") == std::string::npos) {
    environment.declare(name, cel::parse_type(type).value_or(cel::Type::dyn()));
    return;
  }
  for (std::size_t begin = 0; begin < type.size();) {
    const auto end = std::min(type.find(';', begin), type.size());
    auto text = type.substr(begin, end - begin);
    text = text.substr(0, text.find('['));
    auto overload = cel::parse_declaration(text.substr(text.find_first_not_of(' ')));
    REQUIRE(overload);
    overload->name = name;
    overload->call = [](cel::EvalContext& ctx, std::span<const cel::Datum>) {
      return cel::Datum::error(ctx.arena(), "unbound function");
    };
    environment.add(std::move(*overload));
    begin = end + 1;
  }
}

cel::Environment environment_of(const Json& record) {
  const auto name = record.value("env", "");
  const bool is_kubernetes = name.rfind("kubernetes-1.", 0) == 0;
  return cel::Environment::standard(
      is_kubernetes ? static_cast<unsigned>(std::stoul(name.substr(13))) : 0);
}

// The value that a pattern such as m.b or l[1] names becomes unknown.
void mark_unknown(Json& typed, std::string_view rest) {
  if (rest.empty()) {
    typed = {{"unknown", true}};
    return;
  }
  const bool is_field = rest.front() == '.';
  const auto end =
      is_field ? std::min(rest.find_first_of(".[", 1), rest.size()) : rest.find(']') + 1;
  auto key = std::string(is_field ? rest.substr(1, end - 1) : rest.substr(1, end - 2));
  if (key.size() > 1 && key.front() == '"') key = key.substr(1, key.size() - 2);
  const bool any = key == "*";
  if (typed.is_null() || typed.contains("null")) typed = {{"map", Json::array()}};
  if (typed.contains("list")) {
    for (std::size_t i = 0; i < typed["list"].size(); ++i)
      if (any || std::to_string(i) == key) mark_unknown(typed["list"][i], rest.substr(end));
    return;
  }
  if (!typed.contains("map")) return;
  bool found = false;
  for (auto& entry : typed["map"]) {
    if (!any && (!entry[0].contains("string") || entry[0]["string"] != key)) continue;
    found = true;
    mark_unknown(entry[1], rest.substr(end));
  }
  if (found || any) return;
  Json value;
  mark_unknown(value, rest.substr(end));
  typed["map"].push_back(Json::array({{{"string", key}}, value}));
}

Json bindings_of(const Json& record) {
  Json bindings = record.contains("bindings") && record["bindings"].is_object() ? record["bindings"]
                                                                                : Json::object();
  if (!record.contains("unknown")) return bindings;
  for (const auto& pattern : record["unknown"]) {
    const auto text = pattern.get<std::string>();
    const auto end = std::min(text.find_first_of(".["), text.size());
    mark_unknown(bindings[text.substr(0, end)], std::string_view(text).substr(end));
  }
  return bindings;
}

Answer answer(const Json& record) {
  Arena arena;
  auto environment = environment_of(record);
  if (record.contains("type_env"))
    for (const auto& [name, type] : record["type_env"].items())
      declare(environment, name, type.get<std::string>());
  const auto bindings = bindings_of(record);
  std::map<std::string, std::size_t> slots;
  for (const auto& [name, value] : bindings.items()) {
    const bool is_declared = record.contains("type_env") && record["type_env"].contains(name);
    slots[name] = environment.declare(
        name, is_declared ? cel::parse_type(record["type_env"][name].get<std::string>())
                                .value_or(cel::Type::dyn())
                          : cel::Type::dyn());
  }
  const auto text = record["expr"].get<std::string>();
  const auto compiled = cel::compile(environment, text,
                                     {.container = record.value("container", ""),
                                      .check_types = !record.value("disable_check", false)});
  if (!compiled.program)
    return {.result = {{"error", compiled.issues.front().message}}, .type = {}};
  cel::Activation activation(environment);
  for (const auto& [name, value] : bindings.items())
    activation.bind(slots[name], test::is_tree(value)
                                     ? cel::Datum::of(arena, test::value_from(arena, value))
                                     : test::datum_from(arena, value));
  cel::Evaluator evaluator;
  cel::EvalOptions options;
  options.cost_limit = 1'000'000;
  options.partly_unknown = cel::PartlyUnknown::Whole;
  if (record.value("check_only", false))
    return {.result = Json::object(), .type = cel::to_string(compiled.result)};
  const auto outcome = evaluator.evaluate(*compiled.program, activation, options);
  auto typed = test::typed_json(arena, outcome.value);
  if (!outcome.value.is_error() && !outcome.value.is_unknown()) typed = {{"value", typed}};
  return {.result = typed, .type = cel::to_string(compiled.result), .cost = outcome.cost};
}

bool meets(const Json& expect, const Answer& got) {
  if (expect.contains("result_type") && got.type != expect["result_type"].get<std::string>())
    return false;
  if (expect.contains("value"))
    return got.result.contains("value") && test::same(expect["value"], got.result["value"]);
  if (expect.contains("error")) return got.result.contains("error");
  if (expect.contains("unknown"))
    return got.result.contains("unknown") && got.result["unknown"] == expect["unknown"];
  return true;
}

struct Floor {
  const char* file;
  std::size_t passed;
};

constexpr Floor kFloors[] = {
    {"basic", 29},        {"bindings_ext", 6}, {"block_ext", 15},      {"comparisons", 241},
    {"conversions", 78},  {"encoders_ext", 3}, {"fields", 41},         {"fp_math", 22},
    {"integer_math", 44}, {"lists", 32},       {"logic", 25},          {"macros", 30},
    {"macros2", 36},      {"math_ext", 138},   {"namespace", 11},      {"network_ext", 46},
    {"optionals", 39},    {"parse", 123},      {"plumbing", 4},        {"string", 37},
    {"string_ext", 141},  {"timestamps", 59},  {"type_deduction", 20}, {"kubernetes", 438},
    {"unknowns", 283},
};

}  // namespace

TEST_CASE("shared CEL test data passes as it did") {
  const std::filesystem::path folder = std::filesystem::path(STOPGATE_SHARED) / "oracles/cel";
  if (!std::filesystem::exists(folder)) {
    std::cout << "skipped: " << folder.string() << " is absent\n";
    SUCCEED();
    return;
  }
  const bool verbose = std::getenv("STOPGATE_VERBOSE") != nullptr;
  for (const auto& floor : kFloors) {
    std::ifstream file(folder / (std::string(floor.file) + ".jsonl"));
    REQUIRE(file);
    std::size_t passed = 0;
    std::size_t costs = 0;
    std::size_t right_costs = 0;
    std::vector<std::string> failures;
    for (std::string line; std::getline(file, line);) {
      const auto record = Json::parse(line);
      if (record.value("needs_proto", false)) continue;
      const auto got = answer(record);
      if (meets(record["expect"], got))
        ++passed;
      else
        failures.push_back(record["expr"].get<std::string>() + "\n    wanted " +
                           record["expect"].dump() + "\n    got    " + got.result.dump() + " " +
                           got.type);
      if (!record.contains("cost")) continue;
      ++costs;
      if (record["cost"].get<std::uint64_t>() == got.cost)
        ++right_costs;
      else if (verbose)
        std::cout << "  cost of " << record["expr"].get<std::string>() << ": wanted "
                  << record["cost"] << ", got " << got.cost << "\n";
    }
    std::cout << floor.file << ": " << passed << " of " << passed + failures.size();
    if (costs > 0) std::cout << ", costs " << right_costs << " of " << costs;
    std::cout << "\n";
    if (verbose || passed < floor.passed)
      for (const auto& failure : failures) std::cout << "  " << failure << "\n";
    CHECK(passed >= floor.passed);
  }
}

}  // namespace stopgate
