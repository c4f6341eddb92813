#include "source/source_file.h"

#include <catch2/catch.hpp>

#include "source/diagnostic.h"
#include "source/file_system.h"
#include "support/memory_file_system.h"

using namespace stopgate;
using namespace stopgate::source;

TEST_CASE("positions count lines and code points from one") {
  const SourceFile file("a.txt", "ab\nüx\r\n\nend");
  CHECK(file.position(0) == Position{1, 1});
  CHECK(file.position(2) == Position{1, 3});
  CHECK(file.position(3) == Position{2, 1});
  CHECK(file.position(5) == Position{2, 2});  // after the two bytes of ü
  CHECK(file.position(999) == Position{4, 4});
  CHECK(file.line(2) == "üx");
  CHECK(file.line(3).empty());
  CHECK(file.line(4) == "end");
  CHECK(file.line(5).empty());
  CHECK(file.line_count() == 4);
}

TEST_CASE("a diagnostic is printed with its place and its help") {
  SourceMap sources;
  const auto id = sources.add("x.yaml", "a: 1\nb: [\n");
  CHECK(to_string({.message = "the list is not closed",
                   .help = "add ']'",
                   .place = {id, {8, 9}},
                   .path = {}},
                  sources) == "x.yaml:2:4: error: the list is not closed\n  help: add ']'");
  CHECK(to_string(
            {.severity = Severity::Warning, .message = "m", .help = {}, .place = {}, .path = "y"},
            sources) == "y: warning: m");
}

TEST_CASE("a confined file system reads nothing outside its root") {
  const test::MemoryFileSystem disk{
      {"/repo/a.txt", "in"}, {"/secret", "out"}, {"/repository/b", "beside"}};
  const ConfinedFileSystem confined(disk, "/repo");
  CHECK(confined.read("a.txt", 100) == "in");
  CHECK(confined.read("/repo/x/../a.txt", 100) == "in");
  CHECK(confined.read("../secret", 100).error().message == "lies outside '/repo'");
  CHECK(confined.read("/repository/b", 100).error().message == "lies outside '/repo'");
  CHECK(confined.kind("../secret") == FileKind::Missing);
}
