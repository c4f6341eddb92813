// rooms: hcl

// Any bytes as a file, as one expression and as a template: spans stay inside the file, printing
// visits the whole tree, and what is read without tree-sitter is read as tree-sitter reads it.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "hcl/parser.h"
#include "hcl/plain_tree.h"
#include "hcl/print.h"

namespace {

namespace hcl = stopgate::hcl;
namespace source = stopgate::source;

void check(bool holds) {
  if (!holds) std::abort();
}

void check_spans(const source::Diagnostics& diagnostics, std::size_t size) {
  for (const auto& diagnostic : diagnostics) {
    check(!diagnostic.message.empty());
    check(diagnostic.place.span.begin <= size && diagnostic.place.span.end <= size);
  }
}

void check_spans(const hcl::Body& body, std::size_t size) {
  for (const auto& attribute : body.attributes) {
    check(attribute.value != nullptr && attribute.span.begin <= attribute.span.end &&
          attribute.span.end <= size);
    check(attribute.value->span.end <= size);
  }
  for (const auto* block : body.blocks) {
    check(block->span.begin <= block->span.end && block->span.end <= size);
    check_spans(block->body, size);
  }
}

void check_trees(const std::string& text) {
  if (stopgate::find_invalid_utf8(text)) return;
  const auto plain = hcl::read_plain_tree(text, {});
  if (!plain) return;
  const auto full = hcl::parse_tree(text, {});
  // The span of the whole file, which nothing reads, may differ.
  check(plain->comments == full.comments && plain->nodes.size() == full.nodes.size());
  check(std::equal(plain->nodes.begin() + 1, plain->nodes.end(), full.nodes.begin() + 1));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check_trees(text);
  source::SourceMap sources;
  const auto id = sources.add("fuzz.tf", text);
  const auto file = hcl::parse(sources, id);
  check_spans(file.body, size);
  check_spans(file.diagnostics, size);
  const auto printed = hcl::print(file.body);
  check(!file.diagnostics.empty() || !file.body.has_errors);
  const auto expression = hcl::parse_expression(sources, id);
  check_spans(expression.diagnostics, size);
  check(!hcl::print(*expression.expression).empty());
  const auto templated = hcl::parse_template(sources, id);
  check_spans(templated.diagnostics, size);
  check(!hcl::print(*templated.expression).empty());
  return 0;
}
