// IAM policy documents and their statements, wherever a resource holds one.

#include <algorithm>

#include "iam/document.h"
#include "policy/subjects.h"

namespace stopgate::policy {

namespace {

using value::Value;

std::string_view name_of(iam::DocumentUse use) {
  switch (use) {
    case iam::DocumentUse::Identity:
      return "identity";
    case iam::DocumentUse::Trust:
      return "trust";
    case iam::DocumentUse::Resource:
      return "resource";
    case iam::DocumentUse::Boundary:
      return "boundary";
  }
  return "";
}

struct Item {
  const model::Stack* stack;
  std::size_t resource;
  const iam::PolicyDocument* document;
  const iam::Statement* statement;  // null for the whole document, or an unknown one
};

class IamSubjects final : public Subjects {
 public:
  IamSubjects(Target target, const model::Model& model) : target_(target) {
    for (const auto& stack : model.stacks) {
      for (std::size_t i = 0; i < stack.resources.size(); ++i) {
        const auto& resource = stack.resources[i];
        if (resource.mode == terraform::Mode::Ephemeral || is_carried(stack, resource)) continue;
        auto documents =
            iam::documents_of(resource.type, resource.attributes, decoded(resource), *arena_);
        if (documents.empty()) continue;
        documents_.push_back(
            std::make_unique<std::vector<iam::PolicyDocument>>(std::move(documents)));
        for (const auto& document : *documents_.back()) add(stack, i, document);
      }
    }
  }
  std::size_t size() const override { return items_.size(); }
  std::string key(std::size_t i) const override {
    return std::string(name_of(items_[i].document->use)) + "|" + std::string(at(i).type);
  }
  bool matches(const Match& match, std::size_t i) const override {
    return matches_any(match.uses, name_of(items_[i].document->use)) &&
           matches_any(match.types, at(i).type);
  }
  void bind(std::size_t i, Binder& binder) const override {
    const auto& item = items_[i];
    auto& arena = binder.arena();
    std::vector<Value> statements;
    std::vector<source::Place> places;
    for (const auto& statement : item.document->statements) {
      statements.push_back(statement.node.value);
      places.push_back(statement.node.place);
    }
    Facts facts(arena);
    facts.add("use", name_of(item.document->use))
        .add("argument", std::string_view(item.document->argument));
    facts.add("statements",
              item.document->is_unknown ? item.document->document.value
                                        : value::List::make(arena, statements, places),
              item.document->document.place);
    binder.bind("document", facts.build(), describe(i).place);
    if (item.statement != nullptr) binder.bind("statement", item.statement->node);
    if (item.statement == nullptr && target_ == Target::IamStatement)
      binder.bind("statement", item.document->document);
    binder.bind("resource", at(i).attributes.value, at(i).place());
    binder.bind("meta", resource_meta(at(i), arena), at(i).place());
  }
  Host host(std::size_t i) const override {
    return {.model = nullptr,
            .render = nullptr,
            .name_space = {},
            .stack = items_[i].stack,
            .resource = items_[i].resource};
  }
  Description describe(std::size_t i) const override {
    const auto& item = items_[i];
    Description out;
    out.subject.address = at(i).address;
    out.place =
        item.statement != nullptr ? item.statement->node.place : item.document->document.place;
    if (!out.place.is_known() && at(i).declared != nullptr)
      out.place = model::declared_place(*at(i).declared, "." + item.document->argument);
    if (!out.place.is_known() && item.stack->plan != nullptr) out.path = item.stack->plan->path;
    if (item.stack->root != nullptr) out.environment = item.stack->root->environment;
    return out;
  }
  source::Place place_of(std::size_t i, std::string_view) const override {
    return describe(i).place;
  }

 private:
  void add(const model::Stack& stack, std::size_t resource, const iam::PolicyDocument& document) {
    // A document that nobody can read here stands as one unknown statement: undecided, not silent.
    if (target_ == Target::IamPolicy || document.is_unknown) {
      items_.push_back({&stack, resource, &document, nullptr});
      return;
    }
    for (const auto& statement : document.statements)
      items_.push_back({&stack, resource, &document, &statement});
  }
  // A data source's document is looked at where a resource carries it, once.
  static bool is_carried(const model::Stack& stack, const model::Resource& document) {
    if (document.mode != terraform::Mode::Data) return false;
    return std::ranges::any_of(stack.resources, [&](const model::Resource& resource) {
      return resource.mode == terraform::Mode::Managed &&
             std::ranges::any_of(resource.references, [&](const terraform::Reference& reference) {
               return reference.target == document.base_address;
             });
    });
  }
  // What the configuration wrote with jsonencode() or aws_iam_policy_document keeps its places.
  static std::span<const iam::Decoded> decoded(const model::Resource& resource) {
    return resource.declared == nullptr || resource.change != nullptr
               ? std::span<const iam::Decoded>{}
               : resource.declared->decoded;
  }
  [[nodiscard]] const model::Resource& at(std::size_t i) const {
    return items_[i].stack->resources[items_[i].resource];
  }

  Target target_;
  std::unique_ptr<Arena> arena_ = std::make_unique<Arena>();
  std::vector<std::unique_ptr<std::vector<iam::PolicyDocument>>> documents_;
  std::vector<Item> items_;
};

}  // namespace

std::unique_ptr<Subjects> make_iam_subjects(Target target, const model::Model& model) {
  return std::make_unique<IamSubjects>(target, model);
}

}  // namespace stopgate::policy
