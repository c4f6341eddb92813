#include "workflow/expressions.h"

#include <algorithm>

#include "base/text.h"

namespace stopgate::workflow {

namespace {

bool is_letter(char c) {
  return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_part(char c) {
  return is_letter(c) || c == '-' || (c >= '0' && c <= '9');
}

// Names of an expression: `a.b[0].c` is one context, `f(` a function.
class Names {
 public:
  Names(std::string_view text, Expression& out) : text_(text), out_(out) {}

  void read() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\'') {
        skip_string();
      } else if (is_letter(c)) {
        read_name();
      } else if (c == '.') {
        ++at_;
        static_cast<void>(take_part());
      } else if (c >= '0' && c <= '9') {
        while (at_ < text_.size() && (is_part(text_[at_]) || text_[at_] == '.')) ++at_;
      } else {
        ++at_;
      }
    }
  }

 private:
  std::string_view skip_string() {
    const auto end = std::min(text_.find('\'', at_ + 1), text_.size());
    const auto inside = text_.substr(at_ + 1, end - std::min(at_ + 1, end));
    at_ = std::min(end + 1, text_.size());
    return inside;
  }

  std::string_view take_part() {
    const auto begin = at_;
    while (at_ < text_.size() && is_part(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }

  void read_name() {
    std::string name(take_part());
    skip_blanks();
    if (at_ < text_.size() && text_[at_] == '(') {
      out_.functions.push_back(std::move(name));
      return;
    }
    while (at_ < text_.size()) {
      if (text_[at_] == '.') {
        ++at_;
        if (at_ < text_.size() && text_[at_] == '*') {
          ++at_;
          name += ".*";
        } else {
          name += '.' + std::string(take_part());
        }
      } else if (text_[at_] == '[') {
        ++at_;
        skip_blanks();
        const bool is_string = at_ < text_.size() && text_[at_] == '\'';
        name += '.' + std::string(is_string ? skip_string() : std::string_view("*"));
        if (!is_string) static_cast<void>(take_part());
        skip_blanks();
        // What stands inside of other brackets is read as names of its own.
        if (!is_string && (at_ >= text_.size() || text_[at_] != ']')) break;
        if (at_ < text_.size() && text_[at_] == ']') ++at_;
      } else {
        break;
      }
    }
    if (name != "true" && name != "false" && name != "null") out_.contexts.push_back(name);
  }

  std::string_view text_;
  Expression& out_;
  std::size_t at_ = 0;
};

// Past the end of an expression that starts at `at`: braces in strings do not end it.
std::size_t end_of(std::string_view text, std::size_t at) {
  bool in_string = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '\'') in_string = !in_string;
    if (!in_string && text.substr(at).starts_with("}}")) return at;
  }
  return std::string_view::npos;
}

void add(const PlacedText& text, std::string_view field, std::size_t begin, std::size_t end,
         std::vector<Expression>& out) {
  const auto inside = text.text().substr(begin, end - begin);
  Expression expression;
  expression.text = trim(inside);
  expression.field = field;
  const auto blanks = std::min(inside.find_first_not_of(" \t\r\n"), inside.size());
  expression.place = text.place(begin + blanks, begin + blanks + expression.text.size());
  Names(expression.text, expression).read();
  out.push_back(std::move(expression));
}

}  // namespace

void add_expressions(const PlacedText& text, std::string_view field, Braces braces,
                     std::vector<Expression>& out) {
  const auto all = text.text();
  auto at = all.find("${{");
  if (at == std::string_view::npos && braces == Braces::Optional && !all.empty()) {
    add(text, field, 0, all.size(), out);
    return;
  }
  while (at != std::string_view::npos) {
    const auto end = end_of(all, at + 3);
    add(text, field, at + 3, std::min(end, all.size()), out);
    if (end == std::string_view::npos) {
      out.back().is_closed = false;
      return;
    }
    at = all.find("${{", end + 2);
  }
}

void add_expressions_below(const source::SourceMap& sources, const value::Node& node,
                           std::string_view field, std::string_view skipped, std::size_t depth,
                           std::vector<Expression>& out) {
  if (depth == 0) return;
  if (node.value.is_string()) {
    const bool is_condition = field == "if" || field.ends_with(".if");
    if (!is_condition && node.value.as_string().find("${{") == std::string_view::npos) return;
    add_expressions(PlacedText::of_scalar(sources, node), field,
                    is_condition ? Braces::Optional : Braces::Needed, out);
  } else if (node.value.is_map()) {
    const auto& map = node.value.as_map();
    for (std::size_t i = 0; i < map.size(); ++i) {
      const auto key = map.members()[i].key.text();
      if (key == skipped) continue;
      if (key.find("${{") != std::string_view::npos)
        add_expressions(
            PlacedText::of_scalar(sources, {value::Value::string(key), map.key_place(i)}), field,
            Braces::Needed, out);
      const auto path =
          field.empty() ? std::string(key) : std::string(field) + "." + std::string(key);
      add_expressions_below(sources, {map.members()[i].value, map.place(i)}, path, {}, depth - 1,
                            out);
    }
  } else if (node.value.is_list()) {
    const auto& list = node.value.as_list();
    for (std::size_t i = 0; i < list.size(); ++i)
      add_expressions_below(sources, {list[i], list.place(i)}, field, {}, depth - 1, out);
  }
}

}  // namespace stopgate::workflow
