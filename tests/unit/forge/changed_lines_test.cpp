#include "forge/changed_lines.h"

#include <catch2/catch.hpp>
#include <vector>

using namespace stopgate::forge;

TEST_CASE("lines that a diff shows") {
  const auto lines = ChangedLines::parse(
      "diff --git a/old.tf b/main.tf\nsimilarity index 90%\nrename from old.tf\nrename to main.tf\n"
      "--- a/old.tf\n+++ b/main.tf\n@@ -3,4 +3,5 @@ resource \"x\" \"y\" {\n "
      "keep\n-gone\n+new\n+--- not "
      "a header\n same\n\\ No newline at end of file\n"
      "diff --git \"a/a\\tb.yaml\" \"b/a\\tb.yaml\"\n--- /dev/null\n+++ \"b/a\\tb.yaml\"\n@@ -0,0 "
      "+1 "
      "@@\n+x: \\303\\244\n"
      "diff --git a/gone.tf b/gone.tf\n--- a/gone.tf\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n");
  struct Row {
    std::string path;
    std::uint32_t line;
    bool is_shown, is_added;
    std::uint32_t old_line;
  };
  const std::vector<Row> rows = {
      {"main.tf", 2, false, false, 0}, {"main.tf", 3, true, false, 3},
      {"main.tf", 4, true, true, 0},   {"main.tf", 5, true, true, 0},
      {"main.tf", 6, true, false, 5},  {"main.tf", 7, false, false, 0},
      {"a\tb.yaml", 1, true, true, 0}, {"gone.tf", 1, false, false, 0},
      {"old.tf", 3, false, false, 0},
  };
  for (const auto& row : rows) {
    CAPTURE(row.path, row.line);
    const auto shown = lines.line(row.path, row.line);
    REQUIRE(shown.has_value() == row.is_shown);
    if (!shown) continue;
    CHECK(shown->is_added == row.is_added);
    CHECK(shown->old_line == row.old_line);
  }
  CHECK(lines.file("main.tf")->old_path == "old.tf");
}

TEST_CASE("a diff that is none shows nothing") {
  for (const auto* text :
       {"", "@@ -1 +1 @@\n+x", "+++ b/x\n+y", "diff --git\n@@", "--- \"\\\n+++ \"\\3"}) {
    CAPTURE(text);
    CHECK(!ChangedLines::parse(text).line("x", 1).has_value());
  }
}
