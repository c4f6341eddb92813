#pragma once

// Symbols of the names seen last, found without the lock of the process-wide table: the names of
// one file are few and come again and again.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/symbol.h"

namespace stopgate {

class SymbolCache {
 public:
  [[nodiscard]] Symbol find(std::string_view text) {
    auto& slot = slots_[slot_of(text)];
    if (slot.text() != text || slot == Symbol{}) slot = intern(text);
    return slot;
  }

 private:
  static constexpr unsigned kBits = 11;

  // Of both ends and the size: names that fall together cost a look into the process-wide table.
  static std::size_t slot_of(std::string_view text) {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    if (text.size() >= sizeof first) {
      std::memcpy(&first, text.data(), sizeof first);
      std::memcpy(&last, text.data() + text.size() - sizeof last, sizeof last);
    } else {
      for (const char c : text) first = first << 8U | static_cast<unsigned char>(c);
    }
    const auto mixed = (first ^ (last * 0x9E3779B97F4A7C15ULL)) + text.size();
    return static_cast<std::size_t>(mixed * 0xFF51AFD7ED558CCDULL >> (64U - kBits));
  }

  std::array<Symbol, std::size_t{1} << kBits> slots_{};
};

}  // namespace stopgate
