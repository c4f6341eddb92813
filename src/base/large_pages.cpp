#include "base/large_pages.h"

#include <sys/mman.h>

#include <cstdint>

namespace stopgate {

void prefer_large_pages([[maybe_unused]] void* block, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_HUGEPAGE
  constexpr std::uintptr_t kLargePage = std::uintptr_t{2} << 20U;
  const auto address = reinterpret_cast<std::uintptr_t>(block);
  const auto begin = (address + kLargePage - 1) & ~(kLargePage - 1);
  const auto end = (address + bytes) & ~(kLargePage - 1);
  if (begin < end) (void)madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
#endif
}

}  // namespace stopgate
