#include "terraform/module_tree.h"

#include <algorithm>

#include "base/text.h"
#include "terraform/checks.h"
#include "terraform/module_cache.h"
#include "terraform/registry_table.h"

namespace stopgate::terraform {

namespace {

// Modules within modules; people stay below 10.
constexpr std::size_t kMaxModuleDepth = 64;

}  // namespace

ModuleTree::ModuleTree(Evaluation& evaluation)
    : evaluation_(evaluation),
      locator_(evaluation.files(), evaluation.root(), evaluation.options().limits) {
  evaluation_.report(locator_.diagnostics);
  root_ = std::make_unique<ModuleNode>();
  root_->syntax = parse(evaluation.root());
  std::vector<std::string> ancestors = {evaluation.root().path};
  add_calls(*root_, {}, ancestors);
}

std::shared_ptr<const ModuleSyntax> ModuleTree::parse(const Folder& folder) {
  auto& module = parsed_[folder.path];
  if (module != nullptr) return module;
  auto* cache = evaluation_.options().modules;
  if (cache != nullptr) module = cache->at(folder);
  if (module == nullptr) {
    module = parse_module(evaluation_.sources(), evaluation_.files(), folder,
                          evaluation_.options().limits);
    if (cache != nullptr) cache->at(folder) = module;
  }
  evaluation_.report(module->diagnostics);
  source::Diagnostics diagnostics;
  check_module(*module, evaluation_.sources(), diagnostics);
  // What terraform init installed is not this repository's to correct.
  if (folder.path.find("/.terraform/") == std::string::npos)
    evaluation_.schemas().check_module(*module, diagnostics);
  evaluation_.report(diagnostics);
  loose_.insert(module->usage.loose.begin(), module->usage.loose.end());
  modules_.push_back(module);
  return module;
}

void ModuleTree::add_calls(ModuleNode& node, const std::string& key,
                           std::vector<std::string>& ancestors) {
  for (const auto& [name, call] : node.syntax->calls) {
    add_call(node, name, call, key.empty() ? name : key + "." + name, ancestors);
  }
}

void ModuleTree::add_call(ModuleNode& node, const std::string& name, const Declaration& call,
                          const std::string& key, std::vector<std::string>& ancestors) {
  const auto* source = call.content.find("source");
  if (source == nullptr) return;
  const auto complain = [&](source::Severity severity, std::string message, std::string help) {
    evaluation_.report({.severity = severity,
                        .message = std::move(message),
                        .help = std::move(help),
                        .place = source->place(),
                        .path = {}});
  };
  const auto& expression = source->expression();
  if (expression.kind == hcl::ExpressionKind::Invalid) return;
  if (expression.kind != hcl::ExpressionKind::String) {
    return complain(source::Severity::Note,
                    "the module of " + quoted(name) +
                        " depends on values: its resources are not seen, its outputs are unknown",
                    "write the source as a plain string, or check the plan JSON");
  }
  auto location = locator_.locate(node.syntax->folder, key, expression.text);
  if (!location.folder && !find_registry_module(expression.text, nullptr).empty()) {
    return complain(source::Severity::Note,
                    "the module " + quoted(expression.text) +
                        " is not installed: what the arguments of the call decide is known, the "
                        "rest of what it makes is not",
                    "run terraform init before the check, or check the plan JSON");
  }
  if (!location.folder)
    return complain(location.severity, std::move(location.message), std::move(location.help));
  if (std::ranges::find(ancestors, location.folder->path) != ancestors.end()) {
    return complain(source::Severity::Error,
                    "the module " + quoted(expression.text) + " calls itself", "remove the call");
  }
  if (ancestors.size() >= kMaxModuleDepth) {
    return complain(source::Severity::Error,
                    "modules are nested more than " + std::to_string(kMaxModuleDepth) +
                        " deep; the rest is not read",
                    {});
  }
  if (++nodes_ > evaluation_.options().limits.instances) {
    return complain(source::Severity::Error,
                    "more than " + std::to_string(evaluation_.options().limits.instances) +
                        " module calls; the rest is not read",
                    "raise the limit 'instances'");
  }
  auto child = std::make_unique<ModuleNode>();
  child->syntax = parse(*location.folder);
  if (child->syntax->files.empty() && !child->syntax->has_errors) {
    return complain(
        source::Severity::Error,
        "the module's folder " + quoted(location.folder->shown) + " holds no Terraform files",
        "correct the source");
  }
  ancestors.push_back(location.folder->path);
  add_calls(*child, key, ancestors);
  ancestors.pop_back();
  node.calls.emplace(name, std::move(child));
}

}  // namespace stopgate::terraform
