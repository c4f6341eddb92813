// rooms: json value source base

// Reads any bytes as a file, as JSON in a string and as a stream: they agree on what is JSON, spans
// lie within the text, and what is written reads back the same.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "json/reader.h"
#include "json/stream.h"
#include "json/writer.h"

namespace {

using stopgate::value::Node;

void require(bool condition) {
  if (!condition) __builtin_trap();
}

void check_places(const Node& node, std::string_view text) {
  const auto span = node.place.span;
  require(span.begin <= span.end && span.end <= text.size());
  for (std::size_t i = 0; i < node.value.items().size(); ++i)
    check_places(stopgate::value::step(node, i), text);
  for (const auto& member : node.value.members())
    check_places(stopgate::value::step(node, member.key), text);
}

// Whether the text is broken for a reader that skips everything.
bool is_broken_for_skipping(std::string_view text, const stopgate::Limits& limits) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!stopgate::json::is_utf8(text)) return true;
  stopgate::json::Stream stream(text, limits.depth);
  stream.skip();
  return !stream.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  stopgate::Limits limits;
  limits.depth = 64;
  stopgate::source::SourceMap sources;
  const auto file = sources.add("fuzz.json", std::string(text));
  const auto placed = stopgate::json::read(sources, file, limits);
  const auto parsed = stopgate::json::parse(text, limits);
  require(placed.root.value == parsed.root.value);
  require(placed.diagnostics.size() == parsed.diagnostics.size());
  check_places(placed.root, text);

  const bool is_broken = stopgate::source::has_errors(placed.diagnostics);
  require(is_broken == is_broken_for_skipping(text, limits));
  const auto again = stopgate::json::parse(stopgate::json::write(parsed.root.value), limits);
  require(!stopgate::source::has_errors(again.diagnostics));
  require(again.root.value == parsed.root.value);
  return 0;
}
