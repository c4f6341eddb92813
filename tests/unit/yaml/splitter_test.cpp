#include "yaml/splitter.h"

#include <catch2/catch.hpp>
#include <string>

using stopgate::yaml::skip_to_content;
using stopgate::yaml::split_documents;
using stopgate::yaml::split_json_objects;

namespace {

// The pieces, each followed by '|', and then what was wrong with separators, each after a '!'.
std::string show(std::string_view text) {
  const auto split = split_documents(text);
  std::string out;
  for (const auto span : split.documents)
    out += std::string(text.substr(span.begin, span.size())) + "|";
  for (const auto span : split.bad_separators)
    out += "!" + std::string(text.substr(span.begin, span.size()));
  return out;
}

}  // namespace

TEST_CASE("documents are cut at lines that start with three dashes") {
  struct Row {
    std::string text, pieces;
  };
  const auto row = GENERATE(values<Row>({
      {"", ""},
      {"a\n", "a\n|"},
      {"a\n---\nb", "a\n|b|"},
      {"---\na\n", "---\na\n|"},
      {"---\n---\na\n", "---\n|a\n|"},
      {"a\n---\n---\nb\n", "a\n|---\nb\n|"},
      {"a\n---", "a\n|"},
      {"---", "---|"},
      {"--- # c\r\na\r\n---\t \r\nb\r\n", "--- # c\r\na\r\n|b\r\n|"},
      {"a: |\n---\nb\n", "a: |\n|b\n|"},
      {"a\n ---\n- ---\nb\n", "a\n ---\n- ---\nb\n|"},
      {"\xEF\xBB\xBF---\na\n", "\xEF\xBB\xBF---\na\n|"},
      {"a\n...\n---\nb\n", "a\n...\n|b\n|"},
      {"a\n--- b\n---\nc\n", "a\n|--- b\n|c\n|!b"},
      {"-----BEGIN\na\n", "a\n|!--BEGIN"},
      {"a\n---b", "a\n|!b"},
  }));
  CAPTURE(row.text);
  CHECK(show(row.text) == row.pieces);
}

TEST_CASE("JSON objects in a row are cut between them") {
  struct Row {
    std::string text;
    std::size_t pieces;
  };
  const auto row = GENERATE(values<Row>({
      {"{\"a\": 1}", 1},
      {"{}{}", 2},
      {" {\"a\": \"}\\\"{\"}\n\n{\"b\": {}}\n", 2},
      {"{\"a\": 1}\nb: 2", 1},
      {"{a: 1}\n{b: 2}", 1},
      {"{\"a\": ", 1},
      {"a: 1", 1},
      {"", 1},
  }));
  CAPTURE(row.text);
  const auto pieces = split_json_objects(row.text, 10);
  CHECK(pieces.size() == row.pieces);
  CHECK(pieces.front().begin == 10);
  CHECK(pieces.back().end == 10 + row.text.size());
}

TEST_CASE("end markers and comments are no content") {
  CHECK(skip_to_content("\n # c\n...\n  x", 0) == 12);
  CHECK(skip_to_content("... # c\n...\n", 0) == 12);
  CHECK(skip_to_content("a\n...b", 1) == 2);
}
