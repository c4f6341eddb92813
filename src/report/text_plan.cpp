#include "report/text_plan.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"
#include "report/change_rows.h"
#include "report/paint.h"
#include "report/place.h"
#include "review/headline.h"

namespace stopgate::report {

namespace {

using review::ChangeLine;

constexpr std::size_t kShownQuiet = 20;  // creates, updates and reads, which can be undone
constexpr std::size_t kShownAttributes = 12;
constexpr std::size_t kAddressColumns = 44;

struct Look {
  std::string_view action, sign, word;
  Tone tone;
};

constexpr std::array<Look, 8> kLooks = {
    {{"delete", "-", "destroy", Tone::Red},
     {"replace", "±", "replace", Tone::Red},
     {"forget", "/", "forget", Tone::Yellow},
     {"update", "~", "update", Tone::Yellow},
     {"create", "+", "create", Tone::Green},
     {"import", "&", "import", Tone::Cyan},
     {"read", "?", "read", Tone::Dim},
     {"no-op", "=", "keep", Tone::Dim}}};  // moved or imported as it is

Look look_of(const ChangeLine& change) {
  const auto look = std::ranges::find(kLooks, change.action, &Look::action);
  return look == kLooks.end() ? Look{.action = change.action,
                                     .sign = " ",
                                     .word = change.action,
                                     .tone = Tone::Plain}
                              : *look;
}

std::string padded(std::string text, std::size_t columns) {
  const auto width = display_width(text);
  if (width < columns) text.append(columns - width, ' ');
  return text;
}

bool is_quiet(const ChangeLine& change) {
  return change.loss.empty() && change.action != "delete" && change.action != "replace" &&
         change.action != "forget";
}

// "  - destroy  aws_db_instance.main   note", the note below where the line has no room for it.
std::string header(const review::Review& review, const review::ChangeGroup& group,
                   const source::SourceMap& sources, const Paint& paint, std::size_t width) {
  constexpr std::size_t kNoteColumn = 2 + 2 + 7 + 2 + kAddressColumns + 2;
  constexpr std::size_t kLowColumn = 6;
  const auto& change = review.changes[group.changes.front()];
  const auto look = look_of(change);
  const auto title = group_title(review, group);
  auto note = group_note(change);
  if (review::is_data_loss(change))
    note = "DATA LOSS (" + change.loss + ")" + (note.empty() ? "" : ": " + note);
  if (change.place.is_known())
    note += (note.empty() ? "(" : "  (") + to_string(sources.locate(change.place)) + ")";

  auto out = "  " + paint(review::is_data_loss(change) ? Tone::Alarm : look.tone,
                          std::string(look.sign) + " " + padded(printable(look.word), 7));
  out += "  " + paint(is_quiet(change) ? Tone::Plain : Tone::Bold, title);
  if (note.empty()) return out + "\n";
  const auto columns = display_width(title);
  const bool fits =
      columns <= kAddressColumns && (width == 0 || kNoteColumn + display_width(note) <= width);
  if (fits) return out + std::string(kAddressColumns - columns + 2, ' ') + note + "\n";
  return out + "\n" + std::string(kLowColumn, ' ') + paragraph(note, width, kLowColumn) + "\n";
}

Tone tone_of_row(const ChangeRow& row) {
  if (row.sign == '!') return Tone::Red;
  if (row.sign == '+') return Tone::Green;
  if (row.sign == '-') return Tone::Red;
  return row.sign == '~' ? Tone::Yellow : Tone::Dim;
}

std::string body(const review::Review& review, const review::ChangeGroup& group,
                 const source::SourceMap& sources, const Paint& paint, std::size_t width) {
  constexpr std::size_t kIndent = 13;
  std::string out;
  for (const auto& row : change_rows(review, group, sources, kShownAttributes)) {
    const auto text = paragraph(row.text, width, kIndent + 2);
    out += std::string(kIndent, ' ') + paint(tone_of_row(row), std::string(1, row.sign)) + " ";
    out += (row.sign == ' ' ? paint(Tone::Dim, text) : text) + "\n";
  }
  return out;
}

std::string outputs_part(const review::Review& review, const Paint& paint, std::size_t width) {
  if (review.outputs.empty()) return {};
  auto out = paint(Tone::Bold, "outputs:") + "\n";
  for (std::size_t i = 0; i < std::min(review.outputs.size(), kShownQuiet); ++i)
    out += "  " + paragraph(output_text(review.outputs[i]), width, 6) + "\n";
  if (review.outputs.size() > kShownQuiet)
    out += "  … and " + std::to_string(review.outputs.size() - kShownQuiet) + " more\n";
  return out;
}

}  // namespace

std::string plan_text(const review::Review& review, const source::SourceMap& sources,
                      const Options& options) {
  const Paint paint(options.colors);
  std::string out;
  std::size_t quiet = 0;
  std::size_t hidden = 0;
  for (const auto& group : review.groups) {
    if (is_quiet(review.changes[group.changes.front()]) && ++quiet > kShownQuiet) {
      hidden += group.changes.size();
      continue;
    }
    out += header(review, group, sources, paint, options.width);
    out += body(review, group, sources, paint, options.width);
  }
  if (hidden > 0) out += "  … and " + std::to_string(hidden) + " more, which destroy nothing\n";
  if (!out.empty()) out = paint(Tone::Bold, "plan:") + "\n" + out;
  out += outputs_part(review, paint, options.width);
  if (review.drift.empty()) return out;
  out += paint(Tone::Bold, "changed outside of Terraform:") + "\n";
  for (std::size_t i = 0; i < std::min(review.drift.size(), kShownQuiet); ++i)
    out += "  " + paragraph(drift_text(review.drift[i]), options.width, 6) + "\n";
  if (review.drift.size() > kShownQuiet)
    out += "  … and " + std::to_string(review.drift.size() - kShownQuiet) + " more\n";
  return out;
}

}  // namespace stopgate::report
