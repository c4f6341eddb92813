#include "review/review.h"

namespace stopgate::review {

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Pass:
      return "pass";
    case Verdict::Fail:
      return "fail";
    case Verdict::Incomplete:
      return "incomplete";
  }
  return "";
}

int exit_status(const Review& review) {
  switch (review.verdict) {
    case Verdict::Pass:
      return 0;
    case Verdict::Fail:
      return 1;
    case Verdict::Incomplete:
      return 3;
  }
  return 3;
}

bool is_judged(const Review& review, const finding::Finding& finding) {
  return finding.status == finding::Status::New ||
         (review.judges_old && finding.status == finding::Status::Old);
}

bool is_at_gate(const Review& review, const finding::Finding& finding) {
  if (!is_judged(review, finding)) return false;
  switch (finding.level) {
    case finding::Level::Advisory:
      return false;
    case finding::Level::Overridable:
      return finding.severity >= review.gate && !review.override_by;
    case finding::Level::Mandatory:
      return true;
  }
  return true;
}

bool is_data_loss(const ChangeLine& change) {
  return change.loss == "D0" || change.loss == "D1";
}

}  // namespace stopgate::review
