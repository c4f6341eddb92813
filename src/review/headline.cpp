#include "review/headline.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace stopgate::review {

namespace {

std::size_t count_at_gate(const Review& review) {
  const auto at_gate = [&](const finding::Finding& finding) { return is_at_gate(review, finding); };
  return static_cast<std::size_t>(std::ranges::count_if(review.findings, at_gate));
}

std::size_t count_errors(const source::Diagnostics& diagnostics) {
  return static_cast<std::size_t>(
      std::ranges::count(diagnostics, source::Severity::Error, &source::Diagnostic::severity));
}

std::string verb_of(std::string_view action) {
  if (action == "delete" || action == "destroy") return "destroys";
  if (action == "replace") return "replaces";
  if (action == "forget") return "forgets";
  return printable(action) + "s";
}

// "destroys aws_db_instance.main (database, no final snapshot) and 2 more that hold data"
std::string losses(const Review& review) {
  const auto count = static_cast<std::size_t>(std::ranges::count_if(review.changes, is_data_loss));
  if (count == 0) return {};
  const auto& worst = *std::ranges::find_if(review.changes, is_data_loss);
  auto text = verb_of(worst.action) + " " + printable(worst.address);
  if (!worst.loss_note.empty()) text += " (" + printable(worst.loss_note) + ")";
  if (count > 1)
    text += " and " + std::to_string(count - 1) + " more that " + (count == 2 ? "holds" : "hold") +
            " data";
  return text;
}

bool is_exceeded(const Allowance& allowance) {
  return allowance.found > allowance.most;
}

std::size_t count_exceeded(const Review& review) {
  return static_cast<std::size_t>(std::ranges::count_if(review.allowances, is_exceeded));
}

// "2 findings at or above high", "12 medium, 10 allowed".
std::string at_gate_text(const Review& review) {
  std::vector<std::string> texts;
  const auto is_binding = [&](const finding::Finding& finding) {
    return is_at_gate(review, finding) && finding.severity < review.gate;
  };
  const auto mandatory =
      static_cast<std::size_t>(std::ranges::count_if(review.findings, is_binding));
  const auto others = count_at_gate(review) - mandatory;
  if (others > 0)
    texts.push_back(counted(others, "finding", "findings") + " at or above " +
                    std::string(name_of(review.gate)));
  if (mandatory > 0)
    texts.push_back(counted(mandatory, "finding", "findings") + " of mandatory policies");
  for (const auto& allowance : review.allowances)
    if (is_exceeded(allowance))
      texts.push_back(std::to_string(allowance.found) + " " +
                      std::string(name_of(allowance.severity)) + ", " +
                      std::to_string(allowance.most) + " allowed");
  return join(texts, "; ");
}

std::string incomplete_text(const Review& review) {
  const auto unreadable = review.coverage.unreadable.size();
  if (unreadable > 0) return counted(unreadable, "input", "inputs") + " could not be read whole";
  return counted(count_errors(review.diagnostics), "part", "parts") +
         " of the input could not be understood";
}

// "2 replaced, 12 updated, 3 created": the plan in one breath, worst first.
std::string changes_text(const Review& review) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kKinds = {
      {{"delete", " destroyed"},
       {"replace", " replaced"},
       {"forget", " forgotten"},
       {"update", " updated"},
       {"create", " created"},
       {"import", " imported"}}};
  std::vector<std::string> texts;
  for (const auto& [action, word] : kKinds) {
    const auto count = std::ranges::count(review.changes, action, &ChangeLine::action);
    if (count > 0) texts.push_back(std::to_string(count) + std::string(word));
  }
  return join(texts, ", ");
}

std::string pass_text(const Review& review) {
  const auto& coverage = review.coverage;
  if (review.comparison && coverage.resources == 0 && review.findings.empty() &&
      review.changes.empty())
    return "Nothing to judge: " + counted(review.comparison->files, "file", "files") +
           " changed, none that holds infrastructure";
  if (coverage.resources == 0 && review.findings.empty() && review.changes.empty())
    return "Nothing to judge: no resource or object in " + counted(coverage.files, "file", "files");
  std::string text = std::string(review.comparison ? "no new finding in " : "no finding in ") +
                     counted(coverage.resources, "resource", "resources");
  if (const auto changes = changes_text(review); !changes.empty()) text = changes;
  if (review.override_by)
    return "Overridden by " + printable(review.override_by->owner) + " (label " +
           printable(review.override_by->label) +
           "): " + counted(review.override_by->findings, "finding", "findings") + " at or above " +
           std::string(name_of(review.gate));
  const auto is_told = [&](const finding::Finding& finding) { return is_judged(review, finding); };
  const auto below = std::ranges::count_if(review.findings, is_told);
  if (below > 0)
    text = counted(static_cast<std::size_t>(below), "finding", "findings") + ", none at or above " +
           std::string(name_of(review.gate));
  if (!coverage.undecided.empty())
    text += "; " + std::to_string(coverage.undecided.size()) + " undecided";
  if (const auto loss = losses(review); !loss.empty()) return "Look twice: " + loss + "; " + text;
  return "Safe to approve: " + text;
}

}  // namespace

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

Verdict verdict_of(const Review& review) {
  if (source::has_errors(review.diagnostics) || !review.coverage.unreadable.empty())
    return Verdict::Incomplete;
  return count_at_gate(review) + count_exceeded(review) > 0 ? Verdict::Fail : Verdict::Pass;
}

std::string headline_of(const Review& review) {
  if (review.verdict == Verdict::Pass) return pass_text(review);
  std::vector<std::string> texts;
  if (const auto loss = losses(review); !loss.empty()) texts.push_back("STOP: " + loss);
  if (auto text = at_gate_text(review); !text.empty()) texts.push_back(std::move(text));
  if (review.verdict == Verdict::Incomplete)
    texts.push_back("incomplete, " + incomplete_text(review));
  auto text = join(texts, "; ");
  if (text.starts_with('i')) text.front() = 'I';
  return text;
}

}  // namespace stopgate::review
