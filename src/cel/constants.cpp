#include "cel/constants.h"

#include <algorithm>
#include <optional>

#include "cel/node.h"

namespace stopgate::cel {

namespace {

std::optional<bool> truth_of(const Node& node);

// One operand may decide whatever the others are.
std::optional<bool> truth_of_logic(const Node& node) {
  const bool decides = node.kind == NodeKind::Or;
  bool is_all_known = true;
  for (const auto* arg : node.args) {
    const auto truth = truth_of(*arg);
    if (truth == decides) return decides;
    is_all_known &= truth.has_value();
  }
  return is_all_known ? std::optional(!decides) : std::nullopt;
}

// As deep as expressions nest, which the compiler bounds.
std::optional<bool> truth_of(const Node& node) {
  switch (node.kind) {
    case NodeKind::Constant:
      return node.constant.is_bool() ? std::optional(node.constant.as_bool()) : std::nullopt;
    case NodeKind::And:
    case NodeKind::Or:
      return truth_of_logic(node);
    case NodeKind::Not: {
      const auto truth = truth_of(*node.args[0]);
      return truth ? std::optional(!*truth) : std::nullopt;
    }
    case NodeKind::Conditional: {
      const auto condition = truth_of(*node.args[0]);
      if (condition) return truth_of(*node.args[*condition ? 1 : 2]);
      const auto one = truth_of(*node.args[1]);
      return one == truth_of(*node.args[2]) ? one : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

class Finder {
 public:
  std::vector<ConstantPart> run(const Node& root) && {
    if (!tell(root)) search(root);
    return std::move(out_);
  }

 private:
  bool tell(const Node& node) {
    const auto truth = truth_of(node);
    if (truth) out_.push_back({node.span, *truth});
    return truth.has_value();
  }

  void search(const Node& node) {
    const bool is_logic = node.kind == NodeKind::And || node.kind == NodeKind::Or;
    if (node.operand != nullptr) search(*node.operand);
    for (std::size_t i = 0; i < node.args.size(); ++i) {
      const bool counts = is_logic || (node.kind == NodeKind::Conditional && i == 0);
      if (!counts || !tell(*node.args[i])) search(*node.args[i]);
    }
  }

  std::vector<ConstantPart> out_;
};

}  // namespace

std::vector<ConstantPart> constant_parts(const Program& program) {
  return Finder().run(*program.root);
}

}  // namespace stopgate::cel
