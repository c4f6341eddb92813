// tests/program/fmt_corpus.py asks terraform about the same table.

#include "terraform/format.h"

#include <catch2/catch.hpp>
#include <iostream>

#include "base/text.h"
#include "hcl/parser.h"
#include "json/reader.h"
#include "source/file_system.h"

using namespace stopgate;

namespace {

// Nothing for a text with syntax errors.
std::optional<std::string> formatted(const std::string& text) {
  source::SourceMap sources;
  const auto id = sources.add("main.tf", text);
  const auto file = hcl::parse(sources, id);
  if (source::has_errors(file.diagnostics)) return std::nullopt;
  return terraform::format(file, sources.file(id).text());
}

}  // namespace

TEST_CASE("Terraform code is written as terraform fmt writes it") {
  const source::DiskFileSystem disk;
  const auto table =
      disk.read(std::string(STOPGATE_SOURCE_DIR) + "/tests/corpus/fmt/table.txt", 1 << 20).value();
  std::size_t rows = 0;
  for (std::size_t at = table.find("=== "); at != std::string::npos;) {
    const auto next = table.find("\n=== ", at);
    const auto row = table.substr(at, next == std::string::npos ? next : next + 1 - at);
    at = next == std::string::npos ? next : next + 1;
    const auto name = row.substr(0, row.find('\n') + 1);
    const auto divider = row.find("\n---\n");
    REQUIRE(divider != std::string::npos);
    const auto text = row.substr(name.size(), divider + 1 - name.size());
    const auto expected = row.substr(divider + 5);
    CAPTURE(name);
    const auto once = formatted(text);
    REQUIRE(once);
    CHECK(*once == expected);
    CHECK(formatted(*once) == once);
    ++rows;
  }
  CHECK(rows > 30);
}

TEST_CASE("a label that terraform fmt would drop stays") {
  CHECK(formatted("b \"a$${x}\" {\n}\n") == "b \"a$${x}\" {\n}\n");
}

TEST_CASE("the end of a file without a line break, byte order marks, CRLF") {
  CHECK(formatted("a=1") == "a = 1");
  CHECK(formatted("a=1 ") == "a = 1 ");
  CHECK(formatted("") == "");
  CHECK(formatted("\xEF\xBB\xBF"
                  "a=1\n") == "a = 1\n");
  CHECK(formatted("a=1\r\nbb=2\r\n") == "a  = 1\r\nbb = 2\r\n");
}

TEST_CASE("snippets are formatted as Terraform formats them") {
  const auto path = std::string(STOPGATE_SHARED) + "/oracles/fmt-oracle.jsonl";
  const auto records = source::DiskFileSystem().read(path, std::uint64_t{1} << 26);
  if (!records) {
    std::cout << "skipped: " << path << " is absent\n";
    SUCCEED();
    return;
  }
  for (const auto line : split(*records, '\n')) {
    if (line.empty()) continue;
    const auto document = json::parse(line);
    const auto& record = document.root.value;
    auto ours = formatted(std::string(record.get("input").as_string()));
    CAPTURE(line);
    CHECK(ours.has_value() == (record.get("rc").int_if() == 0));
    // On its standard output Terraform ends the last line.
    if (ours && !ours->ends_with('\n')) *ours += '\n';
    if (ours) CHECK(*ours == record.get("output").as_string());
  }
}
