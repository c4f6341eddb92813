#include "report/html.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "base/base64.h"
#include "base/hash.h"
#include "base/html.h"
#include "base/text.h"
#include "report/change_rows.h"
#include "report/gzip.h"
#include "report/html_data.h"
#include "report/place.h"
#include "review/headline.h"

namespace stopgate::report {

namespace data {
extern const std::string_view kPage;
extern const std::string_view kPageStyle;
extern const std::string_view kPageScript;
}  // namespace data

namespace {

constexpr std::size_t kStaticItems = 200;
// Browsers read a script element letter by letter: several megabytes of it take seconds.
constexpr std::size_t kPlainBytes = std::size_t{256} << 10U;

// What a Content-Security-Policy names a script or a style by.
std::string source_hash(std::string_view text) {
  const auto hex = sha256_hex(text);
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
  return "'sha256-" + base64_encode(bytes) + "'";
}

std::string shown(std::string_view text) {
  return html_escaped(printable(text, 1'000));
}

std::string list_of(const std::vector<std::string>& items, std::string_view title,
                    std::size_t all) {
  if (items.empty()) return {};
  std::string out = "<h2>" + html_escaped(title) + "</h2>\n<ul>\n";
  for (const auto& item : items) out += "<li>" + item + "</li>\n";
  if (all > items.size()) out += "<li>… and " + std::to_string(all - items.size()) + " more</li>\n";
  return out + "</ul>\n";
}

std::string static_part(const review::Review& review, const source::SourceMap& sources) {
  std::vector<std::string> findings;
  std::size_t all = 0;
  for (const auto& finding : review.findings) {
    if (finding.status != finding::Status::New || ++all > kStaticItems) continue;
    findings.push_back("<strong>" + std::string(name_of(finding.severity)) + "</strong> " +
                       shown(to_string(location_of(finding, sources))) + " " +
                       shown(finding.message) + " [" + shown(finding.policy) + "]");
  }
  auto out = list_of(findings, "Findings", all);
  std::vector<std::string> changes;
  for (const auto& group : review.groups) {
    if (changes.size() >= kStaticItems) break;
    const auto& change = review.changes[group.changes.front()];
    auto item =
        "<strong>" + shown(change.action) + "</strong> " + html_escaped(group_title(review, group));
    if (const auto note = group_note(change); !note.empty())
      item += " (" + html_escaped(note) + ")";
    changes.push_back(std::move(item));
  }
  return out + list_of(changes, "Changes", review.groups.size());
}

std::string footer(const review::Review& review, const Options& options) {
  const auto& coverage = review.coverage;
  std::vector<std::string> texts = {
      "stopgate " + shown(options.version),
      "read " + std::to_string(coverage.parsed) + " of " +
          review::counted(coverage.files, "file", "files"),
      review::counted(coverage.resources, "resource", "resources"),
      review::counted(coverage.policies.size(), "policy", "policies")};
  if (!coverage.undecided.empty())
    texts.push_back(std::to_string(coverage.undecided.size()) + " undecided");
  if (coverage.suppressed > 0) texts.push_back(std::to_string(coverage.suppressed) + " suppressed");
  for (const auto& plan : review.plans)
    texts.push_back(shown(plan.path) + ": plan fingerprint " + shown(plan.fingerprint));
  return join(texts, " · ");
}

using Parts = std::array<std::pair<std::string_view, std::string>, 11>;

// The template with each {{name}} replaced, in one pass: what is put in is never looked at again.
std::string fill(std::string_view page, const Parts& parts) {
  std::string out;
  std::size_t size = page.size();
  for (const auto& part : parts) size += part.second.size();
  out.reserve(size);
  while (true) {
    const auto open = page.find("{{");
    const auto close = open == std::string_view::npos ? open : page.find("}}", open);
    if (close == std::string_view::npos) break;
    out += page.substr(0, open);
    const auto name = page.substr(open + 2, close - open - 2);
    const auto found = std::ranges::find(parts, name, &Parts::value_type::first);
    if (found != parts.end()) out += found->second;
    page.remove_prefix(close + 2);
  }
  out += page;
  return out;
}

}  // namespace

std::string html_report(const review::Review& review, const source::SourceMap& sources,
                        const Options& options) {
  using enum review::Verdict;
  const auto* badge = review.verdict == Pass   ? "PASS"
                      : review.verdict == Fail ? "FAIL"
                                               : "INCOMPLETE";
  const auto policy = "default-src 'none'; script-src " + source_hash(data::kPageScript) +
                      "; style-src " + source_hash(data::kPageStyle) +
                      "; base-uri 'none'; form-action 'none'";
  auto data = html_data(review, sources, options);
  const bool is_plain = data.size() <= kPlainBytes;
  if (!is_plain) data = base64_encode(gzip(data));
  return fill(data::kPage, {{{"policy", policy},
                             {"title", "stopgate: " + shown(review.headline)},
                             {"style", std::string(data::kPageStyle)},
                             {"verdict", std::string(name_of(review.verdict))},
                             {"badge", badge},
                             {"headline", shown(review.headline)},
                             {"static", static_part(review, sources)},
                             {"footer", footer(review, options)},
                             {"data_type", is_plain ? "application/json" : "application/gzip"},
                             {"data", std::move(data)},
                             {"script", std::string(data::kPageScript)}}});
}

}  // namespace stopgate::report
