#include "review/change_lines.h"

#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "plan/address.h"
#include "plan/cause.h"
#include "plan/dependencies.h"
#include "plan/fingerprint.h"
#include "plan/loss.h"
#include "plan/path.h"
#include "plan/redaction.h"
#include "plan/show.h"
#include "plan/why.h"

namespace stopgate::review {

namespace {

constexpr std::size_t kShownDependents = 20;
constexpr std::size_t kCountedDependents = 1'000;

std::string_view mode_name(plan::PlanMode mode) {
  switch (mode) {
    case plan::PlanMode::Normal:
      return "normal";
    case plan::PlanMode::Destroy:
      return "destroy";
    case plan::PlanMode::RefreshOnly:
      return "refresh-only";
  }
  return "";
}

std::string base_of(const plan::Change& change) {
  const auto address = plan::parse_address(change.address);
  return address ? plan::base_address(*address) : std::string(change.address);
}

// "database, no final snapshot": what goes, and what makes it worse or can be undone.
std::string loss_note_of(std::string_view note, const value::Value& guards) {
  std::string out(note);
  const auto add = [&](std::string_view text) {
    out += (out.empty() ? "" : ", ") + std::string(text);
  };
  const auto is = [&](std::string_view name, bool wanted) {
    const auto guard = guards.get(name).bool_if();
    return guard && *guard == wanted;
  };
  if (is("finalSnapshot", false)) add("no final snapshot");
  if (is("finalSnapshot", true)) add("a final snapshot is taken");
  if (note == "database" && guards.get("retentionDays").int_if() == 0) add("no automated backups");
  if (is("forceDestroy", true)) add("with everything in it");
  if (is("deletionProtection", true) || is("terminationProtection", true))
    add("its protection is on");
  return out;
}

// The lines of one plan.
class LineMaker {
 public:
  LineMaker(const model::Stack& stack, WholeObjects whole)
      : stack_(stack),
        plan_(*stack.plan),
        whole_(whole),
        redactor_(plan_),
        dependencies_(plan_),
        causes_(plan_, dependencies_) {
    for (const auto& reference : plan_.references)
      configured_[std::string(reference.address)].insert(
          reference.argument.substr(0, reference.argument.find_first_of(".[")));
  }

  ChangeLine make(const plan::Change& change) {
    ChangeLine line{.address = std::string(change.address),
                    .action = std::string(plan::name_of(change.action)),
                    .type = std::string(change.type),
                    .reason = plan::cause_of(change),
                    .loss = {},
                    .loss_note = {},
                    .place = {},
                    .plan = plan_.path,
                    .module = std::string(change.module_address)};
    line.creates_first = change.action == plan::Action::CreateThenDelete ||
                         change.action == plan::Action::CreateThenForget;
    if (change.destroys()) {
      add_loss(line, change);
      add_dependents(line, change);
    }
    auto why = causes_.of(change);
    line.origin = plan::name_of(why.origin);
    line.why = std::move(why.steps);
    for (auto& step : line.why) step = redactor_.scrub(step);
    if (whole_ == WholeObjects::Tell) line.digest = plan::digest_of(change);
    const auto* block = stack_.declaration_of(change.address);
    if (block != nullptr) {
      line.place = block->header;
      line.block = block->block;
    }
    add_attributes(line, change, block);
    return line;
  }

 private:
  void add_loss(ChangeLine& line, const plan::Change& change) {
    Arena arena;
    const auto guards = plan::guards_of(change.type, change.before, arena);
    // It leaves the state, and stays where it is.
    if (guards.get("keptOnDestroy").bool_if().value_or(false)) return;
    const auto loss = plan::loss_of(change.type, change.before);
    line.loss = plan::name_of(loss.loss);
    line.loss_note = loss_note_of(loss.note, guards);
  }

  void add_dependents(ChangeLine& line, const plan::Change& change) {
    const auto all = dependencies_.dependents(base_of(change), kCountedDependents);
    for (const auto dependent : all) {
      if (line.dependents.size() < kShownDependents)
        line.dependents.emplace_back(dependent);
      else
        ++line.dependents_left_out;
    }
  }

  void add_attributes(ChangeLine& line, const plan::Change& change,
                      const terraform::Resource* block) {
    const bool is_whole = change.before.is_null() || change.after.is_null();
    if (change.action == plan::Action::NoOp || (is_whole && whole_ == WholeObjects::Leave)) return;
    auto diff = plan::diff_of(change, {.configured = configured(change)});
    if (change.action == plan::Action::Update) line.light = plan::light_of(diff);
    line.attributes_left_out = diff.left_out;
    line.attributes.reserve(diff.edits.size());
    for (auto& edit : diff.edits) {
      const bool is_told = block != nullptr && edit.noise == Noise::None;
      auto place = is_told ? model::declared_place(*block, edit.attribute()) : source::Place{};
      if (!redactor_.is_empty()) scrub(edit);
      line.attributes.push_back({std::move(edit), place});
    }
  }

  void scrub(plan::AttributeEdit& edit) const {
    edit.before = redactor_.scrub(edit.before);
    edit.after = redactor_.scrub(edit.after);
  }

  [[nodiscard]] const std::unordered_set<std::string_view>* configured(
      const plan::Change& change) const {
    const auto found = configured_.find(base_of(change));
    return found == configured_.end() ? nullptr : &found->second;
  }

  const model::Stack& stack_;
  const plan::Plan& plan_;
  WholeObjects whole_;
  plan::Redactor redactor_;
  plan::Dependencies dependencies_;
  plan::Causes causes_;
  // Arguments that hold references, by address without instance keys.
  std::unordered_map<std::string, std::unordered_set<std::string_view>> configured_;
};

}  // namespace

std::vector<ChangeLine> change_lines(const model::Model& model, WholeObjects whole) {
  std::vector<ChangeLine> out;
  for (const auto& stack : model.stacks) {
    if (stack.plan == nullptr) continue;
    LineMaker maker(stack, whole);
    for (const auto& change : stack.plan->changes) {
      const bool is_told = change.action != plan::Action::NoOp ||
                           !change.previous_address.empty() || change.is_import;
      if (is_told) out.push_back(maker.make(change));
    }
  }
  return out;
}

std::vector<DriftLine> drift_lines(const model::Model& model) {
  constexpr std::size_t kShownPaths = 20;
  constexpr std::size_t kValueBytes = 100;
  std::vector<DriftLine> out;
  for (const auto& stack : model.stacks) {
    if (stack.plan == nullptr) continue;
    const plan::Redactor redactor(*stack.plan);
    for (const auto& entry : plan::drift_of(*stack.plan)) {
      DriftLine line{.address = std::string(entry.drift->address),
                     .action = std::string(plan::name_of(entry.drift->action)),
                     .outcome = std::string(plan::name_of(entry.outcome)),
                     .rows = {},
                     .plan = stack.plan->path};
      for (const auto& path : entry.paths) {
        if (line.rows.size() == kShownPaths) {
          line.rows.push_back("… " + std::to_string(entry.paths.size() - kShownPaths) + " more");
          break;
        }
        const auto before = plan::show(plan::value_at(entry.drift->before, path), kValueBytes);
        const auto after = plan::show(plan::value_at(entry.drift->after, path), kValueBytes);
        line.rows.push_back(redactor.scrub(path + ": " + before + " → " + after));
      }
      out.push_back(std::move(line));
    }
  }
  return out;
}

std::vector<OutputLine> output_lines(const model::Model& model) {
  constexpr std::size_t kValueBytes = 200;
  std::vector<OutputLine> out;
  for (const auto& plan : model.plans) {
    const plan::Redactor redactor(plan);
    const auto shown = [&](const value::Value& value) {
      return value.is_null() ? std::string() : redactor.scrub(plan::show(value, kValueBytes));
    };
    for (const auto& output : plan.outputs) {
      if (output.action == plan::Action::NoOp) continue;
      out.push_back({.name = std::string(output.name),
                     .action = std::string(plan::name_of(output.action)),
                     .before = shown(output.before),
                     .after = shown(output.after),
                     .plan = plan.path});
    }
  }
  return out;
}

std::vector<PlanLine> plan_lines(const model::Model& model,
                                 const std::vector<ChangeLine>& changes) {
  std::vector<PlanLine> out;
  for (const auto& plan : model.plans) {
    PlanLine line{.path = plan.path,
                  .mode = std::string(mode_name(plan.mode)),
                  .terraform_version = std::string(plan.terraform_version),
                  .fingerprint = {},
                  .is_errored = plan.is_errored,
                  .is_complete = plan.is_complete};
    std::vector<std::pair<std::string, std::string>> digests;
    for (const auto& change : changes)
      if (change.plan == plan.path && !change.digest.empty())
        digests.emplace_back(change.address, change.digest);
    const bool is_told = !digests.empty() || changes.empty();
    if (is_told) line.fingerprint = plan::fingerprint_of(std::move(digests));
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace stopgate::review
