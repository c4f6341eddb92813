// The parts of the machine that do not look at all their operands: && || ?: or() orValue().

#include "cel/machine.h"

namespace stopgate::cel {

// A deciding operand wins over errors and unknowns beside it; an unknown wins over an error, since
// the unknown may turn out to decide.
Datum Machine::logic(const Node& node) {
  const bool decides = node.kind == NodeKind::Or;
  Datum undecided = Datum::boolean(!decides);
  for (const auto* arg : node.args) {
    const auto value = evaluate(*arg);
    if (value.is_bool()) {
      if (value.as_bool() == decides) return value;
      continue;
    }
    if (value.is_unknown()) {
      undecided = merge(undecided, value);
    } else if (!undecided.is_unknown() && !undecided.is_error()) {
      undecided =
          value.is_error() ? value : no_overload(*arg, decides ? "_||_" : "_&&_", {&value, 1});
    }
  }
  return undecided;
}

Datum Machine::conditional(const Node& node) {
  const auto condition = evaluate(*node.args[0]);
  if (condition.is_bool()) return evaluate(*node.args[condition.as_bool() ? 1 : 2]);
  if (condition.is_error() || condition.is_unknown()) return condition;
  return no_overload(*node.args[0], "_?_:_", {&condition, 1});
}

Datum Machine::optional_or(const Node& node) {
  const auto from = evaluate(*node.operand);
  if (from.is_error() || from.is_unknown()) return from;
  if (from.kind() != DatumKind::Optional)
    return no_overload(node, node.kind == NodeKind::OptionalOr ? "or" : "orValue", {&from, 1});
  const auto* value = from.as_optional();
  if (value != nullptr) return node.kind == NodeKind::OptionalOr ? from : *value;
  const auto other = evaluate(*node.args[0]);
  if (node.kind == NodeKind::OptionalOrValue || other.is_error() || other.is_unknown())
    return other;
  if (other.kind() != DatumKind::Optional) return no_overload(node, "or", {&other, 1});
  return other;
}

}  // namespace stopgate::cel
