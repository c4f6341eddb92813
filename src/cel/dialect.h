#pragma once

// What of the language an environment has switched on: Kubernetes' versions differ in syntax and
// macros, not only in functions.

namespace stopgate::cel {

struct Dialect {
  bool optional_syntax = true;        // a.?b, [?e], optMap
  bool two_variable_macros = true;    // m.all(k, v, …), transformList, …
  bool bind_macro = true;             // cel.bind
  bool block_macro = true;            // cel.block, what optimizers write
  bool sort_by_macro = true;          // list.sortBy(x, key)
  bool homogeneous_literals = false;  // [1, 'a'] does not compile
  bool cross_type_comparison = true;  // 1 < 2.5
  bool check_constants = true;        // a bad literal of timestamp() or duration() does not compile
};

}  // namespace stopgate::cel
