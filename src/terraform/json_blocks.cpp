#include "terraform/json_blocks.h"

#include <algorithm>
#include <array>

#include "terraform/provider_facts.h"
#include "terraform/provider_requirements.h"

namespace stopgate::terraform {

namespace {

// Blocks that Terraform itself defines within others, with the number of their labels.
struct NestedBlock {
  std::string_view parent;
  std::string_view name;
  std::size_t labels;
};

constexpr std::array<NestedBlock, 15> kNestedBlocks = {{
    {"dynamic", "content", 0},
    {"provisioner", "connection", 0},
    {"terraform", "backend", 1},
    {"terraform", "cloud", 0},
    {"terraform", "required_providers", 0},
    {"terraform", "provider_meta", 1},
    {"cloud", "workspaces", 0},
    {"variable", "validation", 0},
    {"output", "precondition", 0},
    {"output", "postcondition", 0},
    {"lifecycle", "precondition", 0},
    {"lifecycle", "postcondition", 0},
    {"removed", "lifecycle", 0},
    {"check", "assert", 0},
    {"check", "data", 2},
}};

// In resources and data sources, beside what the provider defines.
constexpr std::array<NestedBlock, 4> kResourceBlocks = {{
    {"resource", "lifecycle", 0},
    {"resource", "provisioner", 1},
    {"resource", "connection", 0},
    {"resource", "_", 0},
}};
constexpr std::array<std::string_view, 4> kMetaArguments = {"count", "for_each", "provider",
                                                            "depends_on"};

struct TopLevel {
  std::string_view type;
  std::size_t labels;
};

constexpr std::array<TopLevel, 9> kLabelled = {{{"resource", 2},
                                                {"data", 2},
                                                {"ephemeral", 2},
                                                {"action", 2},
                                                {"variable", 1},
                                                {"output", 1},
                                                {"module", 1},
                                                {"provider", 1},
                                                {"check", 1}}};

// Blocks of which Terraform knows every argument and block.
constexpr std::array<std::string_view, 18> kClosed = {
    "variable",   "output",       "locals",       "module",    "moved",
    "removed",    "import",       "check",        "terraform", "lifecycle",
    "validation", "precondition", "assert",       "dynamic",   "required_providers",
    "cloud",      "workspaces",   "postcondition"};

// Names that providers use for maps.
constexpr std::array<std::string_view, 14> kMaps = {
    "tags",     "tags_all", "labels", "annotations", "variables", "parameters", "match_labels",
    "triggers", "keepers",  "data",   "string_data", "headers",   "input",      "triggers_replace"};

template <typename Names>
bool holds(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool is_resource(std::string_view kind) {
  return kind == "resource" || kind == "data" || kind == "ephemeral";
}

const NestedBlock* own_block(std::string_view parent, std::string_view name) {
  if (is_resource(parent)) {
    const auto* found = std::ranges::find(kResourceBlocks, name, &NestedBlock::name);
    return found == kResourceBlocks.end() ? nullptr : &*found;
  }
  const auto* found = std::ranges::find_if(kNestedBlocks, [&](const NestedBlock& block) {
    return block.parent == parent && block.name == name;
  });
  return found == kNestedBlocks.end() ? nullptr : &*found;
}

bool is_list_of_objects(const value::Value& value) {
  return value.is_list() && !value.items().empty() &&
         std::ranges::all_of(value.items(), [](const value::Value& item) { return item.is_map(); });
}

}  // namespace

std::optional<std::size_t> JsonBlocks::labels_of(const JsonBody& body, std::string_view name,
                                                 const value::Value& value) {
  if (const auto* own = own_block(body.kind, name)) return own->labels;
  if (holds(kClosed, body.kind) || (is_resource(body.kind) && holds(kMetaArguments, name)))
    return std::nullopt;
  if (body.schema != nullptr) {
    // Some providers have attributes that may be written as blocks, and mostly are.
    const bool may_be_block = body.authority == Authority::Partial && is_list_of_objects(value);
    if (body.schema->attributes.contains(name) && !may_be_block) return std::nullopt;
    if (body.schema->blocks.contains(name)) return 0;
  }
  const bool is_object = value.is_map() || is_list_of_objects(value);
  if (name == "dynamic" && is_object) return 1;
  if (is_list_of_objects(value) || (value.is_map() && !holds(kMaps, name))) return 0;
  return std::nullopt;
}

std::size_t JsonBlocks::top_labels_of(std::string_view type) {
  const auto* known = std::ranges::find(kLabelled, type, &TopLevel::type);
  return known == kLabelled.end() ? 0 : known->labels;
}

JsonStrings JsonBlocks::strings_of(const JsonBody& body, std::string_view name) {
  const auto kind = body.kind;
  if (kind == "variable") {
    if (name == "type") return JsonStrings::Names;
    return name == "default" || name == "description" ? JsonStrings::Text : JsonStrings::Templates;
  }
  if (kind == "module" && (name == "source" || name == "version")) return JsonStrings::Text;
  if (kind == "dynamic" && name == "iterator") return JsonStrings::Names;
  const bool is_move = kind == "moved" || kind == "removed" || kind == "import";
  if (is_move && (name == "from" || name == "to" || name == "provider")) return JsonStrings::Names;
  if (kind == "lifecycle" && (name == "ignore_changes" || name == "replace_triggered_by"))
    return JsonStrings::Names;
  if (is_resource(kind) && name == "provider") return JsonStrings::Names;
  if (kind == "module" && name == "providers") return JsonStrings::Names;
  if ((is_resource(kind) || kind == "module" || kind == "output") && name == "depends_on")
    return JsonStrings::Names;
  return JsonStrings::Templates;
}

const SchemaAnswer& JsonBlocks::facts_of(std::string_view block, std::string_view type) {
  const auto [found, is_new] = facts_.try_emplace(std::string(block) + "." + std::string(type));
  if (is_new) {
    const auto provider = default_provider_source(type.substr(0, type.find('_')));
    const auto mode = block == "data"        ? Mode::Data
                      : block == "ephemeral" ? Mode::Ephemeral
                                             : Mode::Managed;
    found->second = find_provider_facts(mode, type, provider);
  }
  return found->second;
}

JsonBody JsonBlocks::inside(const JsonBody* outer, std::string_view type,
                            std::span<const hcl::Label> labels) {
  const bool is_own = outer == nullptr || own_block(outer->kind, type) != nullptr;
  if (is_own && is_resource(type) && labels.size() == 2) {
    const auto& facts = facts_of(type, labels[0].text);
    return {.kind = type, .schema = facts.block.get(), .authority = facts.authority};
  }
  if (outer != nullptr && outer->kind == "dynamic") return {.kind = {}, .schema = outer->schema};
  const SchemaBlock* nested = nullptr;
  if (outer != nullptr && outer->schema != nullptr && (!is_own || type == "dynamic")) {
    const auto name = type == "dynamic" && labels.size() == 1 ? labels[0].text : type;
    const auto found = outer->schema->blocks.find(name);
    if (found != outer->schema->blocks.end()) nested = found->second.block.get();
  }
  return {.kind = is_own || type == "dynamic" ? type : std::string_view{}, .schema = nested};
}

}  // namespace stopgate::terraform
