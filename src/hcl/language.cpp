#include "hcl/language.h"

#include <tree_sitter/parser.h>

#include <cstdint>
#include <vector>

extern "C" const TSLanguage* tree_sitter_hcl();

namespace stopgate::hcl {
namespace {

// The generated parse table is sparse for all but a few states: a list of groups, each an action
// and the symbols it is for, searched at every token. A dense table is some 100 KB and a look-up.
std::vector<std::uint16_t> dense_table(const TSLanguage& grammar) {
  const std::size_t width = grammar.symbol_count;
  const std::size_t dense = grammar.large_state_count * width;
  std::vector<std::uint16_t> table(grammar.state_count * width, 0);
  for (std::size_t at = 0; at < dense; ++at) table[at] = grammar.parse_table[at];
  for (std::size_t state = grammar.large_state_count; state < grammar.state_count; ++state) {
    const std::uint16_t* data = grammar.small_parse_table +
                                grammar.small_parse_table_map[state - grammar.large_state_count];
    for (std::uint16_t groups = *data++; groups > 0; --groups) {
      const std::uint16_t value = *data++;
      for (std::uint16_t symbols = *data++; symbols > 0; --symbols)
        table[state * width + *data++] = value;
    }
  }
  return table;
}

}  // namespace

const TSLanguage* language() {
  static const std::vector<std::uint16_t> table = dense_table(*tree_sitter_hcl());
  static const TSLanguage dense = [] {
    TSLanguage grammar = *tree_sitter_hcl();
    grammar.parse_table = table.data();
    grammar.large_state_count = grammar.state_count;
    return grammar;
  }();
  return &dense;
}

}  // namespace stopgate::hcl
