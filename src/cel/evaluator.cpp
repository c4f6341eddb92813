#include <cassert>

#include "cel/machine.h"
#include "cel/program.h"

namespace stopgate::cel {

Activation::Activation(const Environment& environment)
    : slots_(environment.tables().variables.size()) {}

void Activation::bind(std::size_t slot, const Datum& value, source::Place place) {
  assert(slot < slots_.size());
  slots_[slot] = {.state = Slot::State::Bound,
                  .is_aside = false,
                  .value = value,
                  .place = place,
                  .compute = {},
                  .unknown_because = {}};
}

void Activation::bind_aside(std::size_t slot, const Datum& value) {
  bind(slot, value);
  slots_[slot].is_aside = true;
}

void Activation::bind_lazily(std::size_t slot, std::function<Datum(EvalContext&)> compute) {
  assert(slot < slots_.size());
  slots_[slot] = {.state = Slot::State::Lazy,
                  .is_aside = false,
                  .value = {},
                  .place = {},
                  .compute = std::move(compute),
                  .unknown_because = {}};
}

void Activation::bind_unknown(std::size_t slot, std::string_view reason) {
  assert(slot < slots_.size());
  slots_[slot] = {.state = Slot::State::Unknown,
                  .is_aside = false,
                  .value = {},
                  .place = {},
                  .compute = {},
                  .unknown_because = std::string(reason)};
}

void Activation::reset() {
  for (auto& slot : slots_) slot = {};
}

std::optional<Datum> constant_of(const Program& program) {
  if (program.root->kind != NodeKind::Constant) return std::nullopt;
  return program.root->constant;
}

struct Evaluator::State {
  Workspace workspace;
};

Evaluator::Evaluator() : state_(std::make_unique<State>()) {}
Evaluator::~Evaluator() = default;

Outcome Evaluator::evaluate(const Program& program, Activation& activation,
                            const EvalOptions& options) {
  Machine machine(program, state_->workspace, activation, options);
  return machine.finish(machine.run(*program.root));
}

// Compiled patterns are kept: they do not depend on what was evaluated.
void Evaluator::reset() {
  state_->workspace.kept.clear();
  state_->workspace.places.clear();
  state_->workspace.arena = Arena();
}

}  // namespace stopgate::cel
