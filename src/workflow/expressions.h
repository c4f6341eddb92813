#pragma once

// Expressions of GitHub Actions, ${{ … }}: kept as text, with the contexts and functions they name.

#include <string>
#include <string_view>
#include <vector>

#include "source/span.h"
#include "workflow/placed_text.h"

namespace stopgate::workflow {

struct Expression {
  std::string_view text;               // between the braces, without blanks around it
  std::string field;                   // "run", "with.script", "env.TITLE", "if"
  std::vector<std::string> contexts;   // "github.event.issue.title"; indexes as ".*"
  std::vector<std::string> functions;  // "toJSON"
  bool is_closed = true;
  source::Place place;
};

// Every ${{ … }} of a text. `bare`: a text without any is one expression, as `if:` has it.
enum class Braces { Needed, Optional };
void add_expressions(const PlacedText& text, std::string_view field, Braces braces,
                     std::vector<Expression>& out);

// Every expression below a node; `skipped` names one key of the root that is left out.
void add_expressions_below(const source::SourceMap& sources, const value::Node& node,
                           std::string_view field, std::string_view skipped, std::size_t depth,
                           std::vector<Expression>& out);

}  // namespace stopgate::workflow
