#pragma once

// Builds the syntax tree from the concrete tree, and rejects what the grammar lets through.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/arena.h"
#include "base/limits.h"
#include "base/symbol_cache.h"
#include "hcl/syntax.h"
#include "hcl/tree.h"
#include "source/diagnostic.h"

namespace stopgate::hcl {

// How deep blocks and expressions may nest. Expressions nest deeper than documents: every operator
// of a chain is a level, and Terraform reads a thousand brackets.
[[nodiscard]] inline std::size_t depth_limit(const Limits& limits) {
  return limits.depth * 8;
}

// Where the text that was parsed stands in its file: parse_expression puts something before and
// after it.
struct Excerpt {
  source::FileId file = source::kNoFile;
  std::uint32_t skipped = 0;  // bytes of the text that stand before the file's first
  std::uint32_t size = 0;     // of the file
};

class Builder {
 public:
  Builder(std::string_view text, Excerpt excerpt, Arena& arena, source::Diagnostics& diagnostics,
          const Limits& limits)
      : text_(text), excerpt_(excerpt), arena_(arena), diagnostics_(diagnostics), limits_(limits) {}

  [[nodiscard]] Body build_file(const Node& root);
  void error(Span at, std::string message, std::string help = {});
  // One diagnostic for the first error below `node`, which has one.
  void explain_error(const Node& node);

 private:
  // A body in the making.
  struct Items {
    std::vector<Attribute> attributes;
    std::vector<const Block*> blocks;
    std::unordered_set<Symbol> names;  // used where there are many
    bool has_errors = false;
    const Node* previous = nullptr;
    bool line_ended = true;  // after what was added last
  };

  // body_builder.cpp
  void add_items(Items& items, Children::Iterator first, Children::Iterator last);
  void add_item(Items& items, const Node& node);
  void add_attribute(Items& items, const Node& node, bool is_trusted);
  void add_block(Items& items, const Node& node);
  void add_error(Items& items, const Node& node);
  void void_previous(Items& items);
  [[nodiscard]] bool starts_line(const Items& items, const Node& node) const;
  void explain_glued(Items& items, const Node& node);
  void check_one_line_block(Items& items, const Node& close, Children::Iterator first,
                            Children::Iterator last);
  [[nodiscard]] bool is_set_already(Items& items, Symbol name);
  [[nodiscard]] const Node* add_header(Block& block, const Node& node);
  [[nodiscard]] Children::Iterator first_outside(Children::Iterator first,
                                                 Children::Iterator last) const;
  [[nodiscard]] const Expression* attribute_value(const Node& node);
  [[nodiscard]] Label label(const Node& node);
  [[nodiscard]] Body finish(Items& items, Span span);

  // expression_builder.cpp
  [[nodiscard]] const Expression* expression(const Node& node);
  [[nodiscard]] const Expression* nested(const Node& node);
  [[nodiscard]] const Expression* invalid(Span at);
  [[nodiscard]] const Expression* too_deep(Span at);
  [[nodiscard]] const Expression* variable(Span at);
  [[nodiscard]] const Expression* reference(Span at);
  [[nodiscard]] const Expression* number(Span at);
  [[nodiscard]] const Expression* quoted_string(const Node& node);
  [[nodiscard]] const Expression* call(const Node& node);
  [[nodiscard]] const Expression* tuple(const Node& node);
  [[nodiscard]] const Expression* object(const Node& node);
  [[nodiscard]] ObjectItem object_item(const Node& node);
  [[nodiscard]] bool is_broken_for(const Node& bracket);
  [[nodiscard]] const Expression* for_expression(const Node& node);
  [[nodiscard]] const Expression* parentheses(const Node& node);
  [[nodiscard]] const Expression* unary(const Node& node);
  [[nodiscard]] const Expression* binary(const Node& node);
  [[nodiscard]] const Expression* conditional(const Node& node);

  // traversal_builder.cpp
  struct Step {
    enum class Kind { Attribute, LegacyIndex, Index, AttributeSplat, FullSplat };
    Kind kind = Kind::Attribute;
    const Node* node = nullptr;  // the name, number, index or star
    std::uint32_t end = 0;
  };
  [[nodiscard]] std::vector<Step> steps(const Node& node);
  [[nodiscard]] const Expression* traversal(const Node& node);
  [[nodiscard]] const Expression* apply(const Expression* root, std::uint32_t begin,
                                        std::span<const Step> steps);
  [[nodiscard]] const Expression* apply_one(const Expression* operand, std::uint32_t begin,
                                            const Step& step);

  // template_builder.cpp
  struct TemplateState;
  [[nodiscard]] const Expression* template_expression(const Node& node);
  [[nodiscard]] const Expression* heredoc(const Node& node);
  void add_text(TemplateState& state, const Node& node);
  void add_sequence(TemplateState& state, const Node& node);
  void add_directive(TemplateState& state, const Node& node);
  void fill_directive(TemplateState& state, const Node& node, TemplatePart& part);
  void check_nesting(TemplateState& state, TemplatePart::Kind kind, Span at);
  [[nodiscard]] const Expression* finish_template(TemplateState& state, Span at);

  // Text and names.
  [[nodiscard]] std::string_view raw(const Node& node) const { return raw(node.span); }
  [[nodiscard]] std::string_view raw(Span span) const {
    return text_.substr(span.begin, span.size());
  }
  [[nodiscard]] Span place(Span span) const;
  [[nodiscard]] Name name(const Node& node) { return name(node.span); }
  [[nodiscard]] Name name(Span at);
  // The text of a quoted string or of a piece of one, in the arena only where it has escapes.
  [[nodiscard]] std::string_view unescape_quoted(Span at);
  [[nodiscard]] std::string_view unescape_heredoc(Span at);

  // explain.cpp
  // An error that breaks the line it stands on: more of them on that line are its consequences.
  void syntax_error(Span at, std::string message, std::string help);
  void explain_missing(const Node& missing, const Node& parent);
  void explain_unexpected(const Node& node, const Node& parent);
  void explain_header(const Node& node);
  [[nodiscard]] bool explain_by_what_is_before(Span at);
  [[nodiscard]] bool in_quotes(std::uint32_t offset) const;

  Expression* make(ExpressionKind kind, Span at);
  [[nodiscard]] bool is_deep(std::size_t more) const;

  std::string_view text_;
  Excerpt excerpt_;
  Arena& arena_;
  source::Diagnostics& diagnostics_;
  const Limits& limits_;
  SymbolCache symbols_;
  std::size_t depth_ = 0;
  bool depth_reported_ = false;
  std::uint32_t broken_until_ = 0;  // where the line ends on which the last syntax error stands
  bool is_cut_ = false;             // the limit of diagnostics was hit
};

}  // namespace stopgate::hcl
