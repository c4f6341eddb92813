#include "terraform/block_content.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <vector>

#include "base/text.h"

namespace stopgate::terraform {

namespace {

constexpr std::array<std::string_view, 5> kMetaArguments = {"count", "for_each", "provider",
                                                            "depends_on", "providers"};
constexpr std::array<std::string_view, 3> kMetaBlocks = {"lifecycle", "provisioner", "connection"};

// The element of a dynamic block: `ingress.key`, `ingress.value`.
class IteratorScope final : public Scope {
 public:
  IteratorScope(const Scope& outer, Symbol name, const CtyValue& key, const CtyValue& value)
      : outer_(outer),
        name_(name),
        element_(CtyValue::object({{.key = intern("key"), .value = key, .key_place = {}},
                                   {.key = intern("value"), .value = value, .key_place = {}}})) {}

  Resolved resolve(const hcl::Name& root, std::span<const hcl::Name> attributes,
                   source::FileId file) const override {
    if (root.text == name_) return {.value = element_, .steps = 0, .error = std::nullopt};
    return outer_.resolve(root, attributes, file);
  }

 private:
  const Scope& outer_;
  Symbol name_;
  CtyValue element_;
};

// The blocks of one type, in source order.
struct Group {
  std::vector<CtyValue> blocks;
  std::optional<CtyValue> unknown;  // a dynamic block's for_each is: so is the list
  source::Place header;
  source::Place place;
};

class ContentEvaluator {
 public:
  ContentEvaluator(Evaluation& evaluation, const ContentObserver& observer)
      : evaluation_(evaluation), observer_(observer) {}

  [[nodiscard]] CtyValue evaluate(const Content& content, const Scope& scope, source::Place place,
                                  const MetaNames& skipped, const std::string& path);

 private:
  void add_argument(const ArgumentSyntax& argument, const Scope& scope, const std::string& path,
                    std::vector<CtyMember>& members);
  void add_block(const BlockSyntax& block, const Scope& scope, const std::string& path,
                 std::map<Symbol, Group>& groups);
  void add_dynamic(const BlockSyntax& block, const Scope& scope, const std::string& path,
                   std::map<Symbol, Group>& groups);
  void add_elements(const BlockSyntax& dynamic, const Content& content, const CtyValue& elements,
                    const Scope& scope, const std::string& path, Group& group);
  void add_element(const BlockSyntax& block, const Scope& scope, const std::string& path,
                   std::string_view type, Group& group);
  void report(source::Place place, std::string message, std::string help = {}) {
    evaluation_.report(
        {.message = std::move(message), .help = std::move(help), .place = place, .path = {}});
  }

  Evaluation& evaluation_;
  const ContentObserver& observer_;
};

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::string member_path(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

void ContentEvaluator::add_argument(const ArgumentSyntax& argument, const Scope& scope,
                                    const std::string& path, std::vector<CtyMember>& members) {
  auto value = evaluation_.evaluate(argument.expression(), argument.file, scope)
                   .with_place(argument.place());
  const auto name = argument.attribute->name.text;
  if (observer_) observer_(member_path(path, name.text()), argument, value, scope);
  members.push_back({.key = name, .value = std::move(value), .key_place = argument.name_place()});
}

void ContentEvaluator::add_element(const BlockSyntax& block, const Scope& scope,
                                   const std::string& path, std::string_view type, Group& group) {
  if (!evaluation_.take_instance(block.header())) return;
  const auto element_path =
      member_path(path, type) + "[" + std::to_string(group.blocks.size()) + "]";
  group.blocks.push_back(
      evaluate(content_of(block.block->body, block.file), scope, block.place(), {}, element_path));
}

void ContentEvaluator::add_block(const BlockSyntax& block, const Scope& scope,
                                 const std::string& path, std::map<Symbol, Group>& groups) {
  auto& group = groups[block.type()];
  if (!group.place.is_known()) {
    group.place = block.place();
    group.header = block.header();
  }
  add_element(block, scope, path, block.type().text(), group);
}

void ContentEvaluator::add_elements(const BlockSyntax& dynamic, const Content& content,
                                    const CtyValue& elements, const Scope& scope,
                                    const std::string& path, Group& group) {
  const auto body = std::ranges::find(content.blocks, intern("content"), &BlockSyntax::type);
  if (body == content.blocks.end()) {
    if (!content.has_errors)
      report(dynamic.header(), "the dynamic block has no 'content' block",
             "add one with what each block holds");
    return;
  }
  auto iterator = intern(dynamic.label(0));
  if (const auto* named = content.find("iterator")) {
    const auto& name = named->expression();
    if (name.kind == hcl::ExpressionKind::Variable) iterator = name.name.text;
  }
  const auto add = [&](const CtyValue& key, const CtyValue& value) {
    add_element(*body, IteratorScope(scope, iterator, key, value), path, dynamic.label(0), group);
  };
  if (elements.type().is_mapping()) {
    for (const auto& member : elements.members())
      add(CtyValue::string(std::string(member.key.text())), member.value);
    return;
  }
  std::int64_t index = 0;
  for (const auto& element : elements.elements()) {
    add(elements.kind() == TypeKind::Set ? element : CtyValue::number(Number(index)), element);
    ++index;
  }
}

void ContentEvaluator::add_dynamic(const BlockSyntax& block, const Scope& scope,
                                   const std::string& path, std::map<Symbol, Group>& groups) {
  if (block.block->labels.size() != 1)
    return report(block.header(), "a dynamic block has one label, the type of block it makes", {});
  const auto content = content_of(block.block->body, block.file);
  const auto* for_each = content.find("for_each");
  if (for_each == nullptr) {
    if (!content.has_errors)
      report(block.header(), "the dynamic block has no argument 'for_each'", "add it");
    return;
  }
  auto& group = groups[intern(block.label(0))];
  if (!group.place.is_known()) {
    group.place = block.place();
    group.header = block.header();
  }
  const auto elements = evaluation_.evaluate(for_each->expression(), for_each->file, scope);
  if (elements.is_unknown()) {
    auto info = elements.unknown_info();
    info.not_null = true;
    group.unknown =
        CtyValue::unknown(Type::dynamic(),
                          {.reason = info.reason, .subject = info.subject, .not_null = true})
            .with_place(for_each->place());
  } else if (elements.is_null() ||
             !(elements.type().is_mapping() || elements.type().is_sequence())) {
    report(for_each->place(),
           "'for_each' of a dynamic block needs a collection, got " +
               (elements.is_null() ? "null" : name_of(elements.type())),
           {});
    group.unknown = not_evaluated(std::string(block.label(0)));
  } else {
    add_elements(block, content, elements, scope, path, group);
  }
}

CtyValue ContentEvaluator::evaluate(const Content& content, const Scope& scope, source::Place place,
                                    const MetaNames& skipped, const std::string& path) {
  std::vector<CtyMember> members;
  for (const auto& argument : content.arguments) {
    if (!contains(skipped.arguments, argument.attribute->name.text.text()))
      add_argument(argument, scope, path, members);
  }
  std::map<Symbol, Group> groups;
  for (const auto& block : content.blocks) {
    const auto type = block.type().text();
    if (contains(skipped.blocks, type)) continue;
    if (type == "dynamic") {
      add_dynamic(block, scope, path, groups);
    } else if (type == "_" && !skipped.arguments.empty()) {
      // The escape block: arguments of the provider that are named as Terraform's own.
      for (const auto& attribute : block.block->body.attributes)
        add_argument({&attribute, block.file}, scope, path, members);
      for (const auto* nested : block.block->body.blocks)
        add_block({nested, block.file}, scope, path, groups);
    } else {
      add_block(block, scope, path, groups);
    }
  }
  for (auto& [type, group] : groups) {
    auto value = group.unknown ? *group.unknown
                               : CtyValue::tuple(std::move(group.blocks)).with_place(group.place);
    members.push_back({.key = type, .value = std::move(value), .key_place = group.header});
  }
  return CtyValue::object(std::move(members)).with_place(place);
}

}  // namespace

MetaNames resource_meta_names() {
  return {.arguments = kMetaArguments, .blocks = kMetaBlocks};
}

CtyValue evaluate_content(Evaluation& evaluation, const Content& content, const Scope& scope,
                          source::Place place, const MetaNames& skipped,
                          const ContentObserver& observer) {
  return ContentEvaluator(evaluation, observer).evaluate(content, scope, place, skipped, {});
}

}  // namespace stopgate::terraform
