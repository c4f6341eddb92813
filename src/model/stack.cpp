#include "model/stack.h"

#include <algorithm>
#include <charconv>

#include "model/stack_before.h"
#include "plan/address.h"

namespace stopgate::model {

namespace {

void index(Stack& stack) {
  for (std::size_t i = 0; i < stack.resources.size(); ++i) {
    stack.by_type[stack.resources[i].type].push_back(i);
    stack.by_base_address[stack.resources[i].base_address].push_back(i);
  }
}

// The value of an argument that may lie in nested blocks: "a.b" looks into every element of a list.
void collect_values(const value::Value& from, std::string_view path,
                    std::vector<value::Value>& out) {
  if (from.is_list()) {
    for (const auto& item : from.items()) collect_values(item, path, out);
    return;
  }
  if (path.empty()) {
    out.push_back(from);
    return;
  }
  const auto dot = path.find('.');
  const auto next = from.get(path.substr(0, dot));
  if (next.is_null()) return;
  collect_values(next, dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1),
                 out);
}

// Whether an unknown's subject ("aws_s3_bucket.b[0].id") is an attribute of the resource.
bool is_about(std::string_view subject, const Resource& resource) {
  const auto matches = [&](std::string_view address) {
    return subject.starts_with(address) &&
           (subject.size() == address.size() || subject[address.size()] == '.' ||
            subject[address.size()] == '[');
  };
  return matches(resource.address) || matches(resource.base_address);
}

// What other resources write to name this one.
bool is_identity(const value::Value& value, const Resource& resource) {
  if (value.is_unknown() && is_about(value.as_unknown().subject, resource)) return true;
  for (const auto* key : {"id", "arn", "bucket", "name", "identifier", "cluster_identifier",
                          "function_name", "url"}) {
    const auto own = resource.attributes.value.get(key);
    if (own.is_string() && value.is_string() && !value.as_string().empty() &&
        own.as_string() == value.as_string())
      return true;
    // The same variable on both sides is the same text, whatever it will be.
    if (own.is_unknown() && value.is_unknown() && !value.as_unknown().subject.empty() &&
        own.as_unknown().subject == value.as_unknown().subject &&
        own.as_unknown().prefix == value.as_unknown().prefix) {
      return true;
    }
  }
  return false;
}

bool names(const Resource& from, std::string_view argument, const Resource& to) {
  return std::ranges::any_of(from.references, [&](const terraform::Reference& reference) {
    return reference.argument == argument && reference.target == to.base_address;
  });
}

// Two instances of counted resources go together when their keys are the same.
bool same_instance(const Resource& a, const Resource& b) {
  const auto key = [](const Resource& r) {
    const auto parsed = plan::parse_address(r.address);
    return parsed ? parsed->key : plan::InstanceKey{};
  };
  const auto x = key(a);
  const auto y = key(b);
  return x == y || std::holds_alternative<std::monostate>(x) ||
         std::holds_alternative<std::monostate>(y);
}

// Whether `from` names `to`; nothing when its argument cannot be told.
std::optional<bool> is_link(const Resource& from, std::string_view argument, const Resource& to,
                            std::string& reason) {
  if (names(from, argument, to)) return same_instance(from, to);
  std::vector<value::Value> values;
  collect_values(from.attributes.value, argument, values);
  bool is_undecided = false;
  for (const auto& value : values) {
    if (is_identity(value, to)) return true;
    // An unknown about some other resource names that one; any other unknown might be this one.
    if (value.is_unknown() && value.as_unknown().subject.find('.') == std::string_view::npos)
      is_undecided = true;
    if (value.is_unknown() && (value.as_unknown().subject.starts_with("var.") ||
                               value.as_unknown().subject.starts_with("data.") ||
                               value.as_unknown().subject.starts_with("module."))) {
      is_undecided = true;
    }
    if (is_undecided && reason.empty())
      reason = std::string(from.address) + "." + std::string(argument) + ": " +
               std::string(value.is_unknown() ? value.as_unknown().reason : "");
  }
  return is_undecided ? std::nullopt : std::optional(false);
}

}  // namespace

std::span<const std::size_t> Stack::of_type(std::string_view type) const {
  const auto found = by_type.find(type);
  return found == by_type.end() ? std::span<const std::size_t>{} : found->second;
}

Linked Stack::referrers(std::size_t of, std::string_view type, std::string_view argument) const {
  Linked out;
  bool undecided = false;
  // What surely names another resource of the same type does not name this one.
  const auto names_another = [&](std::size_t from) {
    return std::ranges::any_of(of_type(resources[of].type), [&](std::size_t other) {
      std::string ignored;
      return other != of &&
             is_link(resources[from], argument, resources[other], ignored).value_or(false);
    });
  };
  for (const auto i : of_type(type)) {
    if (i == of) continue;
    std::string reason;
    const auto link = is_link(resources[i], argument, resources[of], reason);
    if (!link && !names_another(i)) {
      undecided = true;
      out.reason = std::move(reason);
    }
    if (link.value_or(false)) out.resources.push_back(i);
  }
  if (!out.resources.empty()) {
    out.link = Link::Found;
  } else if (undecided) {
    out.link = Link::Undecided;
  }
  return out;
}

Linked Stack::referred(std::size_t from, std::string_view argument) const {
  Linked out;
  for (std::size_t i = 0; i < resources.size(); ++i) {
    if (i == from) continue;
    std::string ignored;
    if (is_link(resources[from], argument, resources[i], ignored).value_or(false))
      out.resources.push_back(i);
  }
  if (!out.resources.empty()) {
    out.link = Link::Found;
    return out;
  }
  std::vector<value::Value> values;
  collect_values(resources[from].attributes.value, argument, values);
  for (const auto& value : values) {
    if (!value.is_unknown()) continue;
    out.link = Link::Undecided;
    out.reason = value.as_unknown().reason;
  }
  return out;
}

Stack make_stack(const terraform::Root& root) {
  Stack stack;
  stack.root = &root;
  stack.resources.reserve(root.resources.size());
  for (const auto& resource : root.resources) {
    stack.resources.push_back({.address = resource.address,
                               .base_address = resource.base_address,
                               .module_address = resource.module_address,
                               .type = resource.type.text(),
                               .name = resource.name,
                               .provider = resource.provider,
                               .mode = resource.mode,
                               .attributes = resource.attributes,
                               .effective_tags = resource.effective_tags,
                               .declared = &resource,
                               .change = nullptr,
                               .references = resource.references});
  }
  index(stack);
  return stack;
}

namespace {

// Both sides without instance keys, so that module.a[0].x.y of a plan meets module.a.x.y of a root.
std::string base_of(std::string_view address) {
  const auto parsed = plan::parse_address(address);
  return parsed ? plan::base_address(*parsed) : std::string(address);
}

std::unordered_map<std::string, const terraform::Resource*> declarations(
    const terraform::Root& root) {
  std::unordered_map<std::string, const terraform::Resource*> out;
  for (const auto& resource : root.resources) {
    out.emplace(resource.address, &resource);       // the very instance, where it was expanded
    out.emplace(resource.base_address, &resource);  // else any instance of the block
  }
  return out;
}

// "aws_kms_key.k.arn" as a module writes it, to the address that it means in the whole
// configuration.
std::optional<terraform::Reference> resolve(const plan::ConfiguredReference& reference) {
  const auto own = plan::parse_address(reference.address);
  if (!own) return std::nullopt;
  auto parts = reference.target;
  std::string module;
  for (const auto& step : own->modules) module += "module." + step.name + ".";
  // The first two or, for data sources, three steps are the resource; the rest is its attribute.
  std::size_t steps = parts.starts_with("data.") ? 3 : 2;
  std::size_t end = 0;
  while (steps > 0 && end < parts.size()) {
    const auto stop = parts.find_first_of(".[", end + 1);
    end = stop == std::string_view::npos ? parts.size() : stop;
    --steps;
  }
  auto attribute = parts.substr(std::min(end, parts.size()));
  if (const auto dot = attribute.find('.'); dot != std::string_view::npos)
    attribute.remove_prefix(dot + 1);
  return terraform::Reference{.argument = std::string(reference.argument),
                              .target = module + std::string(parts.substr(0, end)),
                              .attribute = std::string(attribute),
                              .place = {}};
}

}  // namespace

const terraform::Root* configuration_of(const plan::Plan& plan,
                                        std::span<const terraform::Root> roots) {
  const terraform::Root* best = nullptr;
  std::size_t most = 0;
  for (const auto& root : roots) {
    const auto declared = declarations(root);
    const auto hits = static_cast<std::size_t>(std::ranges::count_if(
        plan.changes,
        [&](const plan::Change& change) { return declared.contains(base_of(change.address)); }));
    if (hits > most) {
      most = hits;
      best = &root;
    }
  }
  return best;
}

namespace {

Stack make_stack(const plan::Plan& plan, const terraform::Root* root,
                 value::Value plan::Change::*side) {
  Stack stack;
  stack.plan = &plan;
  stack.root = root;
  if (root != nullptr) stack.declarations = declarations(*root);
  std::unordered_map<std::string_view, std::vector<terraform::Reference>> references;
  for (const auto& reference : plan.references)
    if (auto resolved = resolve(reference))
      references[reference.address].push_back(std::move(*resolved));
  stack.resources.reserve(plan.changes.size());
  for (const auto& change : plan.changes) {
    const auto& attributes = change.*side;
    if (attributes.is_null() || !change.deposed.empty()) continue;
    auto* arena = plan.arena.get();
    const auto base = arena->copy(base_of(change.address));
    const auto found = references.find(base);
    const auto* block = stack.declaration_of(change.address);
    stack.resources.push_back(
        {.address = change.address,
         .base_address = base,
         .module_address = change.module_address,
         .type = change.type,
         .name = change.name,
         .provider = change.provider_name,
         .mode = change.is_managed ? terraform::Mode::Managed : terraform::Mode::Data,
         .attributes = {attributes, {}},
         .effective_tags = attributes.get("tags_all"),
         .declared = block,
         .change = &change,
         .references =
             found == references.end() ? std::vector<terraform::Reference>{} : found->second});
  }
  index(stack);
  return stack;
}

}  // namespace

Stack make_stack(const plan::Plan& plan, const terraform::Root* root) {
  return make_stack(plan, root, &plan::Change::after);
}

Stack make_stack_before(const plan::Plan& plan, const terraform::Root* root) {
  return make_stack(plan, root, &plan::Change::before);
}

const terraform::Resource* Stack::declaration_of(std::string_view address) const {
  for (const auto& key : {std::string(address), base_of(address)})
    if (const auto found = declarations.find(key); found != declarations.end())
      return found->second;
  return nullptr;
}

source::Place declared_place(const terraform::Resource& resource, std::string_view path) {
  auto node = resource.attributes;
  auto place = resource.header;
  while (!path.empty()) {
    const auto stop = path.find_first_of(".[", 1);
    auto step = path.substr(0, stop);
    path = stop == std::string_view::npos ? std::string_view{} : path.substr(stop);
    if (step.starts_with('[')) {
      std::size_t position = 0;
      std::from_chars(step.data() + 1, step.data() + step.size(), position);
      node = value::step(node, position);
    } else {
      if (step.starts_with('.')) step.remove_prefix(1);
      node = value::step(node, intern(step));
    }
    if (!node.place.is_known()) break;
    place = node.place;
  }
  return place;
}

}  // namespace stopgate::model
