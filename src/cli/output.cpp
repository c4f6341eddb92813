#include "cli/output.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <optional>
#include <ostream>

#include "base/text.h"
#include "report/checkstyle.h"
#include "report/codequality.h"
#include "report/github.h"
#include "report/html.h"
#include "report/jenkins.h"
#include "report/json.h"
#include "report/junit.h"
#include "report/markdown.h"
#include "report/rdjson.h"
#include "report/sarif.h"
#include "report/slack.h"
#include "report/teams.h"
#include "report/text.h"

namespace stopgate::cli {

namespace {

using Maker = std::string (*)(const review::Review&, const source::SourceMap&,
                              const report::Options&);

// The page of a job: more room than a comment has.
std::string summary_report(const review::Review& review, const source::SourceMap& sources,
                           const report::Options& options) {
  auto settings = options;
  settings.markdown_bytes = 1'000'000;  // a step's summary holds 1 MiB
  return report::markdown_report(review, sources, settings);
}

enum class Shape : std::uint8_t {
  Text,
  Json,  // what stands outside of quotes is structure
};

struct Known {
  std::string_view name;
  Maker make;
  Shape shape = Shape::Text;
};

constexpr std::array kKnown{
    Known{"text", report::text_report},
    Known{"json", report::json_report, Shape::Json},
    Known{"html", report::html_report},
    Known{"markdown", report::markdown_report},
    Known{"sarif", report::sarif_report, Shape::Json},
    Known{"junit", report::junit_report},
    Known{"checkstyle", report::checkstyle_report},
    Known{"codequality", report::codequality_report, Shape::Json},
    Known{"jenkins", report::jenkins_report, Shape::Json},
    Known{"rdjson", report::rdjson_report, Shape::Json},
    Known{"github", report::github_report},
    Known{"github-summary", summary_report},
    Known{"slack", report::slack_report, Shape::Json},
    Known{"teams", report::teams_report, Shape::Json},
};

// Where the runner of GitHub Actions takes the summary of a job from.
std::string default_file(const Format& format, const World& world) {
  if (format.name != "github-summary") return {};
  for (const auto& [name, value] : world.environment)
    if (name == "GITHUB_STEP_SUMMARY") return value;
  return {};
}

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
                          const source::SourceMap& sources, const plan::Redactor& redactor,
                          const report::Options& options, const World& world) {
  const auto known = std::ranges::find(kKnown, format.name, &Known::name);
  auto settings = options;
  if (!format.file.empty()) settings.colors = report::Colors::Never;
  // Whether another shard needs a suppression is not known here: only what merges them is told.
  std::optional<review::Review> part;
  if (review.shard && format.name != "json") part.emplace(review).suppressions.clear();
  const auto made = known->make(part ? *part : review, sources, settings);
  const auto text = known->shape == Shape::Json ? redactor.scrub_json(made) : redactor.scrub(made);
  const auto file_name = format.file.empty() ? default_file(format, world) : format.file;
  if (file_name.empty()) {
    world.out << text << std::flush;
    return {};
  }
  // Other steps may have written to the summary.
  const auto mode = format.file.empty() ? std::ios::app : std::ios::trunc;
  std::ofstream file(file_name, std::ios::binary | mode);
  file << text << std::flush;
  if (!file) return fail("cannot write " + quoted(file_name));
  return {};
}

}  // namespace stopgate::cli
