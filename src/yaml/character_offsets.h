#pragma once

// From the parser's marks, which count characters, to bytes of the file.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "source/span.h"

namespace stopgate::yaml {

// Marks come nearly in order, so a cursor that walks from the last one costs one pass over the
// text.
class CharacterOffsets {
 public:
  // `text` is well-formed UTF-8.
  CharacterOffsets(std::string_view text, source::Span piece)
      : text_(text.substr(piece.begin, piece.size())),
        begin_(piece.begin),
        is_ascii_(is_ascii(text_)) {}

  [[nodiscard]] std::uint32_t byte(std::size_t character) {
    if (is_ascii_) return begin_ + static_cast<std::uint32_t>(std::min(character, text_.size()));
    while (character_ < character && byte_ < text_.size()) {
      do ++byte_;
      while (byte_ < text_.size() && continues(byte_));
      ++character_;
    }
    while (character_ > character) {
      do --byte_;
      while (continues(byte_));
      --character_;
    }
    return begin_ + static_cast<std::uint32_t>(byte_);
  }

 private:
  // Without an early end, so that the compiler makes vector instructions of it.
  [[nodiscard]] static bool is_ascii(std::string_view text) {
    unsigned char all = 0;
    for (const char c : text) all |= static_cast<unsigned char>(c);
    return all < 0x80;
  }
  [[nodiscard]] bool continues(std::size_t at) const {
    return (static_cast<unsigned char>(text_[at]) & 0xC0U) == 0x80U;
  }

  std::string_view text_;
  std::uint32_t begin_;
  bool is_ascii_;
  std::size_t character_ = 0;
  std::size_t byte_ = 0;
};

}  // namespace stopgate::yaml
