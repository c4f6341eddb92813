#include "plan/reader.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/text.h"
#include "plan/detect.h"
#include "plan/escape.h"
#include "plan/reading.h"

namespace stopgate::plan {

namespace {

using source::Severity;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr auto kShowPlan = "write the plan with 'terraform show -json tfplan > plan.json'";

// "1.2" and what else starts with 0.1 to 1.x.
bool is_supported(std::string_view version) {
  int major = 0;
  int minor = 0;
  const auto* end = version.data() + version.size();
  const auto dot = std::from_chars(version.data(), end, major);
  if (dot.ec != std::errc{} || dot.ptr == end || *dot.ptr != '.') return false;
  if (std::from_chars(dot.ptr + 1, end, minor).ec != std::errc{}) return false;
  return major == 1 || (major == 0 && minor >= 1);
}

class PlanReader {
 public:
  PlanReader(Plan& plan, std::string_view text, const Limits& limits)
      : plan_(plan),
        limits_(limits),
        reading_(plan, text, limits.depth),
        stream_(reading_.stream),
        arena_(reading_.arena) {}

  void read() {
    stream_.members([this](std::string_view key) { member(key); });
    stream_.finish();
    report_stream();
    if (is_refused_) return;
    check_kind();
    finish_variables();
    finish_mode();
    spread_taint();
  }

 private:
  void member(std::string_view key) {
    if (is_refused_) return;
    if (key == "format_version") {
      read_version();
    } else if (!header_member(key)) {
      body_member(key);
    }
  }

  void read_version() {
    plan_.format_version = stream_.string(arena_);
    if (is_supported(plan_.format_version)) return;
    is_refused_ = true;
    report(
        Severity::Error,
        "the plan has format_version " + quoted(plan_.format_version) +
            ", and 0.1 to 1.x are understood",
        "write the plan with a Terraform or OpenTofu of these format versions, or update stopgate");
  }

  bool header_member(std::string_view key) {
    if (key == "terraform_version") {
      plan_.terraform_version = stream_.string(arena_);
    } else if (key == "timestamp") {
      plan_.timestamp = stream_.string(arena_);
    } else if (key == "errored") {
      plan_.is_errored = stream_.boolean();
    } else if (key == "complete") {
      plan_.is_complete = stream_.boolean();
    } else if (key == "applyable") {
      plan_.is_applyable = stream_.boolean();
    } else {
      return false;
    }
    return true;
  }

  void body_member(std::string_view key) {
    has_plan_member_ = has_plan_member_ || key == "planned_values" || key == "resource_changes" ||
                       key == "configuration" || key == "output_changes";
    if (key == "resource_changes") {
      read_changes(reading_, plan_.changes);
    } else if (key == "resource_drift") {
      read_changes(reading_, plan_.drift);
    } else if (key == "deferred_changes") {
      read_deferred_changes(reading_, plan_.deferred);
    } else if (key == "output_changes") {
      read_output_changes(reading_);
    } else if (key == "checks") {
      read_checks(reading_);
    } else if (key == "configuration") {
      read_configuration(reading_);
    } else if (key == "prior_state") {
      read_prior_state(reading_);
    } else if (key == "variables") {
      plan_.variables = stream_.value(arena_);
    } else if (key == "lineage" || key == "values") {
      is_state_ = true;
    }
  }

  void report_stream() {
    for (const auto& unexpected : stream_.unexpected())
      report(Severity::Error, unexpected.message + " at byte " + std::to_string(unexpected.offset),
             kShowPlan);
    const auto& error = stream_.error();
    if (!error) return;
    const auto where = " at byte " + std::to_string(error->offset);
    const auto kept = "; what stands before it was read: " + std::to_string(plan_.changes.size()) +
                      " resource changes";
    report(Severity::Error, "the plan is broken or cut off" + where + ": " + error->message + kept,
           error->help.empty()
               ? "write it again, and check that the command which writes it succeeds"
               : error->help);
  }

  void check_kind() {
    if (stream_.error()) return;
    if (is_state_ && !has_plan_member_) {
      report(Severity::Error, "this is a state file, not a plan", kShowPlan);
    } else if (plan_.format_version.empty()) {
      report(Severity::Error, "this is JSON, but not a plan: it has no format_version", kShowPlan);
    }
  }

  // The values carry no marks of their own: they are in the configuration.
  void finish_variables() {
    std::vector<value::Member> members;
    for (const auto& member : plan_.variables.members()) {
      auto value = member.value.get("value");
      if (reading_.sensitive_variables.contains(member.key.text())) {
        value = mark_sensitive(arena_, value, value::Value::boolean(true));
        reading_.taint.collect_marked(value);
      }
      members.push_back({member.key, value});
    }
    plan_.variables = value::Map::make(arena_, members);
  }

  void finish_mode() {
    const auto is_plain_delete = [](const Change& change) {
      return change.action == Action::Delete && change.action_reason.empty() &&
             change.deposed.empty();
    };
    if (plan_.changes.empty()) {
      // A plan lists unchanged resources too: without any, it only refreshed what the state has.
      if (!plan_.drift.empty() || reading_.state_resources > 0) plan_.mode = PlanMode::RefreshOnly;
    } else if (std::all_of(plan_.changes.begin(), plan_.changes.end(), is_plain_delete)) {
      plan_.mode = PlanMode::Destroy;
    }
  }

  void spread_taint() {
    const auto& taint = reading_.taint;
    if (taint.is_empty()) return;
    plan_.secrets = taint.secrets();
    find_escapes(plan_);
    for (auto* changes : {&plan_.changes, &plan_.drift, &plan_.deferred})
      for (auto& change : *changes) spread_taint(change.before, change.after);
    for (auto& output : plan_.outputs) spread_taint(output.before, output.after);
    plan_.variables = taint.mark(arena_, plan_.variables);
    plan_.providers = taint.mark(arena_, plan_.providers);
  }

  void spread_taint(value::Value& before, value::Value& after) {
    const bool is_shared = before.is_map() && after.is_map() && &before.as_map() == &after.as_map();
    before = reading_.taint.mark(arena_, before);
    after = is_shared ? before : reading_.taint.mark(arena_, after);
  }

  void report(Severity severity, std::string message, std::string help) {
    if (plan_.diagnostics.size() < limits_.diagnostics)
      plan_.diagnostics.push_back({severity, std::move(message), std::move(help), {}, plan_.path});
  }

  Plan& plan_;
  const Limits& limits_;
  Reading reading_;
  json::Stream& stream_;
  Arena& arena_;
  bool is_refused_ = false;
  bool is_state_ = false;
  bool has_plan_member_ = false;
};

// Why the bytes cannot be read as JSON at all.
std::optional<NotAPlan> refuse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.plan_bytes)
    return NotAPlan{"the plan has " + std::to_string(text.size()) +
                        " bytes, more than the limit of " + std::to_string(limits.plan_bytes),
                    "split the root module, or plan parts of it with -target"};
  if (auto other = recognise_other_format(text)) return other;
  if (json::is_utf8(text)) return std::nullopt;
  const auto offset = find_invalid_utf8(text).value_or(0);
  return NotAPlan{"the plan is not UTF-8 from byte " + std::to_string(offset),
                  "write it again without changing its encoding"};
}

}  // namespace

Plan read_plan(std::string path, std::string text, const Limits& limits) {
  Plan plan;
  plan.path = std::move(path);
  if (auto refused = refuse(text, limits)) {
    plan.diagnostics.push_back(
        {Severity::Error, std::move(refused->message), std::move(refused->help), {}, plan.path});
    return plan;
  }
  plan.text = std::make_unique<const std::string>(std::move(text));
  std::string_view json = *plan.text;
  if (json.starts_with(kByteOrderMark)) json.remove_prefix(kByteOrderMark.size());
  PlanReader(plan, json, limits).read();
  return plan;
}

}  // namespace stopgate::plan
