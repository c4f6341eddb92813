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

std::size_t count_light(const Review& review, Light light) {
  return static_cast<std::size_t>(std::ranges::count(review.changes, light, &ChangeLine::light));
}

// "12 tag-only updates, 3 created": the plan in one breath, worst first.
std::string changes_text(const Review& review) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kKinds = {
      {{"delete", " destroyed"},
       {"replace", " replaced"},
       {"forget", " forgotten"},
       {"update", " updated"},
       {"create", " created"},
       {"import", " imported"}}};
  struct LightWords {
    Light light;
    std::string_view one, many;
  };
  constexpr std::array<LightWords, 3> kLights = {
      {{Light::Tags, "tag-only update", "tag-only updates"},
       {Light::Description, "update of texts only", "updates of texts only"},
       {Light::Computed, "update of computed values only", "updates of computed values only"}}};
  std::vector<std::string> texts;
  for (const auto& [action, word] : kKinds) {
    auto count =
        static_cast<std::size_t>(std::ranges::count(review.changes, action, &ChangeLine::action));
    if (action == "update")
      for (const auto& [light, one, many] : kLights) {
        const auto updates = count_light(review, light);
        if (updates > 0) texts.push_back(counted(updates, one, many));
        count -= updates;
      }
    if (count > 0) texts.push_back(std::to_string(count) + std::string(word));
  }
  const auto moved = std::ranges::count_if(review.changes, [](const ChangeLine& change) {
    return change.action == "no-op" && change.reason.starts_with("moved");
  });
  const auto imported = std::ranges::count_if(review.changes, [](const ChangeLine& change) {
    return change.action == "no-op" && change.reason.starts_with("imported");
  });
  if (moved > 0) texts.push_back(std::to_string(moved) + " moved");
  if (imported > 0) texts.push_back(std::to_string(imported) + " imported");
  return join(texts, ", ");
}

// What must be known of the plans before anything else.
std::string plans_text(const Review& review) {
  std::vector<std::string> texts;
  const auto is_any = [&](auto&& holds) { return std::ranges::any_of(review.plans, holds); };
  if (is_any([](const PlanLine& plan) { return plan.is_errored; }))
    texts.push_back("the plan failed");
  else if (is_any([](const PlanLine& plan) { return !plan.is_complete; }))
    texts.push_back("the plan is not complete");
  if (is_any([](const PlanLine& plan) { return plan.mode == "destroy"; }))
    texts.push_back("a destroy plan");
  return join(texts, ", ");
}

// The worst finding in its own words: the first at the gate.
std::string worst_text(const Review& review) {
  const auto worst = std::ranges::find_if(review.findings, [&](const finding::Finding& finding) {
    return is_at_gate(review, finding);
  });
  return worst == review.findings.end() ? std::string() : printable(worst->message, 160);
}

// Of a plan that changes no resource.
std::string unchanged_text(const Review& review) {
  if (!review.outputs.empty())
    return "changes nothing but " + counted(review.outputs.size(), "output", "outputs");
  if (!review.drift.empty()) return "only takes over what was changed outside of Terraform";
  const bool is_refresh = std::ranges::all_of(
      review.plans, [](const PlanLine& plan) { return plan.mode == "refresh-only"; });
  return is_refresh ? "a refresh-only plan that finds nothing changed" : "the plan changes nothing";
}

// The worst finding below the gate that still asks for a look, in its own words.
std::string notable_text(const Review& review) {
  const auto notable = std::ranges::find_if(review.findings, [&](const finding::Finding& finding) {
    return is_judged(review, finding) && finding.severity >= finding::Severity::Medium;
  });
  return notable == review.findings.end() ? std::string() : printable(notable->message, 120);
}

std::string pass_text(const Review& review) {
  const auto& coverage = review.coverage;
  if (review.comparison && coverage.resources == 0 && review.findings.empty() &&
      review.changes.empty())
    return "Nothing to judge: " + counted(review.comparison->files, "file", "files") +
           " changed, none that holds infrastructure";
  if (coverage.resources == 0 && review.findings.empty() && review.changes.empty() &&
      review.plans.empty())
    return "Nothing to judge: no resource or object in " + counted(coverage.files, "file", "files");
  std::string text = std::string(review.comparison ? "no new finding in " : "no finding in ") +
                     counted(coverage.resources, "resource", "resources");
  const auto changes = changes_text(review);
  if (!changes.empty())
    text = changes;
  else if (!review.plans.empty())
    text = unchanged_text(review);
  if (review.override_by)
    return "Overridden by " + printable(review.override_by->owner) + " (label " +
           printable(review.override_by->label) +
           "): " + counted(review.override_by->findings, "finding", "findings") + " at or above " +
           std::string(name_of(review.gate));
  const auto is_told = [&](const finding::Finding& finding) { return is_judged(review, finding); };
  const auto below = std::ranges::count_if(review.findings, is_told);
  if (below > 0)
    text = (changes.empty() ? "" : changes + "; ") +
           counted(static_cast<std::size_t>(below), "finding", "findings") + ", none at or above " +
           std::string(name_of(review.gate));
  if (!coverage.undecided.empty())
    text += "; " + std::to_string(coverage.undecided.size()) + " undecided";
  if (const auto loss = losses(review); !loss.empty()) return "Look twice: " + loss + "; " + text;
  if (const auto warning = plans_text(review); !warning.empty())
    return "Look twice: " + warning + "; " + text;
  // No data, but an address, an identity or traffic.
  const auto outage = std::ranges::find_if(review.changes, [](const ChangeLine& change) {
    return change.loss == "D2" || change.loss == "D3";
  });
  if (outage != review.changes.end())
    return "Look twice: " + verb_of(outage->action) + " " + printable(outage->address) + " (" +
           printable(outage->loss_note) + "); " + text;
  if (const auto notable = notable_text(review); !notable.empty())
    return "Look twice: " + notable + "; " + text;
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
  const auto part = review.shard ? " (shard " + std::to_string(review.shard->index) + " of " +
                                       std::to_string(review.shard->count) + ")"
                                 : std::string();
  if (review.verdict == Verdict::Pass) return pass_text(review) + part;
  std::vector<std::string> texts;
  const auto loss = losses(review);
  if (!loss.empty()) {
    texts.push_back("STOP: " + loss);
  } else if (!review.plans.empty() && count_at_gate(review) > 0) {
    texts.push_back("STOP: " + worst_text(review));
  }
  if (const auto warning = plans_text(review); !warning.empty()) texts.push_back(warning);
  if (auto text = at_gate_text(review); !text.empty()) texts.push_back(std::move(text));
  if (review.verdict == Verdict::Incomplete)
    texts.push_back("incomplete, " + incomplete_text(review));
  auto text = join(texts, "; ");
  if (text.starts_with('i')) text.front() = 'I';
  return text + part;
}

}  // namespace stopgate::review
