#include "cel/checker.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "cel/names.h"
#include "cel/type_relations.h"

namespace stopgate::cel {

namespace {

constexpr std::size_t kOverloadsInHelp = 4;
constexpr std::size_t kIssues = 20;  // nobody reads more of one expression

Type type_of_literal(const Datum& value) {
  switch (value.kind()) {
    case DatumKind::Null:
      return Type::of(TypeKind::Null);
    case DatumKind::Bool:
      return Type::of(TypeKind::Bool);
    case DatumKind::Int:
      return Type::of(TypeKind::Int);
    case DatumKind::Uint:
      return Type::of(TypeKind::Uint);
    case DatumKind::Double:
      return Type::of(TypeKind::Double);
    case DatumKind::String:
      return Type::of(TypeKind::String);
    case DatumKind::Bytes:
      return Type::of(TypeKind::Bytes);
    default:
      return Type::dyn();
  }
}

bool is_comparable(const Type& type) {
  switch (type.kind) {
    case TypeKind::Dyn:
    case TypeKind::Error:
    case TypeKind::Bool:
    case TypeKind::Int:
    case TypeKind::Uint:
    case TypeKind::Double:
    case TypeKind::String:
    case TypeKind::Bytes:
    case TypeKind::Timestamp:
    case TypeKind::Duration:
    case TypeKind::Parameter:
      return true;
    default:
      return false;
  }
}

bool is_scalar(const Type& type) {
  switch (type.kind) {
    case TypeKind::Bool:
    case TypeKind::Int:
    case TypeKind::Uint:
    case TypeKind::Double:
    case TypeKind::String:
    case TypeKind::Bytes:
    case TypeKind::Wrapper:
      return true;
    default:
      return false;
  }
}

class Checker {
 public:
  Checker(const Environment& environment, const CompileOptions& options, std::vector<Issue>& issues)
      : tables_(environment.tables()),
        names_(environment, options.container),
        issues_(issues),
        mixed_literals_(!environment.tables().dialect.homogeneous_literals) {}

  Type run(const Expr& root) {
    const auto type = check(root);
    return relations_.final_type(type);
  }

 private:
  // With what is known of type variables by now.
  Type check(const Expr& expr) { return relations_.resolved(type_of(expr)); }

  Type type_of(const Expr& expr) {
    if (issues_.size() >= kIssues) return Type::of(TypeKind::Error);
    switch (expr.kind) {
      case ExprKind::Literal:
        return type_of_literal(expr.literal);
      case ExprKind::Ident:
        return ident(expr);
      case ExprKind::Select:
        return select(expr);
      case ExprKind::Index:
        return index(expr);
      case ExprKind::Call:
        return call(expr);
      case ExprKind::List:
        return list(expr);
      case ExprKind::Map:
        return map(expr);
      case ExprKind::Fold:
        return fold(expr);
    }
    return Type::dyn();
  }

  Type issue(source::Span span, std::string message, std::string help = {}) {
    issues_.push_back({.span = span, .message = std::move(message), .help = std::move(help)});
    return Type::of(TypeKind::Error);
  }

  Type resolved(const Resolved& found) {
    if (found.variable) return tables_.variables[*found.variable].type;
    Type type = Type::of(TypeKind::Type);
    if (found.type->kind != TypeKind::Type)
      type.parameters.push_back(std::make_shared<const Type>(*found.type));
    return type;
  }

  Type ident(const Expr& expr) {
    if (!expr.is_absolute)
      if (const auto slot = scope_.find(expr.name)) return locals_[*slot];
    if (const auto found = names_.resolve(expr, scope_)) return resolved(*found);
    issues_.push_back(names_.undeclared(expr, scope_));
    return Type::of(TypeKind::Error);
  }

  Type select(const Expr& expr) {
    if (!expr.is_test && !expr.is_optional)
      if (const auto found = names_.resolve(expr, scope_)) return resolved(*found);
    const auto from = check(*expr.target);
    const bool is_optional = from.kind == TypeKind::Optional;
    const auto field =
        field_of(expr, is_optional ? relations_.resolved(*from.parameters.front()) : from);
    if (expr.is_test) return Type::of(TypeKind::Bool);
    return is_optional || expr.is_optional ? Type::optional(field) : field;
  }

  Type field_of(const Expr& expr, const Type& from) {
    switch (from.kind) {
      case TypeKind::Dyn:
      case TypeKind::Error:
        return Type::dyn();
      case TypeKind::Map:
        return *from.parameters[1];
      case TypeKind::Parameter: {
        const bool bound = relations_.assignable(from, Type::dyn());
        return bound ? Type::dyn() : Type::of(TypeKind::Error);
      }
      case TypeKind::Object:
        return object_field(expr, from);
      default:
        return issue(expr.name_span,
                     "type '" + to_string(from) + "' does not support field selection");
    }
  }

  Type object_field(const Expr& expr, const Type& object) {
    const auto fields = tables_.objects.find(object.name);
    if (fields == tables_.objects.end()) return Type::dyn();
    std::vector<std::string_view> known;
    for (const auto& field : fields->second) {
      if (field.name == expr.name) return field.type;
      known.emplace_back(field.name);
    }
    const auto near = nearest_name(expr.name, known);
    issues_.push_back({.span = expr.name_span,
                       .message = "undefined field " + quoted(expr.name) + " of " + object.name,
                       .help = near ? "did you mean '" + std::string(*near) + "'?" : "",
                       .kind = IssueKind::UndefinedField,
                       .of = object.name});
    return Type::of(TypeKind::Error);
  }

  Type index(const Expr& expr) {
    std::array<Type, 2> args = {check(*expr.target), check(*expr.args[0])};
    if (expr.is_optional && args[0].kind == TypeKind::Optional)
      args[0] = relations_.resolved(*args[0].parameters.front());
    const auto* set = tables_.function("_[_]");
    const auto type = overloaded(expr, "_[_]", set->globals, args);
    return expr.is_optional && type.kind != TypeKind::Optional ? Type::optional(type) : type;
  }

  Type call(const Expr& expr) {
    if (expr.target == nullptr && (expr.name == "_&&_" || expr.name == "_||_")) {
      for (const auto* arg : expr.args) expect_bool(*arg);
      return Type::of(TypeKind::Bool);
    }
    const auto called = names_.resolve_call(expr, scope_);
    // Its arguments may be a macro's, with variables that only the right name would bind.
    if (called.functions == nullptr) {
      issues_.push_back(names_.undeclared_function(expr));
      return Type::of(TypeKind::Error);
    }
    std::vector<Type> args;
    if (called.takes_target) args.push_back(check(*expr.target));
    // Texts are made of values of any type, also where literals are otherwise of one.
    const bool before = std::exchange(
        mixed_literals_, mixed_literals_ || (expr.target != nullptr && expr.name == "format"));
    for (const auto* arg : expr.args) args.push_back(check(*arg));
    mixed_literals_ = before;
    return overloaded(expr, called.name,
                      called.takes_target ? called.functions->members : called.functions->globals,
                      args);
  }

  Type overloaded(const Expr& expr, std::string_view name,
                  std::span<const StoredOverload* const> overloads, std::span<const Type> args) {
    std::optional<Type> result;
    for (const auto* stored : overloads) {
      TypeRelations::Instance instance;
      std::vector<Type> parameters;
      for (const auto& parameter : stored->overload.parameters)
        parameters.push_back(relations_.instantiate(parameter, instance));
      if (!relations_.all_assignable(parameters, args)) continue;
      const auto type =
          relations_.resolved(relations_.instantiate(stored->overload.result, instance));
      if (!result)
        result = type;
      else if (!(*result == type))
        result = Type::dyn();
    }
    if (result) return *result;
    return no_overload(expr, name, overloads, args);
  }

  Type no_overload(const Expr& expr, std::string_view name,
                   std::span<const StoredOverload* const> overloads, std::span<const Type> args) {
    const bool is_member = !overloads.empty() && overloads.front()->overload.is_member;
    std::vector<Type> given;
    for (const auto& arg : args) {
      if (arg.kind == TypeKind::Error) return arg;  // told already
      given.push_back(relations_.final_type(arg));
    }
    std::string help;
    for (std::size_t i = 0; i < overloads.size() && i < kOverloadsInHelp; ++i)
      help +=
          (i > 0 ? ", " : "it takes ") + signature(overloads[i]->overload.parameters, is_member);
    if (overloads.size() > kOverloadsInHelp) help += ", …";
    issues_.push_back({.span = expr.name_span,
                       .message = "found no matching overload for '" + std::string(name) +
                                  "' applied to '" + signature(given, is_member) + "'",
                       .help = std::move(help),
                       .kind = name != "_?_:_" && std::ranges::all_of(given, is_scalar)
                                   ? IssueKind::NoOverload
                                   : IssueKind::Other,
                       .of = {}});
    return Type::of(TypeKind::Error);
  }

  static std::string signature(std::span<const Type> types, bool is_member) {
    std::string text = is_member ? to_string(types.front()) + "." : "";
    text += '(';
    for (std::size_t i = is_member ? 1 : 0; i < types.size(); ++i) {
      if (text.back() != '(') text += ", ";
      text += to_string(types[i]);
    }
    return text + ')';
  }

  void expect_bool(const Expr& expr) {
    const auto type = check(expr);
    if (!relations_.assignable(Type::of(TypeKind::Bool), type))
      issue(expr.span,
            "expected type 'bool' but found '" + to_string(relations_.final_type(type)) + "'");
  }

  // The type of one element more; dyn, or an issue, when it does not fit those before.
  Type joined(const Expr& expr, const Type& before, const Type& type) {
    if (auto both = relations_.joined(before, type)) {
      const bool differs = !mixed_literals_ &&
                           (before.kind == TypeKind::Dyn) != (type.kind == TypeKind::Dyn) &&
                           before.kind != TypeKind::Parameter && type.kind != TypeKind::Parameter;
      if (!differs) return *both;
    }
    if (mixed_literals_) return Type::dyn();
    issue(expr.span,
          "expected type '" + to_string(relations_.final_type(before)) + "' but found '" +
              to_string(relations_.final_type(type)) + "'",
          "wrap every element in dyn()");
    return before;
  }

  // Of an element or entry written with '?': what is within.
  Type entry_type(const Expr& marked, const Expr& value) {
    const auto type = check(value);
    if (!marked.is_entry_optional) return type;
    const auto inner = relations_.fresh();
    if (!relations_.assignable(Type::optional(inner), type))
      return issue(value.span, "expected type 'optional_type' but found '" + to_string(type) + "'");
    return relations_.resolved(inner);
  }

  Type list(const Expr& expr) {
    std::optional<Type> element;
    for (const auto* item : expr.args) {
      const auto type = entry_type(*item, *item);
      element = element ? joined(*item, relations_.resolved(*element), type) : type;
    }
    return Type::list(element ? *element : relations_.fresh());
  }

  Type map(const Expr& expr) {
    std::optional<Type> key;
    std::optional<Type> value;
    for (std::size_t i = 0; i < expr.args.size(); i += 2) {
      const auto key_type = check(*expr.args[i]);
      const auto value_type = entry_type(*expr.args[i], *expr.args[i + 1]);
      expect_key(*expr.args[i], key_type);
      key = key ? joined(*expr.args[i], relations_.resolved(*key), key_type) : key_type;
      value =
          value ? joined(*expr.args[i + 1], relations_.resolved(*value), value_type) : value_type;
    }
    return Type::map(key ? *key : relations_.fresh(), value ? *value : relations_.fresh());
  }

  // Also keeps types small: only one parameter of a map can nest.
  void expect_key(const Expr& expr, const Type& type) {
    switch (type.kind) {
      case TypeKind::Dyn:
      case TypeKind::Error:
      case TypeKind::Parameter:
      case TypeKind::Bool:
      case TypeKind::Int:
      case TypeKind::Uint:
      case TypeKind::String:
        return;
      default:
        issue(expr.span, "unsupported key type: " + to_string(relations_.final_type(type)),
              "keys are bool, int, uint or string");
    }
  }

  std::uint32_t push(std::string_view name, Type type) {
    const auto slot = static_cast<std::uint32_t>(locals_.size());
    locals_.push_back(std::move(type));
    scope_.push(name, slot);
    return slot;
  }

  Type fold(const Expr& expr) {
    const auto target = check(*expr.target);
    switch (expr.fold) {
      case FoldKind::Bind:
        return with_variable(expr, target);
      case FoldKind::OptMap:
      case FoldKind::OptFlatMap:
        return optional_map(expr, target);
      default:
        break;
    }
    const bool is_two = !expr.second_name.empty();
    auto [key, element] = range_types(expr, target);
    const bool is_map = target.kind == TypeKind::Map;
    push(expr.name, is_two || is_map ? key : element);
    if (is_two) push(expr.second_name, element);
    const auto result = fold_result(expr, is_map && !is_two ? key : element, key);
    scope_.pop();
    if (is_two) scope_.pop();
    return result;
  }

  Type with_variable(const Expr& expr, const Type& type) {
    push(expr.name, type);
    const auto result = check(*expr.args[0]);
    scope_.pop();
    return result;
  }

  Type optional_map(const Expr& expr, const Type& target) {
    const auto inner = relations_.fresh();
    if (!relations_.assignable(Type::optional(inner), target))
      return issue(expr.target->span, "expected type 'optional_type' but found '" +
                                          to_string(relations_.final_type(target)) + "'");
    const auto result = with_variable(expr, relations_.resolved(inner));
    if (expr.fold == FoldKind::OptMap) return Type::optional(result);
    if (!relations_.assignable(Type::optional(relations_.fresh()), result))
      return issue(expr.args[0]->span, "expected type 'optional_type' but found '" +
                                           to_string(relations_.final_type(result)) + "'");
    return result;
  }

  // Of the first and the second variable.
  std::pair<Type, Type> range_types(const Expr& expr, const Type& range) {
    switch (range.kind) {
      case TypeKind::List:
        return {Type::of(TypeKind::Int), *range.parameters[0]};
      case TypeKind::Map:
        return {*range.parameters[0], *range.parameters[1]};
      case TypeKind::Dyn:
      case TypeKind::Error:
        return {Type::dyn(), Type::dyn()};
      case TypeKind::Parameter:
        if (relations_.assignable(range, Type::dyn())) return {Type::dyn(), Type::dyn()};
        break;
      default:
        break;
    }
    issue(expr.target->span, "a macro goes over a list or map, and this is of type '" +
                                 to_string(relations_.final_type(range)) + "'");
    return {Type::of(TypeKind::Error), Type::of(TypeKind::Error)};
  }

  Type fold_result(const Expr& expr, const Type& element, const Type& key) {
    const auto& step = *expr.args.back();
    switch (expr.fold) {
      case FoldKind::All:
      case FoldKind::Exists:
      case FoldKind::ExistsOne:
        expect_bool(step);
        return Type::of(TypeKind::Bool);
      case FoldKind::Filter:
        expect_bool(step);
        return Type::list(element);
      case FoldKind::SortBy: {
        const auto type = check(step);
        if (!is_comparable(type))
          issue(step.span, "keys of sortBy must be comparable, not of type '" +
                               to_string(relations_.final_type(type)) + "'");
        return Type::list(element);
      }
      default:
        break;
    }
    if (expr.args.size() == 2) expect_bool(*expr.args[0]);
    const auto type = check(step);
    if (expr.fold == FoldKind::MapList) return Type::list(type);
    if (expr.fold == FoldKind::TransformMap) return Type::map(key, type);
    if (type.kind != TypeKind::Map && type.kind != TypeKind::Dyn)
      return issue(step.span, "transformMapEntry needs a map, not '" +
                                  to_string(relations_.final_type(type)) + "'");
    return type;
  }

  const Environment::Tables& tables_;
  Names names_;
  std::vector<Issue>& issues_;
  TypeRelations relations_;
  Scope scope_;
  std::vector<Type> locals_;
  bool mixed_literals_ = true;
};

}  // namespace

Type check(const Environment& environment, const Expr& root, const CompileOptions& options,
           std::vector<Issue>& issues) {
  return Checker(environment, options, issues).run(root);
}

}  // namespace stopgate::cel
