#include "base/arena.h"

#include <algorithm>

#include "base/large_pages.h"

namespace stopgate {

namespace {
// The first block is small, since most documents are; later ones double up to the last figure.
constexpr std::size_t kFirstBlock = 4096;
constexpr std::size_t kLargestBlock = std::size_t{8} << 20;
}  // namespace

void* Arena::allocate_slow(std::size_t bytes, std::size_t alignment) {
  const auto wanted = bytes + alignment;
  const auto next = capacity_ == 0 ? kFirstBlock : std::min(capacity_ * 2, kLargestBlock);
  if (wanted > next / 2 && current_ != nullptr) {
    // A large piece gets a block of its own, so that the rest of the current one stays in use.
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(wanted));
    reserved_ += wanted;
    const auto start = reinterpret_cast<std::uintptr_t>(blocks_.back().get());
    const auto aligned = (start + alignment - 1) & ~(alignment - 1);
    return blocks_.back().get() + (aligned - start);
  }
  capacity_ = std::max(next, wanted);
  blocks_.push_back(std::make_unique_for_overwrite<char[]>(capacity_));
  reserved_ += capacity_;
  current_ = blocks_.back().get();
  prefer_large_pages(current_, capacity_);
  // operator new[] aligns for max_align_t; offsets within the block keep smaller alignments.
  used_ = bytes;
  return current_;
}

}  // namespace stopgate
