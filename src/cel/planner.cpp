#include "cel/planner.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "cel/machine.h"
#include "cel/names.h"

namespace stopgate::cel {

namespace {

struct OperatorNode {
  std::string_view function;
  NodeKind kind;
};

constexpr std::array kOperators = {
    OperatorNode{"_&&_", NodeKind::And},
    OperatorNode{"_||_", NodeKind::Or},
    OperatorNode{"_?_:_", NodeKind::Conditional},
    OperatorNode{"!_", NodeKind::Not},
    OperatorNode{"-_", NodeKind::Negate},
    OperatorNode{"_==_", NodeKind::Equal},
    OperatorNode{"_!=_", NodeKind::NotEqual},
    OperatorNode{"_<_", NodeKind::Less},
    OperatorNode{"_<=_", NodeKind::LessOrEqual},
    OperatorNode{"_>_", NodeKind::Greater},
    OperatorNode{"_>=_", NodeKind::GreaterOrEqual},
    OperatorNode{"_+_", NodeKind::Add},
    OperatorNode{"_-_", NodeKind::Subtract},
    OperatorNode{"_*_", NodeKind::Multiply},
    OperatorNode{"_/_", NodeKind::Divide},
    OperatorNode{"_%_", NodeKind::Modulo},
    OperatorNode{"@in", NodeKind::In},
};

// Enough for any constant a person writes; a dearer one is left to run time, where it is paid for.
constexpr std::uint64_t kFoldingCost = 10'000;

// a__dash__b is "a-b", __namespace__ is "namespace": what is no identifier, written as one.
std::string unescaped_field(std::string_view name) {
  struct Escape {
    std::string_view written, meant;
  };
  constexpr std::array kEscapes = {Escape{"__underscores__", "__"}, Escape{"__dot__", "."},
                                   Escape{"__dash__", "-"}, Escape{"__slash__", "/"}};
  std::string out;
  for (std::size_t i = 0; i < name.size();) {
    const auto* found = std::find_if(kEscapes.begin(), kEscapes.end(), [&](const Escape& escape) {
      return name.substr(i).starts_with(escape.written);
    });
    out += found == kEscapes.end() ? name.substr(i, 1) : found->meant;
    i += found == kEscapes.end() ? 1 : found->written.size();
  }
  const bool is_wrapped = out.size() > 4 && out.starts_with("__") && out.ends_with("__");
  return is_wrapped ? out.substr(2, out.size() - 4) : out;
}

class Planner {
 public:
  Planner(Program& program, const CompileOptions& options, std::vector<Issue>& issues)
      : program_(program),
        dialect_(program.environment->tables().dialect),
        names_(*program.environment, options.container),
        check_types_(options.check_types),
        escaped_fields_(options.escaped_fields),
        issues_(issues) {}

  const Node* run(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::Literal:
        return literal(expr);
      case ExprKind::Ident:
        return ident(expr);
      case ExprKind::Select:
        return select(expr);
      case ExprKind::Index:
        return index(expr);
      case ExprKind::Call:
        return call(expr);
      case ExprKind::List:
      case ExprKind::Map:
        return aggregate(expr);
      case ExprKind::Fold:
        return fold(expr);
    }
    return nullptr;
  }

 private:
  Node* make(NodeKind kind, const Expr& expr) {
    auto* node = program_.arena.make<Node>();
    node->kind = kind;
    node->span = expr.span;
    return node;
  }

  std::span<const Node* const> run_all(std::span<Expr* const> exprs) {
    const auto nodes = program_.arena.make_array<const Node*>(exprs.size());
    for (std::size_t i = 0; i < exprs.size(); ++i) nodes[i] = run(*exprs[i]);
    return nodes;
  }

  // Literals of the tree live in the parser's arena.
  Datum keep(const Datum& value) {
    if (value.is_string()) return Datum::string(program_.arena, value.as_string());
    if (value.kind() == DatumKind::Bytes)
      return Datum::bytes(program_.arena.copy(value.as_string()));
    return value;
  }

  const Node* literal(const Expr& expr) {
    auto* node = make(NodeKind::Constant, expr);
    node->constant = keep(expr.literal);
    return node;
  }

  const Node* resolved(const Expr& expr, const Resolved& found) {
    if (found.variable) {
      auto* node = make(NodeKind::Variable, expr);
      node->slot = static_cast<std::uint32_t>(*found.variable);
      node->name = program_.arena.copy(found.name);
      return node;
    }
    auto* node = make(NodeKind::Constant, expr);
    node->constant = Datum::type(program_.arena.copy(found.name));
    return node;
  }

  const Node* ident(const Expr& expr) {
    if (!expr.is_absolute) {
      if (const auto slot = scope_.find(expr.name)) {
        auto* node = make(NodeKind::Local, expr);
        node->slot = *slot;
        node->name = program_.arena.copy(expr.name);
        return node;
      }
    }
    if (const auto found = names_.resolve(expr, scope_)) return resolved(expr, *found);
    return undeclared(expr);
  }

  // The checker has refused such a name; without a check it is found out only when it is needed.
  const Node* undeclared(const Expr& expr) {
    auto* node = make(NodeKind::Constant, expr);
    node->constant = Datum::error(program_.arena, "undeclared reference to " + quoted(expr.name),
                                  expr.name_span);
    return node;
  }

  const Node* select(const Expr& expr) {
    if (!expr.is_test && !expr.is_optional) {
      if (const auto found = names_.resolve(expr, scope_)) return resolved(expr, *found);
    }
    auto kind = NodeKind::Select;
    if (expr.is_optional) kind = NodeKind::OptionalSelect;
    if (expr.is_test) kind = NodeKind::Has;
    auto* node = make(kind, expr);
    node->key = escaped_fields_ ? intern(unescaped_field(expr.name)) : intern(expr.name);
    node->operand = run(*expr.target);
    return kind == NodeKind::Has ? folded(node, {&node->operand, 1}) : node;
  }

  const Node* index(const Expr& expr) {
    auto* node = make(expr.is_optional ? NodeKind::OptionalIndex : NodeKind::Index, expr);
    node->operand = run(*expr.target);
    node->args = run_all(expr.args);
    return node;
  }

  const Node* call(const Expr& expr) {
    if (expr.target == nullptr) {
      for (const auto& candidate : kOperators)
        if (candidate.function == expr.name) return plan_operator(expr, candidate.kind);
    }
    if (const auto* lazy = optional_call(expr)) return lazy;
    const auto called = names_.resolve_call(expr, scope_);
    if (called.functions == nullptr) return undeclared(expr);
    return function(expr, called);
  }

  const Node* plan_operator(const Expr& expr, NodeKind kind) {
    auto* node = make(kind, expr);
    node->args = run_all(expr.args);
    const bool is_logic =
        kind == NodeKind::And || kind == NodeKind::Or || kind == NodeKind::Conditional;
    return is_logic ? node : folded(node, node->args);
  }

  // or() and orValue() look at their argument only when they must.
  const Node* optional_call(const Expr& expr) {
    if (expr.target == nullptr || expr.args.size() != 1 || !dialect_.optional_syntax)
      return nullptr;
    if (expr.name != "or" && expr.name != "orValue") return nullptr;
    auto* node = make(expr.name == "or" ? NodeKind::OptionalOr : NodeKind::OptionalOrValue, expr);
    node->operand = run(*expr.target);
    node->args = run_all(expr.args);
    return node;
  }

  const Node* function(const Expr& expr, const Names::Called& called) {
    std::vector<Expr*> args;
    if (called.takes_target) args.push_back(expr.target);
    args.insert(args.end(), expr.args.begin(), expr.args.end());
    auto* node = make(NodeKind::Call, expr);
    node->args = run_all(args);
    node->name = program_.arena.copy(called.name);
    if (called.name == "size" && args.size() == 1) node->kind = NodeKind::Size;
    if (called.name == "matches" && args.size() == 2) constant_pattern(*node, *args[1]);
    std::vector<const StoredOverload*> overloads;
    const auto& known = called.takes_target ? called.functions->members : called.functions->globals;
    for (const auto* overload : known)
      if (overload->overload.parameters.size() == args.size()) overloads.push_back(overload);
    if (overloads.empty()) {
      issues_.push_back(
          {expr.name_span,
           "'" + called.name + "' does not take " + std::to_string(expr.args.size()) + " arguments",
           {}});
      return node;
    }
    node->overloads = program_.arena.copy_array(std::span<const StoredOverload* const>(overloads));
    const bool is_pure = std::all_of(overloads.begin(), overloads.end(),
                                     [](const auto* each) { return each->overload.is_pure; });
    return is_pure ? folded(node, node->args) : node;
  }

  void constant_pattern(Node& node, const Expr& pattern) {
    const auto* argument = node.args[1];
    if (argument->kind != NodeKind::Constant || !argument->constant.is_string()) return;
    auto regex = compile_regex(argument->constant.as_string());
    if (!regex->ok()) {
      issues_.push_back({pattern.span,
                         "pattern is not a regular expression: " + printable(regex->error()),
                         "RE2 syntax: no look-around, no back-references"});
      return;
    }
    node.kind = NodeKind::Matches;
    node.regex = program_.regexes.emplace_back(std::move(regex)).get();
  }

  const Node* aggregate(const Expr& expr) {
    auto* node = make(expr.kind == ExprKind::List ? NodeKind::List : NodeKind::Map, expr);
    node->args = run_all(expr.args);
    bool any_optional = false;
    for (const auto* arg : expr.args) any_optional |= arg->is_entry_optional;
    if (!any_optional) return folded(node, node->args);
    const auto flags = program_.arena.make_array<bool>(expr.args.size());
    for (std::size_t i = 0; i < flags.size(); ++i) flags[i] = expr.args[i]->is_entry_optional;
    node->optional_entries = flags;
    return node;
  }

  const Node* fold(const Expr& expr) {
    auto* node = make(NodeKind::Fold, expr);
    node->fold = expr.fold;
    node->operand = run(*expr.target);
    node->slot = program_.locals;
    node->variables = expr.second_name.empty() ? 1 : 2;
    program_.locals += node->variables;
    scope_.push(expr.name, node->slot);
    if (node->variables == 2) scope_.push(expr.second_name, node->slot + 1);
    node->args = run_all(expr.args);
    node->has_filter = node->args.size() == 2;
    for (std::uint32_t i = 0; i < node->variables; ++i) scope_.pop();
    return node;
  }

  // The node's value, when all its operands are constants and it has one.
  const Node* folded(Node* node, std::span<const Node* const> operands) {
    for (const auto* operand : operands)
      if (operand->kind != NodeKind::Constant) return node;
    if (!issues_.empty()) return node;
    Machine machine(program_, kFoldingCost);
    const auto value = machine.run(*node);
    if (value.is_error()) refuse_constant(*node, value);
    if (value.is_error() || value.is_unknown()) return node;
    auto* constant = program_.arena.make<Node>();
    constant->span = node->span;
    constant->constant = value;
    constant->cost = static_cast<std::uint32_t>(machine.cost());
    const bool is_literal = node->kind == NodeKind::List || node->kind == NodeKind::Map;
    if (is_literal || is_conversion(*node)) constant->cost = 0;
    return constant;
  }

  // Kubernetes folds these, and so does not count them.
  static bool is_conversion(const Node& node) {
    static constexpr std::array<std::string_view, 8> kNames = {
        "int", "uint", "double", "string", "bool", "bytes", "timestamp", "duration"};
    return node.kind == NodeKind::Call &&
           std::find(kNames.begin(), kNames.end(), node.name) != kNames.end();
  }

  // A literal of a time that is none can only be a mistake of the writer.
  void refuse_constant(const Node& node, const Datum& error) {
    if (!dialect_.check_constants || !check_types_ ||
        (node.name != "timestamp" && node.name != "duration"))
      return;
    issues_.push_back({node.span, std::string(error.as_error().message), {}});
  }

  Program& program_;
  const Dialect& dialect_;
  Names names_;
  bool check_types_;
  bool escaped_fields_;
  std::vector<Issue>& issues_;
  Scope scope_;
};

}  // namespace

void plan(Program& program, const Expr& root, const CompileOptions& options,
          std::vector<Issue>& issues) {
  program.root = Planner(program, options, issues).run(root);
}

}  // namespace stopgate::cel
