// The part of the machine that knows attributes by name: those that a pattern calls unknown.

#include "cel/machine.h"

namespace stopgate::cel {

// The variable that a chain of selections and indexes begins at, and its steps; nothing when it
// begins elsewhere or a step has no value.
std::optional<std::string_view> Machine::attribute_of(const Node& node, std::vector<Datum>& steps) {
  switch (node.kind) {
    case NodeKind::Variable:
      return node.name;
    case NodeKind::Select:
    case NodeKind::Has:
    case NodeKind::OptionalSelect:
    case NodeKind::Index:
    case NodeKind::OptionalIndex:
      break;
    default:
      return std::nullopt;
  }
  const auto variable = attribute_of(*node.operand, steps);
  if (!variable) return std::nullopt;
  const bool is_index = node.kind == NodeKind::Index || node.kind == NodeKind::OptionalIndex;
  const auto key = is_index ? evaluate(*node.args[0]) : Datum::string(node.key.text());
  if (key.is_error() || key.is_unknown()) return std::nullopt;
  steps.push_back(key);
  return variable;
}

std::optional<Datum> Machine::named_unknown(const Node& node) {
  std::vector<Datum> steps;
  const auto cost = cost_;
  const auto variable = attribute_of(node, steps);
  cost_ = cost;  // keys are evaluated again, and paid for, when the attribute is read
  if (!variable) return std::nullopt;
  for (const auto& pattern : options_.unknown) {
    const auto from = match_pattern(pattern, *variable, steps);
    if (!from) continue;
    const auto* attribute = &node;
    for (auto depth = steps.size(); depth > *from; --depth) attribute = attribute->operand;
    return unknown(*attribute, {}, "not known");
  }
  return std::nullopt;
}

// An attribute that is used as a whole.
Datum Machine::whole(const Node& node) {
  if (!options_.unknown.empty())
    if (const auto found = named_unknown(node)) return *found;
  return operand(node);
}

}  // namespace stopgate::cel
