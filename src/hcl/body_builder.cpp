#include "base/text.h"
#include "hcl/builder.h"

namespace stopgate::hcl {
namespace {

bool is_item(const Node& node) {
  return node.kind == NodeKind::Attribute || node.kind == NodeKind::Block || node.kind == NodeKind::Header;
}

}  // namespace

Body Builder::build_file(const Node& root) {
  Items items;
  add_items(items, children(root).begin(), children(root).end());
  return finish(items, {excerpt_.skipped, excerpt_.skipped + excerpt_.size});
}

void Builder::add_items(Items& items, Children::Iterator first, Children::Iterator last) {
  for (; first != last; ++first) add_item(items, *first);
}

void Builder::add_item(Items& items, const Node& node) {
  switch (node.kind) {
    case NodeKind::Newline:
      items.line_ended = true;
      return;
    case NodeKind::Attribute:
      check_line(items, node);
      add_attribute(items, node);
      break;
    case NodeKind::Block:
      check_line(items, node);
      add_block(items, node);
      break;
    case NodeKind::Header:
      check_line(items, node);
      items.has_errors = true;
      explain_unexpected(node);
      break;
    default:
      add_error(items, node);
      return;
  }
  items.previous = &node;
  items.previous_is_attribute = node.kind == NodeKind::Attribute;
  // What is cut short takes the newline that cuts it.
  items.line_ended = node.span.size() > 0 && text_[node.span.end - 1] == '\n';
}

// What stands before an item on its line.
void Builder::check_line(Items& items, const Node& node) {
  if (items.line_ended || items.previous == nullptr) return;
  items.has_errors = true;
  const bool is_attribute = items.previous_is_attribute;
  void_previous(items);
  std::string help = is_attribute ? "write each argument on a line of its own" : "put a newline after the block's closing brace";
  const auto before = raw(*items.previous);
  const bool is_hexadecimal = is_attribute && before.ends_with('0') && (text_[node.span.begin] == 'x' || text_[node.span.begin] == 'X');
  if (is_hexadecimal && items.previous->span.end == node.span.begin) help = "write the number in decimal: there are no hexadecimal numbers";
  const auto here = raw(node).substr(0, raw(node).find_first_of(" \t\r\n={\""));
  error(node.span, "expected a newline, found " + stopgate::quoted(here), std::move(help));
}

void Builder::void_previous(Items& items) {
  if (items.previous_is_attribute && !items.attributes.empty()) items.attributes.back().value = invalid(items.previous->span);
  items.previous_is_attribute = false;
}

void Builder::add_error(Items& items, const Node& node) {
  items.has_errors = true;
  // An error on the line of an attribute, or one that goes on where its value ended, makes the value a guess.
  constexpr std::string_view kGoesOn = "?:.[(+-*/%<>=!&|";
  const char first = node.span.begin < text_.size() ? text_[node.span.begin] : '\0';
  if (!items.line_ended || kGoesOn.find(first) != std::string_view::npos) void_previous(items);
  if (node.kind == NodeKind::Error || node.is_missing) {
    explain_error(node);
  } else {
    explain_unexpected(node);
  }
  // An attribute or a block that follows on the same line is not trusted either, and says no more.
  items.line_ended = true;
  items.previous_is_attribute = false;
}

void Builder::add_attribute(Items& items, const Node& node) {
  const auto parts = children(node);
  const Node& key = *parts.begin();
  Attribute attribute{.name = {}, .value = nullptr, .span = place(node.span)};
  const Node* separator = nullptr;
  const Node* value = nullptr;
  for (const Node& part : parts) {
    if (part.kind == NodeKind::Token && separator == nullptr) {
      separator = &part;
    } else if (separator != nullptr && part.kind != NodeKind::Error && value == nullptr) {
      value = &part;
    }
  }
  if (key.kind == NodeKind::String) {
    items.has_errors = true;
    error(key.span, "argument name " + std::string(printable(raw(key))) + " is in quotes", "write the name without quotes");
    attribute.value = invalid(node.span);
    attribute.name = {intern(raw(key).substr(1, key.span.size() - 2)), place(key.span)};
  } else {
    attribute.name = name(key);
  }
  if (node.has_error) {
    items.has_errors = true;
    explain_error(node);
    attribute.value = invalid(value == nullptr ? node.span : value->span);
  } else if (value == nullptr || value->kind == NodeKind::Newline) {
    items.has_errors = true;
    const Span at = separator == nullptr ? node.span : separator->span;
    error(at, "argument " + stopgate::quoted(attribute.name.text.text()) + " has no value", "write the value on the same line as the '='");
    attribute.value = invalid(at);
    attribute.span.end = place(at).end;
  } else {
    if (raw(*separator) == ":") {
      items.has_errors = true;
      error(separator->span, "expected '=' after argument name " + stopgate::quoted(attribute.name.text.text()) + ", found ':'", "write '='");
    }
    const auto* built = build_value(*value);
    if (attribute.value == nullptr) attribute.value = built;
  }
  if (!items.names.insert(attribute.name.text).second) {
    items.has_errors = true;
    error(key.span, "argument " + stopgate::quoted(attribute.name.text.text()) + " is set twice in this body", "keep one of them: the first is used here");
    items.previous_is_attribute = false;
    return;
  }
  items.attributes.push_back(attribute);
}

Label Builder::label(const Node& node) {
  Label label{.text = raw(node), .span = place(node.span), .is_quoted = node.kind != NodeKind::Identifier};
  switch (node.kind) {
    case NodeKind::Identifier:
      label.text = name(node).text.text();
      break;
    case NodeKind::String:
      label.text = unescape_quoted({node.span.begin + 1, node.span.end - 1});
      break;
    default:
      error(node.span, "block label " + std::string(printable(raw(node))) + " is a template", "a label is a plain string; write '$${' for a literal '${'");
  }
  return label;
}

void Builder::add_block(Items& items, const Node& node) {
  const auto parts = children(node);
  auto* block = arena_.make<Block>();
  block->type = name(*parts.begin());
  block->span = place(node.span);
  std::vector<Label> labels;
  auto at = parts.begin();
  for (++at; at != parts.end() && !(at->kind == NodeKind::Token && !at->is_missing && raw(*at) == "{"); ++at) {
    if (at->kind == NodeKind::Error || at->is_missing) {
      items.has_errors = true;
      explain_error(*at);
    } else {
      labels.push_back(label(*at));
    }
  }
  block->labels = arena_.copy_array<Label>(labels);
  if (at == parts.end()) return;
  block->header = place({node.span.begin, at->span.end});
  const Span open = at->span;
  auto last = ++at;
  const Node* close = nullptr;
  for (auto next = at; next != parts.end(); ++next) close = &*(last = next);
  const bool is_closed = close != nullptr && close->kind == NodeKind::Token && !close->is_missing && raw(*close) == "}";
  if (close == nullptr || (close->kind != NodeKind::Token)) last = parts.end();

  // In a block that is not closed, what starts in the first column belongs outside.
  auto inner_end = last;
  if (!is_closed) {
    for (auto next = at; next != last; ++next) {
      if (!is_item(*next) || (next->span.begin > 0 && text_[next->span.begin - 1] != '\n')) continue;
      inner_end = next;
      break;
    }
    error({node.span.begin, open.end}, "block " + stopgate::quoted(block->type.text.text()) + " has no closing brace", "add '}' where the block ends");
    items.has_errors = true;
  }
  Items inner;
  if (is_deep(1)) {
    (void)too_deep(open);
    inner.has_errors = true;
  } else {
    ++depth_;
    add_items(inner, at, inner_end);
    --depth_;
    if (is_closed) check_one_line_block(node, at, inner_end);
  }
  block->body = finish(inner, {open.end, is_closed ? close->span.begin : node.span.end});
  if (!is_closed) block->body.has_errors = true;
  items.blocks.push_back(block);
  if (inner_end == last) return;
  items.line_ended = true;
  add_items(items, inner_end, last);
}

// `{` and `}` stand on lines of their own, or around one attribute, or around nothing.
void Builder::check_one_line_block(const Node& block, Children::Iterator first, Children::Iterator last) {
  if (first == last || (*first).kind == NodeKind::Error) return;
  std::size_t items = 0;
  const Node* item = nullptr;
  const Node* final = nullptr;
  bool starts_on_line = first->kind != NodeKind::Newline;
  for (; first != last; ++first) {
    final = &*first;
    if (is_item(*first) && ++items == 1) item = final;
  }
  const bool ends_on_line = final->kind != NodeKind::Newline && text_[final->span.end - 1] != '\n';
  if (item == nullptr || (!starts_on_line && !ends_on_line)) return;
  const Span end{block.span.end - 1, block.span.end};
  if (!starts_on_line) {
    error(end, "expected a newline before '}'", "put the closing brace on a line of its own");
  } else if (item->kind == NodeKind::Block) {
    error(item->span, "block " + stopgate::quoted(raw(*children(*item).begin())) + " stands on the line of the block around it", "a block on one line holds at most one argument: put the inner block on a line of its own");
  } else if (!ends_on_line) {
    error(item->span, "argument " + stopgate::quoted(raw(*children(*item).begin())) + " stands on the line of '{', but the block ends on another", "put a newline after '{'");
  }
}

Body Builder::finish(Items& items, Span span) {
  return {.attributes = arena_.copy_array<Attribute>(items.attributes),
          .blocks = arena_.copy_array<const Block*>(items.blocks),
          .span = place(span),
          .has_errors = items.has_errors};
}

}  // namespace stopgate::hcl
