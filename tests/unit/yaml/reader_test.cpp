#include "yaml/reader.h"

#include <catch2/catch.hpp>

#include "base/text.h"

namespace {

using namespace std::string_literals;
using stopgate::Limits;
using stopgate::source::SourceMap;
using stopgate::value::to_text;
using stopgate::yaml::Dialect;
using stopgate::yaml::read;

struct Outcome {
  std::string values;       // of each document, one a line; "broken" for one without a root
  std::string diagnostics;  // each as "line:column: severity: message"

  bool operator==(const Outcome&) const = default;
};

Outcome outcome(std::string text, Dialect dialect = Dialect::Kubernetes,
                const Limits& limits = {}) {
  SourceMap sources;
  const auto file = sources.add("f", std::move(text));
  const auto stream = read(sources, file, limits, {dialect});
  Outcome out;
  for (const auto& document : stream.documents) {
    if (!out.values.empty()) out.values += '\n';
    out.values += document.has_errors && document.root.value.is_null()
                      ? "broken"
                      : to_text(document.root.value);
  }
  for (const auto& diagnostic : stream.diagnostics) {
    auto line = to_string(diagnostic, sources);
    line = line.substr(2, line.find('\n') - 2);
    if (!out.diagnostics.empty()) out.diagnostics += '\n';
    out.diagnostics += line;
  }
  return out;
}

std::string brackets(std::size_t count) {
  std::string out;
  out.assign(count, '[');
  return out;
}

}  // namespace

namespace Catch {
template <>
struct StringMaker<Outcome> {
  static std::string convert(const Outcome& outcome) {
    return outcome.values + "\n  with " + outcome.diagnostics;
  }
};
}  // namespace Catch

TEST_CASE("a manifest is read as the API server reads it") {
  struct Row {
    std::string text, value;
  };
  const auto row = GENERATE(values<Row>({
      {"a: 1", R"({"a":1})"},
      {"", ""},
      {"# nothing\n", "null"},
      {"a: &x {b: 1}\nc: *x", R"({"a":{"b":1},"c":{"b":1}})"},
      {"a: &x 1\nb: &x 2\nc: *x", R"({"a":1,"b":2,"c":2})"},
      {"yes: a\nno: b", R"({"true":"a","false":"b"})"},
      {"1.0: a\n0x10: b\n1e6: c\n2.5: d", R"({"1":"a","16":"b","1e+06":"c","2.5":"d"})"},
      {"x: &x {a: 1, b: 2}\nz: {<<: *x, c: 3}", R"({"x":{"a":1,"b":2},"z":{"a":1,"b":2,"c":3}})"},
      {"a:\n- b\n- - c\n  - d", R"({"a":["b",["c","d"]]})"},
      {"a: \"x\\ty\"\nb: 'it''s'", "{\"a\":\"x\\u0009y\",\"b\":\"it's\"}"},
      {"a: |\n  x\n  y\nb: >-\n  x\n  y\n", R"({"a":"x\ny\n","b":"x y"})"},
      {"\xEF\xBB\xBF"
       "a: 1",
       R"({"a":1})"},
      {"a: 1\r\nb: |\r\n  x\r\n", R"({"a":1,"b":"x\n"})"},
      {"a: !!binary /w==", "{\"a\":\"\xEF\xBF\xBD\"}"},
      {"a: !!float 3\nb: !!str 3\nc: ! 3\nd: !x 3", R"({"a":3,"b":"3","c":3,"d":"3"})"},
      {"{\"a\": 1}\n{\"b\": \"}{\"}  {\"c\": {}}", "{\"a\":1}\n{\"b\":\"}{\"}\n{\"c\":{}}"},
      {"{\"a\": \" \\ud83d\\ude00 \\\\ud83d\"}", "{\"a\":\" \xF0\x9F\x98\x80 \\\\ud83d\"}"},
      {"a:\n  b:\nc: ''", R"({"a":{"b":null},"c":""})"},
  }));
  CAPTURE(row.text);
  CHECK(outcome(row.text) == Outcome{row.value, ""});
}

TEST_CASE("an ordinary file keeps words and keys as they are written") {
  struct Row {
    std::string text, value;
  };
  const auto row = GENERATE(values<Row>({
      {"on: push\nyes: no\n1: 0644", R"({"on":"push","yes":"no","1":644})"},
      {"a: true\nb: 0x1F\nc: 0o17\nd: 1_000\ne: 1.0",
       R"({"a":true,"b":31,"c":15,"d":"1_000","e":1})"},
      {"a: ~\n~: b", R"({"a":null,"~":"b"})"},
      {"a: 1\n---\nb: 2\n...\n---\nc: 3", "{\"a\":1}\n{\"b\":2}\n{\"c\":3}"},
      {"a: |\n  ---\nb: 1", R"({"a":"---\n","b":1})"},
      {"%YAML 1.2\n---\na: 1", R"({"a":1})"},
      {"b: 3\n<<: {b: 2, c: 1}", R"({"b":3,"c":1})"},
      {"<<: [{a: 1}, {a: 2, b: 3}]", R"({"a":1,"b":3})"},
  }));
  CAPTURE(row.text);
  CHECK(outcome(row.text, Dialect::Ordinary) == Outcome{row.value, ""});
}

TEST_CASE("a broken node or document is told, and the rest is read") {
  struct Row {
    std::string text, value, diagnostics;
  };
  const auto row = GENERATE(values<Row>({
      {"a: [\n---\nb: 2", "broken\n{\"b\":2}",
       "2:1: error: did not find expected node content while parsing a flow node"},
      {"a: 1\n b: 2\n---\nb: 2", "broken\n{\"b\":2}",
       "2:3: error: mapping values are not allowed in this context"},
      {"a: \"\\ud83d\\ude00\"", "broken",
       "1:7: error: found invalid Unicode character escape code while parsing a quoted scalar"},
      {"a:\n\tb: 1", "broken",
       "2:1: error: found character that cannot start any token while scanning for the next token"},
      {"a: .inf\nb: 1",
       R"_({"a":"(unknown: the number '.inf' has no JSON form, so the API server refuses this document)","b":1})_",
       "1:4: error: the number '.inf' has no JSON form, so the API server refuses this document"},
      {"a: *nope\nb: 1",
       R"_({"a":"(unknown: alias 'nope' names no anchor of this document)","b":1})_",
       "1:4: error: alias 'nope' names no anchor of this document"},
      {"a: &a [*a]", R"_({"a":["(unknown: anchor 'a' contains itself)"]})_",
       "1:8: error: anchor 'a' contains itself"},
      {"a: !!int x", R"_({"a":"(unknown: 'x' is not what its tag '!!int' says)"})_",
       "1:10: error: 'x' is not what its tag '!!int' says"},
      {"~: a\nb: 1", R"({"b":1})", "1:1: error: the key is null, where only text can be one"},
      {"? [a]\n: 1\nb: 1", R"({"b":1})",
       "1:3: error: the key is a list, where only text can be one"},
      {"a: 1\n<<: 2", R"({"a":1})",
       "2:1: error: the merge key '<<' needs a map or a list of maps, not a number"},
      {"%YAML 1.2\n", "broken", "2:1: error: did not find expected <document start>"},
      {"a: 1\n--- {b: 2}\n---\nc: 3", "{\"a\":1}\n{\"b\":2}\n{\"c\":3}",
       "2:5: error: the separator '---' is followed by '{b: 2}', so the API server refuses this "
       "file"},
      {"a: \xFF\n---\nb: 2", "broken\n{\"b\":2}", "1:4: error: the byte '\\xff' is not UTF-8"},
      {"a: \0\n---\nb: 2"s, "broken\n{\"b\":2}", "1:4: error: control characters are not allowed"},
      {"\xFF\xFE"
       "a\0"s,
       "", "1:1: error: the file is UTF-16"},
      {",\n", "broken",
       "1:1: error: did not find expected node content while parsing a block node"},
  }));
  CAPTURE(row.text);
  CHECK(outcome(row.text) == Outcome{row.value, row.diagnostics});
}

TEST_CASE("what is understood but surely not meant is a warning") {
  struct Row {
    std::string text, value, diagnostics;
  };
  const auto row = GENERATE(values<Row>({
      {"a: 1\nb: 2\na: 3", R"({"a":3,"b":2})",
       "3:1: warning: duplicate key 'a', already set on line 1: the last one wins"},
      {"yes: 1\non: 2", R"({"true":2})",
       "2:1: warning: duplicate key 'true', already set on line 1: the last one wins"},
      {"b: 3\n<<: {b: 2}", R"({"b":2})",
       "1:1: warning: key 'b' is set on line 1 and on line 2, by a merge: strict decoding refuses "
       "that, and otherwise line 2 wins"},
      {"<<: {b: 2}\nb: 3", R"({"b":3})",
       "2:1: warning: key 'b' is set on line 1 and on line 2, by a merge: strict decoding refuses "
       "that, and otherwise line 2 wins"},
      {"a: 1\n...\n# c\nb: 2\n", R"({"a":1})",
       "4:1: warning: the API server ignores everything from here to the end of the document"},
      {"{a: 1}\nb: 2", R"({"a":1})",
       "2:1: warning: the API server ignores everything from here to the end of the document"},
  }));
  CAPTURE(row.text);
  CHECK(outcome(row.text) == Outcome{row.value, row.diagnostics});
}

TEST_CASE("an ordinary stream goes on after a broken document") {
  CHECK(outcome("a: [\n---\nb: 2\n---\nc: @\n---\nd: 4", Dialect::Ordinary) ==
        Outcome{"broken\n{\"b\":2}\nbroken\n{\"d\":4}",
                "2:1: error: did not find expected node content while parsing a flow node\n"
                "5:4: error: found character that cannot start any token while scanning for the "
                "next token"});
}

TEST_CASE("each limit is told, and stops the document only") {
  struct Row {
    std::string text;
    Limits limits;
    std::string value, diagnostics;
  };
  const auto row = GENERATE(values<Row>({
      {brackets(129) + "\n---\nb: 2",
       {},
       "broken\n{\"b\":2}",
       "1:129: error: nested deeper than 128 levels"},
      {brackets(65536), {}, "broken", "1:129: error: nested deeper than 128 levels"},
      {"[1, 2, 3]", {.nodes = 3}, "broken", "1:8: error: the document has more than 3 nodes"},
      {"a: &a [1, 1]\nb: [*a, *a]",
       {.alias_nodes = 5},
       "broken",
       "2:9: error: aliases add more than 5 nodes to this document"},
      {"a: &a [[1]]\nb: [[*a]]",
       {.depth = 4},
       "broken",
       "2:6: error: aliases nest this document deeper than 4 levels"},
      {"a: 1", {.file_bytes = 3}, "", "1:1: error: the file has 4 bytes, more than the limit of 3"},
      {"~: 1\n~: 2\n~: 3\n~: 4",
       {.diagnostics = 1},
       "{}",
       "1:1: error: the key is null, where only text can be one\n2:1: error: more than 1 "
       "diagnostics in this file, the rest is not shown"},
  }));
  CAPTURE(row.text.substr(0, 60));
  CHECK(outcome(row.text, Dialect::Kubernetes, row.limits) == Outcome{row.value, row.diagnostics});
}
