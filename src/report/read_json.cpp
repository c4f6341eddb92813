#include "report/read_json.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/text.h"
#include "report/json.h"
#include "review/headline.h"

namespace stopgate::report {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kFindings = 100'000;
constexpr std::size_t kTextBytes = 10'000;
constexpr std::uint32_t kLines = 200'000;
constexpr std::uint32_t kColumns = 200;
constexpr std::size_t kStandInBytes = 64U << 20U;
constexpr std::size_t kPathBytes = 4'096;

// What is not of the type that the format says is as good as absent: the report is shown, not
// obeyed.
std::string text_at(const Json& from, const char* name, std::size_t limit = kTextBytes) {
  const auto found = from.find(name);
  if (found == from.end() || !found->is_string()) return {};
  return found->get_ref<const std::string&>().substr(0, limit);
}

std::uint32_t number_at(const Json& from, const char* name, std::uint32_t limit) {
  const auto found = from.find(name);
  if (found == from.end() || !found->is_number_unsigned()) return 0;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(found->get<std::uint64_t>(), limit));
}

const Json& list_at(const Json& from, const char* name) {
  static const Json empty = Json::array();
  const auto found = from.find(name);
  return found == from.end() || !found->is_array() ? empty : *found;
}

const Json& object_at(const Json& from, const char* name) {
  static const Json empty = Json::object();
  const auto found = from.find(name);
  return found == from.end() || !found->is_object() ? empty : *found;
}

struct Range {
  std::uint32_t line = 0, column = 0, end_line = 0, end_column = 0;
};

// Every line of a stand-in has the same length, so an offset is a line and a column.
class StandIns {
 public:
  explicit StandIns(source::SourceMap& sources) : sources_(sources) {}

  // Call for every location first, then place().
  void see(const Json& location) {
    const auto file = text_at(location, "file", kPathBytes);
    if (file.empty()) return;
    auto& lines = lines_[file];
    lines = std::max(lines, range_of(location).end_line);
  }

  void make() {
    std::size_t spent = 0;
    for (auto& [file, lines] : lines_) {
      std::string text;
      const std::size_t width = width_of(lines);
      spent += lines * (width + 1);
      if (spent > kStandInBytes) lines = 0;  // named without a line
      if (lines > 0) {
        text.assign(lines * (width + 1), ' ');
        for (std::size_t i = 0; i < lines; ++i) text[i * (width + 1) + width] = '\n';
      }
      files_.emplace(file, sources_.add(file, std::move(text)));
    }
  }

  [[nodiscard]] source::Place place(const Json& location) const {
    const auto range = range_of(location);
    const auto found = files_.find(text_at(location, "file", kPathBytes));
    if (found == files_.end() || range.line == 0 || lines_.at(found->first) == 0) return {};
    const auto width = static_cast<std::uint32_t>(width_of(lines_.at(found->first)));
    const auto offset = [&](std::uint32_t line, std::uint32_t column) {
      return (line - 1) * (width + 1) + std::min(column - 1, width);
    };
    return {.file = found->second,
            .span = {.begin = offset(range.line, range.column),
                     .end = offset(range.end_line, range.end_column)}};
  }

 private:
  // Columns matter less than memory where a file claims to be long.
  static std::size_t width_of(std::uint32_t lines) { return lines > 10'000 ? 80 : kColumns; }

  static Range range_of(const Json& location) {
    Range out{number_at(location, "line", kLines), number_at(location, "column", kColumns),
              number_at(location, "end_line", kLines), number_at(location, "end_column", kColumns)};
    if (out.line == 0) return {};
    out.column = std::max(out.column, 1U);
    out.end_line = std::max(out.end_line, out.line);
    out.end_column = std::max(out.end_column, out.end_line == out.line ? out.column : 1U);
    return out;
  }

  source::SourceMap& sources_;
  std::map<std::string, std::uint32_t> lines_;
  std::map<std::string, source::FileId> files_;
};

finding::Subject subject_of(const Json& json) {
  return {.address = text_at(json, "address"),
          .kind = text_at(json, "kind"),
          .name_space = text_at(json, "namespace"),
          .name = text_at(json, "name")};
}

finding::Status status_of(std::string_view name) {
  if (name == name_of(finding::Status::Old)) return finding::Status::Old;
  if (name == name_of(finding::Status::Fixed)) return finding::Status::Fixed;
  return finding::Status::New;
}

// A hash that we could have written; another one is made up from the text, so that two findings
// never share one by trickery.
bool is_fingerprint(std::string_view text) {
  return text.size() == 20 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

finding::Finding finding_of(const Json& json, const StandIns& files, std::size_t index) {
  finding::Finding out;
  out.policy = text_at(json, "policy", 200);
  // An unknown severity is shown as the worst: nothing gets through the gate by a typo.
  out.severity =
      finding::parse_severity(text_at(json, "severity", 20)).value_or(finding::Severity::Critical);
  out.message = text_at(json, "message");
  out.incident = text_at(json, "incident");
  out.remediation = text_at(json, "remediation");
  out.attribute = text_at(json, "attribute");
  out.status = status_of(text_at(json, "status", 20));
  out.subject = subject_of(object_at(json, "resource"));
  const auto& location = object_at(json, "location");
  out.place = files.place(location);
  if (!out.place.is_known()) out.path = text_at(location, "file", kPathBytes);
  for (const auto& instance : list_at(json, "instances"))
    if (instance.is_string()) out.instances.push_back(instance.get<std::string>().substr(0, 1'000));
  for (const auto& related : list_at(json, "related"))
    if (related.is_object())
      out.related.push_back(
          {files.place(object_at(related, "location")), text_at(related, "message")});
  out.fingerprint = text_at(json, "fingerprint", 100);
  if (!is_fingerprint(out.fingerprint))
    out.fingerprint = finding::fingerprint(out, out.path, index);
  return out;
}

review::ChangeLine change_of(const Json& json, const StandIns& files) {
  review::ChangeLine out;
  out.address = text_at(json, "address");
  out.action = text_at(json, "action", 100);
  out.type = text_at(json, "type", 500);
  out.reason = text_at(json, "reason");
  out.loss = text_at(json, "loss", 10);
  out.loss_note = text_at(json, "loss_note", 500);
  out.plan = text_at(json, "plan", kPathBytes);
  out.place = files.place(object_at(json, "location"));
  return out;
}

source::Diagnostic diagnostic_of(const Json& json, const StandIns& files) {
  source::Diagnostic out;
  const auto severity = text_at(json, "severity", 20);
  out.severity = severity == "note"      ? source::Severity::Note
                 : severity == "warning" ? source::Severity::Warning
                                         : source::Severity::Error;
  out.message = text_at(json, "message");
  out.help = text_at(json, "help");
  const auto& location = object_at(json, "location");
  out.place = files.place(location);
  if (!out.place.is_known()) out.path = text_at(location, "file", kPathBytes);
  return out;
}

review::Coverage coverage_of(const Json& json, const StandIns& files) {
  review::Coverage out;
  constexpr auto kMany = 1'000'000'000U;
  out.files = number_at(json, "files", kMany);
  out.parsed = number_at(json, "parsed", kMany);
  out.resources = number_at(json, "resources", kMany);
  out.suppressed = number_at(json, "suppressed", kMany);
  for (const auto& path : list_at(json, "unreadable"))
    if (path.is_string()) out.unreadable.push_back(path.get<std::string>().substr(0, kPathBytes));
  for (const auto& count : list_at(json, "policies"))
    if (count.is_object())
      out.policies.push_back({text_at(count, "policy", 200), number_at(count, "matched", kMany),
                              number_at(count, "findings", kMany),
                              number_at(count, "undecided", kMany)});
  for (const auto& item : list_at(json, "undecided"))
    if (item.is_object())
      out.undecided.push_back({text_at(item, "policy", 200),
                               subject_of(object_at(item, "resource")), text_at(item, "reason"),
                               files.place(object_at(item, "location"))});
  return out;
}

void see_locations(const Json& report, StandIns& files) {
  for (const auto* list : {"findings", "changes", "diagnostics"})
    for (const auto& item : list_at(report, list)) {
      if (!item.is_object()) continue;
      files.see(object_at(item, "location"));
      for (const auto& related : list_at(item, "related"))
        if (related.is_object()) files.see(object_at(related, "location"));
    }
  for (const auto& item : list_at(object_at(report, "coverage"), "undecided"))
    if (item.is_object()) files.see(object_at(item, "location"));
}

}  // namespace

Result<ReadReport> read_json_report(std::string_view text, std::string_view path) {
  const auto report = Json::parse(text, nullptr, false);
  const auto where = quoted(path);
  if (report.is_discarded()) return fail(where + " is not JSON, or was cut off");
  if (!report.is_object() || !report.contains("findings"))
    return fail(where + " is no report of stopgate: it has no findings; write one with " +
                "`--format json=FILE`");
  const auto version = number_at(report, "version", 1'000'000);
  if (version != kJsonVersion)
    return fail(where + " has version " + std::to_string(version) + ", and this stopgate reads " +
                std::to_string(kJsonVersion) + "; use the same stopgate for both");
  const auto& findings = list_at(report, "findings");
  if (findings.size() > kFindings)
    return fail(where + " has " + std::to_string(findings.size()) +
                " findings, more than the limit of " + std::to_string(kFindings));
  ReadReport out;
  out.sources = std::make_unique<source::SourceMap>();
  out.version = text_at(object_at(report, "tool"), "version", 100);
  StandIns files(*out.sources);
  see_locations(report, files);
  files.make();
  auto& review = out.review;
  review.gate =
      finding::parse_severity(text_at(report, "gate", 20)).value_or(finding::Severity::High);
  for (const auto& item : findings)
    if (item.is_object())
      review.findings.push_back(finding_of(item, files, review.findings.size()));
  for (const auto& item : list_at(report, "changes"))
    if (item.is_object()) review.changes.push_back(change_of(item, files));
  for (const auto& item : list_at(report, "diagnostics"))
    if (item.is_object()) review.diagnostics.push_back(diagnostic_of(item, files));
  review.coverage = coverage_of(object_at(report, "coverage"), files);
  review.verdict = verdict_of(review);
  review.headline = headline_of(review);
  return out;
}

}  // namespace stopgate::report
