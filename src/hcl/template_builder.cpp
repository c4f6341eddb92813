#include <array>

#include "base/text.h"
#include "hcl/builder.h"
#include "hcl/template_text.h"

namespace stopgate::hcl {

struct Builder::TemplateState {
  struct Open {
    TemplatePart::Kind kind;
    Span span;
    bool has_else = false;
  };
  std::vector<TemplatePart> parts;
  std::vector<Open> open;  // directives, innermost last
  bool is_heredoc = false;
  bool trims_next = false;  // the sequence before ended in `~}`
  bool is_valid = true;
};

std::string_view Builder::unescape_quoted(Span at) {
  const auto text = raw(at);
  if (!has_escape(text, Quoting::Quoted)) return text;
  const auto unescaped = unescape(text, Quoting::Quoted);
  if (unescaped.surrogate) {
    const auto begin = at.begin + static_cast<std::uint32_t>(*unescaped.surrogate);
    error(
        {begin, begin + 6},
        "escape " + stopgate::quoted(text.substr(*unescaped.surrogate, 6)) + " names no character",
        "write the character itself");
  }
  return arena_.copy(unescaped.text);
}

std::string_view Builder::unescape_heredoc(Span at) {
  const auto text = raw(at);
  return has_escape(text, Quoting::Heredoc) ? arena_.copy(unescape(text, Quoting::Heredoc).text)
                                            : text;
}

void Builder::add_text(TemplateState& state, const Node& node) {
  if (node.span.size() == 0) return;
  auto text = state.is_heredoc ? unescape_heredoc(node.span) : unescape_quoted(node.span);
  if (std::exchange(state.trims_next, false))
    text = trim_front(text, state.is_heredoc ? Quoting::Heredoc : Quoting::Quoted);
  state.parts.push_back({.kind = TemplatePart::Kind::Text, .text = text, .span = place(node.span)});
}

// `${…}` and `%{…}`, with their strip marks.
void Builder::add_sequence(TemplateState& state, const Node& node) {
  const auto text = raw(node);
  auto& parts = state.parts;
  if (text.substr(2).starts_with('~') && !parts.empty() &&
      parts.back().kind == TemplatePart::Kind::Text)
    parts.back().text =
        trim_back(parts.back().text, state.is_heredoc ? Quoting::Heredoc : Quoting::Quoted);
  state.trims_next = text.ends_with("~}");
  if (node.kind == NodeKind::Directive) return add_directive(state, node);
  TemplatePart part{.kind = TemplatePart::Kind::Interpolation, .span = place(node.span)};
  if (node.kind == NodeKind::SimpleInterpolation) {
    const auto begin = text.find_first_not_of(' ', 2);
    const auto end = text.find_last_not_of(' ', text.size() - 2) + 1;
    part.expression = reference({node.span.begin + static_cast<std::uint32_t>(begin),
                                 node.span.begin + static_cast<std::uint32_t>(end)});
  } else if (const auto inner = ++children(node).begin(); inner->kind == NodeKind::Token) {
    error(node.span, "nothing stands between '${' and '}'",
          "write an expression, or '$${' for a literal '${'");
    part.expression = invalid(node.span);
  } else {
    part.expression = expression(*inner);
  }
  parts.push_back(part);
}

void Builder::add_directive(TemplateState& state, const Node& node) {
  using Kind = TemplatePart::Kind;
  constexpr std::array<std::pair<std::string_view, Kind>, 5> kKeywords{{{"if", Kind::If},
                                                                        {"else", Kind::Else},
                                                                        {"endif", Kind::EndIf},
                                                                        {"for", Kind::For},
                                                                        {"endfor", Kind::EndFor}}};
  const Node& keyword = *++children(node).begin();
  const auto word = raw(keyword);
  TemplatePart part{.span = place(node.span)};
  bool is_known = false;
  for (const auto& [name, kind] : kKeywords) {
    if (name != word) continue;
    part.kind = kind;
    is_known = true;
  }
  if (!is_known) {
    constexpr std::array<std::string_view, 5> kNames{"if", "else", "endif", "for", "endfor"};
    const auto near = nearest_name(word, kNames);
    error(keyword.span, stopgate::quoted(word) + " is not a template directive",
          near ? "did you mean " + stopgate::quoted(*near) + "?"
               : "directives are if, else, endif, for and endfor; write '%%{' for a literal '%{'");
    state.is_valid = false;
    return;
  }
  if (part.kind == Kind::If || part.kind == Kind::For) fill_directive(state, node, part);
  check_nesting(state, part.kind, node.span);
  state.parts.push_back(part);
}

void Builder::fill_directive(TemplateState& state, const Node& node, TemplatePart& part) {
  std::string_view before;
  for (const Node& child : children(node)) {
    if (child.kind == NodeKind::Token) {
      before = raw(child);
    } else if (before == "for") {
      part.value_name = name(child);
    } else if (before == ",") {
      part.key_name = std::exchange(part.value_name, name(child));
    } else {
      part.expression = expression(child);
    }
  }
  if (part.expression != nullptr) return;
  error(node.span, "nothing stands after 'if'", "write the condition, as in %{ if var.enabled }");
  state.is_valid = false;
}

void Builder::check_nesting(TemplateState& state, TemplatePart::Kind kind, Span at) {
  using Kind = TemplatePart::Kind;
  auto& open = state.open;
  const auto fail_with = [&](std::string message, std::string help) {
    error(at, std::move(message), std::move(help));
    state.is_valid = false;
  };
  switch (kind) {
    case Kind::If:
    case Kind::For:
      open.push_back({.kind = kind, .span = at});
      return;
    case Kind::Else:
      if (open.empty() || open.back().kind != Kind::If)
        return fail_with("'else' stands outside of 'if'",
                         "remove it, or write %{ if … } before it");
      if (open.back().has_else)
        return fail_with("this 'if' has two 'else'",
                         "remove one: there is no 'else if', only an 'if' inside 'else'");
      open.back().has_else = true;
      return;
    case Kind::EndIf:
      if (open.empty() || open.back().kind != Kind::If)
        return fail_with("'endif' ends no 'if'",
                         open.empty() ? "remove it" : "write %{ endfor } before it");
      open.pop_back();
      return;
    case Kind::EndFor:
      if (open.empty() || open.back().kind != Kind::For)
        return fail_with("'endfor' ends no 'for'",
                         open.empty() ? "remove it" : "write %{ endif } before it");
      open.pop_back();
      return;
    case Kind::Text:
    case Kind::Interpolation:
      return;
  }
}

const Expression* Builder::finish_template(TemplateState& state, Span at) {
  for (const auto& open : state.open) {
    const bool is_if = open.kind == TemplatePart::Kind::If;
    error(open.span, is_if ? "this 'if' has no 'endif'" : "this 'for' has no 'endfor'",
          is_if ? "write %{ endif } where it ends" : "write %{ endfor } where it ends");
    state.is_valid = false;
  }
  if (!state.is_valid) return invalid(at);
  join_text(state.parts, arena_);
  const bool is_text = state.parts.empty() ||
                       (state.parts.size() == 1 && state.parts[0].kind == TemplatePart::Kind::Text);
  auto* made = make(is_text ? ExpressionKind::String : ExpressionKind::Template, at);
  made->flag = state.is_heredoc;
  if (is_text) {
    made->text = state.parts.empty() ? std::string_view{} : state.parts[0].text;
  } else {
    made->parts = arena_.copy_array<TemplatePart>(state.parts);
  }
  return made;
}

const Expression* Builder::template_expression(const Node& node) {
  TemplateState state;
  const Node* last = nullptr;
  for (const Node& part : children(node)) {
    last = &part;
    if (part.kind == NodeKind::Text) {
      add_text(state, part);
    } else if (part.kind != NodeKind::Token && part.kind != NodeKind::Newline) {
      add_sequence(state, part);
    }
  }
  if (last->kind == NodeKind::Newline) {
    error({node.span.begin, last->span.begin}, "the string is not closed on its line",
          "add '\"', or use a heredoc for text of several lines");
    return invalid(node.span);
  }
  return finish_template(state, node.span);
}

const Expression* Builder::heredoc(const Node& node) {
  TemplateState state;
  state.is_heredoc = true;
  auto part = children(node).begin();
  const auto last = children(node).end();
  const Node& open = *part;
  const Node& marker = *++part;
  std::string_view end;
  for (++part; part != last; ++part) {
    if (part->kind == NodeKind::HeredocText) {
      add_text(state, *part);
    } else if (part->kind == NodeKind::HeredocEnd) {
      end = trim(raw(*part));
    } else {
      add_sequence(state, *part);
    }
  }
  const auto word = trim(raw(marker));
  if (end != word) {
    error(
        {open.span.begin, marker.span.begin + static_cast<std::uint32_t>(word.size())},
        "heredoc " + stopgate::quoted(word) + " has no end",
        "write " + std::string(printable(word)) + " on a line of its own, with a newline after it");
    return invalid(node.span);
  }
  if (raw(open) == "<<-") remove_indentation(state.parts, arena_);
  return finish_template(state, node.span);
}

}  // namespace stopgate::hcl
