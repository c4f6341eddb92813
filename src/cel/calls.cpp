// The parts of the machine that look at all their operands first: operators, functions, literals.

#include <algorithm>
#include <array>

#include "cel/arithmetic.h"
#include "cel/cost.h"
#include "cel/machine.h"
#include "cel/made_map.h"

namespace stopgate::cel {

namespace {

// As the specification and every other implementation name them.
std::string_view function_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::Equal:
      return "_==_";
    case NodeKind::NotEqual:
      return "_!=_";
    case NodeKind::Less:
      return "_<_";
    case NodeKind::LessOrEqual:
      return "_<=_";
    case NodeKind::Greater:
      return "_>_";
    case NodeKind::GreaterOrEqual:
      return "_>=_";
    case NodeKind::Add:
      return "_+_";
    case NodeKind::Subtract:
      return "_-_";
    case NodeKind::Multiply:
      return "_*_";
    case NodeKind::Divide:
      return "_/_";
    case NodeKind::Modulo:
      return "_%_";
    case NodeKind::In:
      return "@in";
    case NodeKind::Not:
      return "!_";
    case NodeKind::Negate:
      return "-_";
    default:
      return "";
  }
}

constexpr std::size_t kInlineArguments = 8;

}  // namespace

Datum Machine::no_overload(const Node& node, std::string_view function,
                           std::span<const Datum> args) {
  std::string message = "no such overload: " + std::string(function) + "(";
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (i > 0) message += ", ";
    message += args[i].type_name();
  }
  return error(node, message + ")");
}

Datum Machine::binary(const Node& node) {
  const auto a = evaluate(*node.args[0]);
  if (a.is_error()) return a;
  const auto b = node.kind == NodeKind::In ? whole(*node.args[1]) : evaluate(*node.args[1]);
  if (a.is_unknown()) return a;
  if (b.is_error() || b.is_unknown()) return b;
  switch (node.kind) {
    case NodeKind::Equal:
    case NodeKind::NotEqual:
      return equal(node, a, b);
    case NodeKind::Less:
    case NodeKind::LessOrEqual:
    case NodeKind::Greater:
    case NodeKind::GreaterOrEqual:
      return ordered(node, a, b);
    case NodeKind::In:
      return in(node, a, b);
    default:
      break;
  }
  const auto result =
      charge(cost_of_arithmetic(node.kind, a, b)) ? arithmetic(*arena_, node.kind, a, b) : Datum();
  const std::array args = {a, b};
  return result ? located(node, *result) : no_overload(node, function_of(node.kind), args);
}

Datum Machine::equal(const Node& node, const Datum& a, const Datum& b) {
  charge(cost_of_comparison(a, b));
  const std::array args = {a, b};
  if (a.kind() == DatumKind::Opaque && b.kind() != DatumKind::Opaque)
    return no_overload(node, function_of(node.kind), args);
  std::size_t compared = 0;
  const auto result = equality(a, b, compared);
  charge_for_depth(compared);
  if (result == Equality::Undecided)
    return unknown(*node.args[holds_unknown(a) ? 0 : 1], {}, "part of it is not known");
  return Datum::boolean((result == Equality::Same) == (node.kind == NodeKind::Equal));
}

// Kubernetes counts the outermost size only. What is so deep that it takes time costs us something.
bool Machine::charge_for_depth(std::size_t compared) {
  constexpr std::size_t kFree = 1000;
  return compared <= kFree || charge((compared - kFree) / 10);
}

Datum Machine::ordered(const Node& node, const Datum& a, const Datum& b) {
  charge(cost_of_comparison(a, b));
  const auto order = Datum::compare(a, b);
  const std::array args = {a, b};
  if (!order) return no_overload(node, function_of(node.kind), args);
  switch (node.kind) {
    case NodeKind::Less:
      return Datum::boolean(*order < 0);
    case NodeKind::LessOrEqual:
      return Datum::boolean(*order <= 0);
    case NodeKind::Greater:
      return Datum::boolean(*order > 0);
    default:
      return Datum::boolean(*order >= 0);
  }
}

Datum Machine::in(const Node& node, const Datum& item, const Datum& container) {
  if (container.is_absent()) return Datum::boolean(false);
  if (options_.partly_unknown == PartlyUnknown::Whole && holds_unknown(container))
    return partly_unknown(*node.args[1], container);
  if (container.kind() == DatumKind::Map) {
    charge(1);
    Datum found;
    if (!container.find(item, found)) return Datum::boolean(false);
    const auto tree = container.tree();
    if (!tree) return Datum::boolean(true);
    const auto value = tree->as_map().find(intern(item.as_string()));
    if (value->is_unknown() && !value->as_unknown().not_null)
      return unknown(*node.args[1], value->as_unknown().subject, value->as_unknown().reason);
    return Datum::boolean(!(tree->as_map().is_lenient() && value->is_null()));
  }
  const std::array args = {item, container};
  if (container.kind() != DatumKind::List) return no_overload(node, "@in", args);
  charge(node.args[1]->kind == NodeKind::Constant ? 0 : container.size());
  bool undecided = false;
  for (std::size_t i = 0; i < container.size(); ++i) {
    std::size_t compared = 0;
    const auto result = equality(item, container.item(i), compared);
    if (!charge_for_depth(compared)) break;
    if (result == Equality::Same) return Datum::boolean(true);
    undecided |= result == Equality::Undecided;
  }
  return undecided ? unknown(*node.args[1], {}, "part of it is not known") : Datum::boolean(false);
}

Datum Machine::unary(const Node& node) {
  const auto a = evaluate(*node.args[0]);
  if (a.is_error() || a.is_unknown()) return a;
  charge(1);
  if (node.kind == NodeKind::Not) {
    if (a.is_bool()) return Datum::boolean(!a.as_bool());
  } else if (const auto result = negated(*arena_, a)) {
    return located(node, *result);
  }
  return no_overload(node, function_of(node.kind), {&a, 1});
}

// Of a bound list or map the size is known, whatever its elements are.
Datum Machine::size(const Node& node) {
  const auto value = evaluate(*node.args[0]);
  if (value.is_error() || value.is_unknown()) return value;
  charge(1);
  if (value.is_absent()) return Datum::integer(0);
  if (value.kind() == DatumKind::List || value.kind() == DatumKind::Map)
    return Datum::integer(static_cast<std::int64_t>(value.size()));
  for (const auto* stored : node.overloads)
    if (accepts(*stored, {&value, 1})) return stored->overload.call(*this, {&value, 1});
  return no_overload(node, "size", {&value, 1});
}

Datum Machine::matches(const Node& node) {
  const auto text = evaluate(*node.args[0]);
  if (text.is_error() || text.is_unknown()) return text;
  if (!text.is_string()) return no_overload(node, "matches", {&text, 1});
  charge(cost_of_regex(text.as_string(), node.regex->pattern()));
  const auto subject = text.as_string();
  return Datum::boolean(
      RE2::PartialMatch(re2::StringPiece(subject.data(), subject.size()), *node.regex));
}

Datum Machine::call(const Node& node) {
  std::array<Datum, kInlineArguments> few;
  std::span<Datum> args(few.data(), std::min(node.args.size(), few.size()));
  if (node.args.size() > few.size()) args = arena_->make_array<Datum>(node.args.size());
  const bool takes_unknown =
      std::any_of(node.overloads.begin(), node.overloads.end(),
                  [](const auto* each) { return each->overload.accepts_unknown; });
  // The first unknown, unless an error follows from an earlier argument: left to right, as written.
  const Datum* undecided = nullptr;
  for (std::size_t i = 0; i < args.size(); ++i) {
    args[i] = evaluate(*node.args[i]);
    if (undecided != nullptr) continue;
    if (args[i].is_error()) return args[i];
    if (!takes_unknown && args[i].is_unknown()) undecided = &args[i];
  }
  if (undecided != nullptr) return *undecided;
  for (std::size_t i = 0; i < args.size() && !takes_unknown; ++i)
    if (lists_unknown(args[i])) return unknown(*node.args[i], {}, "part of it is not known");
  const auto first_unknown =
      std::find_if(args.begin(), args.end(), [](const Datum& arg) { return arg.is_unknown(); });
  for (const auto* stored : node.overloads) {
    if (!accepts(*stored, args) ||
        (first_unknown != args.end() && !stored->overload.accepts_unknown))
      continue;
    if (!charge(stored->overload.cost ? stored->overload.cost(args) : 1))
      return error(node, "operation cancelled: actual cost limit exceeded");
    return located(node, stored->overload.call(*this, args));
  }
  if (first_unknown != args.end()) return *first_unknown;
  charge(1);
  return no_overload(node, node.name, args);
}

Datum Machine::list(const Node& node) {
  charge(10);
  std::vector<Datum> items;
  items.reserve(node.args.size());
  Datum undecided;
  for (std::size_t i = 0; i < node.args.size(); ++i) {
    auto item = evaluate(*node.args[i]);
    if (item.is_error()) return item;
    if (item.is_unknown()) {
      undecided = merge(undecided, item);
    } else if (!node.optional_entries.empty() && node.optional_entries[i]) {
      if (item.kind() != DatumKind::Optional)
        return error(*node.args[i], "an element written with '?' must be optional, not " +
                                        std::string(item.type_name()));
      if (item.as_optional() != nullptr) items.push_back(*item.as_optional());
    } else {
      items.push_back(item);
    }
  }
  return undecided.is_unknown() ? undecided : Datum::list(*arena_, items);
}

Datum Machine::map(const Node& node) {
  charge(30);
  std::vector<Entry> entries;
  entries.reserve(node.args.size() / 2);
  Datum undecided;
  for (std::size_t i = 0; i < node.args.size(); i += 2) {
    const auto key = evaluate(*node.args[i]);
    if (key.is_error()) return key;
    auto value = evaluate(*node.args[i + 1]);
    if (value.is_error()) return value;
    if (key.is_unknown() || value.is_unknown()) {
      undecided = merge(merge(undecided, key), value);
      continue;
    }
    if (!may_be_key(key))
      return error(*node.args[i], "unsupported key type: " + std::string(key.type_name()));
    if (!node.optional_entries.empty() && node.optional_entries[i]) {
      if (value.kind() != DatumKind::Optional)
        return error(*node.args[i + 1], "an entry written with '?' must be optional, not " +
                                            std::string(value.type_name()));
      if (value.as_optional() == nullptr) continue;
      value = *value.as_optional();
    }
    entries.push_back({key, value});
  }
  if (undecided.is_unknown()) return undecided;
  const auto made = make_map(*arena_, entries);
  if (const auto* repeated = find_repeated_key(made))
    return error(node, "repeated key: " + value::to_text(repeated->to_value(*arena_)));
  return Datum::map(*arena_, made);
}

}  // namespace stopgate::cel
