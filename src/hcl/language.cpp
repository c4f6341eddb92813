#include "hcl/language.h"

extern "C" const TSLanguage* tree_sitter_hcl();

namespace stopgate::hcl {

const TSLanguage* language() {
  static const TSLanguage* const grammar = tree_sitter_hcl();
  return grammar;
}

}  // namespace stopgate::hcl
