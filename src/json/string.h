#pragma once

// The strings of JSON: where one ends, and what its escapes mean.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace stopgate::json {

// The inside of a string, from just after its opening quote.
struct ScannedString {
  std::size_t length = 0;  // up to what ended it
  bool has_escapes = false;
  // The closing quote; else a control character, or the end of the text.
  bool is_closed = false;
};

[[nodiscard]] ScannedString scan_string(std::string_view text);

// Bytes before the first quote, backslash or control character, many at a time: most of JSON is
// strings, and most of their bytes are of no interest to a parser.
[[nodiscard]] inline std::size_t plain_length(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101;
  constexpr std::uint64_t kTops = 0x8080'8080'8080'8080;
  // The top bit of every byte that is zero; false hits only above a true one.
  const auto zero_bytes = [](std::uint64_t word) { return (word - kOnes) & ~word & kTops; };
  std::size_t at = 0;
#if defined(__SSE2__)
  for (; at + sizeof(__m128i) <= text.size(); at += sizeof(__m128i)) {
    const auto chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    const auto controls = _mm_cmpeq_epi8(_mm_min_epu8(chunk, _mm_set1_epi8(0x1F)), chunk);
    const auto ends = _mm_or_si128(_mm_cmpeq_epi8(chunk, _mm_set1_epi8('"')),
                                   _mm_cmpeq_epi8(chunk, _mm_set1_epi8('\\')));
    const auto hits = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(ends, controls)));
    if (hits != 0) return at + static_cast<std::size_t>(std::countr_zero(hits));
  }
#endif
  if constexpr (std::endian::native == std::endian::little) {
    for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data() + at, sizeof word);
      const auto controls = (word - kOnes * 0x20) & ~word & kTops;
      const auto hits =
          zero_bytes(word ^ (kOnes * '"')) | zero_bytes(word ^ (kOnes * '\\')) | controls;
      if (hits != 0) return at + static_cast<std::size_t>(std::countr_zero(hits)) / 8;
    }
  }
  while (at < text.size() && text[at] != '"' && text[at] != '\\' &&
         static_cast<unsigned char>(text[at]) >= 0x20)
    ++at;
  return at;
}

struct UnescapeError {
  std::size_t offset = 0;  // of the backslash
  std::string message;
};

// Appends the meaning of `raw`. A half of a surrogate pair becomes U+FFFD and sets
// `lone_surrogate`.
// With no `out` it only checks.
[[nodiscard]] std::optional<UnescapeError> unescape(std::string_view raw, std::string* out,
                                                    bool& lone_surrogate);

}  // namespace stopgate::json
