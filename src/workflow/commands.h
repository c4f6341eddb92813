#pragma once

// A shell script as the commands it runs: pipes, lists and continued lines taken apart, comments
// and here-documents left out. No shell: variables stay as they are written.

#include <string>
#include <string_view>
#include <vector>

#include "source/span.h"
#include "workflow/placed_text.h"

namespace stopgate::workflow {

struct Command {
  std::string text;                // as written
  std::vector<std::string> words;  // the program first, without quotes, `sudo` and assignments
  source::Place place;
  bool is_piped = false;       // its output goes to the next command
  bool is_redirected = false;  // or to a file
};

// Scripts are made of at most this many commands and words; the rest is not looked at.
inline constexpr std::size_t kMostCommands = 20'000;
inline constexpr std::size_t kMostWords = 1'000;

// Appends to `out`. False when the limit was hit.
[[nodiscard]] bool add_commands(const PlacedText& script, std::vector<Command>& out);

}  // namespace stopgate::workflow
