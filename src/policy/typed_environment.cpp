#include "policy/typed_environment.h"

#include <algorithm>

#include "base/text.h"
#include "policy/fact_types.h"

namespace stopgate::policy {

namespace {

using cel::Type;
using cel::TypeKind;

class Maker {
 public:
  Maker(const Policy& policy, const terraform::ProviderSchemas* schemas)
      : policy_(policy),
        schemas_(schemas),
        out_{.target = make_environment(policy.target), .certainty = {}},
        kubernetes_(out_.target.environment) {}

  TypedEnvironment run() && {
    auto& environment = out_.target.environment;
    object_ = policy_.match.kinds.empty() ? Type::dyn() : kubernetes_.of_kinds(policy_.match.kinds);
    make_resource();
    for (const auto& fact : fact_types()) declare(fact);
    for (const auto variables : {variables_of(policy_.target), common_variables()})
      for (const auto& variable : variables)
        environment.declare(std::string(variable.name), type_of_variable(variable.name));
    std::vector<cel::Field> parameters;
    for (const auto& parameter : policy_.parameters)
      parameters.push_back({parameter.name, Type::dyn()});
    environment.declare("params", declare_sure("params", std::move(parameters)));
    return std::move(out_);
  }

 private:
  Type type_of_variable(std::string_view name) {
    if (name == "object" || name == "oldObject") return object_;
    if (name == "resource") return resource_;
    if (name == "container") return container();
    if (name == "security") return type_of("security");
    return type_of(fact_type_of(policy_.target, name));
  }

  Type container() {
    return kubernetes_.named("a container", {"core.v1.Container", "core.v1.EphemeralContainer"});
  }

  // As behind a colon in FactType.
  Type type_of(std::string_view text) {
    if (text.empty()) return Type::dyn();
    if (text == "{}") return Type::map(Type::of(TypeKind::String), Type::dyn());
    if (text.starts_with('[')) return Type::list(type_of(text.substr(1, text.size() - 2)));
    if (text == "container") return container();
    if (text == "security")
      return kubernetes_.named("a security context",
                               {"core.v1.SecurityContext", "core.v1.PodSecurityContext"});
    if (text == "resource") return resource_;
    if (text == "object") return object_;
    if (text.find('.') != std::string_view::npos)
      return kubernetes_.named(std::string(text), {text});
    return {.kind = TypeKind::Object, .name = std::string(text)};
  }

  void make_resource() {
    auto found = resource_type(policy_.match, schemas_, out_.target.environment);
    resource_ = std::move(found.type);
    for (auto& name : found.names)
      out_.certainty.emplace(std::move(name), found.is_exact ? Certainty::Sure : Certainty::Guess);
  }

  Type declare_sure(std::string_view name, std::vector<cel::Field> fields) {
    out_.target.environment.declare_object(std::string(name), std::move(fields));
    out_.certainty.emplace(name, Certainty::Sure);
    return {.kind = TypeKind::Object, .name = std::string(name)};
  }

  void declare(const FactType& fact) {
    std::vector<cel::Field> fields;
    for (const auto member : split(fact.members, ',')) {
      const auto colon = std::min(member.find(':'), member.size());
      const auto of = trim(member.substr(std::min(colon + 1, member.size())));
      fields.push_back({std::string(trim(member.substr(0, colon))), type_of(of)});
    }
    static_cast<void>(declare_sure(fact.name, std::move(fields)));
  }

  const Policy& policy_;
  const terraform::ProviderSchemas* schemas_;
  TypedEnvironment out_;
  KubernetesTypes kubernetes_;
  Type object_, resource_;
};

}  // namespace

TypedEnvironment make_typed_environment(const Policy& policy,
                                        const terraform::ProviderSchemas* schemas) {
  return Maker(policy, schemas).run();
}

}  // namespace stopgate::policy
