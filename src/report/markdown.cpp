#include "report/markdown.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "report/budget.h"
#include "report/escape.h"
#include "report/fix_lines.h"
#include "report/markdown_plan.h"
#include "report/place.h"
#include "report/review_words.h"
#include "report/snippet.h"
#include "review/headline.h"

namespace stopgate::report {

namespace {

using finding::Finding;
using review::counted;

constexpr std::size_t kSnippetColumns = 100;
constexpr std::size_t kShownInstances = 5;
constexpr std::size_t kShownRelated = 5;
constexpr std::size_t kFenceBytes = 4'000;
constexpr std::size_t kShownSuggestions = 5;

class Maker {
 public:
  Maker(const review::Review& review, const source::SourceMap& sources, const Options& options)
      : review_(review), sources_(sources), options_(options), secrets_(review) {}

  std::string make() && {
    std::vector<const Finding*> at_gate;
    std::vector<const Finding*> below;
    for (const auto& finding : review_.findings) {
      if (!review::is_judged(review_, finding)) continue;
      (review::is_at_gate(review_, finding) ? at_gate : below).push_back(&finding);
    }
    std::vector<Section> sections;
    sections.push_back({.priority = 0, .items = {title()}, .noun = "headlines"});
    sections.push_back(data_loss_section(review_.changes));
    sections.push_back({.priority = 0, .items = {counts()}, .noun = "counts"});
    sections.push_back(problems());
    sections.push_back(gate_list(at_gate));
    sections.push_back(details(at_gate, 4, "What breaks, and what to do: ", "explanations"));
    sections.push_back(destruction_section(review_, sources_));
    sections.push_back(details(below, 5, "Below the gate: ", "findings below the gate"));
    sections.push_back(quiet_section(review_, sources_));
    sections.push_back(outputs_section(review_));
    sections.push_back(drift_section(review_));
    sections.push_back(suppressions());
    sections.push_back(fixed());
    sections.push_back(undecided());
    sections.push_back({.priority = 0, .items = {footer()}, .noun = "footers"});
    return fit(sections, options_.markdown_bytes);
  }

 private:
  [[nodiscard]] std::string title() const {
    using enum review::Verdict;
    const auto* sign = review_.verdict == Pass   ? "✅ pass"
                       : review_.verdict == Fail ? "❌ fail"
                                                 : "⚠️ incomplete";
    return "## " + std::string(sign) + " · " + prose(review_.headline) + "\n\n";
  }

  [[nodiscard]] std::size_t count(finding::Status status) const {
    return static_cast<std::size_t>(std::ranges::count(review_.findings, status, &Finding::status));
  }

  [[nodiscard]] std::string counts() const {
    std::array<std::size_t, 5> by_severity{};
    for (const auto& finding : review_.findings)
      if (review::is_judged(review_, finding))
        ++by_severity[static_cast<std::size_t>(finding.severity)];
    std::vector<std::string> severities;
    for (auto i = by_severity.size(); i-- > 0;)
      if (by_severity[i] > 0)
        severities.push_back(std::to_string(by_severity[i]) + " " +
                             std::string(name_of(static_cast<finding::Severity>(i))));
    std::vector<std::string> texts = {severities.empty() ? "**No findings**"
                                                         : "**" + join(severities, ", ") + "**"};
    const auto add = [&](std::size_t number, std::string_view words) {
      if (number > 0) texts.push_back(std::to_string(number) + " " + std::string(words));
    };
    add(count(finding::Status::Fixed), "fixed");
    if (!review_.judges_old)
      add(count(finding::Status::Old), "older outside this change, not shown");
    add(review_.coverage.undecided.size(), "undecided");
    add(review_.coverage.suppressed, "suppressed");
    add(review_.coverage.accepted, "accepted by the baseline");
    return join(texts, " · ") + "\n\n";
  }

  // What makes the verdict incomplete, and what else could not be understood.
  [[nodiscard]] Section problems() const {
    Section section{.priority = 2,
                    .head = "> [!WARNING]\n> **Not everything could be read.**\n",
                    .tail = "\n",
                    .noun = "diagnostics"};
    for (const auto& path : review_.coverage.unreadable)
      section.items.push_back("> - not read whole: " + code_span(path) + "\n");
    for (const auto& diagnostic : review_.diagnostics) {
      if (diagnostic.severity == source::Severity::Note) continue;
      const auto* name = diagnostic.severity == source::Severity::Error ? "error" : "warning";
      auto item = "> - " + where(location_of(diagnostic.place, diagnostic.path, sources_)) + " " +
                  name + ": " + prose(diagnostic.message);
      if (!diagnostic.help.empty()) item += "; " + prose(diagnostic.help);
      section.items.push_back(item + "\n");
    }
    if (review_.verdict != review::Verdict::Incomplete)
      section.head = "> [!NOTE]\n> **Worth a look.**\n";
    return section;
  }

  [[nodiscard]] Section gate_list(const std::vector<const Finding*>& findings) const {
    Section section{.priority = 1, .tail = "\n", .noun = "findings"};
    for (const auto* finding : findings) {
      auto item = "- " + summary(*finding);
      const auto subject = finding::to_string(finding->subject);
      const bool is_named =
          finding->message.find(subject) != std::string::npos;  // so is an empty one
      if (!is_named) item += " · " + code_span(subject);
      if (!finding->instances.empty())
        item += " and " + std::to_string(finding->instances.size()) + " more";
      section.items.push_back(item + "\n");
    }
    return section;
  }

  // Folded: each finding with its source, what breaks and what to type.
  [[nodiscard]] Section details(const std::vector<const Finding*>& findings, int priority,
                                std::string_view title, std::string noun) const {
    Section section{.priority = priority, .tail = "</details>\n\n", .noun = std::move(noun)};
    section.head = "<details><summary>" + std::string(title) +
                   counted(findings.size(), "finding", "findings") + "</summary>\n\n";
    for (const auto* finding : findings) section.items.push_back(detail(*finding));
    return section;
  }

  // "**high** [`main.tf:10:3`](link) message · `policy`"
  [[nodiscard]] std::string summary(const Finding& finding) const {
    return "**" + std::string(name_of(finding.severity)) + "** " +
           where(location_of(finding, sources_)) + " " + prose(finding.message) + " · " +
           code_span(finding.policy);
  }

  [[nodiscard]] std::string detail(const Finding& finding) const {
    auto out = summary(finding) + "\n\n";
    if (const auto source = source_of(finding.place); !source.empty()) {
      const auto fence = fence_for(source);
      out += fence + "text\n" + source + fence + "\n\n";
    }
    std::vector<std::string> lines;
    if (finding.is_indirect) lines.push_back("**Why now:** " + std::string(kIndirect));
    if (const auto subject = subjects(finding); !subject.empty())
      lines.push_back("**In:** " + subject);
    for (std::size_t i = 0; i < std::min(finding.related.size(), kShownRelated); ++i)
      lines.push_back("**See:** " + where(sources_.locate(finding.related[i].place)) + " " +
                      prose(finding.related[i].message));
    if (!finding.incident.empty())
      lines.push_back("**What breaks:** " + prose(finding.incident, 2'000));
    const auto remediation = trim(finding.remediation);
    const bool is_code = remediation.find('\n') != std::string_view::npos;
    if (!remediation.empty())
      lines.push_back(is_code ? "**Help:**" : "**Help:** " + prose(remediation, 2'000));
    // Two blanks at the end of a line break it.
    if (!lines.empty()) out += join(lines, "  \n") + "\n";
    if (is_code) out += block(remediation);
    if (finding.fix) out += suggestions(*finding.fix);
    return out + "\n";
  }

  // A block for each run of lines, as forges take suggestions: to be applied as it stands. What
  // cannot be shown as it stands is not offered.
  [[nodiscard]] std::string suggestions(const finding::Fix& fix) const {
    const auto changes = line_changes(fix, sources_, secrets_);
    std::string out;
    for (std::size_t i = 0; i < std::min(changes.size(), kShownSuggestions); ++i) {
      std::string body;
      for (const auto& line : changes[i].added) body += line + "\n";
      if (body.size() > kFenceBytes || !is_plain(changes[i].added)) continue;
      const auto fence = fence_for(body);
      out += "\n**Fix:** " + prose(fix.title) + ", " + lines_of(changes[i]) + "\n\n" + fence +
             "suggestion\n" + body + fence + "\n";
    }
    if (changes.size() > kShownSuggestions)
      out += "\n… and " + counted(changes.size() - kShownSuggestions, "more place", "more places") +
             "\n";
    return out;
  }

  [[nodiscard]] std::string lines_of(const LineChange& change) const {
    const auto last = change.first_line + std::max<std::size_t>(change.removed.size(), 1) - 1;
    const auto& file = sources_.file(change.file).path();
    auto text = file + ":" + std::to_string(change.first_line);
    if (last > change.first_line) text += "-" + std::to_string(last);
    return code_span(text);
  }

  [[nodiscard]] static bool is_plain(const std::vector<std::string>& lines) {
    return std::ranges::all_of(lines, [](std::string line) {
      std::ranges::replace(line, '\t', ' ');
      return printable(line, kFenceBytes) == line;
    });
  }

  [[nodiscard]] static std::string block(std::string_view text) {
    std::string body;
    for (const auto line : split(text.substr(0, kFenceBytes), '\n'))
      body += printable(line, kFenceBytes) + "\n";
    const auto fence = fence_for(body);
    return "\n" + fence + "text\n" + body + fence + "\n";
  }

  [[nodiscard]] static std::string subjects(const Finding& finding) {
    const auto subject = finding::to_string(finding.subject);
    if (subject.empty()) return {};
    auto out = code_span(subject);
    const auto shown = std::min(finding.instances.size(), kShownInstances);
    for (std::size_t i = 0; i < shown; ++i) out += ", " + code_span(finding.instances[i]);
    if (shown < finding.instances.size())
      out += " and " + std::to_string(finding.instances.size() - shown) + " more";
    return out;
  }

  [[nodiscard]] std::string source_of(source::Place place) const {
    const auto snippet = snippet_of(place, sources_, secrets_, kSnippetColumns);
    if (snippet.lines.empty()) return {};
    const auto gutter = std::to_string(snippet.lines.back().number).size();
    std::string out;
    for (const auto& line : snippet.lines) {
      const auto number = std::to_string(line.number);
      out += std::string(gutter - number.size(), ' ') + number + " | " + line.text + "\n";
      if (&line != &snippet.lines.front()) continue;
      const auto width =
          std::min(line.mark_width, kSnippetColumns - std::min(kSnippetColumns, line.mark_begin));
      out += std::string(gutter, ' ') + " | " + std::string(line.mark_begin, ' ') +
             std::string(width, '^') + "\n";
    }
    if (snippet.lines_left_out > 0)
      out += std::string(gutter, ' ') + " | … " +
             counted(snippet.lines_left_out, "more line", "more lines") + "\n";
    return out;
  }

  [[nodiscard]] std::string where(const source::Location& location) const {
    if (location.file.empty()) return "";
    auto text = location.file;
    if (location.begin.line > 0) text += ":" + std::to_string(location.begin.line);
    const auto shown = code_span(text);
    return options_.source_url.empty() ? shown : "[" + shown + "](" + url_of(location) + ")";
  }

  [[nodiscard]] std::string url_of(const source::Location& location) const {
    auto url = options_.source_url;
    const auto fill = [&](std::string_view name, const std::string& value) {
      if (const auto at = url.find(name); at != std::string::npos)
        url.replace(at, name.size(), value);
    };
    fill("{line}", std::to_string(std::max<std::uint32_t>(location.begin.line, 1)));
    fill("{path}", percent_encoded(location.file));
    return url;
  }

  // Open: that something is silenced is what a reviewer must know to approve it.
  [[nodiscard]] Section suppressions() const {
    Section section{.priority = 3,
                    .head = "**Suppressions to look at**\n\n",
                    .tail = "\n",
                    .noun = "suppressions"};
    for (const auto& note : review_.suppressions)
      section.items.push_back("- " + where(sources_.locate(note.place)) + " " +
                              prose(words_of(note)) + "\n");
    return section;
  }

  [[nodiscard]] Section fixed() const {
    Section section{.priority = 6, .tail = "\n</details>\n\n", .noun = "fixed findings"};
    section.head = "<details><summary>Fixed by this change: " +
                   counted(count(finding::Status::Fixed), "finding", "findings") + "</summary>\n\n";
    for (const auto& finding : review_.findings)
      if (finding.status == finding::Status::Fixed)
        section.items.push_back("- " + summary(finding) + "\n");
    return section;
  }

  [[nodiscard]] Section undecided() const {
    const auto& undecided = review_.coverage.undecided;
    Section section{.priority = 7, .tail = "\n</details>\n\n", .noun = "undecided"};
    section.head =
        "<details><summary>Undecided: " + std::to_string(undecided.size()) + "</summary>\n\n";
    for (const auto& item : undecided) {
      const auto subject = finding::to_string(item.subject);
      section.items.push_back("- " + code_span(item.policy) +
                              (subject.empty() ? "" : " on " + code_span(subject)) + ": " +
                              prose(item.reason) + "\n");
    }
    return section;
  }

  [[nodiscard]] std::string footer() const {
    const auto& coverage = review_.coverage;
    return "<sub>stopgate " + printable(options_.version) + " · read " +
           std::to_string(coverage.parsed) + " of " + counted(coverage.files, "file", "files") +
           ", " + counted(coverage.resources, "resource", "resources") + ", " +
           counted(coverage.policies.size(), "policy", "policies") +
           (review_.comparison ? " · " + prose(comparison_text(*review_.comparison)) : "") +
           "</sub>\n";
  }

  const review::Review& review_;
  const source::SourceMap& sources_;
  const Options& options_;
  SecretPlaces secrets_;
};

}  // namespace

std::string markdown_report(const review::Review& review, const source::SourceMap& sources,
                            const Options& options) {
  return Maker(review, sources, options).make();
}

}  // namespace stopgate::report
