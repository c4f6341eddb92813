#include "base/line_diff.h"

#include <catch2/catch.hpp>

using namespace stopgate;

namespace {

std::string hunks(const std::string& before, const std::string& after) {
  std::string out;
  for (const auto& hunk : changed_lines(before, after))
    out += std::to_string(hunk.old_first) + "+" + std::to_string(hunk.old_count) + " " +
           std::to_string(hunk.new_first) + "+" + std::to_string(hunk.new_count) + "\n";
  return out;
}

}  // namespace

TEST_CASE("changed lines") {
  CHECK(hunks("a\nb\n", "a\nb\n").empty());
  CHECK(hunks("", "a\n") == "0+0 0+1\n");
  CHECK(hunks("a\n", "") == "0+1 0+0\n");
  CHECK(hunks("a\nb\nc\n", "a\nx\nc\n") == "1+1 1+1\n");
  CHECK(hunks("a\nb\nc\nd\ne\n", "a\nx\nc\ne\n") == "1+1 1+1\n3+1 3+0\n");
  CHECK(hunks("a\nb\n", "a\nb") == "1+1 1+1\n");
  CHECK(hunks("a\na\na\n", "a\na\n") == "2+1 2+0\n");
}

TEST_CASE("what differs throughout is one hunk") {
  std::string before, after;
  for (int i = 0; i < 3'000; ++i) {
    before += std::to_string(i) + "\n";
    after += "x" + std::to_string(i) + "\n";
  }
  CHECK(hunks(before, after) == "0+3000 0+3000\n");
}

TEST_CASE("the hunks turn one text into the other") {
  // A few hundred pairs of short texts over a small alphabet.
  unsigned state = 1;
  const auto next = [&](unsigned below) {
    state = state * 1'664'525 + 1'013'904'223;
    return (state >> 16) % below;
  };
  for (int round = 0; round < 400; ++round) {
    std::string before, after;
    for (auto n = next(12); n > 0; --n)
      before += std::string(1, static_cast<char>('a' + next(3))) + "\n";
    for (auto n = next(12); n > 0; --n)
      after += std::string(1, static_cast<char>('a' + next(3))) + "\n";
    const auto old_lines = lines_with_breaks(before);
    const auto new_lines = lines_with_breaks(after);
    std::string made;
    std::size_t at = 0;
    for (const auto& hunk : changed_lines(before, after)) {
      for (; at < hunk.old_first; ++at) made += old_lines[at];
      for (std::size_t i = 0; i < hunk.new_count; ++i) made += new_lines[hunk.new_first + i];
      at += hunk.old_count;
    }
    for (; at < old_lines.size(); ++at) made += old_lines[at];
    CHECK(made == after);
  }
}

TEST_CASE("a unified diff, as patch reads it") {
  CHECK(unified_diff("a\n", "a\n", "x").empty());
  CHECK("\n" + unified_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12",
                            "1\nb\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n", "/x.tf") ==
        R"(
--- a/x.tf
+++ b/x.tf
@@ -1,5 +1,5 @@
 1
-2
+b
 3
 4
 5
@@ -9,4 +9,4 @@
 9
 10
 11
-12
\ No newline at end of file
+12
)");
  CHECK(unified_diff("", "a\n", "x") == "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n");
}
