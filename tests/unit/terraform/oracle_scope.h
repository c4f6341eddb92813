#pragma once

// A scope for the oracle's context module: variables with their defaults, locals, resources whose
// computed attributes are known after apply, and calls of one small module.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "hcl/parser.h"
#include "terraform/cty_convert.h"
#include "terraform/evaluate.h"
#include "terraform/type_constraint.h"

namespace stopgate::test {

using terraform::CtyMember;
using terraform::CtyValue;
using terraform::Type;

inline CtyValue object_of(const std::vector<std::pair<std::string, CtyValue>>& parts) {
  std::vector<CtyMember> members;
  for (const auto& [name, value] : parts) members.push_back({.key = intern(name), .value = value});
  return CtyValue::object(std::move(members));
}

inline CtyValue unknown_text(const std::string& subject) {
  return CtyValue::unknown(
      Type::string(),
      {.reason = std::string(terraform::kAfterApply), .subject = subject, .not_null = true});
}

class OracleScope final : public terraform::Scope {
 public:
  OracleScope(const hcl::File& file, const terraform::EvalOptions& options)
      : options_(options), file_(file.id) {
    for (const auto* block : file.body.blocks) {
      if (block->type.text.text() == "variable") add_variable(*block);
      if (block->type.text.text() != "locals") continue;
      for (const auto& attribute : block->body.attributes)
        locals_[std::string(attribute.name.text.text())] = attribute.value;
    }
    resources_["terraform_data.u"] = data(CtyValue::string("known"), "u");
    resources_["terraform_data.c"] =
        CtyValue::tuple({data(CtyValue::number(0), "c[0]"), data(CtyValue::number(1), "c[1]")});
    resources_["terraform_data.f"] = object_of(
        {{"x", data(CtyValue::string("1"), "f[x]")}, {"y", data(CtyValue::string("2"), "f[y]")}});
    const auto call = [](const std::string& v) {
      return object_of({{"out", CtyValue::string("o-" + v)}});
    };
    resources_["module.m"] = call("mv");
    resources_["module.mf"] = object_of({{"a", call("a")}, {"b", call("b")}});
    resources_["module.mc"] = CtyValue::tuple({call("c0"), call("c1")});
  }

  terraform::Resolved resolve(const hcl::Name& root, std::span<const hcl::Name> attributes,
                              source::FileId file) const override {
    const auto name = std::string(root.text.text());
    const auto step = attributes.empty() ? std::string() : std::string(attributes[0].text.text());
    const auto found = [](CtyValue value) {
      return terraform::Resolved{.value = std::move(value), .steps = 1, .error = {}};
    };
    if (name == "var" && variables_.contains(step)) return found(variables_.at(step));
    if (name == "local" && locals_.contains(step))
      return found(evaluate(*locals_.at(step), file_, *this, options_).value);
    if (resources_.contains(name + "." + step)) return found(resources_.at(name + "." + step));
    if (name == "path") return found(CtyValue::string("."));
    if (name == "terraform" && step == "workspace") return found(CtyValue::string("default"));
    if (name == "terraform" && step == "applying")
      return found(CtyValue::unknown(Type::boolean(), {})
                       .with_marks({.sensitive = false, .ephemeral = true}));
    return {.value = {},
            .steps = 0,
            .error = source::Diagnostic{.message = "nothing is called '" + name + "." + step + "'",
                                        .help = {},
                                        .place = {file, root.span},
                                        .path = {}}};
  }

 private:
  static CtyValue data(const CtyValue& input, const std::string& name) {
    return object_of(
        {{"id", unknown_text("terraform_data." + name + ".id")},
         {"input", input},
         {"output",
          CtyValue::unknown(input.type(), {.reason = std::string(terraform::kAfterApply)})},
         {"triggers_replace", CtyValue::null()}});
  }

  void add_variable(const hcl::Block& block) {
    CtyValue value;
    Type type;
    bool is_sensitive = false;
    for (const auto& attribute : block.body.attributes) {
      const auto name = attribute.name.text.text();
      if (name == "default") value = evaluate_constant(*attribute.value, file_, options_).value;
      if (name == "type") type = parse_type_constraint(*attribute.value, file_, options_).type;
      is_sensitive |= name == "sensitive";
    }
    value = convert(value, type).value;
    variables_[std::string(block.labels[0].text)] =
        is_sensitive ? value.with_marks({.sensitive = true, .ephemeral = false}) : value;
  }

  const terraform::EvalOptions& options_;
  source::FileId file_;
  std::map<std::string, CtyValue> variables_;
  std::map<std::string, const hcl::Expression*> locals_;
  std::map<std::string, CtyValue> resources_;
};

}  // namespace stopgate::test
