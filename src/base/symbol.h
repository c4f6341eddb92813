#pragma once

// Symbol: an interned string. Two symbols of the same text are the same pointer, in every document
// and every thread, so that a policy's `spec` meets a manifest's `spec` by comparing pointers.
//
// Interned text lives as long as the process. Only keys and other names are interned, and their
// number is bounded by the limits on input size.

#include <compare>
#include <cstddef>
#include <functional>
#include <string_view>

namespace stopgate {

class Symbol {
 public:
  constexpr Symbol() = default;

  [[nodiscard]] std::string_view text() const {
    return entry_ == nullptr ? std::string_view{} : entry_->text;
  }
  [[nodiscard]] std::size_t hash() const { return entry_ == nullptr ? 0 : entry_->hash; }
  [[nodiscard]] bool empty() const { return text().empty(); }

  // Same pointer or not; order is by text, where order is seen by people.
  bool operator==(const Symbol&) const = default;
  friend std::strong_ordering operator<=>(Symbol a, Symbol b) { return a.text() <=> b.text(); }

 private:
  struct Entry {
    std::string_view text;
    std::size_t hash;
  };
  friend Symbol intern(std::string_view text);
  friend class InternTable;
  explicit constexpr Symbol(const Entry* entry) : entry_(entry) {}

  const Entry* entry_ = nullptr;
};

// Thread-safe.
[[nodiscard]] Symbol intern(std::string_view text);

}  // namespace stopgate

template <>
struct std::hash<stopgate::Symbol> {
  std::size_t operator()(stopgate::Symbol symbol) const noexcept { return symbol.hash(); }
};
