#pragma once

// Memory for a C library that allocates many small blocks and frees most of them itself, given back
// all at once.
//
// With malloc that is a fifth to a third of such a library's time. Here small blocks come from a
// bump allocator with a free list for each size. One thread at a time.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace stopgate {

// False where sanitizers must see each block: pools stay empty then.
inline constexpr bool kFreesAll =
#if defined(__SANITIZE_ADDRESS__)
    false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    false;
#else
    true;
#endif
#else
    true;
#endif

class Pool {
 public:
  Pool() = default;
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool();

  // The same contract as malloc, realloc and free.
  [[nodiscard]] void* allocate(std::size_t bytes);
  [[nodiscard]] void* resize(void* block, std::size_t bytes);
  void release(void* block);

  // Bytes in use and on free lists.
  [[nodiscard]] std::size_t reserved() const { return reserved_; }

 private:
  // Before each block: its size, and the index of a large one.
  struct Header {
    std::uint32_t size;
    std::uint32_t index;
  };
  struct Free {
    Free* next;
  };
  static constexpr std::size_t kStep = 16;
  static constexpr std::size_t kSmall = 1024;
  // The first chunk is small, since most inputs are; later ones double up to the last figure.
  static constexpr std::size_t kFirstChunk = std::size_t{16} << 10;
  static constexpr std::size_t kLargestChunk = std::size_t{256} << 10;

  static Header* header_of(void* block) { return static_cast<Header*>(block) - 1; }
  [[nodiscard]] void* allocate_large(std::size_t bytes);

  std::array<Free*, kSmall / kStep + 1> free_{};
  char* next_ = nullptr;
  char* end_ = nullptr;
  std::size_t chunk_ = kFirstChunk;  // size of the next
  std::vector<std::unique_ptr<char[]>> chunks_;
  std::vector<Header*> large_;
  std::size_t reserved_ = 0;
};

}  // namespace stopgate
