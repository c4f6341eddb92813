#pragma once

// One statement as written, in JSON's shape (`Action`, scalar or list) or in that of the blocks of
// aws_iam_policy_document (`actions`, `principals { type identifiers }`), becomes the one shape of
// iam/statement.h.

#include <cstdint>

#include "base/arena.h"
#include "iam/statement.h"

namespace stopgate::iam {

enum class StatementShape : std::uint8_t {
  Json,   // {Effect, Action, …}
  Block,  // {effect, actions, …}: Allow when it names no effect
};

// Element names are compared without case: AWS rejects other spellings, but a reviewer wants to see
// what was meant. What is unknown stays unknown at its member.
[[nodiscard]] Statement normalize_statement(Arena& arena, const value::Node& written,
                                            StatementShape shape);

}  // namespace stopgate::iam
