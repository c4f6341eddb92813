// Hostile expressions cost a bounded amount, and say so.

#include <catch2/catch.hpp>

#include "hcl/parser.h"
#include "terraform/evaluate.h"

namespace stopgate::terraform {

TEST_CASE("what grows without bound is stopped with a diagnostic") {
  struct Row {
    std::string name, expression, expected;
  };
  std::string nested = "1";
  for (int at = 0; at < 140; ++at) nested = "[" + nested + "]";
  const std::string hundred = "range(100)";
  const std::string loops = "[for a in " + hundred + " : [for b in " + hundred + " : [for c in " +
                            hundred + " : [for d in " + hundred + " : a]]]]";
  const std::string bomb =
      R"(yamldecode("a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"))";
  for (const auto& row : std::initializer_list<Row>{
           {"steps", loops, "takes more than 100000 steps"},
           {"nesting", nested, "nested more than"},
           {"strings", "join(\"\", [for i in range(1000) : \"0123456789\"])",
            "a string of 10000 bytes, more than the limit of 5000"},
           {"replace", "replace(\"aaaaaaaaaaaaaaaaaaaa\", \"a\", format(\"%1000s\", \"b\"))",
            "a string of"},
           {"products", "setproduct(range(100), range(100))", "more than 5000 elements"},
           {"aliases", bomb, "aliases stand for more than 1000 nodes"},
           {"widths", "format(\"%999999999d\", 1)", "more than 10000 characters"}}) {
    INFO(row.name);
    source::SourceMap sources;
    EvalOptions options;
    options.max_steps = 100'000;
    options.max_string_bytes = 5'000;
    options.max_elements = 5'000;
    options.limits.alias_nodes = 1'000;
    const auto id = sources.add("expression.tf", row.expression);
    const auto parsed = hcl::parse_expression(sources, id);
    const auto result = evaluate_constant(*parsed.expression, id, options);
    REQUIRE(result.diagnostics.size() == 1);
    CHECK_THAT(result.diagnostics[0].message, Catch::Contains(row.expected));
    CHECK_FALSE(result.value.is_wholly_known());
  }
}

TEST_CASE("a diagnostic stands where the fault is") {
  struct Row {
    std::string expression, place;
  };
  for (const auto& row : std::initializer_list<Row>{{"1 + \"a\"", "\"a\""},
                                                    {"upper([1])", "[1]"},
                                                    {"{ a = { b = 1 } }.a.c", "c"},
                                                    {"[1][2]", "2"},
                                                    {"nosuch(1)", "nosuch"},
                                                    {"\"a ${null} b\"", "null"}}) {
    INFO(row.expression);
    source::SourceMap sources;
    const auto id = sources.add("expression.tf", row.expression);
    const auto parsed = hcl::parse_expression(sources, id);
    const auto result = evaluate_constant(*parsed.expression, id, {});
    REQUIRE(result.diagnostics.size() == 1);
    CHECK(sources.file(id).text(result.diagnostics[0].place.span) == row.place);
  }
}

}  // namespace stopgate::terraform
