#include "json/reader.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace stopgate::json {

namespace {

std::vector<std::string> messages(const value::Document& document) {
  std::vector<std::string> out;
  for (const auto& diagnostic : document.diagnostics) out.push_back(diagnostic.message);
  return out;
}

struct Case {
  std::string text;
  std::string tree;
  std::vector<std::string> messages = {};
};

}  // namespace

TEST_CASE("parse understands JSON and says what is wrong") {
  const std::vector<Case> cases{
      {"null", "null"},
      {" true\n", "true"},
      {"[false, 1, -2, 1.5, \"a\"]", R"([false,1,-2,1.5,"a"])"},
      {R"({"b": {"c": []}, "a": {}})", R"({"b":{"c":[]},"a":{}})"},
      {R"("q\" b\\ s\/ n\n t\t u\u00e9 p\ud83d\ude00 z")",
       "\"q\\\" b\\\\ s/ n\\n t\\u0009 u\u00e9 p\U0001F600 z\""},
      {"\xEF\xBB\xBF{}", "{}"},
      {"-0", "0"},
      {"18446744073709551615", "18446744073709551615"},
      {"-9223372036854775808", "-9223372036854775808"},

      {"", "null", {"expected a value, found the end of the text (line 1, byte 1)"}},
      {"[1,", "[1]", {"expected a value, found the end of the text (line 1, byte 4)"}},
      {"[1,]", "[1]", {"expected another element after ',', found ']' (line 1, byte 4)"}},
      {"{\"a\":1,}",
       R"({"a":1})",
       {"expected another member after ',', found '}' (line 1, byte 8)"}},
      {"{\"a\" 1}", "{}", {"expected ':' after a key, found '1' (line 1, byte 6)"}},
      {"{a: 1}", "{}", {"expected a key in double quotes, found 'a' (line 1, byte 2)"}},
      {"[1 2]", "[1]", {"expected ',' or ']', found '2' (line 1, byte 4)"}},
      {"[01]", "[]", {"expected a value, found '01' (line 1, byte 2)"}},
      {"[1.]", "[]", {"expected a value, found '1.' (line 1, byte 2)"}},
      {"[-]", "[]", {"expected a value, found '-' (line 1, byte 2)"}},
      {"[truex]", "[]", {"expected a value, found 'truex' (line 1, byte 2)"}},
      {"{} {}", "{}", {"expected nothing after the value, found '{' (line 1, byte 4)"}},
      {"{\n  // no\n}", "{}", {"expected a key in double quotes, found '/' (line 2, byte 3)"}},
      {"\"abc", "null", {"the string that starts here is not closed (line 1, byte 1)"}},
      {"\"a\nb\"", "null", {"a string contains the control character '\\n' (line 1, byte 3)"}},
      {R"("\q")", "null", {R"(unknown escape '\q' in a string (line 1, byte 2))"}},
      {R"("\u12")",
       "null",
       {R"(expected four hexadecimal digits after '\u', found '12' (line 1, byte 2))"}},
      {R"("\ud800x")",
       "\"\uFFFDx\"",
       {"a string contains half of a surrogate pair; it is read as U+FFFD (line 1, byte 2)"}},
      {R"({"a":1,"b":2,"a":3})",
       R"({"a":3,"b":2})",
       {"the key 'a' occurs more than once in one map; its last value counts"}},
      {"[\"\xFF\"]", "null", {"the text is not UTF-8 from here (line 1, byte 3)"}},
  };
  for (const auto& test : cases) {
    INFO(test.text);
    const auto document = parse(test.text);
    CHECK(value::to_text(document.root.value) == test.tree);
    CHECK(messages(document) == test.messages);
  }
}

TEST_CASE("limits are diagnostics") {
  Limits limits;
  limits.depth = 3;
  CHECK(parse("[[[]]]", limits).diagnostics.empty());
  CHECK(messages(parse("[[[[]]]]", limits)) ==
        std::vector<std::string>{"lists and maps are nested more than 3 deep (line 1, byte 4)"});
  limits.nodes = 2;
  CHECK(messages(parse("[1,2]", limits)) ==
        std::vector<std::string>{"the text has more than 2 nodes (line 1, byte 4)"});
}

TEST_CASE("a hundred thousand open lists are no danger") {
  const auto document = parse(std::string(100'000, '['));
  CHECK(document.diagnostics.size() == 1);
}

TEST_CASE("every node of a file has its place") {
  source::SourceMap sources;
  const std::string text = "{\n  \"a\": [10, \"x\\n\"],\n  \"b\": {\"c\": null}\n}";
  const auto file = sources.add("x.json", text);
  const auto document = read(sources, file);
  REQUIRE(document.diagnostics.empty());
  const auto at = [&](source::Place place) {
    return std::string(sources.file(place.file).text(place.span));
  };

  CHECK(at(document.root.place) == text);
  const auto& root = document.root.value.as_map();
  CHECK(at(root.key_place(0)) == "\"a\"");
  CHECK(at(root.place(0)) == R"([10, "x\n"])");
  CHECK(at(root.members()[0].value.as_list().place(0)) == "10");
  CHECK(at(root.members()[0].value.as_list().place(1)) == R"("x\n")");
  CHECK(at(root.place(1)) == R"({"c": null})");
  CHECK(at(root.members()[1].value.as_map().key_place(0)) == "\"c\"");
  CHECK(at(root.members()[1].value.as_map().place(0)) == "null");
}

TEST_CASE("the last of several equal keys counts, with its own place") {
  source::SourceMap sources;
  std::string text = "{";
  for (int i = 0; i < 60; ++i)
    text += "\"k" + std::to_string(i % 50) + "\":" + std::to_string(i) + ",";
  text.back() = '}';
  const auto file = sources.add("x.json", text);
  const auto document = read(sources, file);
  CHECK(document.diagnostics.size() == 10);
  const auto& root = document.root.value.as_map();
  REQUIRE(root.size() == 50);
  CHECK(root.find(intern("k3"))->as_int() == 53);
  CHECK(sources.file(file).text(root.place(3).span) == "53");
  CHECK(root.find(intern("k49"))->as_int() == 49);
}

TEST_CASE("errors in files stand where they are") {
  source::SourceMap sources;
  const auto file = sources.add("x.json", "{\n  \"a\": tru\n}");
  const auto document = read(sources, file);
  REQUIRE(document.diagnostics.size() == 1);
  CHECK(source::to_string(document.diagnostics.front(), sources) ==
        "x.json:2:8: error: expected a value, found 'tru'");
}

}  // namespace stopgate::json
