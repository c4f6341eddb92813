// rooms: workflow

// Any bytes as a Jenkinsfile: every place lies within the text, and every step has its script.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "workflow/reader.h"

namespace {

void require(bool is_true) {
  if (!is_true) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace workflow = stopgate::workflow;
  stopgate::source::SourceMap sources;
  const auto id =
      sources.add("Jenkinsfile", std::string(reinterpret_cast<const char*>(data), size));
  const auto read = workflow::read_workflow(sources, id, workflow::Format::Jenkins);
  const auto is_within = [&](const stopgate::source::Place& place) {
    return place.file == id && place.span.begin <= place.span.end && place.span.end <= size;
  };
  for (const auto& job : read.jobs) {
    require(is_within(job.place));
    for (const auto& image : job.images) require(is_within(image.place));
    for (const auto& step : job.steps) {
      require(is_within(step.place));
      for (const auto& command : step.commands) require(is_within(command.place));
    }
  }
  for (const auto& variable : read.variables) require(is_within(variable.place));
  for (const auto& diagnostic : read.diagnostics) require(is_within(diagnostic.place));
  return 0;
}
