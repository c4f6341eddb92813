// rooms: yaml

// Reads any bytes in both dialects and holds what comes back to its promises: spans inside the
// file, text in UTF-8, bounded trees, and scalar places that lead back to the characters they stand
// for.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "yaml/reader.h"

namespace {

using stopgate::source::FileId;
using stopgate::source::Place;
using stopgate::source::SourceMap;
using stopgate::value::Node;
using stopgate::value::step;
using stopgate::yaml::Dialect;
using stopgate::yaml::place_in_scalar;

void require(bool condition) {
  if (!condition) __builtin_trap();
}

void check_place(const SourceMap& sources, Place place) {
  require(place.span.begin <= place.span.end);
  require(place.span.end <= sources.file(place.file).text().size());
}

// Whether each character of the value that is not blank is one that was written: no alias, escape,
// rare line break, or block scalar whose indentation its header gives.
bool is_literal(std::string_view written) {
  if (written.starts_with('*')) return false;
  for (const std::string_view rare : {"\\", "'", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"})
    if (written.find(rare) != std::string_view::npos) return false;
  const bool is_block = written.starts_with('|') || written.starts_with('>');
  return !is_block || written.substr(0, 3).find_first_of("123456789") == std::string_view::npos;
}

void check_scalar(const SourceMap& sources, const Node& node, bool has_tags) {
  const auto text = node.value.as_string();
  require(!stopgate::find_invalid_utf8(text));
  const auto& file = sources.file(node.place.file);
  for (std::size_t offset = 0; offset <= text.size() && offset < 64; ++offset) {
    const auto place = place_in_scalar(sources, node.place, offset);
    check_place(sources, place);
    require(place.span.begin >= node.place.span.begin && place.span.end <= node.place.span.end);
  }
  const auto written = file.text(node.place.span);
  if (has_tags || !is_literal(written)) return;
  for (std::size_t offset = 0; offset < text.size() && offset < 64; ++offset)
    require(text[offset] == ' ' || text[offset] == '\n' ||
            file.text(place_in_scalar(sources, node.place, offset).span).find(text[offset]) !=
                std::string_view::npos);
}

void check(const SourceMap& sources, const Node& root, bool has_tags) {
  std::vector<Node> open{root};
  // Aliases make a graph of the tree: walking all of it once is enough.
  for (std::size_t seen = 0; !open.empty() && seen < 10'000; ++seen) {
    const auto node = open.back();
    open.pop_back();
    check_place(sources, node.place);
    if (node.value.is_string()) check_scalar(sources, node, has_tags);
    for (std::size_t i = 0; i < node.value.items().size(); ++i) open.push_back(step(node, i));
    for (std::size_t i = 0; i < node.value.members().size(); ++i) {
      const auto& map = node.value.as_map();
      check_place(sources, map.key_place(i));
      require(map.index_of(map.members()[i].key) == i);
      open.push_back({map.members()[i].value, map.place(i)});
    }
  }
}

void read(std::string text, Dialect dialect) {
  SourceMap sources;
  const auto file = sources.add("input", std::move(text));
  stopgate::Limits limits;
  limits.nodes = 100'000;
  limits.alias_nodes = 10'000;
  limits.diagnostics = 50;
  const auto stream = stopgate::yaml::read(sources, file, limits, {dialect});
  require(stream.diagnostics.size() <= limits.diagnostics + 1);
  for (const auto& diagnostic : stream.diagnostics) check_place(sources, diagnostic.place);
  // A tag may decode what it stands before.
  const bool has_tags = sources.file(file).text().find('!') != std::string_view::npos;
  std::uint32_t end = 0;
  for (const auto& document : stream.documents) {
    check_place(sources, {file, document.span});
    require(document.span.begin >= end);
    end = document.span.end;
    for (const auto& comment : document.comments) {
      check_place(sources, {file, comment.span});
      require(sources.file(file).text(comment.span).starts_with('#'));
    }
    if (document.root.place.is_known()) check(sources, document.root, has_tags);
    if (document.has_errors) require(!stream.diagnostics.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  read(text, Dialect::Kubernetes);
  read(text, Dialect::Ordinary);
  return 0;
}
