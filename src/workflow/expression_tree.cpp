#include "workflow/expression_tree.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace stopgate::workflow {

namespace {

// Brackets in brackets; GitHub stops at 50.
constexpr std::size_t kDeepest = 50;

bool is_letter(char c) {
  return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_part(char c) {
  return is_letter(c) || is_digit(c) || c == '-';
}

TermType type_of_call(std::string_view lower) {
  constexpr std::array<std::string_view, 4> kTexts{"format", "join", "tojson", "hashfiles"};
  constexpr std::array<std::string_view, 7> kBools{"contains", "startswith", "endswith", "always",
                                                   "success",  "failure",    "cancelled"};
  if (std::ranges::find(kTexts, lower) != kTexts.end()) return TermType::Text;
  if (std::ranges::find(kBools, lower) != kBools.end()) return TermType::Bool;
  return TermType::Any;
}

// Precedence climbing. After the first error everything returns at once.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  ParsedExpression parse() {
    out_.root = logic("||");
    skip_blanks();
    if (out_.error.empty() && at_ < text_.size()) unexpected();
    return std::move(out_);
  }

 private:
  void fail(std::string message, std::size_t at) {
    if (!out_.error.empty()) return;
    out_.error = std::move(message);
    out_.error_at = std::min(at, text_.size());
    at_ = text_.size();
  }
  void unexpected() {
    skip_blanks();
    if (at_ >= text_.size())
      fail("it ends too early", at_);
    else if (text_[at_] == '"')
      fail("texts stand in single quotes", at_);
    else
      fail("nothing may start with " + quoted(text_.substr(at_, 1)) + " here", at_);
  }
  void skip_blanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }
  bool take(std::string_view token) {
    skip_blanks();
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }

  static Term join(TermKind kind, TermType type, Term left, Term right) {
    Term out;
    out.kind = kind;
    out.type = type;
    out.begin = left.begin;
    out.end = right.end;
    out.children.push_back(std::move(left));
    out.children.push_back(std::move(right));
    return out;
  }

  Term logic(std::string_view sign) {
    const bool is_or = sign == "||";
    auto left = is_or ? logic("&&") : comparison();
    while (take(sign)) {
      auto right = is_or ? logic("&&") : comparison();
      const auto type = left.type == right.type ? left.type : TermType::Any;
      left = join(TermKind::Logic, type, std::move(left), std::move(right));
    }
    return left;
  }

  Term comparison() {
    auto left = unary();
    while (take("==") || take("!=") || take("<=") || take(">=") || take("<") || take(">"))
      left = join(TermKind::Compare, TermType::Bool, std::move(left), unary());
    return left;
  }

  Term unary() {
    skip_blanks();
    if (text_.substr(at_).starts_with("!=") || !take("!")) return postfix();
    Term out;
    out.kind = TermKind::Not;
    out.type = TermType::Bool;
    out.begin = at_ - 1;
    if (enter()) {
      out.children.push_back(unary());
      --depth_;
    }
    out.end = at_;
    return out;
  }

  bool enter() {
    if (++depth_ <= kDeepest) return true;
    fail("it is nested more than " + std::to_string(kDeepest) + " deep", at_);
    return false;
  }

  Term postfix() {
    auto out = primary();
    while (out_.error.empty()) {
      skip_blanks();
      if (at_ < text_.size() && text_[at_] == '.' && at_ + 1 < text_.size()) {
        ++at_;
        add_property(out, take_property());
      } else if (at_ < text_.size() && text_[at_] == '[') {
        ++at_;
        add_property(out, take_index(out));
      } else {
        break;
      }
    }
    return out;
  }

  void add_property(Term& term, Property property) {
    if (term.kind == TermKind::Literal) fail("a literal has no properties", property.begin);
    if (term.kind != TermKind::Context) {
      term.kind = TermKind::Computed;
      term.type = TermType::Any;
    }
    term.end = property.end;
    term.properties.push_back(std::move(property));
  }

  Property take_property() {
    skip_blanks();
    Property out{.name = {}, .begin = at_, .end = at_};
    if (take("*")) {
      out.end = at_;
      return out;
    }
    if (at_ >= text_.size() || !is_letter(text_[at_])) {
      unexpected();
      return out;
    }
    while (at_ < text_.size() && is_name_part(text_[at_])) ++at_;
    out.name = text_.substr(out.begin, at_ - out.begin);
    out.end = at_;
    return out;
  }

  Property take_index(Term& owner) {
    Property out{.name = {}, .begin = at_, .end = at_};
    if (!take("*") && enter()) {
      auto index = logic("||");
      --depth_;
      if (index.kind == TermKind::Literal && index.type == TermType::Text)
        out.name = index.name;
      else
        owner.children.push_back(std::move(index));
    }
    if (!take("]")) unexpected();
    out.end = at_;
    return out;
  }

  Term primary() {
    skip_blanks();
    Term out;
    out.begin = at_;
    if (at_ >= text_.size()) {
      unexpected();
    } else if (take("(")) {
      if (!enter()) return out;
      out = logic("||");
      --depth_;
      if (!take(")")) unexpected();
    } else if (text_[at_] == '\'') {
      out = text_literal();
    } else if (is_digit(text_[at_]) || text_[at_] == '-' || text_[at_] == '+' ||
               text_[at_] == '.') {
      out = number();
    } else if (is_letter(text_[at_])) {
      out = name();
    } else {
      unexpected();
    }
    return out;
  }

  Term text_literal() {
    Term out;
    out.type = TermType::Text;
    out.begin = at_++;
    while (true) {
      const auto quote = text_.find('\'', at_);
      if (quote == std::string_view::npos) {
        fail("a text is not closed", out.begin);
        return out;
      }
      out.name += text_.substr(at_, quote - at_);
      at_ = quote + 1;
      if (at_ >= text_.size() || text_[at_] != '\'') break;
      out.name += '\'';
      ++at_;
    }
    out.end = at_;
    return out;
  }

  Term number() {
    Term out;
    out.type = TermType::Number;
    out.begin = at_++;
    while (at_ < text_.size() && (is_name_part(text_[at_]) || text_[at_] == '.' ||
                                  (text_[at_] == '+' && (text_[at_ - 1] | 0x20) == 'e')))
      ++at_;
    out.end = at_;
    const auto digits = text_.substr(out.begin, at_ - out.begin);
    if (std::ranges::none_of(digits, is_digit))
      fail(quoted(digits, 40) + " is no number", out.begin);
    return out;
  }

  Term name() {
    Term out;
    out.begin = at_;
    while (at_ < text_.size() && is_name_part(text_[at_])) ++at_;
    out.end = at_;
    out.name = text_.substr(out.begin, at_ - out.begin);
    if (take("(")) {
      call(out);
      return out;
    }
    at_ = out.end;
    if (out.name == "true" || out.name == "false") {
      out.type = TermType::Bool;
    } else if (out.name == "null") {
      out.type = TermType::Null;
    } else if (out.name == "NaN" || out.name == "Infinity") {
      out.type = TermType::Number;
    } else {
      out.kind = TermKind::Context;
    }
    return out;
  }

  void call(Term& out) {
    out.kind = TermKind::Call;
    out.type = type_of_call(to_lower(out.name));
    if (take(")")) {
      out.end = at_;
      return;
    }
    if (!enter()) return;
    do out.children.push_back(logic("||"));
    while (out_.error.empty() && take(","));
    --depth_;
    if (!take(")")) unexpected();
    out.end = at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  ParsedExpression out_;
};

}  // namespace

ParsedExpression parse_expression(std::string_view text) {
  return Parser(text).parse();
}

}  // namespace stopgate::workflow
