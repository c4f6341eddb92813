#include "report/github.h"

#include <map>
#include <utility>
#include <vector>

#include "base/text.h"
#include "report/place.h"
#include "report/wording.h"
#include "review/headline.h"

namespace stopgate::report {

namespace {

using finding::Finding;
using finding::Severity;

constexpr std::size_t kShownALevel = 10;

// As the runner decodes it: the data of a command, and the values of its properties.
std::string escaped_data(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '%')
      out += "%25";
    else if (c == '\r')
      out += "%0D";
    else if (c == '\n')
      out += "%0A";
    else
      out += c;
  }
  return out;
}

std::string escaped_property(std::string_view text) {
  std::string out;
  for (const char c : escaped_data(text)) {
    if (c == ':')
      out += "%3A";
    else if (c == ',')
      out += "%2C";
    else
      out += c;
  }
  return out;
}

std::string_view command_of(Severity severity) {
  switch (severity) {
    case Severity::Info:
    case Severity::Low:
      return "notice";
    case Severity::Medium:
      return "warning";
    case Severity::High:
    case Severity::Critical:
      return "error";
  }
  return "error";
}

std::string command(std::string_view name, const source::Location& location, std::string_view title,
                    std::string_view message) {
  std::string properties = "title=" + escaped_property(printable(title));
  if (!location.file.empty()) {
    properties += ",file=" + escaped_property(printable(repository_path(location.file), 4'096));
    if (location.begin.line > 0) {
      properties += ",line=" + std::to_string(location.begin.line) +
                    ",endLine=" + std::to_string(location.end.line);
      // The runner takes columns of one line only.
      if (location.begin.line == location.end.line)
        properties += ",col=" + std::to_string(location.begin.column) +
                      ",endColumn=" + std::to_string(location.end.column);
    }
  }
  return "::" + std::string(name) + " " + properties + "::" + escaped_data(message) + "\n";
}

// Equal policies of one file make one annotation: ten are all there is.
struct Annotation {
  const Finding* first = nullptr;
  std::size_t more = 0;
};

std::vector<Annotation> annotations_of(const review::Review& review,
                                       const source::SourceMap& sources) {
  std::vector<Annotation> out;
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  for (const auto* finding : present_findings(review)) {
    if (finding->status == finding::Status::Old) continue;
    const auto [place, is_new] =
        places.try_emplace({finding->policy, location_of(*finding, sources).file}, out.size());
    if (is_new)
      out.push_back({.first = finding});
    else
      ++out[place->second].more;
  }
  return out;
}

std::string annotation_text(const Annotation& annotation) {
  auto text = full_text_of(*annotation.first);
  if (annotation.more > 0)
    text += "\n(+" + std::to_string(annotation.more) + " more of this policy in this file)";
  return text;
}

}  // namespace

std::string github_report(const review::Review& review, const source::SourceMap& sources,
                          const Options&) {
  std::string out;
  const auto annotations = annotations_of(review, sources);
  for (const std::string_view name : {"error", "warning", "notice"}) {
    std::vector<const Annotation*> of_level;
    for (const auto& annotation : annotations)
      if (command_of(annotation.first->severity) == name) of_level.push_back(&annotation);
    const auto shown = of_level.size() > kShownALevel ? kShownALevel - 1 : of_level.size();
    for (std::size_t i = 0; i < shown; ++i) {
      const auto& finding = *of_level[i]->first;
      out += command(name, location_of(finding, sources),
                     std::string(name_of(finding.severity)) + " " + finding.policy,
                     annotation_text(*of_level[i]));
    }
    if (shown < of_level.size())
      out += command(
          name, {}, "stopgate",
          review::counted(of_level.size() - shown, "more annotation is", "more annotations are") +
              " in the report: a step shows ten " + std::string(name) + "s");
  }
  for (const auto& diagnostic : review.diagnostics)
    if (diagnostic.severity == source::Severity::Error)
      out += command("warning", location_of(diagnostic.place, diagnostic.path, sources),
                     "not understood", text_of(diagnostic));
  return out + escaped_data(printable(review.headline, 500)) + "\n";
}

}  // namespace stopgate::report
