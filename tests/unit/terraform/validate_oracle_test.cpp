// Which small modules `terraform validate` accepts, and on which lines it finds fault with others:
// recorded answers, where the shared data is present.

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iostream>

#include "json/reader.h"
#include "terraform/load.h"
#include "unit/terraform/loaded_root.h"

using namespace stopgate;
using namespace stopgate::terraform;
using test::LoadedRoot;

namespace {

struct Line {
  std::string file;
  std::size_t number = 0;

  auto operator<=>(const Line&) const = default;
};

std::string text_of(const value::Value& value) {
  return std::string(value.string_if().value_or(""));
}

std::vector<Line> their_lines(const value::Value& validate) {
  std::vector<Line> lines;
  for (const auto& diagnostic : validate.get("diagnostics").items()) {
    const auto range = diagnostic.get("range");
    if (text_of(diagnostic.get("severity")) != "error" || !range.is_map()) continue;
    lines.push_back({text_of(range.get("filename")),
                     static_cast<std::size_t>(range.get("start").get("line").as_int())});
  }
  return lines;
}

std::vector<Line> our_lines(const LoadedRoot& loaded) {
  std::vector<Line> lines;
  for (const auto& diagnostic : loaded.root.diagnostics) {
    if (diagnostic.severity != source::Severity::Error) continue;
    const auto location = loaded.sources.locate(diagnostic.place);
    lines.push_back(
        {location.file.substr(location.file.find_last_of('/') + 1), location.begin.line});
  }
  return lines;
}

// Where we answer otherwise than `terraform validate`, and why.
struct Explained {
  std::string_view name;
  std::string_view why;
};
constexpr Explained kExplained[] = {
    {"self-reference", "terraform plan refuses it; validate does not look"},
    {"aws-unknown-arg",
     "a warning: without the provider's schema, a newer provider may have the argument"},
    {"aws-missing-block",
     "a warning: without the provider's schema, another version may do without the block"},
};

}  // namespace

TEST_CASE("verdicts and lines are those of terraform validate") {
  const std::string path = std::string(STOPGATE_SHARED) + "/oracles/validate-oracle.jsonl";
  std::ifstream file(path);
  if (!file) {
    std::cout << "skipped: " << path << " is absent\n";
    SUCCEED();
    return;
  }
  std::size_t total = 0, agreed = 0, lines_agreed = 0;
  for (std::string line; std::getline(file, line);) {
    const auto document = json::parse(line);
    const auto& record = document.root.value;
    test::Files files;
    for (const auto& member : record.get("files").members())
      files[std::string(member.key.text())] = text_of(member.value);
    const LoadedRoot loaded(files);
    const auto name = text_of(record.get("name"));
    const auto is_valid = record.get("validate").get("valid").bool_if().value_or(false);
    const auto theirs = their_lines(record.get("validate"));
    const auto ours = our_lines(loaded);
    ++total;
    const bool agrees = is_valid == ours.empty();
    const bool lines_agree =
        agrees && (theirs.empty() || std::ranges::any_of(ours, [&](const Line& one) {
                     return std::ranges::find(theirs, one) != theirs.end();
                   }));
    agreed += agrees ? 1 : 0;
    lines_agreed += lines_agree ? 1 : 0;
    const bool is_explained = std::ranges::find(kExplained, std::string_view(name),
                                                &Explained::name) != std::end(kExplained);
    if (lines_agree || is_explained) continue;
    std::cout << "validate " << name << ": Terraform " << (is_valid ? "accepts" : "refuses");
    for (const auto& one : theirs) std::cout << " " << one.file << ":" << one.number;
    std::cout << "\n";
    for (const auto& problem : loaded.problems()) std::cout << "  " << problem << "\n";
    CHECK(lines_agree);
  }
  std::cout << "validate: " << agreed << " of " << total << " verdicts agree, " << lines_agreed
            << " with the line\n";
  CHECK(agreed * 100 >= total * 95);
  CHECK(lines_agreed * 100 >= total * 95);
}
