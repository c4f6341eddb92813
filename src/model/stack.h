#pragma once

// A Stack: the Terraform resources that are planned and applied together, seen alike whether they
// come from a root's configuration or from a plan, with the references between them.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "iam/statement.h"
#include "plan/plan.h"
#include "terraform/module.h"

namespace stopgate::model {

// One resource or data source. Exactly one of `declared` and `change` says where its attributes
// come from: `change` when the stack is a plan; `declared` is then the block it was joined to, if
// any.
struct Resource {
  std::string_view address, base_address, module_address, type, name, provider;
  terraform::Mode mode = terraform::Mode::Managed;
  value::Node attributes;  // lenient
  value::Value effective_tags;
  const terraform::Resource* declared = nullptr;
  const plan::Change* change = nullptr;
  std::vector<terraform::Reference> references;

  // The resource's header in the configuration, when there is one.
  [[nodiscard]] source::Place place() const {
    return declared == nullptr ? source::Place{} : declared->header;
  }
};

// How a resource found another one of a given type.
enum class Link { Found, None, Undecided };

struct Linked {
  Link link = Link::None;
  std::vector<std::size_t> resources;
  std::string reason;  // of Undecided: the reference that nobody can resolve here
};

struct Stack {
  const terraform::Root* root = nullptr;  // the configuration, when it was read
  const plan::Plan* plan = nullptr;
  std::vector<Resource> resources;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_type;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_base_address;
  // By address and by address without instance keys; what a plan deletes may still be declared.
  std::unordered_map<std::string, const terraform::Resource*> declarations;

  // The block that declares an address, of this very instance where it was expanded; null when none
  // does.
  [[nodiscard]] const terraform::Resource* declaration_of(std::string_view address) const;

  [[nodiscard]] std::span<const std::size_t> of_type(std::string_view type) const;

  // Resources of `type` whose `argument` names resource `of`: by reference, or by a value equal to
  // its name or id (`bucket = "logs"`).
  [[nodiscard]] Linked referrers(std::size_t of, std::string_view type,
                                 std::string_view argument) const;
  // Resources that `argument` of resource `from` names.
  [[nodiscard]] Linked referred(std::size_t from, std::string_view argument) const;
};

[[nodiscard]] Stack make_stack(const terraform::Root& root);
// The resources that will exist after the plan; `root` is the configuration it was made from, or
// null.
[[nodiscard]] Stack make_stack(const plan::Plan& plan, const terraform::Root* root);

// Which of the roots declares the most of what the plan changes; none when no root declares any.
[[nodiscard]] const terraform::Root* configuration_of(const plan::Plan& plan,
                                                      std::span<const terraform::Root> roots);

// Where the configuration writes an attribute ("ingress[0].cidr_blocks") of a resource: the nearest
// written ancestor, else the resource's header.
[[nodiscard]] source::Place declared_place(const terraform::Resource& resource,
                                           std::string_view path);

}  // namespace stopgate::model
