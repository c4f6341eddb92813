#include "report/html.h"

#include <catch2/catch.hpp>
#include <string>

#include "json/reader.h"
#include "report/html_data.h"
#include "sample.h"

using namespace stopgate;
using namespace stopgate::report;

namespace {

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

constexpr std::string_view kHostile =
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>{{script}}\x1b[31m\"'&";

review::Review hostile_review(const source::SourceMap& sources) {
  review::Parts parts;
  review::ChangeLine change{.address = std::string(kHostile), .action = "update"};
  change.attributes.push_back({.edit = {.path = std::string(kHostile),
                                        .before = std::string(kHostile),
                                        .after = std::string(kHostile)}});
  change.why = {std::string(kHostile)};
  parts.changes.push_back(change);
  parts.findings.push_back({.policy = "p",
                            .severity = finding::Severity::Critical,
                            .message = std::string(kHostile),
                            .path = std::string(kHostile),
                            .subject = {.address = std::string(kHostile)}});
  parts.drift.push_back({.address = std::string(kHostile), .rows = {std::string(kHostile)}});
  parts.diagnostics.push_back({.message = std::string(kHostile), .path = "x"});
  return review::assemble(parts, sources);
}

}  // namespace

TEST_CASE("the page loads nothing and runs only its own script") {
  source::SourceMap sources;
  const auto review = test::sample(sources);
  const auto page = html_report(review, sources, {.version = "1.2.3"});
  CHECK(page.starts_with("<!doctype html>\n"));
  CHECK(page.find("default-src 'none'; script-src 'sha256-") != std::string::npos);
  CHECK(page.find("unsafe") == std::string::npos);
  CHECK(page.find(" src=") == std::string::npos);
  CHECK(page.find("<link") == std::string::npos);
  CHECK(page.find("url(") == std::string::npos);
  CHECK(page.find(" style=") == std::string::npos);
  CHECK(page.find(" onclick=") == std::string::npos);
  CHECK(page.find("innerHTML") == std::string::npos);
  CHECK(count_of(page, "<script") == 2);
  CHECK(count_of(page, "</script>") == 2);
  CHECK(page.find("stopgate 1.2.3") != std::string::npos);
}

TEST_CASE("nothing of the input is markup, nor a part of the template") {
  const source::SourceMap sources;
  const auto page = html_report(hostile_review(sources), sources, {});
  CHECK(count_of(page, "<script") == 2);
  CHECK(count_of(page, "</script>") == 2);
  CHECK(page.find("<img") == std::string::npos);
  CHECK(page.find("alert(1)<") == std::string::npos);
  CHECK(page.find('\x1b') == std::string::npos);
  CHECK(count_of(page, "'use strict';") == 1);
}

TEST_CASE("the data of the page is JSON that the script can read") {
  source::SourceMap sources;
  const auto review = test::sample(sources);
  const auto data = html_data(review, sources, {});
  const auto document = json::parse(data);
  CHECK(document.diagnostics.empty());
  const auto& root = document.root.value;
  CHECK(root.get("findings").items().size() == review.findings.size());
  CHECK(root.get("changes").items().size() == review.changes.size());
  CHECK(root.get("groups").items().size() == review.groups.size());
  // A change is fourteen fields, its texts are numbers into the table.
  const auto& change = root.get("changes").items()[0];
  REQUIRE(change.items().size() == 14);
  const auto address = static_cast<std::size_t>(change.items()[0].as_int());
  CHECK(root.get("strings").items()[address].as_string() == review.changes[0].address);
}

TEST_CASE("hostile data is JSON without a tag in it") {
  const source::SourceMap sources;
  const auto data = html_data(hostile_review(sources), sources, {});
  CHECK(json::parse(data).diagnostics.empty());
  CHECK(data.find('<') == std::string::npos);
  CHECK(data.find('&') == std::string::npos);
}
