#include "base/pool.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace stopgate {

Pool::~Pool() {
  for (auto* header : large_) std::free(header);
}

void* Pool::allocate_large(std::size_t bytes) {
  auto* header = static_cast<Header*>(std::malloc(sizeof(Header) + bytes));
  if (header == nullptr || bytes > UINT32_MAX) std::abort();
  *header = {.size = static_cast<std::uint32_t>(bytes),
             .index = static_cast<std::uint32_t>(large_.size())};
  large_.push_back(header);
  reserved_ += bytes;
  return header + 1;
}

void* Pool::allocate(std::size_t bytes) {
  if (bytes > kSmall) return allocate_large(bytes);
  const std::size_t step = (bytes + kStep - 1) / kStep;
  if (Free* block = free_[step]; block != nullptr) {
    free_[step] = block->next;
    return block;
  }
  const std::size_t size = sizeof(Header) + (step == 0 ? 1 : step) * kStep;
  if (static_cast<std::size_t>(end_ - next_) < size) {
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(chunk_));
    next_ = chunks_.back().get();
    end_ = next_ + chunk_;
    reserved_ += chunk_;
    chunk_ = std::min(chunk_ * 2, kLargestChunk);
  }
  auto* header = new (next_) Header{.size = static_cast<std::uint32_t>(step * kStep), .index = 0};
  next_ += size;
  return header + 1;
}

void* Pool::resize(void* block, std::size_t bytes) {
  if (block == nullptr) return allocate(bytes);
  const std::size_t size = header_of(block)->size;
  if (bytes <= size) return block;
  if (size > kSmall) {
    const auto index = header_of(block)->index;
    auto* header = static_cast<Header*>(std::realloc(header_of(block), sizeof(Header) + bytes));
    if (header == nullptr || bytes > UINT32_MAX) std::abort();
    reserved_ += bytes - size;
    header->size = static_cast<std::uint32_t>(bytes);
    large_[index] = header;
    return header + 1;
  }
  void* moved = allocate(bytes);
  std::memcpy(moved, block, size);
  release(block);
  return moved;
}

void Pool::release(void* block) {
  if (block == nullptr) return;
  Header* header = header_of(block);
  if (header->size <= kSmall) {
    auto* free = new (block) Free{free_[header->size / kStep]};
    free_[header->size / kStep] = free;
    return;
  }
  reserved_ -= header->size;
  large_[header->index] = large_.back();
  large_[header->index]->index = header->index;
  large_.pop_back();
  std::free(header);
}

}  // namespace stopgate
