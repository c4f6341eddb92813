#include <algorithm>
#include <array>

#include "base/text.h"
#include "hcl/builder.h"
#include "hcl/scan.h"

namespace stopgate::hcl {
namespace {

constexpr auto kSymbols = std::to_array<std::string_view>(
    {"", "||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "-", "!"});

Operator binary_operator(std::string_view symbol) {
  const auto found = std::ranges::find(kSymbols, symbol);
  return static_cast<Operator>(found - kSymbols.begin());
}

// Digits, perhaps a fraction, perhaps an exponent. The token takes more: all that Terraform's lexer
// takes.
bool is_number(std::string_view text) {
  const auto digits = [&text] {
    const auto count = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(count);
    return count > 0;
  };
  if (!digits()) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    digits();
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (!digits()) return false;
  }
  return text.empty();
}

}  // namespace

std::string_view symbol_of(Operator op) {
  return kSymbols[static_cast<std::size_t>(op)];
}

Expression* Builder::make(ExpressionKind kind, Span at) {
  auto* made = arena_.make<Expression>();
  made->kind = kind;
  made->span = place(at);
  return made;
}

const Expression* Builder::invalid(Span at) {
  return make(ExpressionKind::Invalid, at);
}

bool Builder::is_deep(std::size_t more) const {
  return depth_ + more > depth_limit(limits_);
}

const Expression* Builder::too_deep(Span at) {
  if (!depth_reported_) {
    error(at,
          "blocks and expressions are nested more than " + std::to_string(depth_limit(limits_)) +
              " deep",
          "split the expression with local values");
  }
  depth_reported_ = true;
  return invalid(at);
}

const Expression* Builder::expression(const Node& node) {
  switch (node.kind) {
    case NodeKind::Identifier:
    case NodeKind::Reference:
      return reference(node.span);
    case NodeKind::Number:
      return number(node.span);
    case NodeKind::String:
      return quoted_string(node);
    default:
      break;
  }
  if (is_deep(1)) return too_deep(node.span);
  ++depth_;
  const auto* built = nested(node);
  --depth_;
  return built;
}

const Expression* Builder::nested(const Node& node) {
  switch (node.kind) {
    case NodeKind::Template:
      return template_expression(node);
    case NodeKind::Heredoc:
      return heredoc(node);
    case NodeKind::Call:
      return call(node);
    case NodeKind::Tuple:
      return tuple(node);
    case NodeKind::Object:
      return object(node);
    case NodeKind::ForTuple:
    case NodeKind::ForObject:
      return for_expression(node);
    case NodeKind::Parentheses:
      return parentheses(node);
    case NodeKind::Traversal:
    case NodeKind::LineTraversal:
      return traversal(node);
    case NodeKind::Unary:
      return unary(node);
    case NodeKind::Binary:
      return binary(node);
    case NodeKind::Conditional:
      return conditional(node);
    default:
      // The grammar puts nothing else where an expression stands, but for what has_error marks.
      explain_unexpected(node, node);
      return invalid(node.span);
  }
}

const Expression* Builder::variable(Span at) {
  const auto text = raw(at);
  if (text == "null") return make(ExpressionKind::Null, at);
  if (text == "true" || text == "false") {
    auto* made = make(ExpressionKind::Bool, at);
    made->flag = text == "true";
    return made;
  }
  auto* made = make(ExpressionKind::Variable, at);
  made->name = name(at);
  return made;
}

// `a.b[0].c`, all of it one token without white space.
const Expression* Builder::reference(Span at) {
  const auto text = raw(at);
  auto end = end_of_name(text, 0);
  const auto span_to = [&](std::size_t to) {
    return Span{at.begin, at.begin + static_cast<std::uint32_t>(to)};
  };
  const Expression* built = variable(span_to(end));
  std::size_t steps = 0;
  while (end < text.size()) {
    if (is_deep(++steps)) return too_deep(at);
    const auto begin = end + 1;
    const bool is_index = text[end] == '[';
    const auto step_end = is_index ? end_of_number(text, begin) : end_of_name(text, begin);
    const Span step{at.begin + static_cast<std::uint32_t>(begin),
                    at.begin + static_cast<std::uint32_t>(step_end)};
    end = step_end + (is_index ? 1 : 0);
    auto* made = make(is_index ? ExpressionKind::Index : ExpressionKind::Attribute, span_to(end));
    made->operand = built;
    if (is_index) {
      made->index = number(step);
    } else {
      made->name = name(step);
    }
    built = made;
  }
  return built;
}

const Expression* Builder::number(Span at) {
  if (!is_number(raw(at))) {
    error(at, stopgate::quoted(raw(at)) + " is not a number",
          "write digits, then perhaps a fraction and an exponent, as in 1.5e3");
    return invalid(at);
  }
  auto* made = make(ExpressionKind::Number, at);
  made->text = raw(at);
  return made;
}

const Expression* Builder::quoted_string(const Node& node) {
  auto* made = make(ExpressionKind::String, node.span);
  made->text = unescape_quoted({node.span.begin + 1, node.span.end - 1});
  return made;
}

const Expression* Builder::call(const Node& node) {
  auto* made = make(ExpressionKind::Call, node.span);
  std::vector<const Expression*> arguments;
  std::string full_name;
  const Node* first = nullptr;
  const Node* last = nullptr;
  bool in_arguments = false;
  for (const Node& part : children(node)) {
    if (part.kind == NodeKind::Token) {
      in_arguments = in_arguments || raw(part) == "(";
      made->flag = made->flag || raw(part) == "...";
      if (!in_arguments) full_name += "::";
    } else if (in_arguments) {
      arguments.push_back(expression(part));
    } else {
      if (first == nullptr) first = &part;
      last = &part;
      full_name += name(part).text.text();
    }
  }
  made->name = first == last ? name(*first)
                             : Name{intern(full_name), place({first->span.begin, last->span.end})};
  made->elements = arena_.copy_array<const Expression*>(arguments);
  return made;
}

const Expression* Builder::tuple(const Node& node) {
  auto* made = make(ExpressionKind::Tuple, node.span);
  std::vector<const Expression*> elements;
  for (const Node& part : children(node)) {
    if (part.kind != NodeKind::Token) elements.push_back(expression(part));
  }
  made->elements = arena_.copy_array<const Expression*>(elements);
  if (is_broken_for(node)) return invalid(node.span);
  return made;
}

// `for` after the bracket begins a `for` expression, whatever follows: `[for.x]` is not a list.
bool Builder::is_broken_for(const Node& bracket) {
  const Node* first = nullptr;
  for (const Node& part : children(bracket)) {
    if (part.kind == NodeKind::Token || part.kind == NodeKind::Newline) continue;
    first = &part;
    break;
  }
  if (first == nullptr || !raw(*first).starts_with("for")) return false;
  const Node* leaf = first;
  while (leaf->descendants > 0) ++leaf;
  if (leaf->kind != NodeKind::Reference ||
      raw(*leaf).substr(0, end_of_name(raw(*leaf), 0)) != "for")
    return false;
  error(leaf->span, "expected a name after 'for', found " + stopgate::quoted(raw(*leaf).substr(3)),
        "write [for item in list : value]; a value named 'for' needs parentheses");
  return true;
}

ObjectItem Builder::object_item(const Node& node) {
  ObjectItem item;
  for (const Node& part : children(node)) {
    if (part.kind == NodeKind::Token) continue;
    if (item.key != nullptr) {
      item.value = expression(part);
    } else if (part.kind == NodeKind::Identifier) {
      auto* key = make(ExpressionKind::String, part.span);
      key->text = name(part).text.text();
      item.key = key;
      item.key_is_name = true;
    } else {
      item.key = expression(part);
    }
  }
  return item;
}

const Expression* Builder::object(const Node& node) {
  auto* made = make(ExpressionKind::Object, node.span);
  std::vector<ObjectItem> items;
  for (const Node& part : children(node)) {
    if (part.kind == NodeKind::ObjectItem) items.push_back(object_item(part));
  }
  made->items = arena_.copy_array<ObjectItem>(items);
  if (is_broken_for(node)) return invalid(node.span);
  return made;
}

const Expression* Builder::for_expression(const Node& node) {
  const bool is_object = node.kind == NodeKind::ForObject;
  auto* made = make(is_object ? ExpressionKind::ForObject : ExpressionKind::ForTuple, node.span);
  const auto diagnostics = diagnostics_.size();
  std::string_view before;
  for (const Node& part : children(node)) {
    if (part.kind == NodeKind::Newline) continue;
    if (part.kind == NodeKind::Token) {
      before = raw(part);
      if (before == "...") made->flag = true;
      if (before == "..." && !is_object)
        error(part.span, "'...' groups values in an object, and this makes a list",
              "remove '...', or write { } around the expression");
    } else if (before == "for") {
      made->value_name = name(part);
    } else if (before == ",") {
      made->key_name = std::exchange(made->value_name, name(part));
    } else if (before == "in") {
      made->operand = expression(part);
    } else if (before == ":") {
      made->right = expression(part);
    } else if (before == "=>") {
      made->left = std::exchange(made->right, expression(part));
    } else {
      made->condition = expression(part);
    }
  }
  if (!is_object && made->left != nullptr) {
    error({node.span.begin, node.span.begin + 1},
          "this 'for' expression makes a list, but has a key before '=>'",
          "write { } around it for an object, or only the value for a list");
  } else if (is_object && made->left == nullptr) {
    error({node.span.begin, node.span.begin + 1},
          "this 'for' expression makes an object, but has no key",
          "write 'key => value' after the colon, or [ ] around it for a list");
  }
  return diagnostics_.size() > diagnostics ? invalid(node.span) : made;
}

const Expression* Builder::parentheses(const Node& node) {
  auto* made = make(ExpressionKind::Parentheses, node.span);
  made->operand = expression(*++children(node).begin());
  return made;
}

const Expression* Builder::unary(const Node& node) {
  auto* made = make(ExpressionKind::Unary, node.span);
  const auto parts = children(node);
  made->op = raw(*parts.begin()) == "-" ? Operator::Negate : Operator::Not;
  made->left = expression(*++parts.begin());
  return made;
}

const Expression* Builder::binary(const Node& node) {
  auto* made = make(ExpressionKind::Binary, node.span);
  auto part = children(node).begin();
  made->left = expression(*part);
  made->op = binary_operator(raw(*++part));
  made->right = expression(*++part);
  return made;
}

const Expression* Builder::conditional(const Node& node) {
  auto* made = make(ExpressionKind::Conditional, node.span);
  auto part = children(node).begin();
  made->operand = expression(*part);
  made->left = expression(*++ ++part);
  made->right = expression(*++ ++part);
  return made;
}

}  // namespace stopgate::hcl
