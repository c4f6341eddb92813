#include "base/text.h"

#include <catch2/catch.hpp>

#include "base/glob.h"
#include "base/hash.h"

using namespace stopgate;
using namespace std::string_view_literals;

TEST_CASE("glob patterns") {
  struct Row {
    std::string_view pattern, text;
    bool matches;
  };
  const auto row = GENERATE(values<Row>({
      {"*.yaml", "a.yaml", true},
      {"*.yaml", "a/b.yaml", false},
      {"**/*.yaml", "a/b/c.yaml", true},
      {"**/*.yaml", "c.yaml", true},
      {"a/**", "a/b/c", true},
      {"a/**/z", "a/z", true},
      {"a/**/z", "a/b/c/z", true},
      {"a/**/z", "az", false},
      {"[a-c]?", "b1", true},
      {"[!a-c]?", "b1", false},
      {"{dev,prod}/*.tf", "prod/main.tf", true},
      {"{dev,prod}/*.tf", "test/main.tf", false},
      {"a\\*", "a*", true},
      {"a\\*", "ab", false},
      {"", "", true},
      {"*", "", true},
      {"[", "[", true},
      {"a*b*c", "aXbYbZc", true},
      {"a*b*c", "aXbYbZ", false},
  }));
  CAPTURE(row.pattern, row.text);
  CHECK(glob_match(row.pattern, row.text, '/') == row.matches);
}

TEST_CASE("a glob in policy ids stops at dots") {
  CHECK(glob_match("k8s.*", "k8s.probe", '.'));
  CHECK_FALSE(glob_match("k8s.*", "k8s.probe.missing", '.'));
  CHECK(glob_match("k8s.**", "k8s.probe.missing", '.'));
}

TEST_CASE("invalid UTF-8 is found at its first byte") {
  CHECK_FALSE(find_invalid_utf8("plain, ünï, 漢字, 😀"));
  CHECK(find_invalid_utf8("12345678\xff") == 8);
  CHECK(find_invalid_utf8("a\xc3") == 1);
  CHECK(find_invalid_utf8("\xed\xa0\x80") == 0);      // a surrogate
  CHECK(find_invalid_utf8("\xc0\xaf") == 0);          // overlong
  CHECK(find_invalid_utf8("\xf4\x90\x80\x80") == 0);  // above U+10FFFF
}

TEST_CASE("printable text cannot break a line, a terminal or its reading order") {
  CHECK(printable("a\nb\tc\x1b[31m") == "a\\nb\\tc\\x1b[31m");
  CHECK(printable("\xff\u202E漢"sv) == "\\xff\\u{202e}漢");
  CHECK(printable("abcdef", 3) == "abc…");
  CHECK(quoted("x") == "'x'");
}

TEST_CASE("near names") {
  const std::vector<std::string_view> names = {"livenessProbe", "readinessProbe", "ports"};
  CHECK(nearest_name("livenesProbe", names) == "livenessProbe");
  CHECK(nearest_name("port", names) == "ports");
  CHECK_FALSE(nearest_name("volumes", names));
  CHECK(edit_distance("ab", "ba", 2) == 1);
}

TEST_CASE("widths and hashes") {
  CHECK(display_width("aé漢e\u0301") == 5);
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hash64("abcdefgh1") != hash64("abcdefgh2"));
}
