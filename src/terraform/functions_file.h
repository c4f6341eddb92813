#pragma once

// Reading files for functions.

#include <optional>
#include <string>
#include <string_view>

#include "terraform/functions.h"

namespace stopgate::terraform {

// Why the value of a function over files is unknown.
constexpr std::string_view kOutsideRepository = "the file lies outside of the repository";

// Where a path that a function is given lies, and how people know it.
[[nodiscard]] std::string path_of_file(const Invocation& call, std::string_view path);
[[nodiscard]] std::string shown_path_of_file(const Invocation& call, std::string_view path);

struct FileText {
  std::string text;
  std::optional<Outcome> outcome;  // instead: an error, or unknown for what we may not read
};

// The bytes of the file that the argument names.
[[nodiscard]] FileText read_file_text(const Invocation& call, std::size_t argument);

}  // namespace stopgate::terraform
