#include "yaml/memory.h"

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace stopgate::yaml {
namespace {

thread_local Pool* current = nullptr;

}  // namespace

MemoryScope::MemoryScope(Pool* pool)
    : before_(std::exchange(current, kFreesAll ? pool : nullptr)) {}

MemoryScope::~MemoryScope() {
  current = before_;
}

}  // namespace stopgate::yaml

// libyaml's own allocation functions, which it calls by these names across its library's boundary:
// a program that has them takes the library's place. Weak, so that where libyaml is linked
// statically its own stand, and all is as without a pool.
#define STOPGATE_REPLACES extern "C" __attribute__((weak, used, visibility("default")))

STOPGATE_REPLACES void* yaml_malloc(std::size_t size) {
  size = size == 0 ? 1 : size;
  auto* pool = stopgate::yaml::current;
  return pool == nullptr ? std::malloc(size) : pool->allocate(size);
}

STOPGATE_REPLACES void* yaml_realloc(void* block, std::size_t size) {
  size = size == 0 ? 1 : size;
  auto* pool = stopgate::yaml::current;
  return pool == nullptr ? std::realloc(block, size) : pool->resize(block, size);
}

STOPGATE_REPLACES void yaml_free(void* block) {
  auto* pool = stopgate::yaml::current;
  if (pool == nullptr) return std::free(block);
  pool->release(block);
}

STOPGATE_REPLACES unsigned char* yaml_strdup(const unsigned char* text) {
  if (text == nullptr) return nullptr;
  const auto size = std::strlen(reinterpret_cast<const char*>(text)) + 1;
  void* copy = yaml_malloc(size);
  return copy == nullptr ? nullptr : static_cast<unsigned char*>(std::memcpy(copy, text, size));
}
