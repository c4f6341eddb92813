#include <catch2/catch.hpp>

#include "hcl/parser.h"
#include "terraform/cty_convert.h"
#include "terraform/evaluate.h"
#include "terraform/lower.h"
#include "terraform/type_constraint.h"

namespace stopgate::terraform {

namespace {

// Syntax lives as long as the values that name its places.
struct Parsed {
  source::SourceMap sources;
  EvalOptions options;

  CtyValue value(const std::string& text) {
    const auto id = sources.add("value.tf", text);
    return evaluate_constant(*hcl::parse_expression(sources, id).expression, id, options).value;
  }
  TypeConstraint type(const std::string& text) {
    const auto id = sources.add("type.tf", text);
    return parse_type_constraint(*hcl::parse_expression(sources, id).expression, id, options);
  }
};

}  // namespace

TEST_CASE("values are converted to the type of a variable") {
  struct Row {
    std::string type, value, expected;  // "! …": part of the error
  };
  for (const auto& row : std::initializer_list<Row>{
           {"string", "5", "\"5\""},
           {"any", "[1, \"a\"]", "[1,\"a\"]"},
           {"list(string)", "[1, true]", "[\"1\",\"true\"]"},
           {"list(number)", "[\"x\"]", "! [0]: a number is required, not \"x\""},
           {"set(string)", "[\"b\", \"a\", \"b\"]", "[\"a\",\"b\"]"},
           {"map(number)", "{ a = \"1\" }", "{\"a\":1}"},
           {"map(string)", "{ a = [] }", "! a: a string is required, not tuple"},
           {"tuple([string, number])", "[1, 2]", "[\"1\",2]"},
           {"tuple([string])", "[1, 2]", "! a tuple of 1 elements is required, not of 2"},
           {"object({ a = string })", "{ a = 1, b = 2 }", "{\"a\":\"1\"}"},
           {"object({ a = string })", "{}", "! attribute \"a\" is required"},
           {"object({ a = optional(string) })", "{}", "{\"a\":null}"},
           {"object({ a = optional(number, 3) })", "{ a = null }", "{\"a\":3}"},
           {"object({ a = optional(object({ b = optional(bool, true) }), {}) })", "{}",
            "{\"a\":{\"b\":true}}"},
           {"list(object({ tags = map(string) }))", "[{ tags = { a = [1] } }]",
            "! [0].tags.a: a string is required, not tuple"},
           {"map(any)", "{ a = 1, b = \"x\" }", "{\"a\":\"1\",\"b\":\"x\"}"},
           {"list(any)", "[1, [2]]", "! all elements must be of one type, or convertible to one"},
           {"object({ a = string })", "null", "null"},
           {"bool", "\"yes\"", "! a bool is required, not \"yes\""}}) {
    INFO(row.type << " of " << row.value);
    Parsed parsed;
    const auto type = parsed.type(row.type);
    REQUIRE(type.diagnostics.empty());
    const auto result = convert(parsed.value(row.value), type.type);
    if (row.expected.starts_with("! ")) {
      CHECK(result.error.find(row.expected.substr(2)) != std::string::npos);
    } else {
      REQUIRE(result.error.empty());
      CHECK(to_text(result.value) == row.expected);
    }
  }
}

TEST_CASE("types that are none are refused") {
  struct Row {
    std::string type, expected;
  };
  for (const auto& row : std::initializer_list<Row>{
           {"strin", "there is no type 'strin'"},
           {"list(string, number)", "list() takes 1 argument, not 2"},
           {"optional(string)", "optional() stands outside of an object type"},
           {"object([string])", "object() takes the attributes"},
           {"tuple(string)", "tuple() takes a list of types"},
           {"object({ a = optional(number, \"x\") })", "the default does not fit its type number"},
           {"1 + 1", "this is not a type"},
           {"set", "says nothing about its parts"}}) {
    INFO(row.type);
    Parsed parsed;
    const auto type = parsed.type(row.type);
    REQUIRE(type.diagnostics.size() == 1);
    CHECK(type.diagnostics[0].message.find(row.expected) != std::string::npos);
  }
}

TEST_CASE("values are lowered for policies") {
  Parsed parsed;
  Arena arena;
  const auto value = parsed.value(
      "{ small = 1, big = 12345678901234567890123, unsigned = 18446744073709551615, half = 0.5, "
      "list = toset([\"b\", \"a\"]), null = null, secret = sensitive(1) }");
  const auto lowered = lower(arena, value, value::Access::Lenient);
  const std::string expected =
      R"json({"big":12345678901234567890123,"half":0.5,"list":["a","b"],"null":null,"secret":"(sensitive)","small":1,"unsigned":18446744073709551615})json";
  CHECK(value::to_text(lowered) == expected);
  CHECK(lowered.as_map().is_lenient());
  CHECK(lowered.get("secret").is_sensitive());
  CHECK(lowered.get("unsigned").kind() == value::Kind::Uint);

  UnknownInfo info{
      .reason = std::string(kAfterApply), .subject = "a.b.id", .not_null = true, .prefix = "arn:"};
  const auto unknown = lower(arena, CtyValue::unknown(Type::string(), info));
  REQUIRE(unknown.is_unknown());
  CHECK(unknown.as_unknown().reason == kAfterApply);
  CHECK(unknown.as_unknown().subject == "a.b.id");
  CHECK(unknown.as_unknown().prefix == "arn:");
  CHECK(unknown.as_unknown().not_null);
}

TEST_CASE("every element keeps the place where it was written") {
  Parsed parsed;
  Arena arena;
  const std::string text = "concat([\"10.0.0.0/8\"], [\"0.0.0.0/0\"])";
  const auto lowered = lower(arena, parsed.value(text));
  REQUIRE(lowered.is_list());
  const auto place = lowered.as_list().place(1);
  CHECK(text.substr(place.span.begin, place.span.size()) == "\"0.0.0.0/0\"");

  const std::string object = "merge({ a = 1 }, { b = \"x\" })";
  const auto merged = lower(arena, parsed.value(object));
  const auto value_place = merged.as_map().place(1);
  const auto key_place = merged.as_map().key_place(1);
  CHECK(object.substr(value_place.span.begin, value_place.span.size()) == "\"x\"");
  CHECK(object.substr(key_place.span.begin, key_place.span.size()) == "b");
}

}  // namespace stopgate::terraform
