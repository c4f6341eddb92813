#pragma once

// A bump allocator: values of one document are allocated together and freed together.
//
// Only trivially destructible types live here, since no destructor is ever run. Not thread-safe:
// one arena belongs to one document, and a document is built by one thread.

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace stopgate {

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&&) noexcept = default;
  Arena& operator=(Arena&&) noexcept = default;

  // Uninitialised bytes; `alignment` is a power of two. Zero bytes give a valid pointer.
  [[nodiscard]] void* allocate(std::size_t bytes,
                               std::size_t alignment = alignof(std::max_align_t)) {
    const auto at = (used_ + alignment - 1) & ~(alignment - 1);
    if (current_ == nullptr || at + bytes > capacity_) return allocate_slow(bytes, alignment);
    used_ = at + bytes;
    return current_ + at;
  }

  template <typename T, typename... Args>
  [[nodiscard]] T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  // `count` value-initialised elements.
  template <typename T>
  [[nodiscard]] std::span<T> make_array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    auto* first = static_cast<T*>(allocate(sizeof(T) * count, alignof(T)));
    std::uninitialized_value_construct_n(first, count);
    return {first, count};
  }

  template <typename T>
  [[nodiscard]] std::span<const T> copy_array(std::span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T>);
    auto* first = static_cast<T*>(allocate(sizeof(T) * items.size(), alignof(T)));
    std::uninitialized_copy(items.begin(), items.end(), first);
    return {first, items.size()};
  }

  [[nodiscard]] std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    auto* to = static_cast<char*>(allocate(text.size(), 1));
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

  // Bytes asked of the system so far.
  [[nodiscard]] std::size_t reserved() const { return reserved_; }

 private:
  [[nodiscard]] void* allocate_slow(std::size_t bytes, std::size_t alignment);

  std::vector<std::unique_ptr<char[]>> blocks_;
  char* current_ = nullptr;
  std::size_t used_ = 0;
  std::size_t capacity_ = 0;
  std::size_t reserved_ = 0;
};

}  // namespace stopgate
