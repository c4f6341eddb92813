#pragma once

// Gives libyaml the memory of a Pool: it allocates a few small blocks an event.

#include "base/pool.h"

namespace stopgate::yaml {

// While it lives, libyaml on this thread takes its memory from `pool`, or from the system where
// that is null. Blocks must be freed under the same pool.
class MemoryScope {
 public:
  explicit MemoryScope(Pool* pool);
  ~MemoryScope();
  MemoryScope(const MemoryScope&) = delete;
  MemoryScope& operator=(const MemoryScope&) = delete;

 private:
  Pool* before_;
};

}  // namespace stopgate::yaml
