#pragma once

// Bounds on what one input may cost. Each hit is a Diagnostic, never a silent cut; the
// configuration may change any of them.

#include <cstddef>
#include <cstdint>

namespace stopgate {

struct Limits {
  std::uint64_t file_bytes = std::uint64_t{64} << 20;  // text files; plans have their own
  std::uint64_t plan_bytes = std::uint64_t{4} << 30;
  std::size_t depth = 128;                 // nesting of any document or expression
  std::size_t nodes = 20'000'000;          // nodes of one document
  std::size_t alias_nodes = 1'000'000;     // nodes that YAML aliases may add to a document
  std::size_t files = 200'000;             // files of one run
  std::size_t instances = 10'000;          // count and for_each of one block
  std::uint64_t policy_cost = 10'000'000;  // one evaluation of one expression
  std::size_t diagnostics = 1'000;         // of one file
};

}  // namespace stopgate
