#include "kubernetes/selector.h"

#include <algorithm>

#include "base/text.h"
#include "kubernetes/names.h"

namespace stopgate::kubernetes {

namespace {

Operator parse_operator(std::string_view text) {
  if (text == "In") return Operator::In;
  if (text == "NotIn") return Operator::NotIn;
  if (text == "Exists") return Operator::Exists;
  if (text == "DoesNotExist") return Operator::DoesNotExist;
  return Operator::Invalid;
}

// A label that is no string is rejected by the API server: that is a finding of its own, and no
// reason to lose the pods here.
std::string to_label(const value::Value& value) {
  return value.is_string() ? std::string(value.as_string()) : value::to_text(value);
}

bool has_value(const Requirement& requirement, std::string_view value) {
  return std::ranges::find(requirement.values, value) != requirement.values.end();
}

void read_labels(const value::Value& labels, std::vector<Requirement>& out) {
  for (const auto& [key, value] : labels.members())
    if (!value.is_unknown())
      out.push_back({.key = key, .is = Operator::In, .values = {to_label(value)}});
}

void read_expressions(const value::Value& expressions, std::vector<Requirement>& out) {
  for (const auto& expression : expressions.items()) {
    auto& requirement = out.emplace_back();
    requirement.key = intern(expression.get(names::kKey).string_if().value_or(""));
    requirement.is = parse_operator(expression.get(names::kOperator).string_if().value_or(""));
    for (const auto& value : expression.get(names::kValues).items())
      requirement.values.push_back(to_label(value));
  }
}

}  // namespace

Match matches(const Requirement& requirement, const Labels& labels) {
  const auto yes_if = [](bool is_true) { return is_true ? Match::Yes : Match::No; };
  const bool is_injected =
      std::ranges::find(labels.injected, requirement.key) != labels.injected.end();
  const auto label = labels.written.get(requirement.key);
  const bool is_there = is_injected || labels.written.has(requirement.key);
  switch (requirement.is) {
    case Operator::Exists:
      return yes_if(is_there);
    case Operator::DoesNotExist:
      return yes_if(!is_there);
    case Operator::Invalid:
      return Match::No;
    case Operator::In:
    case Operator::NotIn:
      break;
  }
  const bool wants_in = requirement.is == Operator::In;
  if (!is_there) return yes_if(!wants_in);
  if (is_injected || label.is_unknown()) return Match::Unknown;
  return yes_if((label.is_string() ? has_value(requirement, label.as_string())
                                   : has_value(requirement, to_label(label))) == wants_in);
}

Selector Selector::read(const value::Value& selector) {
  Selector result;
  if (!selector.is_map()) return result;
  result.selects_nothing_ = false;
  const bool is_plain = !selector.get(names::kMatchLabels).is_map() &&
                        !selector.get(names::kMatchExpressions).is_list();
  if (is_plain) {
    read_labels(selector, result.requirements_);
  } else {
    read_labels(selector.get(names::kMatchLabels), result.requirements_);
    read_expressions(selector.get(names::kMatchExpressions), result.requirements_);
  }
  return result;
}

bool selects(const value::Value& selector, const value::Value& labels) {
  return Selector::read(selector).may_match({.written = labels});
}

Match Selector::match(const Labels& labels) const {
  if (selects_nothing_) return Match::No;
  auto result = Match::Yes;
  for (const auto& requirement : requirements_) {
    const auto one = matches(requirement, labels);
    if (one == Match::No) return Match::No;
    if (one == Match::Unknown) result = Match::Unknown;
  }
  return result;
}

Selector Selector::with_value(std::size_t requirement, std::string_view value) const {
  auto changed = *this;
  changed.requirements_[requirement].values = {std::string(value)};
  return changed;
}

std::string to_string(const Selector& selector) {
  std::vector<std::string> pieces;
  for (const auto& [key, is, values] : selector.requirements()) {
    std::vector<std::string> texts(values.begin(), values.end());
    const auto name = std::string(key.text());
    switch (is) {
      case Operator::In:
        pieces.push_back(values.size() == 1 ? name + "=" + texts.front()
                                            : name + " in (" + join(texts, ",") + ")");
        break;
      case Operator::NotIn:
        pieces.push_back(name + " notin (" + join(texts, ",") + ")");
        break;
      case Operator::Exists:
        pieces.push_back(name);
        break;
      case Operator::DoesNotExist:
        pieces.push_back("!" + name);
        break;
      case Operator::Invalid:
        pieces.push_back(name + " ?");
        break;
    }
  }
  return join(pieces, ",");
}

}  // namespace stopgate::kubernetes
