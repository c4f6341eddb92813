#pragma once

// A tree with everything that keeps it alive.

#include <memory>

#include "base/arena.h"
#include "source/diagnostic.h"
#include "value/value.h"

namespace stopgate::value {

// What a reader made of some input. Strings may view the source text: the SourceMap must outlive
// this.
struct Document {
  std::unique_ptr<Arena> arena = std::make_unique<Arena>();
  Node root;
  source::Diagnostics diagnostics;
};

}  // namespace stopgate::value
