#include "review/change_lines.h"

#include "plan/cause.h"
#include "plan/facts.h"

namespace stopgate::review {

std::vector<ChangeLine> change_lines(const model::Model& model) {
  std::vector<ChangeLine> out;
  for (const auto& stack : model.stacks) {
    if (stack.plan == nullptr) continue;
    for (const auto& change : stack.plan->changes) {
      const bool is_told = change.action != plan::Action::NoOp ||
                           !change.previous_address.empty() || change.is_import;
      if (!is_told) continue;
      Arena arena;
      ChangeLine line{.address = std::string(change.address),
                      .action = std::string(plan::name_of(change.action)),
                      .type = std::string(change.type),
                      .reason = plan::cause_of(change),
                      .loss = {},
                      .loss_note = {},
                      .place = {},
                      .plan = stack.plan->path};
      if (change.destroys() || change.action == plan::Action::Forget || change.is_replace()) {
        const auto facts = plan::change_facts(*stack.plan, change, arena);
        line.loss = facts.get("lossClass").string_if().value_or("");
        line.loss_note = facts.get("lossNote").string_if().value_or("");
      }
      if (const auto* block = stack.declaration_of(change.address)) line.place = block->header;
      out.push_back(std::move(line));
    }
  }
  return out;
}

}  // namespace stopgate::review
