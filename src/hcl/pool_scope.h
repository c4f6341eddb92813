#pragma once

// Gives tree-sitter the memory of a Pool: it allocates two small blocks a token.

#include "base/pool.h"

namespace stopgate::hcl {

// While it lives, tree-sitter on this thread takes its memory from `pool`.
class PoolScope {
 public:
  explicit PoolScope(Pool& pool);
  ~PoolScope();
  PoolScope(const PoolScope&) = delete;
  PoolScope& operator=(const PoolScope&) = delete;
};

}  // namespace stopgate::hcl
