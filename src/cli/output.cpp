#include "cli/output.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <ostream>

#include "base/text.h"
#include "report/json.h"
#include "report/markdown.h"
#include "report/sarif.h"
#include "report/text.h"

namespace stopgate::cli {

namespace {

using Maker = std::string (*)(const review::Review&, const source::SourceMap&,
                              const report::Options&);

struct Known {
  std::string_view name;
  Maker make;
};

constexpr std::array kKnown{
    Known{"text", report::text_report},
    Known{"json", report::json_report},
    Known{"markdown", report::markdown_report},
    Known{"sarif", report::sarif_report},
};

}  // namespace

Result<Format> parse_format(const std::string& text) {
  const auto equals = text.find('=');
  Format out{text.substr(0, equals),
             equals == std::string::npos ? std::string() : text.substr(equals + 1)};
  if (std::ranges::none_of(kKnown, [&](const Known& known) { return known.name == out.name; })) {
    std::string names;
    for (const auto& known : kKnown) names += (names.empty() ? "" : ", ") + std::string(known.name);
    return fail("unknown format " + quoted(out.name) + "; there are " + names);
  }
  return out;
}

Result<void> write_report(const Format& format, const review::Review& review,
                          const source::SourceMap& sources, const report::Options& options,
                          const World& world) {
  const auto known = std::ranges::find(kKnown, format.name, &Known::name);
  auto settings = options;
  if (!format.file.empty()) settings.colors = report::Colors::Never;
  const auto text = known->make(review, sources, settings);
  if (format.file.empty()) {
    world.out << text << std::flush;
    return {};
  }
  std::ofstream file(format.file, std::ios::binary | std::ios::trunc);
  file << text << std::flush;
  if (!file) return fail("cannot write " + quoted(format.file));
  return {};
}

}  // namespace stopgate::cli
