// The cases measured with the API server's own reader, when the shared data is there.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "yaml/reader.h"
#include "yaml/splitter.h"

namespace {

using nlohmann::json;
using stopgate::Limits;
using stopgate::source::SourceMap;
using stopgate::yaml::read;

// As the API server's line reader hands lines on: LF only, and one at the very end.
std::string normalised(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') out += text[i];
  if (!out.ends_with('\n')) out += '\n';
  return out;
}

json split(const std::string& text) {
  const auto found = stopgate::yaml::split_documents(text);
  if (!found.bad_separators.empty()) return "error";
  auto out = json::array();
  for (const auto span : found.documents)
    out.push_back(normalised(std::string_view(text).substr(span.begin, span.size())));
  return out;
}

json parse(const std::string& text, bool& is_strict) {
  SourceMap sources;
  const auto file = sources.add("case", text);
  const auto stream = read(sources, file, Limits{});
  is_strict = stream.diagnostics.empty();
  if (has_errors(stream.diagnostics)) return "error";
  REQUIRE(stream.documents.size() == 1);
  return json::parse(to_text(stream.documents[0].root.value));
}

}  // namespace

TEST_CASE("the measured cases of the API server's reader come out the same") {
  const auto path =
      std::filesystem::path(STOPGATE_SHARED) / "reference/kubernetes-yaml-cases.jsonl";
  std::ifstream in(path);
  if (!in) {
    std::cout << "skipped: " << path.string() << " is absent\n";
    SUCCEED();
    return;
  }
  std::map<std::string, int> counts;
  for (std::string line; std::getline(in, line);) {
    const auto row = json::parse(line);
    const auto kind = row.at("case").get<std::string>();
    const auto input = row.at("input").get<std::string>();
    CAPTURE(line);
    if (kind == "split") {
      CHECK(split(input) == (row.contains("error") ? json("error") : row.at("documents")));
    } else if (kind == "scalar" || kind == "document") {
      bool is_strict = false;
      CHECK(parse(input, is_strict) == (row.contains("error") ? json("error") : row.at("json")));
      // What strict decoding refuses is never read without a word.
      if (row.contains("strict_error")) CHECK_FALSE(is_strict);
    } else {
      continue;  // quantities and int-or-string: the kubernetes room's
    }
    ++counts[kind];
  }
  for (const auto& [kind, count] : counts)
    std::cout << count << " measured cases of kind " << kind << " compared\n";
}
