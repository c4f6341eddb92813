#include "json/stream.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace stopgate::json {

namespace {

std::string error_of(const Stream& stream) {
  return stream.error() ? stream.error()->message : "";
}

}  // namespace

TEST_CASE("members are visited, and the rest is skipped") {
  Arena arena;
  Stream stream(
      R"({"skip": {"deep": [1, "\"]", {}]}, "name": "a\tb", "list": [1, [2], {"x": 3}], "yes": true})",
      16);
  std::vector<std::string> keys;
  std::string name;
  std::string items;
  bool yes = false;
  CHECK(stream.members([&](std::string_view key) {
    keys.emplace_back(key);
    if (key == "name") name = stream.string(arena);
    if (key == "list") stream.elements([&] { items += std::string(stream.skip()) + ";"; });
    if (key == "yes") yes = stream.boolean();
  }));
  CHECK(stream.finish());
  CHECK(keys == std::vector<std::string>{"skip", "name", "list", "yes"});
  CHECK(name == "a\tb");
  CHECK(items == R"(1;[2];{"x": 3};)");
  CHECK(yes);
}

TEST_CASE("what is skipped is checked") {
  const std::vector<std::pair<std::string, std::string>> cases{
      {R"({"a": [1, 2,]})", "expected another element after ',', found ']'"},
      {R"({"a": {"b": tru}})", "expected a value, found 'tru'"},
      {R"({"a": "\x"})", "unknown escape '\\x' in a string"},
      {R"({"a": {"\u00": 1}})", "expected four hexadecimal digits after '\\u', found '00'"},
      {R"({"a": [})", "expected a value, found '}'"},
      {R"({"a": 1,})", "expected another value after ',', found '}'"},
      {R"({"a": 1} x)", "expected nothing after the value, found 'x'"},
      {R"({"a": 1)", "expected ',' or '}', found the end of the text"},
      {R"({"a": [[[[[[[[]]]]]]]]})", "lists and maps are nested more than 7 deep"},
  };
  for (const auto& [text, message] : cases) {
    INFO(text);
    Stream stream(text, 8);
    stream.members([](std::string_view) {});
    stream.finish();
    CHECK(error_of(stream) == message);
  }
}

TEST_CASE("values of another kind are passed over and remembered") {
  Arena arena;
  Stream stream(R"({"list": "x", "text": [1], "flag": 3, "null": null, "last": "y"})", 8);
  std::string last;
  stream.members([&](std::string_view key) {
    if (key == "list") stream.elements([] {});
    if (key == "text") CHECK(stream.string(arena).empty());
    if (key == "flag") CHECK_FALSE(stream.boolean());
    if (key == "null") CHECK(stream.elements([] {}));
    if (key == "last") last = stream.string(arena);
  });
  CHECK(stream.finish());
  CHECK(last == "y");
  std::vector<std::string> messages;
  for (const auto& unexpected : stream.unexpected()) messages.push_back(unexpected.message);
  CHECK(messages == std::vector<std::string>{"expected a list, found a string",
                                             "expected a string, found a list",
                                             "expected true or false, found another value"});
}

TEST_CASE("equal parts of twins are one") {
  Arena arena;
  Stream stream(
      R"([{"a": {"x": [1, 2]}, "b": 1}, {"a": {"x": [1, 2]}, "b": 2}, {"a": {"x": [1]}, "b": 2}])",
      8);
  std::vector<value::Value> values;
  stream.elements([&] {
    ValueOptions options;
    if (!values.empty()) options.twin = values.back();
    values.push_back(stream.value(arena, options));
  });
  REQUIRE(values.size() == 3);
  CHECK(&values[0].get("a").as_map() == &values[1].get("a").as_map());
  CHECK(values[1].get("b").as_int() == 2);
  CHECK(value::to_text(values[2]) == R"({"a":{"x":[1]},"b":2})");
}

TEST_CASE("a value that is written as another was is passed over") {
  Stream stream(R"([{"a": 1}, {"a": 1}, {"a": 12}])", 8);
  std::vector<bool> same;
  std::string_view first;
  stream.elements([&] {
    same.push_back(stream.skip_if_same(first));
    if (!same.back()) first = stream.skip();
  });
  CHECK(same == std::vector<bool>{false, true, false});
  CHECK(stream.finish());
}

TEST_CASE("UTF-8 is told from the rest") {
  CHECK(is_utf8("a\u00e9\U0001F600"));
  CHECK_FALSE(is_utf8("\xC0\x80"));
  CHECK_FALSE(is_utf8("\xED\xA0\x80"));
}

}  // namespace stopgate::json
