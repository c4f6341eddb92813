#pragma once

// A Diagnostic says what we could not read or evaluate: the input is broken or beyond us.
// It is not a Finding, which says what is wrong with an input that was understood.

#include <string>
#include <vector>

#include "source/source_file.h"
#include "source/span.h"

namespace stopgate::source {

enum class Severity {
  Note,     // worth knowing; the verdict is complete
  Warning,  // understood, but surely not what was meant
  Error,    // part of the input was not understood: the verdict is incomplete
};

struct Diagnostic {
  Severity severity = Severity::Error;
  std::string message;  // what is wrong, with the value seen: lower case, no full stop
  std::string help;     // what to do; may be empty
  Place place;          // unknown for a file that could not be read at all
  std::string path;     // then this names it

  bool operator==(const Diagnostic&) const = default;
};

using Diagnostics = std::vector<Diagnostic>;

[[nodiscard]] bool has_errors(const Diagnostics& diagnostics);

// "path:line:column: error: message" and, where there is one, "\n  help: …". No snippet.
[[nodiscard]] std::string to_string(const Diagnostic& diagnostic, const SourceMap& sources);

}  // namespace stopgate::source
