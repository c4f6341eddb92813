#include "cli/mistakes.h"

#include <algorithm>
#include <ostream>

#include "report/snippet.h"
#include "review/review.h"

namespace stopgate::cli {

namespace {

constexpr std::size_t kColumns = 100;
constexpr std::size_t kGutter = 5;

// As the text report shows it.
std::string snippet_text(source::Place place, const source::SourceMap& sources) {
  const report::SecretPlaces none{review::Review{}};
  std::string out;
  for (const auto& line : report::snippet_of(place, sources, none, kColumns).lines) {
    const auto number = std::to_string(line.number);
    const auto gutter = std::string(kGutter - std::min(kGutter, number.size()), ' ');
    out += "\n" + gutter + number + " | " + line.text + "\n";
    out += std::string(std::max(kGutter, number.size()), ' ') + " | " +
           std::string(line.mark_begin, ' ') + std::string(line.mark_width, '^');
    break;
  }
  return out;
}

}  // namespace

int wrong_use(const World& world, std::string_view message) {
  world.err << "stopgate: " << message << '\n';
  return 2;
}

std::string mistake_text(const source::Diagnostic& diagnostic, const source::SourceMap& sources) {
  auto first = diagnostic;
  first.help.clear();
  auto out = source::to_string(first, sources) + snippet_text(diagnostic.place, sources);
  if (!diagnostic.help.empty()) out += "\n   help: " + diagnostic.help;
  return out + "\n";
}

bool print_mistakes(const source::Diagnostics& diagnostics, const source::SourceMap& sources,
                    const World& world) {
  for (const auto& diagnostic : diagnostics) world.err << mistake_text(diagnostic, sources);
  return source::has_errors(diagnostics);
}

}  // namespace stopgate::cli
