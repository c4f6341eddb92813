#pragma once

// How bad it is when a resource goes away, by the table in policies/plan/data/data-loss.yaml.

#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "value/value.h"

namespace stopgate::plan {

enum class LossClass : std::uint8_t { D0, D1, D2, D3, D4 };

[[nodiscard]] std::string_view name_of(LossClass loss);  // "D0", …

struct Loss {
  LossClass loss = LossClass::D4;
  std::string_view note;  // "database"; empty for types that are not listed
};

// `object` is what goes away: conditions of the table look at it.
[[nodiscard]] Loss loss_of(std::string_view type, const value::Value& object);

// What protects the object, as far as it says so: {"finalSnapshot": true, "retentionDays": 7, …}.
[[nodiscard]] value::Value guards_of(std::string_view type, const value::Value& object,
                                     Arena& arena);

}  // namespace stopgate::plan
