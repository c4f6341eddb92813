#pragma once

// A text as CEL sees it: a sequence of code points, not bytes.

#include <optional>
#include <string_view>
#include <vector>

namespace stopgate::cel {

class CodePoints {
 public:
  explicit CodePoints(std::string_view text);

  [[nodiscard]] std::size_t size() const { return is_ascii_ ? text_.size() : starts_.size() - 1; }
  // The text of the code points [begin, end).
  [[nodiscard]] std::string_view slice(std::size_t begin, std::size_t end) const {
    return text_.substr(byte_of(begin), byte_of(end) - byte_of(begin));
  }
  [[nodiscard]] std::size_t byte_of(std::size_t index) const {
    return is_ascii_ ? index : starts_[index];
  }
  // Of a byte at which a code point begins.
  [[nodiscard]] std::size_t index_of_byte(std::size_t byte) const;

 private:
  std::string_view text_;
  bool is_ascii_ = true;
  std::vector<std::size_t> starts_;  // and the end; only when not all is ASCII
};

// Without white space at both ends, as Unicode defines it.
[[nodiscard]] std::string_view trim_white_space(std::string_view text);

}  // namespace stopgate::cel
