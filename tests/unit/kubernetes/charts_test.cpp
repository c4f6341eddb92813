// Real charts, rendered: every one is read whole, and grouping and relations hold what they
// promise.

#include <catch2/catch.hpp>
#include <fstream>
#include <iostream>
#include <sstream>

#include "base/text.h"
#include "unit/kubernetes/support.h"

using stopgate::split;
using stopgate::test::Files;

namespace {

const std::string kCharts = STOPGATE_SHARED "/corpora/charts/";

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string count_kinds(const stopgate::kubernetes::Manifests& manifests) {
  std::map<std::string, int> counts;
  for (const auto& object : manifests.objects) ++counts[std::string(object.kind)];
  std::string text;
  for (const auto& [kind, count] : counts)
    text += (text.empty() ? "" : ",") + kind + "=" + std::to_string(count);
  return text;
}

// References that are surely wrong. These charts are in use: none of theirs should be.
std::string describe_missing(const stopgate::kubernetes::Render& render) {
  std::string text;
  for (const auto& relation : render.relations)
    if (relation.is_missing() || relation.is_key_missing())
      text += std::string(relation.id) + " of " + to_string(render.objects[relation.from]) + ": " +
              relation.target_name + " " + relation.target_key + "\n";
  return text;
}

}  // namespace

TEST_CASE("real charts are read whole") {
  std::istringstream index(read_file(kCharts + "INDEX.tsv"));
  if (index.str().empty()) {
    std::cout << "skipped: " << kCharts << "INDEX.tsv is absent\n";
    SUCCEED();
    return;
  }
  std::string line;
  std::getline(index, line);
  std::size_t charts = 0;
  while (std::getline(index, line)) {
    const auto columns = split(line, '\t');
    const auto path = std::string(columns[0]);
    INFO(path);
    Files files(path, read_file(kCharts + path));
    CHECK_FALSE(has_errors(files.manifests.front().diagnostics));
    CHECK(count_kinds(files.manifests.front()) == columns[5]);
    const auto renders = files.group();
    CHECK(renders.size() == 1);
    for (const auto& render : renders) CHECK(describe_missing(render) == "");
    ++charts;
  }
  CHECK(charts == 76);
}
