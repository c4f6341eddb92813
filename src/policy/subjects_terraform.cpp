// Resources, other blocks, and root modules.

#include "policy/subjects.h"

namespace stopgate::policy {

namespace {

using value::Value;

std::string_view name_of(terraform::Mode mode) {
  switch (mode) {
    case terraform::Mode::Managed:
      return "managed";
    case terraform::Mode::Data:
      return "data";
    case terraform::Mode::Ephemeral:
      return "ephemeral";
  }
  return "";
}

Value strings(Arena& arena, const std::vector<std::string>& texts) {
  std::vector<Value> items;
  for (const auto& text : texts) items.push_back(Value::string(arena, text));
  return value::List::make(arena, items);
}

Value optional_boolean(const std::optional<bool>& value) {
  return value ? Value::boolean(*value) : Value::null();
}

Value lifecycle_facts(const terraform::Lifecycle& lifecycle, Arena& arena) {
  Facts facts(arena);
  facts.add("preventDestroy", optional_boolean(lifecycle.prevent_destroy));
  facts.add("createBeforeDestroy", optional_boolean(lifecycle.create_before_destroy));
  facts.add("ignoresAllChanges", Value::boolean(lifecycle.ignores_all_changes));
  facts.add("ignoreChanges", strings(arena, lifecycle.ignore_changes));
  return facts.build();
}

std::vector<finding::Related> calls_of(const std::vector<source::Place>& calls) {
  std::vector<finding::Related> out;
  for (auto call = calls.rbegin(); call != calls.rend(); ++call)
    out.push_back({*call, "called here"});
  return out;
}

class ResourceSubjects final : public Subjects {
 public:
  explicit ResourceSubjects(const model::Model& model) {
    for (const auto& stack : model.stacks)
      for (std::size_t i = 0; i < stack.resources.size(); ++i) items_.push_back({&stack, i});
  }
  std::size_t size() const override { return items_.size(); }
  std::string key(std::size_t i) const override {
    return std::string(name_of(at(i).mode)) + "|" + std::string(at(i).type);
  }
  bool matches(const Match& match, std::size_t i) const override {
    const auto mode = name_of(at(i).mode);
    const bool is_mode = match.modes.empty() ? mode == "managed" : matches_any(match.modes, mode);
    return is_mode && matches_any(match.types, at(i).type);
  }
  void bind(std::size_t i, Binder& binder) const override {
    const auto& resource = at(i);
    auto node = resource.attributes;
    if (!node.place.is_known()) node.place = resource.place();
    binder.bind("resource", node);
    binder.bind("meta", resource_meta(resource, binder.arena()), resource.place());
  }
  Host host(std::size_t i) const override {
    return {.model = nullptr,
            .render = nullptr,
            .name_space = {},
            .stack = items_[i].first,
            .resource = items_[i].second};
  }
  Description describe(std::size_t i) const override {
    const auto& resource = at(i);
    Description out;
    out.subject.address = resource.address;
    out.place = resource.place();
    if (resource.declared != nullptr) out.related = calls_of(resource.declared->calls);
    if (items_[i].first->root != nullptr) out.environment = items_[i].first->root->environment;
    if (!out.place.is_known() && items_[i].first->plan != nullptr)
      out.path = items_[i].first->plan->path;
    return out;
  }
  source::Place place_of(std::size_t i, std::string_view path) const override {
    const auto& resource = at(i);
    if (resource.declared == nullptr || !path.starts_with("resource.")) return resource.place();
    return model::declared_place(*resource.declared,
                                 path.substr(std::string_view("resource").size()));
  }

 private:
  [[nodiscard]] const model::Resource& at(std::size_t i) const {
    return items_[i].first->resources[items_[i].second];
  }
  std::vector<std::pair<const model::Stack*, std::size_t>> items_;
};

Value block_meta(const terraform::Block& block, Arena& arena) {
  Facts facts(arena);
  facts.add("type", std::string_view(block.type)).add("labels", strings(arena, block.labels));
  facts.add("name",
            block.labels.empty() ? std::string_view{} : std::string_view(block.labels.back()));
  facts.add("module", std::string_view(block.module_address));
  facts.add("references", Value::integer(static_cast<std::int64_t>(block.references)));
  return facts.build();
}

// "module.a.var.x", "provider.aws".
std::string address_of(const terraform::Block& block) {
  std::string out = block.module_address.empty() ? std::string() : block.module_address + ".";
  out += block.type == "variable" ? "var" : block.type;
  for (const auto& label : block.labels) out += "." + label;
  return out;
}

class BlockSubjects final : public Subjects {
 public:
  explicit BlockSubjects(const model::Model& model) {
    for (const auto& root : model.roots)
      for (const auto& block : root.blocks) items_.emplace_back(&block, &root);
  }
  std::size_t size() const override { return items_.size(); }
  std::string key(std::size_t i) const override { return items_[i].first->type; }
  bool matches(const Match& match, std::size_t i) const override {
    return matches_any(match.blocks, items_[i].first->type);
  }
  void bind(std::size_t i, Binder& binder) const override {
    auto node = items_[i].first->attributes;
    if (!node.place.is_known()) node.place = items_[i].first->header;
    binder.bind("block", node);
    binder.bind("meta", block_meta(*items_[i].first, binder.arena()), items_[i].first->header);
  }
  Host host(std::size_t) const override { return {}; }
  Description describe(std::size_t i) const override {
    Description out;
    out.subject.address = address_of(*items_[i].first);
    out.place = items_[i].first->header;
    out.related = calls_of(items_[i].first->calls);
    out.environment = items_[i].second->environment;
    return out;
  }

 private:
  std::vector<std::pair<const terraform::Block*, const terraform::Root*>> items_;
};

class RootSubjects final : public Subjects {
 public:
  explicit RootSubjects(const model::Model& model) : model_(model) {}
  std::size_t size() const override { return model_.roots.size(); }
  std::string key(std::size_t) const override { return {}; }
  bool matches(const Match&, std::size_t) const override { return true; }
  void bind(std::size_t i, Binder& binder) const override {
    const auto& root = model_.roots[i];
    auto& arena = binder.arena();
    const auto stack = model::make_stack(root);
    std::vector<Value> resources;
    std::vector<source::Place> resource_places;
    for (const auto& resource : stack.resources) {
      resources.push_back(resource_meta(resource, arena));
      resource_places.push_back(resource.place());
    }
    std::vector<Value> blocks;
    std::vector<source::Place> block_places;
    for (const auto& block : root.blocks) {
      Facts facts(arena);
      facts.add("type", std::string_view(block.type)).add("labels", strings(arena, block.labels));
      facts.add("name",
                block.labels.empty() ? std::string_view{} : std::string_view(block.labels.back()));
      facts.add("module", std::string_view(block.module_address))
          .add("block", block.attributes.value, block.header);
      blocks.push_back(facts.build());
      block_places.push_back(block.header);
    }
    Facts facts(arena);
    facts.add("path", std::string_view(root.path))
        .add("resources", value::List::make(arena, resources, resource_places));
    facts.add("blocks", value::List::make(arena, blocks, block_places));
    binder.bind("root", facts.build());
  }
  Host host(std::size_t) const override { return {}; }
  Description describe(std::size_t i) const override {
    const auto& root = model_.roots[i];
    Description out;
    out.subject.address = root.path;
    out.path = root.path;
    out.environment = root.environment;
    if (!root.blocks.empty()) out.place = root.blocks.front().header;
    if (!root.resources.empty() && !out.place.is_known()) out.place = root.resources.front().header;
    return out;
  }

 private:
  const model::Model& model_;
};

}  // namespace

value::Value resource_meta(const model::Resource& resource, Arena& arena) {
  Facts facts(arena);
  facts.add("address", resource.address)
      .add("type", resource.type)
      .add("name", resource.name)
      .add("mode", name_of(resource.mode));
  facts.add("module", resource.module_address).add("provider", resource.provider);
  facts.add("symbolic",
            Value::boolean(resource.declared != nullptr && resource.declared->is_symbolic));
  facts.add("source", std::string_view(resource.change != nullptr ? "plan" : "configuration"));
  facts.add("action", resource.change != nullptr
                          ? Value::string(plan::name_of(resource.change->action))
                          : Value::null());
  facts.add("tags", resource.effective_tags);
  std::vector<Value> references;
  for (const auto& reference : resource.references) {
    Facts one(arena);
    one.add("argument", std::string_view(reference.argument))
        .add("target", std::string_view(reference.target));
    one.add("attribute", std::string_view(reference.attribute));
    references.push_back(one.build());
  }
  facts.add("references", value::List::make(arena, references));
  facts.add("mentions",
            resource.declared == nullptr
                ? Value::null()
                : Value::integer(static_cast<std::int64_t>(resource.declared->mentions)));
  if (resource.declared != nullptr)
    facts.add("lifecycle", lifecycle_facts(resource.declared->lifecycle, arena));
  return facts.build();
}

std::unique_ptr<Subjects> make_terraform_subjects(Target target, const model::Model& model) {
  if (target == Target::Block) return std::make_unique<BlockSubjects>(model);
  if (target == Target::Root) return std::make_unique<RootSubjects>(model);
  return std::make_unique<ResourceSubjects>(model);
}

}  // namespace stopgate::policy
