#include <algorithm>
#include <string>

#include "base/text.h"
#include "hcl/builder.h"

namespace stopgate::hcl {
namespace {

// Above this many arguments a body's names go into a table.
constexpr std::size_t kManyNames = 16;

bool is_item(const Node& node) {
  return node.kind == NodeKind::Attribute || node.kind == NodeKind::Block ||
         node.kind == NodeKind::Header;
}

// Where an item ends, without the newline that the grammar gives it.
std::uint32_t end_of(const Node& node) {
  std::uint32_t end = node.span.end;
  for (const Node& part : children(node)) {
    if (part.kind != NodeKind::Newline) end = part.span.end;
  }
  return end;
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
  if (node.kind == NodeKind::Newline) {
    items.line_ended = true;
    return;
  }
  if (!is_item(node)) {
    add_error(items, node);
  } else {
    const bool is_trusted = starts_line(items, node);
    if (!is_trusted) explain_glued(items, node);
    if (node.kind == NodeKind::Attribute) {
      add_attribute(items, node, is_trusted);
    } else if (node.kind == NodeKind::Block) {
      add_block(items, node);
    } else {
      items.has_errors = true;
      explain_unexpected(node, node);
    }
  }
  items.previous = &node;
  items.line_ended = node.span.size() > 0 && text_[node.span.end - 1] == '\n';
}

bool Builder::starts_line(const Items& items, const Node& node) const {
  if (items.line_ended || items.previous == nullptr) return true;
  // In what was skipped a newline is not marked as one.
  const auto from = items.previous->span.begin;
  return items.previous->kind == NodeKind::Error &&
         text_.substr(from, node.span.begin - from).find('\n') != std::string_view::npos;
}

// Two items on one line: the first may be half of what was meant, and so may the second.
void Builder::explain_glued(Items& items, const Node& node) {
  items.has_errors = true;
  const Node& before = *items.previous;
  void_previous(items);
  const bool is_argument = before.kind == NodeKind::Attribute;
  std::string help = is_argument ? "write each argument on a line of its own"
                                 : "put a newline after the block's closing brace";
  const bool is_glued = before.span.end == node.span.begin && raw(before).ends_with('0');
  if (is_argument && is_glued && (text_[node.span.begin] | 0x20) == 'x')
    help = "write the number in decimal: there are no hexadecimal numbers";
  syntax_error(children(node).begin()->span,
               "expected a newline, found " + stopgate::quoted(raw(*children(node).begin())),
               std::move(help));
}

// The argument before is part of what went wrong: its value is a guess.
void Builder::void_previous(Items& items) {
  if (items.previous == nullptr || items.previous->kind != NodeKind::Attribute ||
      items.attributes.empty())
    return;
  items.attributes.back().value = invalid(items.previous->span);
}

void Builder::add_error(Items& items, const Node& node) {
  items.has_errors = true;
  constexpr std::string_view kGoesOn = "?:.[(+-*/%<>=!&|";
  const char first = node.span.begin < text_.size() ? text_[node.span.begin] : '\0';
  if (!items.line_ended || kGoesOn.find(first) != std::string_view::npos) void_previous(items);
  if (node.kind == NodeKind::Error || node.is_missing) {
    explain_error(node);
  } else {
    explain_unexpected(node, node);
  }
}

bool Builder::is_set_already(Items& items, Symbol name) {
  if (items.attributes.size() < kManyNames)
    return std::ranges::find(items.attributes, name, [](const Attribute& set) {
             return set.name.text;
           }) != items.attributes.end();
  if (items.names.empty()) {
    for (const auto& set : items.attributes) items.names.insert(set.name.text);
  }
  return !items.names.insert(name).second;
}

void Builder::add_attribute(Items& items, const Node& node, bool is_trusted) {
  const auto diagnostics = diagnostics_.size();
  const Node& key = *children(node).begin();
  Attribute attribute{.name = {}, .value = nullptr, .span = place({node.span.begin, end_of(node)})};
  if (key.kind == NodeKind::String) {
    attribute.name = {intern(raw(key).substr(1, key.span.size() - 2)), place(key.span)};
    syntax_error(key.span, "argument name " + printable(raw(key)) + " is in quotes",
                 "write the name without quotes");
    is_trusted = false;
  } else {
    attribute.name = name(key);
  }
  attribute.value = is_trusted ? attribute_value(node) : invalid(node.span);
  if (is_set_already(items, attribute.name.text)) {
    if (is_trusted)
      error(
          key.span,
          "argument " + stopgate::quoted(attribute.name.text.text()) + " is set twice in this body",
          "keep one of them: the first is used here");
  } else {
    items.attributes.push_back(attribute);
  }
  items.has_errors = items.has_errors || diagnostics_.size() > diagnostics;
}

const Expression* Builder::attribute_value(const Node& node) {
  if (node.has_error) {
    explain_error(node);
    return invalid(node.span);
  }
  auto part = children(node).begin();
  const Node& key = *part;
  const Node& separator = *++part;
  const Node& value = *++part;
  if (value.kind == NodeKind::Newline) {
    syntax_error(separator.span, "argument " + stopgate::quoted(raw(key)) + " has no value",
                 "write the value on the same line as the '='");
    return invalid(separator.span);
  }
  if (raw(separator) == ":")
    syntax_error(separator.span,
                 "expected '=' after argument name " + stopgate::quoted(raw(key)) + ", found ':'",
                 "write '='");
  return expression(value);
}

Label Builder::label(const Node& node) {
  Label label{
      .text = raw(node), .span = place(node.span), .is_quoted = node.kind != NodeKind::Identifier};
  if (node.kind == NodeKind::Identifier) {
    label.text = name(node).text.text();
  } else if (node.kind == NodeKind::String) {
    label.text = unescape_quoted({node.span.begin + 1, node.span.end - 1});
  } else if (raw(node).ends_with('\n')) {
    syntax_error({node.span.begin, node.span.end - 1}, "the string is not closed on its line",
                 "add '\"'");
  } else {
    error(node.span, "block label " + printable(raw(node)) + " is a template",
          "a label is a plain string; write '$${' for a literal '${'");
  }
  return label;
}

// Type and labels; gives the `{`, or null where the header cannot be trusted.
const Node* Builder::add_header(Block& block, const Node& node) {
  block.type = name(*children(node).begin());
  std::vector<Label> labels;
  const Node* open = nullptr;
  const Node* broken = nullptr;
  for (auto part = ++children(node).begin(); part != children(node).end() && open == nullptr;
       ++part) {
    if (part->kind == NodeKind::Error || part->is_missing) {
      broken = &*part;
    } else if (part->kind == NodeKind::Newline) {
      syntax_error({part->span.end, part->span.end + 1},
                   "the '{' of block " + stopgate::quoted(block.type.text.text()) +
                       " stands on a line of its own",
                   "put it at the end of the line before");
    } else if (part->kind == NodeKind::Token) {
      open = &*part;
    } else {
      labels.push_back(label(*part));
    }
  }
  if (broken != nullptr || open == nullptr) {
    explain_error(broken == nullptr ? node : *broken);
    return nullptr;
  }
  block.labels = arena_.copy_array<Label>(labels);
  block.header = place({node.span.begin, open->span.end});
  return open;
}

void Builder::add_block(Items& items, const Node& node) {
  const auto diagnostics = diagnostics_.size();
  auto* block = arena_.make<Block>();
  const Node* open = add_header(*block, node);
  if (diagnostics_.size() > diagnostics) items.has_errors = true;
  // A block that lost part of its header may have swallowed a statement before it.
  if (open == nullptr) return;
  const auto first = ++Children::Iterator(open);
  const Node* close = nullptr;
  auto last = first;  // the closing brace, there or missing
  for (auto part = first; part != children(node).end(); ++part) {
    last = part;
    if (part->kind != NodeKind::Token) continue;
    if ((part->is_missing ? symbol_name(part->symbol) : raw(*part)) != "}") continue;
    if (!part->is_missing) close = &*part;
    break;
  }
  const auto inner_last = close == nullptr ? first_outside(first, last) : last;
  if (close == nullptr) {
    error({node.span.begin, open->span.end},
          "block " + stopgate::quoted(block->type.text.text()) + " has no closing brace",
          "add '}' where the block ends");
    items.has_errors = true;
  }
  const auto end = close == nullptr ? end_of(node) : close->span.end;
  block->span = place({node.span.begin, end});
  Items inner;
  inner.has_errors = close == nullptr;
  if (is_deep(1)) {
    (void)too_deep(open->span);
    inner.has_errors = true;
  } else {
    ++depth_;
    add_items(inner, first, inner_last);
    --depth_;
    if (close != nullptr) check_one_line_block(inner, *close, first, last);
  }
  block->body = finish(inner, {open->span.end, close == nullptr ? end : close->span.begin});
  items.blocks.push_back(block);
  if (inner_last == last) return;
  items.line_ended = true;
  add_items(items, inner_last, last);
}

// In a block that is not closed, what starts in the first column belongs outside.
Children::Iterator Builder::first_outside(Children::Iterator first, Children::Iterator last) const {
  for (; first != last; ++first) {
    if (is_item(*first) && first->span.begin > 0 && text_[first->span.begin - 1] == '\n') break;
  }
  return first;
}

// Braces stand on lines of their own, or around one argument, or around nothing.
void Builder::check_one_line_block(Items& items, const Node& close, Children::Iterator first,
                                   Children::Iterator last) {
  if (first == last) return;
  const bool starts_on_line = first->kind != NodeKind::Newline;
  const Node* item = nullptr;
  for (auto part = first; part != last && item == nullptr; ++part) {
    if (is_item(*part)) item = &*part;
  }
  const bool ends_on_line = !items.line_ended;
  if (item == nullptr || (!starts_on_line && !ends_on_line)) return;
  const Node& word = *children(*item).begin();
  const auto diagnostics = diagnostics_.size();
  if (!starts_on_line) {
    syntax_error(close.span, "expected a newline before '}'",
                 "put the closing brace on a line of its own");
  } else if (item->kind == NodeKind::Block) {
    syntax_error(
        word.span,
        "block " + stopgate::quoted(raw(word)) + " stands on the line of the block around it",
        "a block on one line holds at most one argument: put the inner block on a line of its own");
  } else if (!ends_on_line) {
    syntax_error(word.span,
                 "argument " + stopgate::quoted(raw(word)) +
                     " stands on the line of '{', but the block ends on another",
                 "put a newline after '{'");
  }
  items.has_errors = items.has_errors || diagnostics_.size() > diagnostics;
}

Body Builder::finish(Items& items, Span span) {
  return {.attributes = arena_.copy_array<Attribute>(items.attributes),
          .blocks = arena_.copy_array<const Block*>(items.blocks),
          .span = place(span),
          .has_errors = items.has_errors};
}

}  // namespace stopgate::hcl
