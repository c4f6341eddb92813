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

bool is_at_gate(const Review& review, const finding::Finding& finding) {
  return finding.status == finding::Status::New && finding.severity >= review.gate;
}

bool is_data_loss(const ChangeLine& change) {
  return change.loss == "D0" || change.loss == "D1";
}

}  // namespace stopgate::review
