#include "hcl/tree.h"

#include <tree_sitter/api.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "hcl/language.h"
#include "hcl/pool_scope.h"

namespace stopgate::hcl {
namespace {

struct NamedKind {
  std::string_view name;
  NodeKind kind;
};

constexpr auto kNamedKinds = std::to_array<NamedKind>({
    {"newline", NodeKind::Newline},
    {"file", NodeKind::File},
    {"attribute", NodeKind::Attribute},
    {"block", NodeKind::Block},
    {"header", NodeKind::Header},
    {"identifier", NodeKind::Identifier},
    {"reference", NodeKind::Reference},
    {"number", NodeKind::Number},
    {"string", NodeKind::String},
    {"template", NodeKind::Template},
    {"heredoc", NodeKind::Heredoc},
    {"call", NodeKind::Call},
    {"tuple", NodeKind::Tuple},
    {"object", NodeKind::Object},
    {"object_item", NodeKind::ObjectItem},
    {"for_tuple", NodeKind::ForTuple},
    {"for_object", NodeKind::ForObject},
    {"parentheses", NodeKind::Parentheses},
    {"traversal", NodeKind::Traversal},
    {"line_traversal", NodeKind::LineTraversal},
    {"unary", NodeKind::Unary},
    {"line_unary", NodeKind::Unary},
    {"binary", NodeKind::Binary},
    {"line_binary", NodeKind::Binary},
    {"conditional", NodeKind::Conditional},
    {"line_conditional", NodeKind::Conditional},
    {"text", NodeKind::Text},
    {"simple_interpolation", NodeKind::SimpleInterpolation},
    {"interpolation", NodeKind::Interpolation},
    {"directive", NodeKind::Directive},
    {"heredoc_marker", NodeKind::HeredocMarker},
    {"heredoc_text", NodeKind::HeredocText},
    {"heredoc_end", NodeKind::HeredocEnd},
});

// By tree-sitter's number for the symbol.
std::vector<NodeKind> kinds_by_symbol() {
  std::vector<NodeKind> kinds;
  for (std::uint32_t symbol = 0; symbol < ts_language_symbol_count(language()); ++symbol) {
    const std::string_view name = symbol_name(static_cast<std::uint16_t>(symbol));
    const bool is_named =
        ts_language_symbol_type(language(), static_cast<TSSymbol>(symbol)) == TSSymbolTypeRegular;
    const auto found = std::ranges::find(kNamedKinds, name, &NamedKind::name);
    kinds.push_back(is_named && found != kNamedKinds.end() ? found->kind : NodeKind::Token);
  }
  return kinds;
}

// Where the pool takes all memory back, nothing needs to be freed.
struct Deleter {
  void operator()(TSParser* parser) const {
    if constexpr (!kFreesAll) ts_parser_delete(parser);
  }
  void operator()(TSTree* tree) const {
    if constexpr (!kFreesAll) ts_tree_delete(tree);
  }
};

const char* read_text(void* payload, std::uint32_t offset, TSPoint, std::uint32_t* size) {
  const auto rest = static_cast<const std::string_view*>(payload)->substr(offset);
  *size = static_cast<std::uint32_t>(rest.size());
  return rest.data();
}

// Tree-sitter asks every hundred operations whether to stop. A text without errors takes some three
// operations a byte at most, and fifty bytes of memory; what takes far more than that is hostile.
struct Budget {
  std::uint64_t checks_left = 0;
  std::size_t bytes = 0;
  const Pool* pool = nullptr;
};

bool is_spent(TSParseState* state) {
  auto* budget = static_cast<Budget*>(state->payload);
  if (budget->checks_left == 0 || budget->pool->reserved() > budget->bytes) return true;
  --budget->checks_left;
  return false;
}

// Appends the nodes from the cursor on, depth first, without recursion.
class Flattener {
 public:
  Flattener(Tree& tree, std::size_t limit) : tree_(tree), limit_(limit) {}

  void run(TSNode root) {
    static const std::vector<NodeKind> kinds = kinds_by_symbol();
    static const TSSymbol comment = ts_language_symbol_for_name(language(), "comment", 7, true);
    TSTreeCursor cursor = ts_tree_cursor_new(root);
    std::vector<std::size_t> parents;
    while (true) {
      const TSNode node = ts_tree_cursor_current_node(&cursor);
      const TSSymbol symbol = ts_node_symbol(node);
      const source::Span span{ts_node_start_byte(node), ts_node_end_byte(node)};
      bool descend = false;
      if (symbol == comment) {
        tree_.comments.push_back(span);
      } else if (const auto kind = symbol < kinds.size() ? kinds[symbol] : NodeKind::Error;
                 kind != NodeKind::Newline || !ts_node_is_extra(node)) {
        if (tree_.nodes.size() == limit_) {
          tree_.too_many_nodes = true;
          break;
        }
        const bool is_missing = ts_node_is_missing(node);
        tree_.nodes.push_back({.kind = kind,
                               .is_missing = is_missing,
                               .has_error = ts_node_has_error(node),
                               .symbol = is_missing ? symbol : TSSymbol{0},
                               .span = span});
        descend = true;
      }
      if (descend && ts_tree_cursor_goto_first_child(&cursor)) {
        parents.push_back(tree_.nodes.size() - 1);
        continue;
      }
      while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
        if (parents.empty() || !ts_tree_cursor_goto_parent(&cursor)) {
          ts_tree_cursor_delete(&cursor);
          return;
        }
        close(parents.back());
        parents.pop_back();
      }
    }
    ts_tree_cursor_delete(&cursor);
  }

 private:
  void close(std::size_t parent) {
    tree_.nodes[parent].descendants = static_cast<std::uint32_t>(tree_.nodes.size() - parent - 1);
  }

  Tree& tree_;
  std::size_t limit_;
};

}  // namespace

std::string_view symbol_name(std::uint16_t symbol) {
  const char* name = ts_language_symbol_name(language(), symbol);
  return name == nullptr ? std::string_view{} : name;
}

Tree parse_tree(std::string_view text, const Limits& limits) {
  Tree tree;
  // Declared first: nothing that tree-sitter allocates below is freed on its own.
  Pool pool;
  const PoolScope scope(pool);
  const std::unique_ptr<TSParser, Deleter> parser(ts_parser_new());
  ts_parser_set_language(parser.get(), language());
  Budget budget{.checks_left = 1'000 + text.size() / 4,
                .bytes = (std::size_t{64} << 20) + text.size() * 256,
                .pool = &pool};
  const TSInput input{
      .payload = &text, .read = read_text, .encoding = TSInputEncodingUTF8, .decode = nullptr};
  const std::unique_ptr<TSTree, Deleter> parsed(ts_parser_parse_with_options(
      parser.get(), nullptr, input, {.payload = &budget, .progress_callback = is_spent}));
  if (parsed == nullptr) {
    tree.too_much_work = true;
    return tree;
  }
  tree.nodes.reserve(text.size() / 8);
  Flattener(tree, limits.nodes).run(ts_tree_root_node(parsed.get()));
  if (tree.too_many_nodes) tree.nodes.clear();
  return tree;
}

}  // namespace stopgate::hcl
