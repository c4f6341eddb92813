#include "cel/parser.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "cel/lexer.h"
#include "cel/literal.h"
#include "cel/macros.h"
#include "cel/tree_builder.h"

namespace stopgate::cel {

namespace {

struct BinaryOperator {
  std::string_view token;
  std::string_view function;
  int precedence;
};

constexpr std::array kBinaryOperators = {
    BinaryOperator{"||", "_||_", 1}, BinaryOperator{"&&", "_&&_", 2},
    BinaryOperator{"==", "_==_", 3}, BinaryOperator{"!=", "_!=_", 3},
    BinaryOperator{"<", "_<_", 3},   BinaryOperator{"<=", "_<=_", 3},
    BinaryOperator{">", "_>_", 3},   BinaryOperator{">=", "_>=_", 3},
    BinaryOperator{"in", "@in", 3},  BinaryOperator{"+", "_+_", 4},
    BinaryOperator{"-", "_-_", 4},   BinaryOperator{"*", "_*_", 5},
    BinaryOperator{"/", "_/_", 5},   BinaryOperator{"%", "_%_", 5},
};

constexpr std::array<std::string_view, 17> kReserved = {
    "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
    "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};

constexpr std::array<std::string_view, 4> kKeywords = {"in", "true", "false", "null"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

source::Span join(source::Span first, source::Span last) {
  return {first.begin, std::max(first.end, last.end)};
}

class Parser {
 public:
  Parser(Arena& arena, std::string_view text, const Dialect& dialect, std::size_t depth_limit)
      : builder_(arena, dialect, depth_limit), tokens_(tokenize(text)) {}

  Parsed run() {
    auto* root = expression();
    if (root != nullptr && current().kind != TokenKind::End)
      root = unexpected("an operator or the end");
    if (builder_.failed()) root = nullptr;
    return {root, builder_.issue(), builder_.count()};
  }

 private:
  const Token& current() const { return tokens_[at_]; }
  const Token& previous() const { return tokens_[at_ - 1]; }
  bool is(std::string_view symbol) const {
    return current().kind == TokenKind::Symbol && current().text == symbol;
  }

  bool accept(std::string_view symbol) {
    if (!is(symbol)) return false;
    ++at_;
    return true;
  }

  bool expect(std::string_view symbol) {
    if (accept(symbol)) return true;
    unexpected("'" + std::string(symbol) + "'");
    return false;
  }

  Expr* unexpected(const std::string& wanted) {
    const auto& token = current();
    if (token.kind == TokenKind::Broken) return builder_.fail(token.span, token.message);
    if (token.kind == TokenKind::End)
      return builder_.fail(token.span, "the expression ends where " + wanted + " is expected");
    return builder_.fail(token.span, "expected " + wanted + ", found " + quoted(token.text, 40));
  }

  // Expr = Or ["?" Or ":" Expr]
  Expr* expression() {
    if (depth_ >= builder_.depth_limit())
      return builder_.fail(
          current().span,
          "expression nests deeper than " + std::to_string(builder_.depth_limit()) + " levels",
          "split it with variables");
    ++depth_;
    auto* condition = binary(1);
    if (condition != nullptr && accept("?")) condition = conditional(condition);
    --depth_;
    return condition;
  }

  Expr* conditional(Expr* condition) {
    auto* yes = binary(1);
    if (yes == nullptr || !expect(":")) return nullptr;
    auto* no = expression();
    if (no == nullptr) return nullptr;
    const std::array<Expr*, 3> args = {condition, yes, no};
    return builder_.call("_?_:_", nullptr, args, join(condition->span, no->span));
  }

  const BinaryOperator* binary_operator() const {
    const bool word = current().kind == TokenKind::Identifier && current().text == "in";
    if (current().kind != TokenKind::Symbol && !word) return nullptr;
    for (const auto& candidate : kBinaryOperators)
      if (candidate.token == current().text) return &candidate;
    return nullptr;
  }

  Expr* binary(int least) {
    auto* left = unary();
    while (left != nullptr) {
      const auto* found = binary_operator();
      if (found == nullptr || found->precedence < least) return left;
      left = found->precedence <= 2 ? chain(*found, left) : pair(*found, left);
    }
    return nullptr;
  }

  Expr* pair(const BinaryOperator& with, Expr* left) {
    const auto operator_span = current().span;
    ++at_;
    auto* right = binary(with.precedence + 1);
    if (right == nullptr) return nullptr;
    const std::array<Expr*, 2> args = {left, right};
    auto* node = builder_.call(with.function, nullptr, args, join(left->span, right->span));
    if (node != nullptr) node->name_span = operator_span;
    return node;
  }

  // A chain of && or || is one node of many arguments, so that a long one does not nest.
  Expr* chain(const BinaryOperator& with, Expr* left) {
    const auto operator_span = current().span;
    std::vector<Expr*> args = {left};
    while (is(with.token)) {
      ++at_;
      auto* right = binary(with.precedence + 1);
      if (right == nullptr) return nullptr;
      args.push_back(right);
    }
    auto* node = builder_.call(with.function, nullptr, args, join(left->span, args.back()->span));
    if (node != nullptr) node->name_span = operator_span;
    return node;
  }

  Expr* unary() {
    if (!is("!") && !is("-")) return member();
    if (is("-") && is_number(tokens_[at_ + 1].kind)) return member();
    const auto begin = current().span;
    const auto symbol = current().text;
    std::size_t count = 0;
    for (; is(symbol); ++count) ++at_;
    auto* operand = member();
    if (operand == nullptr || count % 2 == 0) return operand;
    auto* node = builder_.call(symbol == "!" ? "!_" : "-_", nullptr, {&operand, 1},
                               join(begin, operand->span));
    if (node != nullptr) node->name_span = begin;
    return node;
  }

  static bool is_number(TokenKind kind) {
    return kind == TokenKind::Int || kind == TokenKind::Uint || kind == TokenKind::Double;
  }

  Expr* member() {
    auto* expr = primary();
    while (expr != nullptr) {
      if (accept("."))
        expr = selection(expr);
      else if (accept("["))
        expr = index(expr);
      else
        return expr;
    }
    return nullptr;
  }

  Expr* selection(Expr* target) {
    const bool optional = is("?");
    if (optional && !builder_.dialect().optional_syntax) return unsupported_optional(".?");
    if (optional) ++at_;
    const auto& name = current();
    const bool quoted_name = name.kind == TokenKind::QuotedIdentifier;
    if (name.kind != TokenKind::Identifier && !quoted_name)
      return unexpected("the name of a field or method");
    if (!quoted_name && contains(kKeywords, name.text))
      return builder_.fail(name.span, quoted(name.text) + " is a keyword, not the name of a field",
                           "write ['" + std::string(name.text) + "']");
    ++at_;
    if (!optional && !quoted_name && accept("(")) return call(target, name);
    auto* expr = builder_.node(ExprKind::Select, join(target->span, name.span));
    expr->target = target;
    expr->name = name.text;
    expr->name_span = name.span;
    expr->is_optional = optional;
    return builder_.measure(expr);
  }

  Expr* index(Expr* target) {
    const bool optional = is("?");
    if (optional && !builder_.dialect().optional_syntax) return unsupported_optional("[?");
    if (optional) ++at_;
    auto* key = expression();
    if (key == nullptr || !expect("]")) return nullptr;
    auto* expr = builder_.node(ExprKind::Index, join(target->span, previous().span));
    expr->target = target;
    expr->args = builder_.keep(std::span<Expr* const>(&key, 1));
    expr->name_span = key->span;
    expr->is_optional = optional;
    return builder_.measure(expr);
  }

  Expr* unsupported_optional(std::string_view syntax) {
    return builder_.fail(current().span, "unsupported syntax '" + std::string(syntax) +
                                             "': this environment has no optional values");
  }

  // After the opening bracket.
  Expr* call(Expr* target, const Token& name) {
    std::vector<Expr*> args;
    if (!sequence(")", args, false)) return nullptr;
    const auto begin = target == nullptr ? name.span : target->span;
    auto* node = builder_.call(name.text, target, args, join(begin, previous().span));
    if (node == nullptr) return nullptr;
    node->name_span = name.span;
    return expand_macro(builder_, node);
  }

  // Expressions up to the closing bracket. A comma may trail in lists, not in calls.
  bool sequence(std::string_view close, std::vector<Expr*>& into, bool is_list) {
    while (!accept(close)) {
      const bool optional = is_list && is("?");
      if (optional && !builder_.dialect().optional_syntax)
        return unsupported_optional("[?") != nullptr;
      if (optional) ++at_;
      auto* item = expression();
      if (item == nullptr) return false;
      item->is_entry_optional = optional;
      into.push_back(item);
      if (accept(",")) {
        if (is(close) && !is_list) return unexpected("another argument") != nullptr;
      } else if (!is(close)) {
        return unexpected("',' or '" + std::string(close) + "'") != nullptr;
      }
    }
    return true;
  }

  Expr* primary() {
    const auto& token = current();
    switch (token.kind) {
      case TokenKind::Int:
      case TokenKind::Uint:
      case TokenKind::Double:
        return number(false);
      case TokenKind::String:
      case TokenKind::Bytes:
        return text();
      case TokenKind::Identifier:
        return identifier(false);
      case TokenKind::QuotedIdentifier:
        return builder_.fail(token.span, "a quoted name may only follow a '.'",
                             "write object.`" + std::string(token.text) + "`");
      case TokenKind::Symbol:
        break;
      case TokenKind::End:
      case TokenKind::Broken:
        return unexpected("a value");
    }
    if (is("-") && is_number(tokens_[at_ + 1].kind)) {
      ++at_;
      return number(true);
    }
    if (accept("(")) return parenthesized(token.span);
    if (accept("[")) return list(token.span);
    if (accept("{")) return map(token.span);
    if (is(".") && tokens_[at_ + 1].kind == TokenKind::Identifier) {
      ++at_;
      return identifier(true);
    }
    return unexpected("a value");
  }

  Expr* number(bool negative) {
    const auto& token = current();
    const auto span = negative ? join(previous().span, token.span) : token.span;
    if (negative && token.kind == TokenKind::Uint)
      return builder_.fail(span, "a uint cannot be negative", "drop the 'u'");
    ++at_;
    const auto value = number_literal(token, negative);
    if (!value) return builder_.fail(span, value.error().message);
    return builder_.literal(*value, span);
  }

  Expr* text() {
    const auto& token = current();
    ++at_;
    const auto value = text_literal(builder_.arena(), token);
    if (!value) return builder_.fail(token.span, value.error().message);
    return builder_.literal(*value, token.span);
  }

  Expr* identifier(bool absolute) {
    const auto& token = current();
    ++at_;
    if (!absolute) {
      if (token.text == "true" || token.text == "false")
        return builder_.literal(Datum::boolean(token.text == "true"), token.span);
      if (token.text == "null") return builder_.literal(Datum(), token.span);
    }
    if (contains(kReserved, token.text) || contains(kKeywords, token.text))
      return builder_.fail(token.span,
                           quoted(token.text) + " is a reserved word, not the name of a variable");
    if (accept("(")) {
      auto* node = call(nullptr, token);
      if (node != nullptr && absolute) node->is_absolute = true;
      return node;
    }
    auto* node = builder_.ident(token.text, token.span);
    node->is_absolute = absolute;
    return message_or(node);
  }

  // Protobuf messages do not occur in what we read: a message literal is refused by name.
  Expr* message_or(Expr* ident) {
    auto at = at_;
    while (tokens_[at].text == "." && tokens_[at + 1].kind == TokenKind::Identifier) at += 2;
    if (tokens_[at].kind != TokenKind::Symbol || tokens_[at].text != "{") return ident;
    return builder_.fail(join(ident->span, tokens_[at].span),
                         "message literals are not supported: no message types are declared",
                         "write a map: {'field': value}");
  }

  Expr* parenthesized(source::Span open) {
    auto* inner = expression();
    if (inner == nullptr || !expect(")")) return nullptr;
    inner->span = join(open, previous().span);
    return inner;
  }

  Expr* list(source::Span open) {
    std::vector<Expr*> items;
    if (!sequence("]", items, true)) return nullptr;
    auto* node = builder_.node(ExprKind::List, join(open, previous().span));
    node->args = builder_.keep(items);
    return builder_.measure(node);
  }

  Expr* map(source::Span open) {
    std::vector<Expr*> entries;
    while (!accept("}")) {
      const bool optional = is("?");
      if (optional && !builder_.dialect().optional_syntax) return unsupported_optional("{?");
      if (optional) ++at_;
      auto* key = expression();
      if (key == nullptr || !expect(":")) return nullptr;
      auto* value = expression();
      if (value == nullptr) return nullptr;
      key->is_entry_optional = optional;
      entries.push_back(key);
      entries.push_back(value);
      if (!accept(",") && !is("}")) return unexpected("',' or '}'");
    }
    auto* node = builder_.node(ExprKind::Map, join(open, previous().span));
    node->args = builder_.keep(entries);
    return builder_.measure(node);
  }

  TreeBuilder builder_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

Parsed parse(Arena& arena, std::string_view text, const Dialect& dialect, std::size_t depth_limit) {
  return Parser(arena, text, dialect, depth_limit).run();
}

}  // namespace stopgate::cel
