#include "report/snippet.h"

#include <catch2/catch.hpp>

#include "sample.h"

using namespace stopgate;
using namespace stopgate::report;

namespace {

// The lines, each mark as "column+width".
std::string shown(std::string text, std::string_view mark, std::size_t columns = 80,
                  bool is_secret = false) {
  source::SourceMap sources;
  const auto file = sources.add("x", std::move(text));
  review::Review review;
  const auto place = test::place_of(sources, file, mark);
  if (is_secret) review.findings.push_back({.place = place, .is_secret = true});
  const auto snippet = snippet_of(place, sources, SecretPlaces(review), columns);
  std::string out;
  for (const auto& line : snippet.lines)
    out += std::to_string(line.number) + "|" + line.text + "|" + std::to_string(line.mark_begin) +
           "+" + std::to_string(line.mark_width) + "\n";
  if (snippet.lines_left_out > 0) out += "+" + std::to_string(snippet.lines_left_out) + "\n";
  return out;
}

}  // namespace

TEST_CASE("the source under a finding") {
  CHECK(shown("a = 1\nb = 2\n", "2") == "2|b = 2|4+1\n");
  CHECK(shown("\tx\ty = 1", "y = 1") == "1|    x   y = 1|8+5\n");
  CHECK(shown("漢字 = e\u0301 # \u202E", "e\u0301") == "1|漢字 = e\u0301 # \\u{202e}|7+1\n");
  CHECK(shown("a\x1b[2J = 1", "1") == "1|a\\x1b[2J = 1|11+1\n");
  CHECK(shown("a\xff = 1", "1") == "1|a\\xff = 1|8+1\n");
  CHECK(shown("a {\n  b\n}\n", "a {\n  b\n}\n") == "1|a {|0+3\n2|  b|2+1\n3|}|0+1\n");
  CHECK(shown("a {\n  b\n  c\n}\n", "a {\n  b\n  c\n}") == "1|a {|0+3\n+3\n");
  CHECK(shown("a\r\nb\r\n", "b") == "2|b|0+1\n");
  CHECK(shown("", "") == "1||0+1\n");
}

TEST_CASE("a long line is cut around the mark") {
  const std::string front(1'000'000, 'x');
  CHECK(shown(front + "MARK" + front, "MARK", 30) == "1|…xxxxxxxxxMARKxxxxxxxxxxxxxxx…|10+4\n");
  CHECK(shown("MARK" + front, "MARK", 30) == "1|MARKxxxxxxxxxxxxxxxxxxxxxxxx…|0+4\n");
  CHECK(shown(front + "MARK", "MARK", 30) == "1|…xxxxxxxxxMARK|10+4\n");
  const std::string wide = "漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢";
  CHECK(shown(wide + "M" + wide, "M", 20) == "1|…漢漢M漢漢漢漢漢漢…|5+1\n");
}

TEST_CASE("a secret is masked, whatever the shape of its line") {
  const auto masked = [](std::string text, std::string_view mark) {
    return shown(std::move(text), mark, 80, true);
  };
  CHECK(masked("  password = \"hunter2\"", "\"hunter2\"") == "1|  password = ••••|13+4\n");
  CHECK(masked("  password = \"hunter2\"", "password = \"hunter2\"") ==
        "1|  password = ••••|13+4\n");
  CHECK(masked("  - \"password\": hunter2", "hunter2") == "1|  - \"password\": ••••|16+4\n");
  CHECK(masked("aHVudGVyMg==", "aHVudGVyMg==") == "1|••••|0+4\n");
  CHECK(masked("  - hunter2", "hunter2") == "1|  ••••|2+4\n");
  CHECK(masked("postgres://me:hunter2@db", "hunter2") == "1|••••|0+4\n");
  CHECK(masked("key: |\n  one\n  two\n", "|\n  one\n  two\n") ==
        "1|key: ••••|5+4\n2|  ••••|2+4\n3|  ••••|2+4\n");
}

TEST_CASE("a line is masked for its neighbours too") {
  source::SourceMap sources;
  const auto file = sources.add("x", "env = { name = \"a\", password = \"hunter2\" }\n");
  review::Review review;
  review.findings.push_back({.place = test::place_of(sources, file, "hunter2"), .is_secret = true});
  const auto snippet =
      snippet_of(test::place_of(sources, file, "name"), sources, SecretPlaces(review), 80);
  REQUIRE(snippet.lines.size() == 1);
  CHECK(snippet.lines[0].text == "env = ••••");
}
