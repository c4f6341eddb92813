#include "hcl/parser.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "base/text.h"
#include "hcl/builder.h"
#include "hcl/plain_tree.h"
#include "hcl/tree.h"

namespace stopgate::hcl {
namespace {

struct Parsed {
  Tree tree;
  bool is_readable = false;
};

// The concrete tree of `text`, or Diagnostics that say why there is none.
Parsed read(std::string_view text, const Excerpt& excerpt, const Limits& limits, Builder& builder) {
  Parsed parsed;
  const Span whole{excerpt.skipped, excerpt.skipped};
  if (excerpt.size > limits.file_bytes || text.size() > std::numeric_limits<std::int32_t>::max()) {
    builder.error(whole,
                  "the file has " + std::to_string(excerpt.size) +
                      " bytes, more than the limit of " + std::to_string(limits.file_bytes),
                  "split the file");
    return parsed;
  }
  if (const auto bad = find_invalid_utf8(text)) {
    const auto at = static_cast<std::uint32_t>(*bad);
    builder.error({at, at + 1}, "byte " + quoted(text.substr(at, 1)) + " is not UTF-8",
                  "save the file as UTF-8");
    parsed.tree = parse_tree(text, limits);
  } else if (auto plain = read_plain_tree(text, limits)) {
    parsed.tree = std::move(*plain);
  } else {
    parsed.tree = parse_tree(text, limits);
  }
  if (parsed.tree.too_much_work) {
    builder.error(whole, "the file has so many errors that reading it was stopped",
                  "see whether it is HCL at all");
  } else if (parsed.tree.too_many_nodes) {
    builder.error(whole,
                  "the file has more than " + std::to_string(limits.nodes) + " syntax elements",
                  "split the file");
  }
  parsed.is_readable = !parsed.tree.nodes.empty();
  return parsed;
}

// Text that is read as the value of the one attribute `_ = before…after`, in an arena that outlives
// it.
struct Wrapped {
  std::string_view text;
  std::uint32_t skipped = 0;
};

Wrapped wrap(std::string_view text, std::string_view before, std::string_view after, Arena& arena) {
  std::string all = "_=";
  all += before;
  const auto skipped = static_cast<std::uint32_t>(all.size());
  all += text;
  all += after;
  return {arena.copy(all), skipped};
}

// A marker that is on no line of the text.
std::string free_marker(std::string_view text) {
  std::string marker = "END";
  while (text.find(marker) != std::string_view::npos) marker += "_";
  return marker;
}

// The value of the only attribute, where there is nothing else.
const Expression* only_value(const Body& body) {
  const bool is_only = body.attributes.size() == 1 && body.blocks.empty() && !body.has_errors;
  return is_only ? body.attributes[0].value : nullptr;
}

// The heredoc that a whole file was read as, without the newline that the end marker needed.
const Expression* without_last_newline(const Expression* heredoc, Arena& arena) {
  if (heredoc == nullptr ||
      (heredoc->kind != ExpressionKind::String && heredoc->kind != ExpressionKind::Template))
    return nullptr;
  auto* made = arena.make<Expression>(*heredoc);
  made->flag = false;
  if (made->text.ends_with('\n')) made->text.remove_suffix(1);
  if (made->parts.empty() || !made->parts.back().text.ends_with('\n')) return made;
  const auto parts = arena.make_array<TemplatePart>(made->parts.size());
  std::ranges::copy(made->parts, parts.begin());
  parts.back().text.remove_suffix(1);
  made->parts = parts.back().span.size() == 0 ? parts.first(parts.size() - 1) : parts;
  return made;
}

const Expression* invalid_expression(Arena& arena, std::uint32_t size) {
  auto* made = arena.make<Expression>();
  made->span = {0, size};
  return made;
}

}  // namespace

const Attribute* Body::find(Symbol name) const {
  const auto found = std::ranges::find(
      attributes, name, [](const Attribute& attribute) { return attribute.name.text; });
  return found == attributes.end() ? nullptr : &*found;
}

File parse(const source::SourceMap& sources, source::FileId id, const Limits& limits) {
  File file;
  file.id = id;
  const std::string_view text = sources.file(id).text();
  const Excerpt excerpt{.file = id, .skipped = 0, .size = static_cast<std::uint32_t>(text.size())};
  Builder builder(text, excerpt, *file.arena, file.diagnostics, limits);
  const auto parsed = read(text, excerpt, limits, builder);
  if (!parsed.is_readable) {
    file.body.has_errors = true;
    return file;
  }
  file.body = builder.build_file(parsed.tree.nodes.front());
  std::vector<Comment> comments;
  comments.reserve(parsed.tree.comments.size());
  for (const auto span : parsed.tree.comments) comments.push_back({span});
  file.comments = file.arena->copy_array<Comment>(comments);
  file.body.has_errors = file.body.has_errors || source::has_errors(file.diagnostics);
  return file;
}

ParsedExpression parse_expression(const source::SourceMap& sources, source::FileId id,
                                  const Limits& limits) {
  ParsedExpression result;
  std::string_view text = sources.file(id).text();
  const auto size = static_cast<std::uint32_t>(text.size());
  const auto wrapped = wrap(text, "(", "\n)\n", *result.arena);
  const Excerpt excerpt{.file = id, .skipped = wrapped.skipped, .size = size};
  Builder builder(wrapped.text, excerpt, *result.arena, result.diagnostics, limits);
  const auto parsed = read(wrapped.text, excerpt, limits, builder);
  if (parsed.is_readable) {
    const auto* value = only_value(builder.build_file(parsed.tree.nodes.front()));
    // What closes our parenthesis too early is not inside of it.
    const bool is_whole = value != nullptr && value->kind == ExpressionKind::Parentheses;
    if (is_whole) result.expression = value->operand;
    if (!is_whole && result.diagnostics.empty())
      builder.error({excerpt.skipped, excerpt.skipped + size}, "this is not one expression",
                    "write one value");
  }
  if (result.expression == nullptr || source::has_errors(result.diagnostics))
    result.expression = invalid_expression(*result.arena, size);
  return result;
}

ParsedExpression parse_template(const source::SourceMap& sources, source::FileId id,
                                const Limits& limits) {
  ParsedExpression result;
  std::string_view text = sources.file(id).text();
  const auto size = static_cast<std::uint32_t>(text.size());
  const auto marker = free_marker(text);
  const auto wrapped = wrap(text, "<<" + marker + "\n", "\n" + marker + "\n", *result.arena);
  const Excerpt excerpt{.file = id, .skipped = wrapped.skipped, .size = size};
  Builder builder(wrapped.text, excerpt, *result.arena, result.diagnostics, limits);
  const auto parsed = read(wrapped.text, excerpt, limits, builder);
  if (parsed.is_readable)
    result.expression = without_last_newline(
        only_value(builder.build_file(parsed.tree.nodes.front())), *result.arena);
  if (result.expression == nullptr || source::has_errors(result.diagnostics))
    result.expression = invalid_expression(*result.arena, size);
  return result;
}

}  // namespace stopgate::hcl
