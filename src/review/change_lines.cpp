#include "review/change_lines.h"

#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "plan/address.h"
#include "plan/cause.h"
#include "plan/loss.h"
#include "plan/redaction.h"

namespace stopgate::review {

namespace {

// The lines of one plan.
class LineMaker {
 public:
  LineMaker(const model::Stack& stack, WholeObjects whole)
      : stack_(stack), plan_(*stack.plan), whole_(whole), redactor_(plan_) {
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
    if (change.destroys() || change.action == plan::Action::Forget || change.is_replace()) {
      const auto loss = plan::loss_of(change.type, change.before);
      line.loss = plan::name_of(loss.loss);
      line.loss_note = loss.note;
    }
    const auto* block = stack_.declaration_of(change.address);
    if (block != nullptr) {
      line.place = block->header;
      line.block = block->block;
    }
    add_attributes(line, change, block);
    return line;
  }

 private:
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
    const auto address = plan::parse_address(change.address);
    if (!address) return nullptr;
    const auto found = configured_.find(plan::base_address(*address));
    return found == configured_.end() ? nullptr : &found->second;
  }

  const model::Stack& stack_;
  const plan::Plan& plan_;
  WholeObjects whole_;
  plan::Redactor redactor_;
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

}  // namespace stopgate::review
