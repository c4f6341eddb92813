#pragma once

// The table of data-loss classes, read once from the text that is built into the program.

#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/symbol.h"
#include "plan/loss.h"
#include "source/diagnostic.h"

namespace stopgate::plan {

namespace data {
extern const std::string_view kDataLoss;
}

struct LossCondition {
  std::string_view attribute;  // "versioning[0].enabled"
  value::Value is;
  LossClass loss = LossClass::D4;
};

struct Guard {
  Symbol name;
  std::string_view attribute;
  bool is_negated = false;
};

struct LossGroup {
  LossClass loss = LossClass::D4;
  std::string_view note;
  std::vector<LossCondition> conditions;
  std::vector<Guard> guards;
};

struct LossTable {
  std::vector<LossGroup> groups;
  std::unordered_map<std::string_view, std::size_t> groups_by_type;
  // Of the table itself; none in a released program.
  std::vector<std::string> problems;
};

[[nodiscard]] const LossTable& loss_table();

}  // namespace stopgate::plan
