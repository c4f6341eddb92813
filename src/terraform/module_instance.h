#pragma once

// A module as one call gives it: its variables have values, its declarations are evaluated when
// they are first needed. Two calls of one module share nothing but its syntax.

#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "terraform/evaluation.h"
#include "terraform/expand.h"
#include "terraform/module_tree.h"
#include "terraform/scope.h"
#include "terraform/variables.h"

namespace stopgate::terraform {

class ModuleInstance;

// One resource, data or ephemeral block, evaluated.
struct ResourceState {
  Task task;
  Expansion expansion;
  // For each instance of the expansion:
  std::vector<CtyValue> objects;  // arguments and blocks, as configured
  std::vector<std::vector<std::pair<std::string, CtyValue>>> decoded;  // see Resource::decoded
  std::vector<CtyValue> documents;  // of aws_iam_policy_document: the structure of its `json`
  std::optional<CtyValue> whole;    // what a reference to all of it gives, once one was met
};

struct CallState {
  Task task;
  Expansion expansion;
  std::vector<std::unique_ptr<ModuleInstance>>
      instances;                  // none when the module could not be found
  std::optional<CtyValue> whole;  // what a reference to all of it gives, once one was met
};

// A provider configuration, by the module that declares it.
struct ProviderReference {
  ModuleInstance* module = nullptr;  // null: nobody declares it
  std::string key;                   // "aws", "aws.eu": in that module, or in the root
};

class ModuleInstance {
 public:
  // The root module.
  ModuleInstance(Evaluation& evaluation, const ModuleTree& tree, const VariableValues& values);
  // An instance of a call.
  ModuleInstance(ModuleInstance& parent, const std::string& name, const Declaration& call,
                 const ModuleNode& node, const Repetition& repetition);

  [[nodiscard]] const ModuleSyntax& syntax() const { return *node_.syntax; }
  [[nodiscard]] const std::string& address() const { return address_; }            // module.a["x"]
  [[nodiscard]] const std::string& base_address() const { return base_address_; }  // module.a
  [[nodiscard]] std::string address_of(std::string_view name) const {
    return prefixed(address_, name);
  }
  [[nodiscard]] std::string base_address_of(std::string_view name) const {
    return prefixed(base_address_, name);
  }
  [[nodiscard]] const std::vector<source::Place>& calls() const { return calls_; }
  // The instance stands for any number of them, as does everything in it.
  [[nodiscard]] bool is_symbolic() const { return is_symbolic_; }
  [[nodiscard]] ModuleInstance* parent() const { return parent_; }
  [[nodiscard]] const Declaration* call() const { return call_; }
  [[nodiscard]] const Repetition& repetition() const { return repetition_; }
  [[nodiscard]] Evaluation& evaluation() const { return evaluation_; }

  // Each asserts that the name is declared.
  [[nodiscard]] CtyValue variable(const std::string& name);
  [[nodiscard]] CtyValue local(const std::string& name);
  [[nodiscard]] CtyValue output(const std::string& name);
  [[nodiscard]] ResourceState& resource(const std::string& key);
  [[nodiscard]] CallState& call_state(const std::string& name);
  // The module that a call names was found.
  [[nodiscard]] bool has_module(const std::string& call) const {
    return node_.calls.contains(call);
  }
  [[nodiscard]] CtyValue provider(const std::string& key);
  // The configuration that a name in this module stands for.
  [[nodiscard]] ProviderReference find_provider(const std::string& key);

  // See Scope::resolve.
  [[nodiscard]] Resolved resolve(const hcl::Name& root, std::span<const hcl::Name> attributes,
                                 source::FileId file, const Repetition& repetition);

 private:
  struct Slot {
    Task task;
    CtyValue value;
  };
  using Slots = std::map<std::string, Slot, std::less<>>;
  struct Reference;

  static std::string prefixed(const std::string& address, std::string_view name) {
    return address.empty() ? std::string(name) : address + "." + std::string(name);
  }
  template <typename Compute>
  CtyValue once(Slots& slots, const std::string& name, const std::string& shown,
                source::Place place, Compute compute);
  [[nodiscard]] CtyValue compute_variable(const std::string& name, const Declaration& declaration);
  [[nodiscard]] std::optional<CtyValue> given_value(const std::string& name,
                                                    const Declaration& declaration,
                                                    const Type& type, bool is_typed);
  void evaluate_resource(const std::string& key, const Declaration& declaration,
                         ResourceState& state);
  [[nodiscard]] CtyValue read_policy_document(const Content& content, const CtyValue& data,
                                              const Scope& scope);
  [[nodiscard]] std::vector<CtyValue> base_documents(
      const Content& content, const CtyValue& data, const Scope& scope,
      std::initializer_list<std::string_view> arguments);
  void evaluate_call(const std::string& name, const Declaration& call, CallState& state);
  void check_inputs(const Declaration& call, const ModuleSyntax& module);
  void check_output(const std::string& name, const Declaration& declaration, const CtyValue& value);
  void check_kept(const Declaration& declaration, const ArgumentSyntax& argument,
                  const CtyValue& value);

  [[nodiscard]] Resolved resolve_value(const Reference& reference, std::string_view kind);
  [[nodiscard]] Resolved resolve_resource(const Reference& reference, std::string key,
                                          std::size_t steps);
  [[nodiscard]] Resolved resolve_module(const Reference& reference);
  [[nodiscard]] Resolved resolve_instance(const Reference& reference, const Repetition& repetition);
  [[nodiscard]] Resolved resolve_path(const Reference& reference);
  [[nodiscard]] Resolved resolve_workspace(const Reference& reference);
  [[nodiscard]] Resolved undeclared(const Reference& reference, std::size_t steps, std::string what,
                                    const std::vector<std::string_view>& names);
  [[nodiscard]] CtyValue resource_attribute(const std::string& key, const Declaration& declaration,
                                            const ResourceState& state, std::size_t instance,
                                            Symbol name);
  [[nodiscard]] CtyValue resource_object(const std::string& key, const Declaration& declaration,
                                         const ResourceState& state, std::size_t instance);
  [[nodiscard]] const CtyValue& whole_resource(const std::string& key,
                                               const Declaration& declaration,
                                               ResourceState& state);
  [[nodiscard]] CtyValue call_object(const std::string& name, ModuleInstance& instance);
  [[nodiscard]] const CtyValue& whole_call(const std::string& name, CallState& state);

  Evaluation& evaluation_;
  const ModuleTree& tree_;
  const ModuleNode& node_;
  const VariableValues* values_ = nullptr;  // of the root
  ModuleInstance* parent_ = nullptr;
  const Declaration* call_ = nullptr;
  Repetition repetition_;  // of the call
  std::string address_;
  std::string base_address_;
  std::vector<source::Place> calls_;
  bool is_symbolic_ = false;

  Slots variables_, locals_, outputs_, providers_;
  std::map<std::string, ResourceState, std::less<>> resources_;
  std::map<std::string, CallState, std::less<>> call_states_;
};

// What names mean in a module, within one instance of a repeated block.
class ModuleScope final : public Scope {
 public:
  // Both must outlive the scope.
  ModuleScope(ModuleInstance& module, const Repetition& repetition)
      : module_(module), repetition_(repetition) {}
  [[nodiscard]] Resolved resolve(const hcl::Name& root, std::span<const hcl::Name> attributes,
                                 source::FileId file) const override {
    return module_.resolve(root, attributes, file, repetition_);
  }

 private:
  ModuleInstance& module_;
  const Repetition& repetition_;
};

// Outside of any repetition.
[[nodiscard]] const Repetition& no_repetition();

}  // namespace stopgate::terraform
