#pragma once

// What the user got wrong, told on the error stream: on the command line, in policy files, in the
// configuration.

#include <string_view>

#include "cli/app.h"
#include "source/diagnostic.h"

namespace stopgate::cli {

// Prints the message; the exit status of wrong use.
[[nodiscard]] int wrong_use(const World& world, std::string_view message);

// "p.yaml:6:47: error: …", the line with a caret under what is meant, what to do about it.
[[nodiscard]] std::string mistake_text(const source::Diagnostic& diagnostic,
                                       const source::SourceMap& sources);

// Prints all of them; true when there are errors.
bool print_mistakes(const source::Diagnostics& diagnostics, const source::SourceMap& sources,
                    const World& world);

}  // namespace stopgate::cli
