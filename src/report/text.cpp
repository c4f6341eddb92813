#include "report/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "report/fix_lines.h"
#include "report/paint.h"
#include "report/place.h"
#include "report/review_words.h"
#include "report/snippet.h"
#include "report/text_plan.h"
#include "review/headline.h"

namespace stopgate::report {

namespace {

using finding::Finding;
using review::counted;

constexpr std::size_t kMessageBytes = 1'000;
constexpr std::size_t kShownInstances = 2;
constexpr std::size_t kShownRelated = 10;
constexpr std::size_t kShownUndecided = 200;
constexpr std::size_t kShownFixLines = 8;
constexpr std::size_t kShownFixed = 10;
constexpr std::size_t kShownSuppressions = 50;
constexpr std::size_t kDefaultWindow = 160;

class Writer {
 public:
  Writer(const review::Review& review, const source::SourceMap& sources, const Options& options)
      : review_(review),
        sources_(sources),
        options_(options),
        paint_(options.colors),
        secrets_(review) {}

  std::string write() && {
    write_findings();
    if (auto plan = plan_text(review_, sources_, options_); !plan.empty()) out_ += plan + "\n";
    for (const auto& diagnostic : review_.diagnostics) write(diagnostic);
    write_fixed();
    write_suppressions();
    if (options_.explain_undecided) write_undecided();
    write_counts();
    write_verdict();
    return std::move(out_);
  }

 private:
  // By file, the file with the worst finding first; within it the review's own order.
  void write_findings() {
    std::vector<std::vector<const Finding*>> files;
    std::map<std::string, std::size_t> index;
    for (const auto& finding : review_.findings) {
      if (!review::is_judged(review_, finding)) continue;
      const auto file =
          finding.place.is_known() ? sources_.file(finding.place.file).path() : finding.path;
      const auto [at, is_new] = index.try_emplace(file, files.size());
      if (is_new) files.emplace_back();
      files[at->second].push_back(&finding);
    }
    for (const auto& file : files)
      for (const auto* finding : file) write(*finding);
  }

  void write(const Finding& finding) {
    const auto tone = tone_of(finding.severity);
    const auto location = location_of(finding, sources_);
    if (!location.file.empty()) out_ += paint_(Tone::Bold, to_string(location)) + ": ";
    out_ += paint_(tone, name_of(finding.severity)) + ": ";
    out_ += paint_(Tone::Bold, printable(finding.message, kMessageBytes));
    out_ += " " + paint_(Tone::Dim, "[" + printable(finding.policy) + "]");
    out_ += finding.status == finding::Status::Old ? paint_(Tone::Dim, " (older)") + "\n" : "\n";
    write_snippet(finding.place, tone);
    if (finding.is_indirect) write_label("why now", kIndirect);
    write_subject(finding);
    for (std::size_t i = 0; i < std::min(finding.related.size(), kShownRelated); ++i) {
      const auto& related = finding.related[i];
      const auto place = to_string(sources_.locate(related.place));
      write_label("see", (place.empty() ? "" : place + ": ") + related.message);
    }
    if (!finding.incident.empty()) write_label("what breaks", finding.incident);
    if (!finding.remediation.empty()) write_label("help", finding.remediation);
    if (finding.fix) write_fix(*finding.fix);
    out_ += "\n";
  }

  // "fix: title" and the first lines that it changes.
  void write_fix(const finding::Fix& fix) {
    const auto changes = line_changes(fix, sources_, secrets_);
    if (changes.empty()) return;
    write_label("fix", fix.title);
    std::size_t total = 0;
    const auto write_lines = [&](const std::vector<std::string>& lines, char sign, Tone tone) {
      for (const auto& line : lines) {
        if (++total > kShownFixLines) continue;
        out_ += "     " + paint_(tone, sign + printable(line, kDefaultWindow)) + "\n";
      }
    };
    for (const auto& change : changes) {
      write_lines(change.removed, '-', Tone::Red);
      write_lines(change.added, '+', Tone::Green);
    }
    if (total > kShownFixLines)
      out_ += "     " +
              paint_(Tone::Dim, "… " + counted(total - kShownFixLines, "more line", "more lines")) +
              "\n";
  }

  // Good news is short.
  void write_fixed() {
    const auto fixed = count(finding::Status::Fixed);
    if (fixed == 0) return;
    out_ += paint_(Tone::Green, "fixed by this change:") + "\n";
    std::size_t shown = 0;
    for (const auto& finding : review_.findings) {
      if (finding.status != finding::Status::Fixed || shown == kShownFixed) continue;
      ++shown;
      out_ += "  " + printable(finding.path) + ": " + printable(finding.message, kMessageBytes) +
              " " + paint_(Tone::Dim, "[" + printable(finding.policy) + "]") + "\n";
    }
    if (shown < fixed) out_ += "  … and " + std::to_string(fixed - shown) + " more\n";
    out_ += "\n";
  }

  void write_suppressions() {
    if (review_.suppressions.empty()) return;
    out_ += paint_(Tone::Yellow, "suppressions to look at:") + "\n";
    const auto shown = std::min(review_.suppressions.size(), kShownSuppressions);
    for (std::size_t i = 0; i < shown; ++i) {
      const auto& note = review_.suppressions[i];
      out_ += "  " + paint_(Tone::Bold, to_string(location_of(note.place, "", sources_))) + ": " +
              printable(words_of(note), kMessageBytes) + "\n";
    }
    if (shown < review_.suppressions.size())
      out_ += "  … and " + std::to_string(review_.suppressions.size() - shown) + " more\n";
    out_ += "\n";
  }

  void write_label(std::string_view label, std::string_view text) {
    const std::size_t indent = 3 + label.size() + 2;
    out_ += "   " + paint_(Tone::Cyan, std::string(label) + ":") + " " +
            paragraph(text, options_.width, indent) + "\n";
  }

  void write_subject(const Finding& finding) {
    auto text = finding::to_string(finding.subject);
    if (text.empty()) return;
    const auto shown = std::min(finding.instances.size(), kShownInstances);
    for (std::size_t i = 0; i < shown; ++i) text += ", " + finding.instances[i];
    if (shown < finding.instances.size())
      text += " and " + std::to_string(finding.instances.size() - shown) + " more";
    write_label("in", text);
  }

  void write_snippet(source::Place place, Tone tone) {
    constexpr std::size_t kSmallestGutter = 5;
    const auto window = options_.width == 0
                            ? kDefaultWindow
                            : std::max<std::size_t>(options_.width, 40) - kSmallestGutter - 3;
    const auto snippet = snippet_of(place, sources_, secrets_, window);
    if (snippet.lines.empty()) return;
    const auto gutter =
        std::max(kSmallestGutter, std::to_string(snippet.lines.back().number).size());
    const auto bar = paint_(Tone::Dim, " | ");
    for (const auto& line : snippet.lines) {
      const auto number = std::to_string(line.number);
      out_ += std::string(gutter - number.size(), ' ') + paint_(Tone::Dim, number) +
              (line.text.empty() ? paint_(Tone::Dim, " |") : bar + line.text) + "\n";
      if (&line != &snippet.lines.front()) continue;
      const auto space = window - std::min(window, line.mark_begin);
      out_ += std::string(gutter, ' ') + bar + std::string(line.mark_begin, ' ');
      out_ += paint_(tone, std::string(std::min(line.mark_width, space), '^')) + "\n";
    }
    if (snippet.lines_left_out > 0)
      out_ +=
          std::string(gutter, ' ') +
          paint_(Tone::Dim, " | … " + counted(snippet.lines_left_out, "more line", "more lines")) +
          "\n";
  }

  void write(const source::Diagnostic& diagnostic) {
    constexpr std::array<std::pair<std::string_view, Tone>, 3> kLooks = {
        {{"note", Tone::Dim}, {"warning", Tone::Yellow}, {"error", Tone::Red}}};
    const auto [name, tone] = kLooks[static_cast<std::size_t>(diagnostic.severity)];
    const auto location = location_of(diagnostic.place, diagnostic.path, sources_);
    if (!location.file.empty()) out_ += paint_(Tone::Bold, to_string(location)) + ": ";
    out_ += paint_(tone, name) + ": " + printable(diagnostic.message, kMessageBytes) + "\n";
    write_snippet(diagnostic.place, tone);
    if (!diagnostic.help.empty()) write_label("help", diagnostic.help);
    out_ += "\n";
  }

  void write_undecided() {
    const auto& undecided = review_.coverage.undecided;
    for (std::size_t i = 0; i < std::min(undecided.size(), kShownUndecided); ++i) {
      const auto& item = undecided[i];
      const auto location = location_of(item.place, "", sources_);
      if (!location.file.empty()) out_ += to_string(location) + ": ";
      out_ += "undecided: " + printable(item.reason, kMessageBytes) + " " +
              paint_(Tone::Dim, "[" + printable(item.policy) + "]") + "\n";
      if (const auto subject = finding::to_string(item.subject); !subject.empty())
        write_label("in", subject);
    }
    if (undecided.size() > kShownUndecided)
      out_ += "… and " + std::to_string(undecided.size() - kShownUndecided) + " more undecided\n";
    if (!undecided.empty()) out_ += "\n";
  }

  [[nodiscard]] std::size_t count(finding::Status status) const {
    return static_cast<std::size_t>(std::ranges::count(review_.findings, status, &Finding::status));
  }

  // "2 critical, 1 low · 3 undecided · 1 suppressed", then what was read.
  void write_counts() {
    std::array<std::size_t, 5> by_severity{};
    for (const auto& finding : review_.findings)
      if (review::is_judged(review_, finding))
        ++by_severity[static_cast<std::size_t>(finding.severity)];
    std::vector<std::string> severities;
    for (auto i = by_severity.size(); i-- > 0;) {
      const auto severity = static_cast<finding::Severity>(i);
      if (by_severity[i] > 0)
        severities.push_back(paint_(tone_of(severity), std::to_string(by_severity[i]) + " " +
                                                           std::string(name_of(severity))));
    }
    const auto& coverage = review_.coverage;
    std::vector<std::string> texts = {severities.empty() ? "no findings" : join(severities, ", ")};
    if (const auto fixed = count(finding::Status::Fixed); fixed > 0)
      texts.push_back(std::to_string(fixed) + " fixed");
    if (const auto old = count(finding::Status::Old); old > 0 && !review_.judges_old)
      texts.push_back(std::to_string(old) + " older, not shown");
    if (!coverage.undecided.empty())
      texts.push_back(std::to_string(coverage.undecided.size()) + " undecided" +
                      (options_.explain_undecided ? "" : " (--explain-undecided)"));
    if (coverage.suppressed > 0)
      texts.push_back(std::to_string(coverage.suppressed) + " suppressed");
    if (coverage.accepted > 0)
      texts.push_back(std::to_string(coverage.accepted) + " accepted by the baseline");
    out_ += join(texts, " · ") + "\n";
    if (review_.comparison) out_ += comparison_text(*review_.comparison) + "\n";
    out_ += "read " + std::to_string(coverage.parsed) + " of " +
            counted(coverage.files, "file", "files");
    out_ += ", " + counted(coverage.resources, "resource", "resources");
    out_ += ", " + counted(coverage.policies.size(), "policy", "policies");
    if (!coverage.skipped.empty())
      out_ += " · " + std::to_string(coverage.skipped.size()) + " not ours";
    out_ += "\n";
    for (const auto& path : coverage.unreadable)
      out_ += paint_(Tone::Red, "not read whole:") + " " + printable(path, kMessageBytes) + "\n";
  }

  void write_verdict() {
    using enum review::Verdict;
    const auto [word, tone] = review_.verdict == Pass   ? std::pair("PASS", Tone::Green)
                              : review_.verdict == Fail ? std::pair("FAIL", Tone::Alarm)
                                                        : std::pair("INCOMPLETE", Tone::Alarm);
    const auto indent = std::string_view(word).size() + 2;
    out_ += paint_(tone, word) + "  " +
            paint_(Tone::Bold, paragraph(review_.headline, options_.width, indent)) + "\n";
  }

  const review::Review& review_;
  const source::SourceMap& sources_;
  const Options& options_;
  Paint paint_;
  SecretPlaces secrets_;
  std::string out_;
};

}  // namespace

std::string text_report(const review::Review& review, const source::SourceMap& sources,
                        const Options& options) {
  return Writer(review, sources, options).write();
}

}  // namespace stopgate::report
