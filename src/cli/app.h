#pragma once

// The command line: which commands there are and what they take.

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "source/file_system.h"

namespace stopgate::cli {

// What a command may use of the world; tests give their own.
struct World {
  const source::FileSystem& files;
  std::ostream& out;
  std::ostream& err;
  std::vector<std::pair<std::string, std::string>> environment;
  std::string today;  // YYYY-MM-DD
  bool out_is_terminal = false;
  std::size_t width = 100;     // columns of the terminal
  std::istream* in = nullptr;  // the standard input, for commands that answer line by line
};

// Exit status: 0 nothing at or above the gate, 1 findings, 2 wrong use, 3 the verdict is
// incomplete.
[[nodiscard]] int run(const std::vector<std::string>& arguments, const World& world);

inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace stopgate::cli
