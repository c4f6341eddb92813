#include "terraform/module_instance.h"

#include <algorithm>
#include <cassert>

#include "base/text.h"
#include "terraform/block_content.h"
#include "terraform/cty_convert.h"
#include "terraform/policy_document.h"
#include "terraform/structure.h"
#include "terraform/type_constraint.h"

namespace stopgate::terraform {

namespace {

constexpr std::string_view kPolicyDocument = "data.aws_iam_policy_document.";

// Arguments of a call that are not inputs of the module.
constexpr std::string_view kCallArguments[] = {"source", "version",  "providers",
                                               "count",  "for_each", "depends_on"};

bool is_literal(const Content& content, std::string_view name, bool value) {
  const auto* argument = content.find(name);
  return argument != nullptr && argument->expression().kind == hcl::ExpressionKind::Bool &&
         argument->expression().flag == value;
}

}  // namespace

const Repetition& no_repetition() {
  static const Repetition none;
  return none;
}

ModuleInstance::ModuleInstance(Evaluation& evaluation, const ModuleTree& tree,
                               const VariableValues& values)
    : evaluation_(evaluation), tree_(tree), node_(tree.root()), values_(&values) {}

ModuleInstance::ModuleInstance(ModuleInstance& parent, const std::string& name,
                               const Declaration& call, const ModuleNode& node,
                               const Repetition& repetition)
    : evaluation_(parent.evaluation_),
      tree_(parent.tree_),
      node_(node),
      parent_(&parent),
      call_(&call),
      repetition_(repetition),
      address_(parent.address_of("module." + name + repetition.suffix)),
      base_address_(parent.base_address_of("module." + name)),
      calls_(parent.calls_) {
  calls_.push_back(call.syntax.header());
  is_symbolic_ = parent.is_symbolic_ || repetition.key.is_unknown();
}

// Runs `compute` the first time; answers an unknown to those that come while it runs.
template <typename Compute>
CtyValue ModuleInstance::once(Slots& slots, const std::string& name, const std::string& shown,
                              source::Place place, Compute compute) {
  auto& slot = slots[name];
  if (slot.task.state == Task::State::Done) return slot.value;
  const auto full = address_of(shown);
  if (evaluation_.begin(slot.task, full, place) != Evaluation::Turn::Compute)
    return not_evaluated(full);
  slot.value = compute();
  evaluation_.finish(slot.task);
  return slot.value;
}

CtyValue ModuleInstance::variable(const std::string& name) {
  const auto& declaration = syntax().variables.find(name)->second;
  return once(variables_, name, "var." + name, declaration.syntax.header(),
              [&] { return compute_variable(name, declaration); });
}

std::optional<CtyValue> ModuleInstance::given_value(const std::string& name,
                                                    const Declaration& declaration,
                                                    const Type& type, bool is_typed) {
  if (parent_ != nullptr) {
    const auto* argument = call_->content.find(name);
    if (argument == nullptr) return std::nullopt;
    return evaluation_
        .evaluate(argument->expression(), argument->file, ModuleScope(*parent_, repetition_))
        .with_place(argument->place());
  }
  const auto given = values_->find(name);
  if (given == values_->end()) return std::nullopt;
  if (!given->second.text) return given->second.value;
  return value_of_text(evaluation_, given->second, type, is_typed)
      .with_place(declaration.syntax.header());
}

CtyValue ModuleInstance::compute_variable(const std::string& name, const Declaration& declaration) {
  const auto& content = declaration.content;
  const auto* constraint = content.find("type");
  Type type;
  if (constraint != nullptr) {
    auto parsed = parse_type_constraint(constraint->expression(), constraint->file,
                                        evaluation_.eval_options());
    evaluation_.report(parsed.diagnostics);
    type = parsed.type;
  }
  auto value = given_value(name, declaration, type, constraint != nullptr);
  const auto* fallback = content.find("default");
  const bool may_be_null = !is_literal(content, "nullable", false);
  if ((!value || (value->is_null() && !may_be_null)) && fallback != nullptr) {
    auto result =
        evaluate_constant(fallback->expression(), fallback->file, evaluation_.eval_options());
    evaluation_.report(result.diagnostics);
    value = result.value.with_place(fallback->place());
    if (value->is_null() && !may_be_null) {
      evaluation_.report(
          {.message = "variable " + quoted(name) + " must not be null, but null is its default",
           .help = "give another default, remove it, or remove 'nullable = false'",
           .place = fallback->place(),
           .path = {}});
    }
  }
  if (!value) {
    // In a call this is an error of the call, reported there.
    const auto reason =
        parent_ == nullptr ? "var." + name + " has no value here" : std::string(kNotEvaluated);
    value = CtyValue::unknown(
        type.without_optional(),
        {.reason = reason, .subject = address_of("var." + name), .not_null = !may_be_null});
  }
  auto converted = convert(*value, type);
  if (!converted.error.empty()) {
    const auto place = converted.place.is_known()  ? converted.place
                       : value->place().is_known() ? value->place()
                                                   : declaration.syntax.header();
    evaluation_.report({.message = "the value of variable " + quoted(name) +
                                   " does not fit its type: " + converted.error,
                        .help = "give a " + name_of(type) + ", or change the type",
                        .place = place,
                        .path = {}});
    converted.value = CtyValue::unknown(
        type.without_optional(),
        {.reason = std::string(kNotEvaluated), .subject = address_of("var." + name)});
  }
  const Marks marks{.sensitive = is_literal(content, "sensitive", true),
                    .ephemeral = is_literal(content, "ephemeral", true)};
  return converted.value.with_marks(marks);
}

CtyValue ModuleInstance::local(const std::string& name) {
  const auto& argument = syntax().locals.find(name)->second;
  return once(locals_, name, "local." + name, argument.name_place(), [&] {
    return evaluation_.evaluate(argument.expression(), argument.file,
                                ModuleScope(*this, no_repetition()));
  });
}

CtyValue ModuleInstance::output(const std::string& name) {
  const auto& declaration = syntax().outputs.find(name)->second;
  return once(outputs_, name, "output." + name, declaration.syntax.header(), [&] {
    const auto* value = declaration.content.find("value");
    if (value == nullptr) return not_evaluated(address_of("output." + name));
    const auto result =
        evaluation_.evaluate(value->expression(), value->file, ModuleScope(*this, no_repetition()));
    check_output(name, declaration, result);
    return result.with_marks({.sensitive = is_literal(declaration.content, "sensitive", true)});
  });
}

// What Terraform does not let out of a module unless it is said to be meant.
void ModuleInstance::check_output(const std::string& name, const Declaration& declaration,
                                  const CtyValue& value) {
  const auto marks = value.deep_marks();
  const auto report = [&](std::string message, std::string help) {
    evaluation_.report({.message = "output " + quoted(name) + std::move(message),
                        .help = std::move(help),
                        .place = declaration.content.find("value")->place(),
                        .path = {}});
  };
  if (parent_ == nullptr && marks.sensitive && !is_literal(declaration.content, "sensitive", true))
    report(" shows a sensitive value",
           "add 'sensitive = true', or use nonsensitive() on what may be shown");
  if (!marks.ephemeral) return;
  if (parent_ == nullptr)
    report(" of the root module has an ephemeral value, which cannot be kept", "remove the output");
  else if (!is_literal(declaration.content, "ephemeral", true))
    report(" has an ephemeral value", "add 'ephemeral = true'");
}

CtyValue ModuleInstance::provider(const std::string& key) {
  const auto& declaration = syntax().providers.find(key)->second;
  return once(providers_, key, "provider." + key, declaration.syntax.header(), [&] {
    return evaluate_content(evaluation_, declaration.content, ModuleScope(*this, no_repetition()),
                            declaration.syntax.place(), {}, {});
  });
}

ResourceState& ModuleInstance::resource(const std::string& key) {
  auto& state = resources_[key];
  if (state.task.state == Task::State::Done) return state;
  const auto& declaration = syntax().resources.find(key)->second;
  if (evaluation_.begin(state.task, address_of(key), declaration.syntax.header()) ==
      Evaluation::Turn::Compute) {
    evaluate_resource(key, declaration, state);
    evaluation_.finish(state.task);
  }
  return state;
}

// An ephemeral value may not be kept: only write-only arguments take one.
void ModuleInstance::check_kept(const Declaration& declaration, const ArgumentSyntax& argument,
                                const CtyValue& value) {
  const auto name = argument.attribute->name.text.text();
  if (declaration.syntax.type().text() == "ephemeral" || name.ends_with("_wo") ||
      !value.deep_marks().ephemeral)
    return;
  evaluation_.report({.message = "argument " + quoted(name) +
                                 " has an ephemeral value, which cannot be kept in the state",
                      .help = "use a value that is not ephemeral, or a write-only argument",
                      .place = argument.place(),
                      .path = {}});
}

void ModuleInstance::evaluate_resource(const std::string& key, const Declaration& declaration,
                                       ResourceState& state) {
  const ModuleScope outer(*this, no_repetition());
  state.expansion = expand(evaluation_, declaration.content, outer, key);
  const bool is_policy_document = key.starts_with(kPolicyDocument);
  auto& instances = state.expansion.instances;
  for (std::size_t i = 0; i < instances.size(); ++i) {
    if (!evaluation_.take_instance(declaration.syntax.header())) {
      instances.resize(i);
      break;
    }
    const ModuleScope scope(*this, instances[i]);
    auto& decoded = state.decoded.emplace_back();
    const auto observe = [&](const std::string& path, const ArgumentSyntax& argument,
                             const CtyValue& value, const Scope& where) {
      check_kept(declaration, argument, value);
      if (!looks_like_json(value)) return;
      if (auto structure = structure_of(*this, argument.expression(), argument.file, where))
        decoded.emplace_back(path, std::move(*structure));
    };
    auto object = evaluate_content(evaluation_, declaration.content, scope,
                                   declaration.syntax.header(), resource_meta_names(), observe);
    source::Diagnostics diagnostics;
    evaluation_.schemas().check_values(syntax(), declaration, object, diagnostics);
    evaluation_.report(diagnostics);
    if (is_policy_document) {
      auto document = read_policy_document(declaration.content, object, scope);
      decoded.emplace_back("json", document);
      state.documents.push_back(std::move(document));
    }
    state.objects.push_back(std::move(object));
  }
}

// The documents that an aws_iam_policy_document is built upon, as structures where they are written
// so.
std::vector<CtyValue> ModuleInstance::base_documents(
    const Content& content, const CtyValue& data, const Scope& scope,
    std::initializer_list<std::string_view> arguments) {
  std::vector<CtyValue> documents;
  for (const auto name : arguments) {
    const auto* argument = content.find(name);
    const auto* evaluated = data.find(intern(name));
    if (argument == nullptr || evaluated == nullptr || evaluated->value.is_null()) continue;
    const auto add = [&](const hcl::Expression& expression, const CtyValue& text) {
      auto structure = structure_of(*this, expression, argument->file, scope);
      documents.push_back(structure ? std::move(*structure) : parse_policy_document(text));
    };
    const auto& expression = argument->expression();
    const auto& value = evaluated->value;
    if (!value.is_concrete() || !value.type().is_sequence()) {
      add(expression, value);
    } else if (expression.kind == hcl::ExpressionKind::Tuple &&
               expression.elements.size() == value.size()) {
      for (std::size_t i = 0; i < value.size(); ++i)
        add(*expression.elements[i], value.elements()[i]);
    } else {
      for (const auto& text : value.elements()) documents.push_back(parse_policy_document(text));
    }
  }
  return documents;
}

CtyValue ModuleInstance::read_policy_document(const Content& content, const CtyValue& data,
                                              const Scope& scope) {
  const auto sources =
      base_documents(content, data, scope, {"source_json", "source_policy_documents"});
  const auto overrides =
      base_documents(content, data, scope, {"override_json", "override_policy_documents"});
  return policy_document(data, sources, overrides);
}

CallState& ModuleInstance::call_state(const std::string& name) {
  auto& state = call_states_[name];
  if (state.task.state == Task::State::Done) return state;
  const auto& call = syntax().calls.find(name)->second;
  if (evaluation_.begin(state.task, address_of("module." + name), call.syntax.header()) ==
      Evaluation::Turn::Compute) {
    evaluate_call(name, call, state);
    evaluation_.finish(state.task);
  }
  return state;
}

void ModuleInstance::evaluate_call(const std::string& name, const Declaration& call,
                                   CallState& state) {
  const ModuleScope scope(*this, no_repetition());
  state.expansion = expand(evaluation_, call.content, scope, "module." + name);
  const auto node = node_.calls.find(name);
  if (node == node_.calls.end()) return;
  check_inputs(call, *node->second->syntax);
  for (const auto& repetition : state.expansion.instances) {
    if (!evaluation_.take_instance(call.syntax.header())) break;
    state.instances.push_back(
        std::make_unique<ModuleInstance>(*this, name, call, *node->second, repetition));
  }
}

void ModuleInstance::check_inputs(const Declaration& call, const ModuleSyntax& module) {
  if (module.has_errors) return;
  std::vector<std::string_view> names;
  for (const auto& [name, variable] : module.variables) {
    names.push_back(name);
    if (variable.content.find("default") != nullptr || call.content.find(name) != nullptr ||
        call.content.has_errors)
      continue;
    evaluation_.report({.message = "the module call has no argument " + quoted(name) +
                                   ", which the module requires",
                        .help = "add it",
                        .place = call.syntax.header(),
                        .path = {}});
  }
  for (const auto& argument : call.content.arguments) {
    const auto name = argument.attribute->name.text.text();
    if (module.variables.contains(name) ||
        std::ranges::find(kCallArguments, name) != std::end(kCallArguments))
      continue;
    const auto near = nearest_name(name, names);
    evaluation_.report({.message = "the module declares no variable " + quoted(name),
                        .help = near ? "did you mean " + quoted(*near) + "?"
                                     : "remove the argument, or declare the variable",
                        .place = argument.name_place(),
                        .path = {}});
  }
}

// The name of a provider configuration as an expression writes it: `aws`, `aws.eu`.
static std::string provider_name(const hcl::Expression& expression) {
  if (expression.kind == hcl::ExpressionKind::String) return std::string(expression.text);
  if (expression.kind == hcl::ExpressionKind::Variable)
    return std::string(expression.name.text.text());
  if (expression.kind == hcl::ExpressionKind::Attribute &&
      expression.operand->kind == hcl::ExpressionKind::Variable) {
    return std::string(expression.operand->name.text.text()) + "." +
           std::string(expression.name.text.text());
  }
  return {};
}

ProviderReference ModuleInstance::find_provider(const std::string& key) {
  if (syntax().providers.contains(key)) return {this, key};
  if (parent_ == nullptr) return {nullptr, key};
  const auto* mapping = call_->content.find("providers");
  if (mapping != nullptr && mapping->expression().kind == hcl::ExpressionKind::Object) {
    for (const auto& item : mapping->expression().items) {
      if (provider_name(*item.key) == key)
        return parent_->find_provider(provider_name(*item.value));
    }
  }
  // Only configurations without an alias are inherited by themselves.
  if (key.find('.') != std::string::npos) return {nullptr, key};
  return parent_->find_provider(key);
}

}  // namespace stopgate::terraform
