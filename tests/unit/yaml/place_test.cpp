#include <catch2/catch.hpp>

#include "yaml/reader.h"

namespace {

using stopgate::Limits;
using stopgate::source::SourceMap;
using stopgate::value::step;
using stopgate::yaml::place_in_scalar;
using stopgate::yaml::read;

struct Read {
  SourceMap sources;
  stopgate::yaml::Stream stream;

  explicit Read(std::string text) {
    const auto file = sources.add("f", std::move(text));
    stream = read(sources, file, Limits{});
  }
  [[nodiscard]] std::string text(stopgate::source::Place place) const {
    return std::string(sources.file(place.file).text(place.span));
  }
};

}  // namespace

TEST_CASE("every node knows the text it was read from") {
  const Read read(
      "# c\nk\xC3\xA9y: &x\n  - !!str one\n  - {a: \"b\"}   # d\n\nnext: *x\nempty:\nlast: |  # "
      "e\n  text\n");
  const auto root = read.stream.documents[0].root;
  const auto& map = root.value.as_map();
  std::string shown;
  for (std::size_t i = 0; i < map.size(); ++i)
    shown += read.text(map.key_place(i)) + " => [" + read.text(map.place(i)) + "]\n";
  CHECK(shown ==
        "k\xC3\xA9y => [&x\n  - !!str one\n  - {a: \"b\"}]\n"
        "next => [*x]\n"
        "empty => []\n"
        "last => [|  # e\n  text\n]\n");
  const auto list = step(root, stopgate::intern("k\xC3\xA9y"));
  CHECK(read.text(step(list, 0).place) == "one");
  CHECK(read.text(step(list, 1).place) == "{a: \"b\"}");
  CHECK(read.text(step(step(list, 1), stopgate::intern("a")).place) == "\"b\"");
  CHECK(read.sources.locate(map.place(2)).begin == stopgate::source::Position{7, 7});
}

TEST_CASE("comments belong to their document, and text that looks like one is none") {
  const Read read(
      "# Source: a.yaml\na: x#y  # one\nb: \"# no\"\nc: |  # two\n  # no\nd: [ # three\n  1]\n# "
      "four\n---\n# five\n---\ne: 1 # six");
  std::string shown;
  for (const auto& document : read.stream.documents) {
    for (const auto& comment : document.comments) shown += read.text({0, comment.span}) + ";";
    shown += "|";
  }
  CHECK(shown == "# Source: a.yaml;# one;# two;# three;# four;|# five;|# six;|");
}

TEST_CASE("text that is written as it is read is not copied") {
  const Read read("a: plain\nb: 'single'\nc: \"double\"\nd: 'it''s'");
  const auto root = read.stream.documents[0].root.value;
  const auto text = read.sources.file(0).text();
  const auto is_view = [&](std::string_view key) {
    const auto* at = root.get(key).as_string().data();
    return at >= text.data() && at < text.data() + text.size();
  };
  CHECK(is_view("a"));
  CHECK(is_view("b"));
  CHECK(is_view("c"));
  CHECK_FALSE(is_view("d"));
}

TEST_CASE("an offset in a scalar's value leads back to the character in the file") {
  struct Row {
    std::string text;   // of the file; the value of `a` holds one X
    std::string place;  // of that X
  };
  const auto row = GENERATE(values<Row>({
      {"a: some X", "1:9"},
      {"a: two\n  lines X", "2:9"},
      {"a: two\n\n\n  lines X", "4:9"},
      {"a: \xC3\xA9 X", "1:6"},
      {"a: 'it''s X'", "1:11"},
      {"a: 'two   \n   lines X'", "2:10"},
      {"a: \"\\t\\u00e9\\x41 X\"", "1:18"},
      {"a: \"x\\\n   y X\"", "2:6"},
      {"a: \"\\U0001F600X\"", "1:15"},
      {"{\"a\": \"\\ud83d\\ude00X\"}", "1:20"},
      {"a: |\n  one\n\n  two X\n", "4:7"},
      {"a: |-\n\n    one\n      two X\n", "4:11"},
      {"a: |2\n    one\n   X\n", "3:4"},
      {"a: !!str |1-\n  X\n", "2:3"},
      {"a: >\n  one\n  two X\n", "3:7"},
      {"a: >-\n  one\n\n  two\n    three\n  four X\n", "6:8"},
      {"a: >-\n  one\n\n\n  X\n", "5:3"},
      {"a: |\r\n  one\r\n  two X\r\n", "3:7"},
      {"a: !!str &x some X", "1:18"},
  }));
  CAPTURE(row.text);
  const Read read(row.text);
  const auto node = step(read.stream.documents.at(0).root, stopgate::intern("a"));
  const auto offset = node.value.as_string().find('X');
  REQUIRE(offset != std::string_view::npos);
  const auto place = place_in_scalar(read.sources, node.place, offset);
  CHECK(read.text(place) == "X");
  const auto begin = read.sources.locate(place).begin;
  CHECK(std::to_string(begin.line) + ":" + std::to_string(begin.column) == row.place);
}

TEST_CASE("an offset past the end of a scalar is its end") {
  const Read read("a: 'text'");
  const auto node = step(read.stream.documents[0].root, stopgate::intern("a"));
  CHECK(place_in_scalar(read.sources, node.place, 4).span == stopgate::source::Span{8, 8});
  CHECK(place_in_scalar(read.sources, node.place, 400).span == stopgate::source::Span{8, 8});
}
