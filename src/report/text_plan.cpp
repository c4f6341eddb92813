#include "report/text_plan.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"
#include "report/paint.h"
#include "report/place.h"
#include "review/headline.h"

namespace stopgate::report {

namespace {

using review::ChangeLine;

constexpr std::size_t kShownQuiet = 20;  // creates, updates and reads, which can be undone
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

// "database, no final snapshot; engine forces the replacement"
std::string why(const ChangeLine& change) {
  auto text = printable(change.loss_note, 500);
  if (!text.empty() && !change.reason.empty()) text += "; ";
  return text + printable(change.reason, 500);
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
std::string row(const ChangeLine& change, const source::SourceMap& sources, const Paint& paint,
                std::size_t width) {
  constexpr std::size_t kNoteColumn = 2 + 2 + 7 + 2 + kAddressColumns + 2;
  constexpr std::size_t kLowColumn = 6;
  const auto look = look_of(change);
  const auto address = printable(change.address, 500);
  auto note = why(change);
  if (review::is_data_loss(change))
    note = "DATA LOSS (" + change.loss + ")" + (note.empty() ? "" : ": " + note);
  if (change.place.is_known())
    note += (note.empty() ? "(" : "  (") + to_string(sources.locate(change.place)) + ")";

  auto out = "  " + paint(review::is_data_loss(change) ? Tone::Alarm : look.tone,
                          std::string(look.sign) + " " + padded(printable(look.word), 7));
  out += "  " + paint(is_quiet(change) ? Tone::Plain : Tone::Bold, address);
  if (note.empty()) return out + "\n";
  const auto columns = display_width(address);
  const bool fits =
      columns <= kAddressColumns && (width == 0 || kNoteColumn + display_width(note) <= width);
  if (fits) return out + std::string(kAddressColumns - columns + 2, ' ') + note + "\n";
  return out + "\n" + std::string(kLowColumn, ' ') + paragraph(note, width, kLowColumn) + "\n";
}

}  // namespace

std::string plan_text(const review::Review& review, const source::SourceMap& sources,
                      const Options& options) {
  const Paint paint(options.colors);
  std::string out;
  std::size_t quiet = 0;
  for (const auto& change : review.changes) {
    if (is_quiet(change) && ++quiet > kShownQuiet) continue;
    out += row(change, sources, paint, options.width);
  }
  if (quiet > kShownQuiet)
    out += "  … and " + std::to_string(quiet - kShownQuiet) + " more, which destroy nothing\n";
  return out.empty() ? out : paint(Tone::Bold, "plan:") + "\n" + out;
}

}  // namespace stopgate::report
