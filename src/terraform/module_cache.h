#pragma once

// Parsed modules that the roots of one run share: of 200 roots that call the same 40 modules, each
// module is read once.

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "terraform/module_syntax.h"

namespace stopgate::terraform {

class ModuleCache {
 public:
  // By the folder's real path and by the name that messages show.
  [[nodiscard]] std::shared_ptr<const ModuleSyntax>& at(const Folder& folder) {
    return modules_[{folder.path, folder.shown}];
  }
  [[nodiscard]] std::size_t size() const { return modules_.size(); }

 private:
  std::map<std::pair<std::string, std::string>, std::shared_ptr<const ModuleSyntax>> modules_;
};

}  // namespace stopgate::terraform
