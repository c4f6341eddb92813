#include "report/chat.h"

#include "base/text.h"
#include "report/place.h"
#include "report/wording.h"
#include "review/headline.h"

namespace stopgate::report {

namespace {

constexpr std::size_t kShown = 8;
constexpr std::size_t kTextBytes = 240;

}  // namespace

ChatMessage chat_message_of(const review::Review& review, const source::SourceMap& sources) {
  ChatMessage out;
  out.headline = printable(review.headline, 2 * kTextBytes);
  for (const auto& change : review.changes) {
    if (!is_data_loss(change) || out.losses.size() == kShown) continue;
    out.losses.push_back(printable(change.address) + ": " + change.action +
                         (change.loss_note.empty() ? "" : ", " + change.loss_note));
  }
  std::size_t left_out = 0;
  for (const auto* finding : present_findings(review)) {
    if (finding->status == finding::Status::Old) continue;
    if (out.findings.size() == kShown) {
      ++left_out;
      continue;
    }
    out.findings.push_back(
        {.severity = std::string(name_of(finding->severity)),
         .place = to_string(location_of(*finding, sources)),
         .text = shortened(message_of(*finding), kTextBytes) + " [" + finding->policy + "]"});
  }
  if (left_out > 0) out.rest = review::counted(left_out, "more finding", "more findings");
  return out;
}

}  // namespace stopgate::report
