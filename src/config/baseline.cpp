#include "config/baseline.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

#include "base/text.h"
#include "config/section.h"
#include "yaml/reader.h"
#include "yaml/writer.h"

namespace stopgate::config {

namespace {

constexpr std::array<std::string_view, 2> kKeys = {"version", "findings"};
constexpr std::array<std::string_view, 5> kFindingKeys = {"fingerprint", "policy", "file",
                                                          "resource", "message"};

value::Value text_map(Arena& arena,
                      std::span<const std::pair<std::string_view, std::string>> members) {
  std::vector<value::Member> out;
  for (const auto& [key, text] : members)
    out.push_back({intern(key), value::Value::string(arena, text)});
  return value::Map::make(arena, out);
}

}  // namespace

Baseline load_baseline(const source::SourceMap& sources, source::FileId file) {
  const auto stream = yaml::read(sources, file, {}, {.dialect = yaml::Dialect::Ordinary});
  Baseline out;
  out.diagnostics = stream.diagnostics;
  for (const auto& document : stream.documents) {
    if (document.is_empty() || document.has_errors) continue;
    Section top(document.root, "the baseline", kKeys, out.diagnostics);
    if (const auto version = top.text("version"); version != "1")
      top.report("version " + quoted(version) + " of the baseline is not known",
                 "write it anew: stopgate baseline", document.root.place);
    for (const auto& node : top.list("findings")) {
      Section finding(node, "a finding of the baseline", kFindingKeys, out.diagnostics);
      out.fingerprints.insert(finding.required_text("fingerprint"));
    }
  }
  return out;
}

std::string write_baseline(std::span<const finding::Finding> findings,
                           std::span<const std::string> files) {
  using Row = std::tuple<std::string, std::string, std::string, std::string, std::string>;
  std::vector<Row> rows;
  for (std::size_t i = 0; i < findings.size(); ++i)
    rows.emplace_back(files[i], findings[i].policy, finding::to_string(findings[i].subject),
                      findings[i].message, findings[i].fingerprint);
  std::ranges::sort(rows);
  Arena arena;
  std::vector<value::Value> items;
  for (const auto& [file, policy, subject, message, fingerprint] : rows) {
    const std::array<std::pair<std::string_view, std::string>, 5> members = {
        {{"fingerprint", fingerprint},
         {"policy", policy},
         {"file", file},
         {"resource", subject},
         {"message", message}}};
    items.push_back(text_map(arena, members));
  }
  const std::array<value::Member, 2> top = {
      {{intern("version"), value::Value::integer(1)},
       {intern("findings"), value::List::make(arena, items)}}};
  return "# Findings that are accepted for now; only `fingerprint` counts, the rest is for "
         "people.\n# stopgate baseline writes it, stopgate baseline --update takes out what is "
         "mended.\n" +
         yaml::write(value::Map::make(arena, top));
}

}  // namespace stopgate::config
