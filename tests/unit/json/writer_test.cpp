#include "json/writer.h"

#include <catch2/catch.hpp>
#include <limits>

#include "json/reader.h"

namespace stopgate::json {

TEST_CASE("what is written reads back the same") {
  const std::string text =
      R"({"a":[1,-2,1.5,true,null,[]],"b":{"c":"x\"\\\n\u0001é"},"big":123456789012345678901234567890,"d":{}})";
  const auto document = parse(text);
  REQUIRE(document.diagnostics.empty());
  CHECK(write(document.root.value) == text);
  CHECK(parse(write_pretty(document.root.value)).root.value == document.root.value);
}

TEST_CASE("the pretty form is indented") {
  CHECK(write_pretty(parse(R"({"a":[1,{"b":2}],"c":[],"d":{}})").root.value) ==
        "{\n  \"a\": [\n    1,\n    {\n      \"b\": 2\n    }\n  ],\n  \"c\": [],\n  \"d\": {}\n}");
}

TEST_CASE("secrets, unknowns and odd values are safe to write") {
  Arena arena;
  CHECK(write(value::Value::string("x").as_sensitive()) == "\"(sensitive)\"");
  CHECK(write(value::Value::unknown(arena, {.reason = "later", .subject = ""})) ==
        "\"(unknown: later)\"");
  CHECK(write(value::Value::string("a\xFF")) == "\"a\uFFFD\"");
  CHECK(write(value::Value::number(std::numeric_limits<double>::infinity())) == "null");
}

}  // namespace stopgate::json
