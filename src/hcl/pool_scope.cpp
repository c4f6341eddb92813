#include "hcl/pool_scope.h"

#include <tree_sitter/api.h>

#include <cstdlib>
#include <cstring>

namespace stopgate::hcl {
namespace {

thread_local Pool* current = nullptr;

void* pool_malloc(std::size_t bytes) {
  return current == nullptr ? std::malloc(bytes) : current->allocate(bytes);
}

void* pool_calloc(std::size_t count, std::size_t bytes) {
  if (current == nullptr) return std::calloc(count, bytes);
  void* block = current->allocate(count * bytes);
  std::memset(block, 0, count * bytes);
  return block;
}

void* pool_realloc(void* block, std::size_t bytes) {
  return current == nullptr ? std::realloc(block, bytes) : current->resize(block, bytes);
}

void pool_free(void* block) {
  if (current == nullptr) return std::free(block);
  current->release(block);
}

}  // namespace

PoolScope::PoolScope(Pool& pool) {
  if constexpr (kFreesAll) {
    [[maybe_unused]] static const bool is_set = [] {
      ts_set_allocator(pool_malloc, pool_calloc, pool_realloc, pool_free);
      return true;
    }();
    current = &pool;
  }
}

PoolScope::~PoolScope() {
  current = nullptr;
}

}  // namespace stopgate::hcl
