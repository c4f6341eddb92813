#include "report/markdown_plan.h"

#include <string>

#include "base/text.h"
#include "report/change_rows.h"
#include "report/escape.h"
#include "report/place.h"
#include "review/headline.h"

namespace stopgate::report {

namespace {

using review::ChangeLine;

constexpr std::size_t kShownAttributes = 15;

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

// A `diff` fence colours a line by its first character: rows keep theirs, one blank further in.
std::string item(const review::Review& review, const review::ChangeGroup& group,
                 const source::SourceMap& sources) {
  const auto& change = review.changes[group.changes.front()];
  const auto word = change.action == "delete"  ? "destroy"
                    : change.action == "no-op" ? "keep"
                                               : printable(change.action);
  auto out = std::string(sign_of(change)) + " " + word + " " + group_title(review, group);
  if (const auto note = group_note(change); !note.empty()) out += "  # " + note;
  if (change.place.is_known()) out += "  (" + to_string(sources.locate(change.place)) + ")";
  out += "\n";
  for (const auto& row : change_rows(review, group, sources, kShownAttributes))
    out += std::string(1, row.sign == '~' ? '!' : row.sign) + "     " + row.text + "\n";
  return out;
}

Section diff_section(const review::Review& review, const source::SourceMap& sources,
                     bool destroying) {
  Section section;
  std::string all;
  for (const auto& group : review.groups) {
    if (destroys(review.changes[group.changes.front()]) != destroying) continue;
    section.items.push_back(item(review, group, sources));
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

Section outputs_section(const review::Review& review) {
  Section section{.priority = 6, .tail = "\n</details>\n\n", .noun = "outputs"};
  section.head = "<details><summary>Outputs that change: " + std::to_string(review.outputs.size()) +
                 "</summary>\n\n";
  for (const auto& output : review.outputs)
    section.items.push_back("- " + prose(output_text(output)) + "\n");
  return section;
}

Section drift_section(const review::Review& review) {
  Section section{.priority = 6, .tail = "\n</details>\n\n", .noun = "changes made outside"};
  section.head = "<details><summary>Changed outside of Terraform: " +
                 review::counted(review.drift.size(), "resource", "resources") + "</summary>\n\n";
  for (const auto& drift : review.drift)
    section.items.push_back("- " + prose(drift_text(drift)) + "\n");
  return section;
}

}  // namespace stopgate::report
