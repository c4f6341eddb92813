#pragma once

// Calls of well-known registry modules that are not installed: the resources they make, as far as
// the arguments of the call decide them, and unknown beyond that.

#include <string>
#include <vector>

#include "terraform/module.h"
#include "terraform/module_instance.h"

namespace stopgate::terraform {

struct RegistryObject {
  std::string type;
  std::string name;
  CtyValue attributes;  // each value stands where the call writes it
  std::vector<std::pair<std::string, CtyValue>> decoded;  // see Resource::decoded
  bool is_symbolic = false;  // whether the module makes it is not known
};

// Of one instance of the call.
[[nodiscard]] std::vector<RegistryObject> registry_objects(ModuleInstance& module,
                                                           const Declaration& call,
                                                           const Repetition& repetition);

}  // namespace stopgate::terraform
