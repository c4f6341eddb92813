#pragma once

// The modules that a root calls, as its sources say before anything is evaluated. Each folder is
// parsed once, however many calls name it.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "terraform/evaluation.h"
#include "terraform/module_locate.h"
#include "terraform/module_syntax.h"

namespace stopgate::terraform {

// One call path: module.network.module.subnets has the key "network.subnets".
struct ModuleNode {
  std::shared_ptr<const ModuleSyntax> syntax;
  // By call name; a call whose module could not be found is missing here.
  std::map<std::string, std::unique_ptr<ModuleNode>, std::less<>> calls;
};

class ModuleTree {
 public:
  explicit ModuleTree(Evaluation& evaluation);

  [[nodiscard]] const ModuleNode& root() const { return *root_; }
  // Attribute names that may be taken of any resource that is referred to as a whole, in any
  // module.
  [[nodiscard]] const std::set<Symbol>& loose_attributes() const { return loose_; }
  // Every module of the tree once, in the order in which they were met.
  [[nodiscard]] const std::vector<std::shared_ptr<const ModuleSyntax>>& modules() const {
    return modules_;
  }

 private:
  [[nodiscard]] std::shared_ptr<const ModuleSyntax> parse(const Folder& folder);
  void add_calls(ModuleNode& node, const std::string& key, std::vector<std::string>& ancestors);
  void add_call(ModuleNode& node, const std::string& name, const Declaration& call,
                const std::string& key, std::vector<std::string>& ancestors);

  Evaluation& evaluation_;
  ModuleLocator locator_;
  std::map<std::string, std::shared_ptr<const ModuleSyntax>, std::less<>> parsed_;  // by real path
  std::vector<std::shared_ptr<const ModuleSyntax>> modules_;
  std::set<Symbol> loose_;
  std::unique_ptr<ModuleNode> root_;
  std::size_t nodes_ = 0;
};

}  // namespace stopgate::terraform
