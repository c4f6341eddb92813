#pragma once

// Where something stands: byte offsets within one file of the SourceMap.

#include <compare>
#include <cstdint>

namespace stopgate::source {

// Index into the SourceMap; kNoFile for what was computed rather than read.
using FileId = std::uint32_t;
inline constexpr FileId kNoFile = 0xFFFF'FFFF;

// Bytes [begin, end) of a file. Files are at most 4 GiB; plans, which may be larger, carry no
// spans.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] std::uint32_t size() const { return end - begin; }
  auto operator<=>(const Span&) const = default;
};

struct Place {
  FileId file = kNoFile;
  Span span;

  [[nodiscard]] bool is_known() const { return file != kNoFile; }
  auto operator<=>(const Place&) const = default;
};

}  // namespace stopgate::source
