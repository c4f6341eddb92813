#pragma once

// Ways to write Terraform code that its language outgrew, or that do something else than they say:
// "${var.x}" alone, list.0, two equal keys in one map. Read off the syntax of one file.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/syntax.h"

namespace stopgate::terraform {

enum class IdiomKind : std::uint8_t {
  SlashComment,       // // text
  LegacyIndex,        // list.0
  BareInterpolation,  // "${var.x}" and nothing else
  EmptyListEquality,  // x == []: never true
  ShortLookup,        // lookup(map, key)
  DuplicateKey,       // {a = 1, a = 2}: the last one wins
  Workspace,          // terraform.workspace
};

[[nodiscard]] std::string_view name_of(IdiomKind kind);  // "slash-comment", "legacy-index", …

struct Idiom {
  IdiomKind kind = IdiomKind::SlashComment;
  std::string message;
  std::string help;
  source::Span span;
};

// In source order.
[[nodiscard]] std::vector<Idiom> idioms_of(const hcl::File& file, std::string_view text);

// Whether a file keeps its state in backend "remote", where the workspace is always "default".
[[nodiscard]] bool has_remote_backend(const hcl::File& file);

}  // namespace stopgate::terraform
