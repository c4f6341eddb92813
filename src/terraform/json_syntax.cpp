#include "terraform/json_syntax.h"

#include <string_view>
#include <vector>

#include "json/reader.h"
#include "terraform/json_blocks.h"
#include "terraform/json_expression.h"

namespace stopgate::terraform {

namespace {

using value::Node;

class Converter {
 public:
  Converter(hcl::File& file, const Limits& limits)
      : file_(file), arena_(*file.arena), expressions_(arena_, file.id, limits, file.diagnostics) {}

  [[nodiscard]] hcl::Body root(const Node& document);

 private:
  struct Open {
    std::string_view type;
    source::Span type_span;
    std::vector<hcl::Label> labels;
    const JsonBody* outer = nullptr;  // null at the top level
  };
  // Descends through the labels that are still to come, through lists of alternatives at each
  // level.
  void add_blocks(Open open, const Node& node, std::size_t labels_left,
                  std::vector<const hcl::Block*>& blocks);
  [[nodiscard]] hcl::Body body(const JsonBody& about, const Node& object);
  [[nodiscard]] const hcl::Expression* expression(JsonStrings strings, const Node& node);

  hcl::File& file_;
  Arena& arena_;
  JsonExpressions expressions_;
  JsonBlocks blocks_;
};

const hcl::Expression* Converter::expression(JsonStrings strings, const Node& node) {
  const auto span = node.place.span;
  switch (strings) {
    case JsonStrings::Templates:
      return expressions_.build(node.value, span);
    case JsonStrings::Text:
      return expressions_.build_literal(node.value, span);
    case JsonStrings::Names:
      return expressions_.build_names(node.value, span);
  }
  return nullptr;
}

hcl::Body Converter::body(const JsonBody& about, const Node& object) {
  std::vector<hcl::Attribute> attributes;
  std::vector<const hcl::Block*> blocks;
  const auto& map = object.value.as_map();
  for (std::size_t i = 0; i < map.size(); ++i) {
    const auto key = map.members()[i].key;
    if (key.text() == "//") continue;  // a comment
    const auto node = step(object, key);
    const auto key_span = map.key_place(i).span;
    if (const auto labels = JsonBlocks::labels_of(about, key.text(), node.value)) {
      add_blocks({key.text(), key_span, {}, &about}, node, *labels, blocks);
    } else {
      attributes.push_back({.name = {key, key_span},
                            .value = expression(JsonBlocks::strings_of(about, key.text()), node),
                            .span = {key_span.begin, node.place.span.end}});
    }
  }
  return {.attributes = arena_.copy_array<hcl::Attribute>(attributes),
          .blocks = arena_.copy_array<const hcl::Block*>(blocks),
          .span = object.place.span};
}

void Converter::add_blocks(Open open, const Node& node, std::size_t labels_left,
                           std::vector<const hcl::Block*>& blocks) {
  if (node.value.is_list()) {
    for (std::size_t i = 0; i < node.value.items().size(); ++i) {
      if (node.value.items()[i].is_list()) continue;
      add_blocks(open, step(node, i), labels_left, blocks);
    }
    return;
  }
  if (node.value.is_null()) return;
  if (!node.value.is_map()) {
    file_.diagnostics.push_back({.message = "a " + std::string(open.type) +
                                            " block is an object or a list of objects, this is a " +
                                            std::string(name_of(node.value.kind())),
                                 .help = {},
                                 .place = node.place,
                                 .path = {}});
    return;
  }
  const auto& map = node.value.as_map();
  if (labels_left > 0) {
    for (std::size_t i = 0; i < map.size(); ++i) {
      if (map.members()[i].key.text() == "//") continue;
      auto inner = open;
      inner.labels.push_back(
          {.text = map.members()[i].key.text(), .span = map.key_place(i).span, .is_quoted = true});
      add_blocks(std::move(inner), step(node, map.members()[i].key), labels_left - 1, blocks);
    }
    return;
  }
  auto* block = arena_.make<hcl::Block>();
  block->type = {intern(open.type), open.type_span};
  block->labels = arena_.copy_array<hcl::Label>(open.labels);
  block->header = open.labels.empty() ? open.type_span : open.labels.back().span;
  block->span = node.place.span;
  block->body = body(blocks_.inside(open.outer, open.type, open.labels), node);
  blocks.push_back(block);
}

hcl::Body Converter::root(const Node& document) {
  std::vector<const hcl::Block*> blocks;
  const auto& map = document.value.as_map();
  for (std::size_t i = 0; i < map.size(); ++i) {
    const auto key = map.members()[i].key;
    if (key.text() == "//") continue;
    add_blocks({key.text(), map.key_place(i).span, {}}, step(document, key),
               JsonBlocks::top_labels_of(key.text()), blocks);
  }
  return {.attributes = {},
          .blocks = arena_.copy_array<const hcl::Block*>(blocks),
          .span = document.place.span};
}

}  // namespace

std::unique_ptr<hcl::File> read_json_syntax(const source::SourceMap& sources, source::FileId id,
                                            const Limits& limits) {
  auto file = std::make_unique<hcl::File>();
  file->id = id;
  auto document = json::read(sources, id, limits);
  file->diagnostics = std::move(document.diagnostics);
  if (document.root.value.is_map()) {
    file->body = Converter(*file, limits).root(document.root);
  } else if (!source::has_errors(file->diagnostics)) {
    file->diagnostics.push_back({.message = "a configuration in JSON is an object, this is a " +
                                            std::string(name_of(document.root.value.kind())),
                                 .help = {},
                                 .place = document.root.place,
                                 .path = {}});
  }
  file->body.has_errors = source::has_errors(file->diagnostics);
  return file;
}

}  // namespace stopgate::terraform
