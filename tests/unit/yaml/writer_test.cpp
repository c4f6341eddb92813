#include "yaml/writer.h"

#include <catch2/catch.hpp>

#include "yaml/reader.h"

namespace {

using stopgate::Arena;
using stopgate::intern;
using stopgate::Limits;
using stopgate::source::SourceMap;
using stopgate::value::List;
using stopgate::value::Map;
using stopgate::value::Member;
using stopgate::value::to_text;
using stopgate::value::Value;
using stopgate::yaml::Dialect;
using stopgate::yaml::write;

std::string reread(const std::string& yaml, Dialect dialect) {
  SourceMap sources;
  const auto file = sources.add("f", yaml);
  const auto stream = stopgate::yaml::read(sources, file, Limits{}, {dialect});
  if (!stream.diagnostics.empty()) return to_string(stream.diagnostics[0], sources);
  return stream.documents.size() == 1 ? to_text(stream.documents[0].root.value)
                                      : "no single document";
}

}  // namespace

TEST_CASE("a tree is written in block style") {
  SourceMap sources;
  const auto file = sources.add(
      "f",
      R"({"name": "web", "on": ["yes", 1, 1.5, true, null, []], "text": "a\nb\n", "map": {"x: y": {}}})");
  const auto stream = stopgate::yaml::read(sources, file, Limits{}, {Dialect::Ordinary});
  CHECK(write(stream.documents.at(0).root.value) == R"(name: web
"on":
  - "yes"
  - 1
  - 1.5
  - true
  - null
  - []
text: |
  a
  b
map:
  "x: y": {}
)");
}

TEST_CASE("whatever a text holds, it reads back in both dialects, as value and as key") {
  const std::string text = GENERATE(
      as<std::string>{}, "", " ", "a", "a ", " a", "yes", "NULL", "~", "1", "0x10", "1e3", ".inf",
      "12:30", "2001-01-01", "a: b", "a #b", "#", "- a", "-", "---", "--- a", "a\n---\nb\n", "...",
      "*a", "&a", "!a", "@", "`", "%", "<<", "=", "[", "{}", "'", "\"", "\\", "a\nb", "a\nb\n",
      "a\n\n", "\n", "\na", " a\nb\n", "a\n b\n", "a\tb", "\t", "a\r\nb", "\x01", "\x7F",
      "\xC3\xA9", "\xE2\x80\xA8", "\xF0\x9F\x98\x80", "\xEF\xBB\xBF", "a\n\nb\n", "a \nb\n");
  CAPTURE(text);
  Arena arena;
  const Member member{intern(text), Value::string(text)};
  const auto map = Map::make(arena, std::span(&member, 1));
  CHECK(reread(write(map), Dialect::Ordinary) == to_text(map));
  CHECK(reread(write(map), Dialect::Kubernetes) == to_text(map));
}

TEST_CASE("what must not or cannot be shown is said as text") {
  Arena arena;
  const auto items = {Value::string("secret").as_sensitive(),
                      Value::unknown(arena, {.reason = "known only after apply", .subject = {}})};
  CHECK(write(List::make(arena, std::span(items.begin(), items.size()))) ==
        "- \"(sensitive)\"\n- \"(unknown: known only after apply)\"\n");
}
