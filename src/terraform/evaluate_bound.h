#pragma once

// The names that a `for` binds, in scope as long as this lives.

#include "terraform/evaluator.h"

namespace stopgate::terraform {

class Evaluator::Bound {
 public:
  // A key without a name is not bound.
  Bound(Evaluator& evaluator, const hcl::Expression& expression)
      : Bound(evaluator, expression.key_name.text, expression.value_name.text) {}
  Bound(Evaluator& evaluator, Symbol key, Symbol value)
      : names_(evaluator.names_), size_(names_.size()) {
    has_key_ = !key.empty();
    if (has_key_) names_.push_back({key, {}});
    names_.push_back({value, {}});
  }
  Bound(const Bound&) = delete;
  Bound& operator=(const Bound&) = delete;
  ~Bound() { names_.resize(size_); }

  void set(const ForItem& item) {
    if (has_key_) names_[size_].value = item.key;
    names_[size_ + (has_key_ ? 1 : 0)].value = item.value;
  }

 private:
  std::vector<LocalName>& names_;
  std::size_t size_;
  bool has_key_ = false;
};

}  // namespace stopgate::terraform
