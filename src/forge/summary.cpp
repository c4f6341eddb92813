// The text of comments.

#include <algorithm>

#include "base/text.h"
#include "forge/post.h"
#include "report/escape.h"
#include "report/markdown.h"

namespace stopgate::forge {

namespace {

std::string_view sign_of(review::Verdict verdict) {
  switch (verdict) {
    case review::Verdict::Pass:
      return "✅ pass";
    case review::Verdict::Fail:
      return "❌ fail";
    case review::Verdict::Incomplete:
      return "⚠️ incomplete";
  }
  return "";
}

std::size_t count_of(const review::Review& review, std::string_view action) {
  return static_cast<std::size_t>(
      std::ranges::count(review.changes, action, &review::ChangeLine::action));
}

std::string row_of(const Part& part) {
  const auto& review = *part.review;
  const auto new_findings =
      std::ranges::count(review.findings, finding::Status::New, &finding::Finding::status);
  std::string out = "| " + report::code_span(part.name, 100) + " | " +
                    std::string(sign_of(review.verdict)) + " | " + std::to_string(new_findings);
  for (const auto* action : {"create", "update", "replace", "delete"}) {
    const auto count = count_of(review, action);
    const bool is_grave = count > 0 && (action[0] == 'r' || action[0] == 'd');
    out += " | " + std::string(is_grave ? "**" : "") + std::to_string(count) +
           std::string(is_grave ? "**" : "");
  }
  return out + " |\n";
}

}  // namespace

std::string summary_body(const std::vector<Part>& parts, const PostOptions& options,
                         std::size_t limit) {
  report::Options settings;
  settings.version = options.version;
  settings.source_url = options.source_url;
  std::string out;
  if (parts.size() > 1) {
    out = "## stopgate: " + std::to_string(parts.size()) +
          " reports\n\n| report | verdict | new findings | create | update | replace | destroy |\n"
          "|---|---|--:|--:|--:|--:|--:|\n";
    for (const auto& part : parts) out += row_of(part);
    out += "\n";
  }
  // Each gets its share of the room; what one does not need the next may use.
  auto room = limit - std::min(limit, out.size() + 200);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    settings.markdown_bytes = room / (parts.size() - i);
    auto text = report::markdown_report(*parts[i].review, *parts[i].sources, settings);
    if (parts.size() > 1) text = "### " + report::code_span(parts[i].name, 100) + "\n\n" + text;
    room -= std::min(room, text.size());
    out += text;
  }
  if (!options.run_url.empty()) out += "<sub>[this run](" + options.run_url + ")</sub>\n";
  return out;
}

std::string line_body(const finding::Finding& finding) {
  auto out = "**" + std::string(name_of(finding.severity)) + "** " +
             report::prose(finding.message, 300) + " · " + report::code_span(finding.policy);
  if (!finding.incident.empty())
    out += "\n\n**What breaks:** " + report::prose(finding.incident, 400);
  const auto help = trim(finding.remediation);
  if (!help.empty() && help.find('\n') == std::string_view::npos)
    out += "\n\n**Help:** " + report::prose(help, 400);
  return out + "\n";
}

}  // namespace stopgate::forge
