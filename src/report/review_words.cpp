#include "report/review_words.h"

#include <vector>

#include "base/text.h"
#include "review/headline.h"

namespace stopgate::report {

using review::counted;

std::string words_of(const review::SuppressionNote& note) {
  auto out = printable(note.tool) + " suppression";
  if (!note.policies.empty()) out += " of " + printable(join(note.policies, ", "));
  auto parts = note.problems;
  if (note.is_new)
    parts.insert(parts.begin(),
                 "is new" + (note.findings == 0
                                 ? std::string()
                                 : ": silences " + counted(note.findings, "finding", "findings")));
  out += " " + join(parts, "; ");
  if (!note.reason.empty()) out += ", \"" + printable(note.reason) + "\"";
  if (!note.owner.empty()) out += " (" + printable(note.owner) + ")";
  return out;
}

std::string comparison_text(const review::Comparison& comparison) {
  constexpr std::size_t kIdDigits = 12;
  return "compared with " + printable(comparison.base) + " at " +
         comparison.base_commit.substr(0, kIdDigits) + ": " +
         counted(comparison.files, "file", "files") + " changed";
}

}  // namespace stopgate::report
