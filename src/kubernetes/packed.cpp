#include "kubernetes/packed.h"

#include <lzma.h>

#include <cassert>
#include <cstdint>
#include <limits>

namespace stopgate::kubernetes {

std::string unpack(std::string_view packed) {
  // pack_main.cpp writes the size before the stream: four bytes, least first.
  constexpr std::size_t kSizeBytes = 4;
  assert(packed.size() > kSizeBytes);
  std::size_t size = 0;
  for (std::size_t i = kSizeBytes; i-- > 0;)
    size = (size << 8U) | static_cast<unsigned char>(packed[i]);
  std::string text(size, '\0');
  std::uint64_t memory = std::numeric_limits<std::uint64_t>::max();
  std::size_t read = kSizeBytes;
  std::size_t written = 0;
  [[maybe_unused]] const auto result = lzma_stream_buffer_decode(
      &memory, 0, nullptr, reinterpret_cast<const std::uint8_t*>(packed.data()), &read,
      packed.size(), reinterpret_cast<std::uint8_t*>(text.data()), &written, text.size());
  assert(result == LZMA_OK && written == text.size());
  return text;
}

}  // namespace stopgate::kubernetes
