#pragma once

// Label selectors as the API server matches them.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/symbol.h"
#include "value/value.h"

namespace stopgate::kubernetes {

enum class Match : std::uint8_t {
  No,
  Yes,
  Unknown,  // it would match if a label had some value that only the cluster knows
};

// Labels of pods, Services or namespaces: what is written, and what the control plane adds.
struct Labels {
  value::Value written;               // metadata.labels
  std::vector<Symbol> injected = {};  // keys whose values only the cluster knows
};

enum class Operator : std::uint8_t { In, NotIn, Exists, DoesNotExist, Invalid };

struct Requirement {
  Symbol key;
  Operator is = Operator::In;
  std::vector<std::string> values;
};

// A selector, read once. Null selects nothing, {} everything.
class Selector {
 public:
  Selector() = default;  // selects nothing
  // {matchLabels, matchExpressions}, or a plain map of labels as in a Service.
  [[nodiscard]] static Selector read(const value::Value& selector);

  [[nodiscard]] bool selects_nothing() const { return selects_nothing_; }
  [[nodiscard]] bool selects_everything() const {
    return !selects_nothing_ && requirements_.empty();
  }
  [[nodiscard]] Match match(const Labels& labels) const;
  // Yes, or Unknown.
  [[nodiscard]] bool may_match(const Labels& labels) const { return match(labels) != Match::No; }
  [[nodiscard]] const std::vector<Requirement>& requirements() const { return requirements_; }
  // The same, but for the value of one requirement.
  [[nodiscard]] Selector with_value(std::size_t requirement, std::string_view value) const;

 private:
  std::vector<Requirement> requirements_;
  bool selects_nothing_ = true;
};

// Whether a selector matches a map of labels, both as they are in manifests.
[[nodiscard]] bool selects(const value::Value& selector, const value::Value& labels);

[[nodiscard]] Match matches(const Requirement& requirement, const Labels& labels);

// "app=web,tier in (a,b)", as kubectl writes it.
[[nodiscard]] std::string to_string(const Selector& selector);

}  // namespace stopgate::kubernetes
