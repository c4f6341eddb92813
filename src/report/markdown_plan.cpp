#include "report/markdown_plan.h"

#include <string>

#include "base/text.h"
#include "report/escape.h"
#include "report/place.h"
#include "review/headline.h"

namespace stopgate::report {

namespace {

using review::ChangeLine;

bool destroys(const ChangeLine& change) {
  return change.action == "delete" || change.action == "replace" || change.action == "forget";
}

std::string done(const ChangeLine& change) {
  if (change.action == "delete") return "destroyed";
  if (change.action == "replace") return "replaced";
  if (change.action == "forget") return "forgotten";
  return printable(change.action) + "d";
}

// The sign a `diff` fence colours: red, orange, green.
std::string_view sign_of(const ChangeLine& change) {
  if (change.action == "delete" || change.action == "forget") return "-";
  if (change.action == "replace" || change.action == "update") return "!";
  if (change.action == "create" || change.action == "import") return "+";
  return " ";
}

std::string row(const ChangeLine& change, const source::SourceMap& sources) {
  const auto word = change.action == "delete"  ? "destroy"
                    : change.action == "no-op" ? "keep"
                                               : printable(change.action);
  auto out = std::string(sign_of(change)) + " " + word;
  out += " " + printable(change.address, 500);
  std::string note = printable(change.loss_note, 300);
  if (!change.reason.empty()) note += (note.empty() ? "" : "; ") + printable(change.reason, 500);
  if (!note.empty()) out += "  # " + note;
  if (change.place.is_known()) out += "  (" + to_string(sources.locate(change.place)) + ")";
  return out + "\n";
}

Section diff_section(const review::Review& review, const source::SourceMap& sources,
                     bool destroying) {
  Section section;
  std::string all;
  for (const auto& change : review.changes) {
    if (destroys(change) != destroying) continue;
    section.items.push_back(row(change, sources));
    all += section.items.back();
  }
  const auto fence = fence_for(all);
  section.head = fence + "diff\n";
  section.tail = fence + "\n\n";
  return section;
}

}  // namespace

Section data_loss_section(const std::vector<ChangeLine>& changes) {
  Section section{.priority = 0, .head = "> [!CAUTION]\n", .tail = "\n", .noun = "data losses"};
  for (const auto& change : changes) {
    if (!review::is_data_loss(change)) continue;
    auto item = "> **Data loss:** " + code_span(change.address) + " is **" + done(change) + "**";
    if (!change.loss_note.empty()) item += " (" + prose(change.loss_note) + ")";
    // Two blanks at the end of a line break it.
    section.items.push_back(item + "  \n");
  }
  return section;
}

Section destruction_section(const review::Review& review, const source::SourceMap& sources) {
  auto section = diff_section(review, sources, true);
  section.priority = 3;
  section.noun = "destroying changes";
  section.head = "**What the plan destroys**\n\n" + section.head;
  return section;
}

Section quiet_section(const review::Review& review, const source::SourceMap& sources) {
  auto section = diff_section(review, sources, false);
  section.priority = 6;
  section.noun = "other changes";
  section.head = "<details><summary>What else the plan does: " +
                 review::counted(section.items.size(), "change", "changes") + "</summary>\n\n" +
                 section.head;
  section.tail += "</details>\n\n";
  return section;
}

}  // namespace stopgate::report
