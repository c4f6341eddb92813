#pragma once

// What of an expression is the same for every input: surely not what its author meant.

#include <vector>

#include "cel/program.h"

namespace stopgate::cel {

struct ConstantPart {
  source::Span span;
  bool value = false;
  bool operator==(const ConstantPart&) const = default;
};

// The whole when it is always true or always false; else the operands of && and || and the
// conditions of ?: that are, outermost ones only. A written `true` or `false` as the whole is told
// too.
[[nodiscard]] std::vector<ConstantPart> constant_parts(const Program& program);

}  // namespace stopgate::cel
