#include <string_view>

#include "plan/reading.h"

namespace stopgate::plan {

namespace {

// Values come before the marks on them, so that they are only looked at when something is marked.
void collect(Reading& reading, std::string_view values, std::string_view marks) {
  if (values.empty() || marks.find("true") == std::string_view::npos) return;
  Arena scratch;
  const auto tree = reading.stream.value_of(values, scratch);
  reading.taint.collect_marked(
      mark_sensitive(scratch, tree, reading.stream.value_of(marks, scratch)));
}

void read_resources(Reading& reading) {
  auto& stream = reading.stream;
  stream.elements([&] {
    ++reading.state_resources;
    std::string_view values;
    std::string_view marks;
    stream.members([&](std::string_view key) {
      if (key == "values") values = stream.skip();
      if (key == "sensitive_values") marks = stream.skip();
    });
    if (!stream.error()) collect(reading, values, marks);
  });
}

// Modules are within modules; the stream bounds the depth.
void read_module(Reading& reading) {
  auto& stream = reading.stream;
  stream.members([&](std::string_view key) {
    if (key == "resources") read_resources(reading);
    if (key == "child_modules") stream.elements([&] { read_module(reading); });
  });
}

void read_outputs(Reading& reading) {
  auto& stream = reading.stream;
  stream.members([&](std::string_view /*name*/) {
    std::string_view text;
    bool is_sensitive = false;
    stream.members([&](std::string_view key) {
      if (key == "sensitive") is_sensitive = stream.boolean();
      if (key == "value") text = stream.skip();
    });
    if (is_sensitive && !stream.error())
      reading.taint.collect(stream.value_of(text, reading.arena));
  });
}

}  // namespace

void read_prior_state(Reading& reading) {
  auto& stream = reading.stream;
  stream.members([&](std::string_view key) {
    if (key != "values") return;
    stream.members([&](std::string_view part) {
      if (part == "outputs") read_outputs(reading);
      if (part == "root_module") read_module(reading);
    });
  });
}

}  // namespace stopgate::plan
