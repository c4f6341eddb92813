#include "terraform/reference.h"

#include <algorithm>

namespace stopgate::terraform {

namespace {

using hcl::Expression;
using hcl::ExpressionKind;

// Recursion is as deep as the parser's own limit on nesting lets an expression be.
class Collector {
 public:
  void visit(const Expression& expression);

  ExpressionNames found;

 private:
  void visit_if(const Expression* expression) {
    if (expression != nullptr) visit(*expression);
  }
  void visit_for(const Expression& expression);
  void visit_template(const Expression& expression);
  void visit_traversal(const Expression& expression);
  void bind(const hcl::Name& name) {
    if (!name.text.empty()) bound_.push_back(name.text);
  }

  std::vector<Symbol> bound_;
};

// Names after the root, outermost first; stops at what is no traversal (a call, parentheses).
const Expression& unwind(const Expression& expression, std::vector<Symbol>& names,
                         std::vector<const Expression*>& indexes) {
  const auto* at = &expression;
  while (true) {
    switch (at->kind) {
      case ExpressionKind::Attribute:
        names.push_back(at->name.text);
        break;
      case ExpressionKind::Index:
        if (at->index != nullptr) indexes.push_back(at->index);
        break;
      case ExpressionKind::Splat:
        if (at->each != nullptr) unwind(*at->each, names, indexes);
        break;
      default:
        return *at;
    }
    at = at->operand;
  }
}

std::string joined(std::span<const Symbol> names) {
  std::string text;
  for (const auto name : names) {
    if (!text.empty()) text += '.';
    text += name.text();
  }
  return text;
}

ReferenceSyntax classify(Symbol root, std::span<const Symbol> steps) {
  const auto text = root.text();
  ReferenceSyntax reference{.target = std::string(text), .name = std::string(text)};
  const auto take = [&](ReferenceKind kind, std::size_t count) {
    if (steps.size() < count) return;
    reference.kind = kind;
    reference.name = joined(steps.first(count));
    reference.target += "." + reference.name;
    reference.attribute = joined(steps.subspan(count));
  };
  if (text == "var") {
    take(ReferenceKind::Variable, 1);
  } else if (text == "local") {
    take(ReferenceKind::Local, 1);
  } else if (text == "module") {
    take(ReferenceKind::Module, 1);
  } else if (text == "each" || text == "count" || text == "self") {
    reference.kind = ReferenceKind::Instance;
    reference.attribute = joined(steps);
  } else if (text == "path" || text == "terraform" || text == "tofu") {
    reference.kind = ReferenceKind::Context;
    reference.attribute = joined(steps);
  } else if (text == "data" || text == "ephemeral") {
    take(ReferenceKind::Resource, 2);
    reference.name = reference.target;
  } else {
    // `resource.aws_s3_bucket.b` is the long form, for types whose name is a word of the language.
    if (text == "resource" && steps.size() >= 2) {
      reference.target.clear();
      reference.target = std::string(steps[0].text());
      steps = steps.subspan(1);
    }
    take(ReferenceKind::Resource, 1);
    reference.name = reference.target;
  }
  return reference;
}

void Collector::visit_traversal(const Expression& expression) {
  std::vector<Symbol> names;
  std::vector<const Expression*> indexes;
  const auto& root = unwind(expression, names, indexes);
  std::ranges::reverse(names);
  if (root.kind != ExpressionKind::Variable ||
      std::ranges::find(bound_, root.name.text) != bound_.end()) {
    found.loose.insert(found.loose.end(), names.begin(), names.end());
    if (root.kind != ExpressionKind::Variable) visit(root);
  } else if (!root.name.text.empty()) {
    auto reference = classify(root.name.text, names);
    reference.span = expression.span;
    if (reference.kind != ReferenceKind::Resource)
      found.loose.insert(found.loose.end(), names.begin(), names.end());
    found.references.push_back(std::move(reference));
  }
  for (const auto* index : indexes) visit(*index);
}

void Collector::visit_for(const Expression& expression) {
  visit_if(expression.operand);
  const auto before = bound_.size();
  bind(expression.key_name);
  bind(expression.value_name);
  visit_if(expression.left);
  visit_if(expression.right);
  visit_if(expression.condition);
  bound_.resize(before);
}

void Collector::visit_template(const Expression& expression) {
  std::vector<std::size_t> open;
  for (const auto& part : expression.parts) {
    visit_if(part.expression);
    if (part.kind == hcl::TemplatePart::Kind::For) {
      open.push_back(bound_.size());
      bind(part.key_name);
      bind(part.value_name);
    } else if (part.kind == hcl::TemplatePart::Kind::EndFor && !open.empty()) {
      bound_.resize(open.back());
      open.pop_back();
    }
  }
}

void Collector::visit(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::Invalid:
    case ExpressionKind::Null:
    case ExpressionKind::Bool:
    case ExpressionKind::Number:
    case ExpressionKind::String:
      return;
    case ExpressionKind::Template:
      return visit_template(expression);
    case ExpressionKind::Variable:
    case ExpressionKind::Attribute:
    case ExpressionKind::Index:
    case ExpressionKind::Splat:
      return visit_traversal(expression);
    case ExpressionKind::ForTuple:
    case ExpressionKind::ForObject:
      return visit_for(expression);
    case ExpressionKind::Call:
    case ExpressionKind::Tuple:
      for (const auto* element : expression.elements) visit_if(element);
      return;
    case ExpressionKind::Object:
      for (const auto& item : expression.items) {
        if (!item.key_is_name) visit_if(item.key);
        visit_if(item.value);
      }
      return;
    case ExpressionKind::Conditional:
    case ExpressionKind::Unary:
    case ExpressionKind::Binary:
    case ExpressionKind::Parentheses:
      visit_if(expression.operand);
      visit_if(expression.left);
      visit_if(expression.right);
      return;
  }
}

}  // namespace

ExpressionNames names_in(const hcl::Expression& expression) {
  Collector collector;
  collector.visit(expression);
  return std::move(collector.found);
}

}  // namespace stopgate::terraform
