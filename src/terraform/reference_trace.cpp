#include "terraform/reference_trace.h"

#include <algorithm>

#include "terraform/block_content.h"
#include "terraform/reference.h"

namespace stopgate::terraform {

namespace {

// Bounds of one argument's search; beyond them references are only as written.
constexpr int kMaxDepth = 32;
constexpr std::size_t kMaxFound = 256;

class Tracer {
 public:
  Tracer(std::vector<Reference>& out, const std::string& argument, source::Place place)
      : out_(out), argument_(argument), place_(place) {}

  // `attribute`: what is taken of the whole expression: of `module.m.bucket.arn`, the output is
  // followed with ".arn" to come.
  void trace(ModuleInstance& module, const hcl::Expression& expression,
             const std::string& attribute, int depth);

 private:
  void follow(ModuleInstance& module, const ReferenceSyntax& reference,
              const std::string& attribute, int depth);
  void add(std::string target, std::string attribute);

  std::vector<Reference>& out_;
  const std::string& argument_;
  source::Place place_;
  std::set<std::pair<std::string, std::string>> seen_;
};

void Tracer::add(std::string target, std::string attribute) {
  if (seen_.size() >= kMaxFound || !seen_.emplace(target, attribute).second) return;
  out_.push_back({.argument = argument_,
                  .target = std::move(target),
                  .attribute = std::move(attribute),
                  .place = place_});
}

void Tracer::follow(ModuleInstance& module, const ReferenceSyntax& reference,
                    const std::string& attribute, int depth) {
  const auto& syntax = module.syntax();
  switch (reference.kind) {
    case ReferenceKind::Local: {
      const auto local = syntax.locals.find(reference.name);
      if (local != syntax.locals.end())
        trace(module, local->second.expression(), attribute, depth + 1);
      return;
    }
    case ReferenceKind::Variable: {
      const auto* argument =
          module.call() == nullptr ? nullptr : module.call()->content.find(reference.name);
      if (argument != nullptr)
        trace(*module.parent(), argument->expression(), attribute, depth + 1);
      return;
    }
    case ReferenceKind::Module: {
      const auto dot = attribute.find('.');
      if (!syntax.calls.contains(reference.name) || attribute.empty()) return;
      // All instances of a call have one syntax.
      const auto& state = module.call_state(reference.name);
      if (state.instances.empty()) return;
      auto& child = *state.instances.front();
      const auto output = child.syntax().outputs.find(attribute.substr(0, dot));
      const auto* value =
          output == child.syntax().outputs.end() ? nullptr : output->second.content.find("value");
      if (value != nullptr)
        trace(child, value->expression(),
              dot == std::string::npos ? std::string{} : attribute.substr(dot + 1), depth + 1);
      return;
    }
    case ReferenceKind::Resource:
    case ReferenceKind::Instance:
    case ReferenceKind::Context:
    case ReferenceKind::Other:
      return;
  }
}

void Tracer::trace(ModuleInstance& module, const hcl::Expression& expression,
                   const std::string& attribute, int depth) {
  if (depth > kMaxDepth || seen_.size() >= kMaxFound) return;
  const auto names = names_in(expression);
  for (const auto& reference : names.references) {
    if (reference.kind == ReferenceKind::Other || reference.kind == ReferenceKind::Context)
      continue;
    // Only of a bare reference is it known what is taken; of a part of an expression, nothing is.
    const auto is_whole = names.references.size() == 1 && reference.span == expression.span;
    auto taken = reference.attribute;
    if (is_whole && !attribute.empty()) taken += (taken.empty() ? "" : ".") + attribute;
    if (depth == 0 || reference.kind == ReferenceKind::Resource)
      add(module.base_address_of(reference.target), taken);
    follow(module, reference, taken, depth);
  }
}

class Walker {
 public:
  explicit Walker(ModuleInstance& module) : module_(module) {}

  void walk(const Content& content, const std::string& path, const MetaNames& skipped);

  std::vector<Reference> found;

 private:
  void add(const std::string& path, const ArgumentSyntax& argument) {
    Tracer(found, path, argument.place()).trace(module_, argument.expression(), {}, 0);
  }

  ModuleInstance& module_;
};

void Walker::walk(const Content& content, const std::string& path, const MetaNames& skipped) {
  const auto inner = [&](std::string_view name) {
    return path.empty() ? std::string(name) : path + "." + std::string(name);
  };
  for (const auto& argument : content.arguments) {
    const auto name = argument.attribute->name.text.text();
    if (std::ranges::find(skipped.arguments, name) == skipped.arguments.end())
      add(inner(name), argument);
  }
  for (const auto& block : content.blocks) {
    const auto type = block.type().text();
    if (std::ranges::find(skipped.blocks, type) != skipped.blocks.end()) continue;
    const auto body = content_of(block.block->body, block.file);
    if (type != "dynamic") {
      walk(body, inner(type), {});
      continue;
    }
    const auto made = inner(block.label(0));
    if (const auto* for_each = body.find("for_each")) add(made, *for_each);
    for (const auto& nested : body.blocks) {
      if (nested.type().text() == "content")
        walk(content_of(nested.block->body, nested.file), made, {});
    }
  }
}

}  // namespace

std::vector<Reference> references_of(ModuleInstance& module, const Content& content) {
  Walker walker(module);
  walker.walk(content, {}, resource_meta_names());
  return std::move(walker.found);
}

}  // namespace stopgate::terraform
