#include "report/change_rows.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"
#include "report/place.h"
#include "review/headline.h"

namespace stopgate::report {

namespace {

using review::AttributeLine;
using review::ChangeLine;
using review::FindingMark;

constexpr std::size_t kPathBytes = 200;
constexpr std::size_t kValueBytes = 160;

char sign_of(const plan::AttributeEdit& edit) {
  if (edit.forces_replacement) return '!';
  switch (edit.edit) {
    case review::Edit::Added:
      return '+';
    case review::Edit::Removed:
      return '-';
    case review::Edit::Changed:
    case review::Edit::Reordered:
      return '~';
  }
  return '~';
}

std::string value_text(const plan::AttributeEdit& edit) {
  const auto before = printable(edit.before, kValueBytes);
  const auto after = printable(edit.after, kValueBytes);
  switch (edit.edit) {
    case review::Edit::Added:
      return after;
    case review::Edit::Removed:
      return before;
    case review::Edit::Reordered:
      return "the same in another order or spelling";
    case review::Edit::Changed:
      break;
  }
  if (before == after && !edit.is_sensitive)
    return before + " stays, and the provider asks for a replacement all the same";
  return before + " → " + after;
}

// The line alone where the file is the one of the block.
std::string place_text(source::Place place, source::Place block, const source::SourceMap& sources) {
  if (!place.is_known() || place == block) return {};
  if (place.file != block.file) return "  (" + to_string(sources.locate(place)) + ")";
  return "  (line " + std::to_string(sources.locate(place).begin.line) + ")";
}

std::string row_text(const AttributeLine& attribute, const ChangeLine& change,
                     const source::SourceMap& sources) {
  const auto& edit = attribute.edit;
  auto text = printable(edit.path, kPathBytes) + ": " + value_text(edit);
  if (edit.forces_replacement && (edit.is_sensitive || edit.before != edit.after))
    text += "  forces the replacement";
  return text + place_text(attribute.place, change.place, sources);
}

std::string mark_text(const review::Review& review, const FindingMark& mark) {
  const auto& finding = review.findings[mark.finding];
  return "^ " + std::string(name_of(finding.severity)) + " " + printable(finding.policy);
}

// "aws_lb.web, aws_eip.ip and 3 more depend on it"
std::string dependents_text(const ChangeLine& change) {
  constexpr std::size_t kShown = 4;
  const auto all = change.dependents.size() + change.dependents_left_out;
  if (all == 0) return {};
  std::string out;
  for (std::size_t i = 0; i < std::min(kShown, change.dependents.size()); ++i)
    out += (i == 0 ? "" : ", ") + printable(change.dependents[i], 200);
  if (all > kShown) out += " and " + std::to_string(all - kShown) + " more";
  return out + (all == 1 ? " depends on it" : " depend on it");
}

// "… 3 more; 12 values known only after apply"
std::string rest_text(const ChangeLine& change, std::size_t hidden) {
  std::array<std::size_t, 4> noise{};
  for (const auto& attribute : change.attributes)
    ++noise[static_cast<std::size_t>(attribute.edit.noise)];
  const auto count = [&](review::Noise kind) { return noise[static_cast<std::size_t>(kind)]; };
  std::vector<std::string> texts;
  hidden += change.attributes_left_out;
  if (hidden > 0) texts.push_back("… " + review::counted(hidden, "more attribute", "more"));
  if (const auto computed = count(review::Noise::Computed); computed > 0)
    texts.push_back(
        review::counted(computed, "value known only after apply", "values known only after apply"));
  if (const auto trivial = count(review::Noise::Trivial); trivial > 0)
    texts.push_back(review::counted(trivial, "empty value", "empty values") + " written otherwise");
  return join(texts, "; ");
}

}  // namespace

std::vector<ChangeRow> change_rows(const review::Review& review, const review::ChangeGroup& group,
                                   const source::SourceMap& sources, std::size_t limit) {
  const auto& change = review.changes[group.changes.front()];
  std::vector<ChangeRow> rows;
  std::size_t shown = 0;
  std::size_t hidden = 0;
  const auto add_marks = [&](std::size_t attribute) {
    for (const auto& mark : group.findings)
      if (mark.attribute == attribute) rows.push_back({' ', mark_text(review, mark)});
  };
  for (std::size_t i = 0; i < change.attributes.size(); ++i) {
    const auto& attribute = change.attributes[i];
    const bool is_marked =
        std::ranges::find(group.findings, i, &FindingMark::attribute) != group.findings.end();
    if (attribute.edit.noise != review::Noise::None && !is_marked) continue;
    // What a finding is about is shown whatever the limit.
    if (shown >= limit && !is_marked) {
      ++hidden;
      continue;
    }
    ++shown;
    rows.push_back({sign_of(attribute.edit), row_text(attribute, change, sources)});
    add_marks(i);
  }
  if (!change.why.empty()) {
    std::string chain;
    for (const auto& step : change.why)
      chain += (chain.empty() ? "because " : " → ") + printable(step, 300);
    rows.push_back({' ', std::move(chain)});
  }
  if (auto text = dependents_text(change); !text.empty()) rows.push_back({' ', std::move(text)});
  if (auto rest = rest_text(change, hidden); !rest.empty()) rows.push_back({' ', std::move(rest)});
  return rows;
}

std::string group_title(const review::Review& review, const review::ChangeGroup& group) {
  const auto& first = review.changes[group.changes.front()];
  auto address = printable(first.address, 500);
  if (group.changes.size() == 1) return address;
  if (first.light != review::Light::No) {
    const auto base = finding::without_instance_keys(first.address);
    const bool is_one_block = std::ranges::all_of(group.changes, [&](std::size_t i) {
      return finding::without_instance_keys(review.changes[i].address) == base;
    });
    if (!is_one_block)
      return address + " and " + std::to_string(group.changes.size() - 1) + " more";
  }
  return address + " × " + std::to_string(group.changes.size());
}

std::string group_note(const review::ChangeLine& change) {
  std::vector<std::string> texts;
  if (!change.loss_note.empty()) texts.push_back(printable(change.loss_note, 300));
  const bool is_told = std::ranges::any_of(change.attributes, [](const AttributeLine& attribute) {
    return attribute.edit.forces_replacement;
  });
  if (!change.reason.empty() && !is_told) texts.push_back(printable(change.reason, 500));
  if (change.origin == "drift") texts.push_back("puts back what was changed outside Terraform");
  if (change.origin == "deleted") texts.push_back("it was deleted outside Terraform");
  if (change.creates_first) texts.push_back("the new one is made first");
  if (change.light == review::Light::Tags) texts.push_back("only tags");
  if (change.light == review::Light::Description) texts.push_back("only texts");
  if (change.light == review::Light::Computed)
    texts.push_back("nothing but values known only after apply");
  return join(texts, "; ");
}

std::string drift_text(const review::DriftLine& drift) {
  auto out = printable(drift.address, 500);
  out += drift.action == "delete" ? " was deleted" : " was changed";
  if (drift.outcome == "reverted") out += ", and is put back by this apply";
  if (drift.outcome == "accepted") out += ", and stays so";
  if (drift.outcome == "recreated") out += ", and is made again by this apply";
  for (std::size_t i = 0; i < drift.rows.size(); ++i)
    out += (i == 0 ? ": " : ", ") + printable(drift.rows[i], 300);
  return out;
}

std::string output_text(const review::OutputLine& output) {
  auto out = printable(output.name, 200);
  if (output.action == "delete") return out + " is gone; it was " + printable(output.before, 300);
  if (output.action == "create") return out + " is new: " + printable(output.after, 300);
  return out + ": " + printable(output.before, 300) + " → " + printable(output.after, 300);
}

}  // namespace stopgate::report
