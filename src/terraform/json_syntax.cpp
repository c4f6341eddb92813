#include "terraform/json_syntax.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "json/reader.h"
#include "terraform/json_expression.h"

namespace stopgate::terraform {

namespace {

using value::Node;

// Nested blocks that Terraform itself defines, with the number of their labels.
struct NestedBlock {
  std::string_view parent;  // empty: in any block that a provider defines
  std::string_view name;
  std::size_t labels;
};

constexpr std::array<NestedBlock, 17> kNestedBlocks = {{
    {"", "dynamic", 1},
    {"", "lifecycle", 0},
    {"", "provisioner", 1},
    {"", "connection", 0},
    {"", "content", 0},
    {"terraform", "backend", 1},
    {"terraform", "cloud", 0},
    {"terraform", "required_providers", 0},
    {"terraform", "provider_meta", 1},
    {"cloud", "workspaces", 0},
    {"variable", "validation", 0},
    {"output", "precondition", 0},
    {"lifecycle", "precondition", 0},
    {"lifecycle", "postcondition", 0},
    {"removed", "lifecycle", 0},
    {"check", "assert", 0},
    {"check", "data", 2},
}};

struct TopLevel {
  std::string_view type;
  std::size_t labels;
};

constexpr std::array<TopLevel, 8> kLabelled = {{{"resource", 2},
                                                {"data", 2},
                                                {"ephemeral", 2},
                                                {"variable", 1},
                                                {"output", 1},
                                                {"module", 1},
                                                {"provider", 1},
                                                {"check", 1}}};

// Blocks of which Terraform knows every argument, or which hold arguments only.
constexpr std::array<std::string_view, 14> kClosed = {"variable",   "output",
                                                      "locals",     "module",
                                                      "moved",      "removed",
                                                      "import",     "check",
                                                      "terraform",  "lifecycle",
                                                      "validation", "precondition",
                                                      "assert",     "required_providers"};

// Names that providers use for maps.
constexpr std::array<std::string_view, 14> kMaps = {
    "tags",     "tags_all", "labels", "annotations", "variables", "parameters", "match_labels",
    "triggers", "keepers",  "data",   "string_data", "headers",   "input",      "triggers_replace"};

// Strings of these are names or plain text, never templates.
bool is_literal(std::string_view parent, std::string_view name) {
  constexpr std::array<std::string_view, 9> kNames = {
      "depends_on", "provider", "providers", "ignore_changes", "replace_triggered_by",
      "from",       "to",       "source",    "version"};
  if (parent == "variable" && (name == "default" || name == "description")) return true;
  return std::ranges::find(kNames, name) != kNames.end();
}

bool is_list_of_objects(const value::Value& value) {
  return value.is_list() && !value.items().empty() &&
         std::ranges::all_of(value.items(), [](const value::Value& item) { return item.is_map(); });
}

// The number of labels when the member is a block.
std::optional<std::size_t> labels_of(std::string_view parent, std::string_view name,
                                     const value::Value& value) {
  const bool is_closed = std::ranges::find(kClosed, parent) != kClosed.end();
  for (const auto& nested : kNestedBlocks) {
    if (nested.name == name && (nested.parent == parent || (nested.parent.empty() && !is_closed)))
      return nested.labels;
  }
  if (is_closed) return std::nullopt;
  if (is_list_of_objects(value)) return 0;
  if (value.is_map() && std::ranges::find(kMaps, name) == kMaps.end()) return 0;
  return std::nullopt;
}

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
  };
  // Descends through the labels that are still to come, through lists of alternatives at each
  // level.
  void add_blocks(Open open, const Node& node, std::size_t labels_left,
                  std::vector<const hcl::Block*>& blocks);
  [[nodiscard]] hcl::Body body(std::string_view type, const Node& object);
  [[nodiscard]] const hcl::Expression* expression(std::string_view parent, std::string_view name,
                                                  const Node& node);

  hcl::File& file_;
  Arena& arena_;
  JsonExpressions expressions_;
};

const hcl::Expression* Converter::expression(std::string_view parent, std::string_view name,
                                             const Node& node) {
  const auto span = node.place.span;
  if (parent == "variable" && name == "type" && node.value.is_string())
    return expressions_.build_expression(node.value.as_string(), span);
  return is_literal(parent, name) ? expressions_.build_literal(node.value, span)
                                  : expressions_.build(node.value, span);
}

hcl::Body Converter::body(std::string_view type, const Node& object) {
  std::vector<hcl::Attribute> attributes;
  std::vector<const hcl::Block*> blocks;
  const auto& map = object.value.as_map();
  for (std::size_t i = 0; i < map.size(); ++i) {
    const auto key = map.members()[i].key;
    if (key.text() == "//") continue;  // a comment
    const auto node = step(object, key);
    const auto key_span = map.key_place(i).span;
    if (const auto labels = labels_of(type, key.text(), node.value)) {
      add_blocks({key.text(), key_span, {}}, node, *labels, blocks);
    } else {
      attributes.push_back({.name = {key, key_span},
                            .value = expression(type, key.text(), node),
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
  block->body = body(open.type, node);
  blocks.push_back(block);
}

hcl::Body Converter::root(const Node& document) {
  std::vector<const hcl::Block*> blocks;
  const auto& map = document.value.as_map();
  for (std::size_t i = 0; i < map.size(); ++i) {
    const auto key = map.members()[i].key;
    if (key.text() == "//") continue;
    const auto* known = std::ranges::find(kLabelled, key.text(), &TopLevel::type);
    add_blocks({key.text(), map.key_place(i).span, {}}, step(document, key),
               known == kLabelled.end() ? 0 : known->labels, blocks);
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
