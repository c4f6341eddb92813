#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <iostream>

#include "cli/app.h"
#include "cli/standard_input.h"

namespace {

std::string today() {
  const auto now = std::time(nullptr);
  std::tm date{};
  gmtime_r(&now, &date);
  std::array<char, 16> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d", &date);
  return text.data();
}

std::size_t terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 100;
  return std::clamp<std::size_t>(size.ws_col, 40, 160);
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const stopgate::source::DiskFileSystem disk;
  const stopgate::cli::WithStandardInput files(disk, std::cin);
  stopgate::cli::World world{.files = files,
                             .out = std::cout,
                             .err = std::cerr,
                             .environment = {},
                             .today = today(),
                             .out_is_terminal = isatty(STDOUT_FILENO) == 1,
                             .width = terminal_width(),
                             .in = &std::cin};
  for (auto** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=');
    if (equals != std::string_view::npos)
      world.environment.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return stopgate::cli::run({argv + 1, argv + argc}, world);
}
