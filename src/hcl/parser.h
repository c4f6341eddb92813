#pragma once

// Parses HCL native syntax into the tree of hcl/syntax.h.
//
// Tree-sitter gives a tree even for broken input; we keep every attribute and block that is whole
// and report the rest as Diagnostics. Rejects, strictly, what Terraform's own parser rejects.

#include <string_view>

#include "base/limits.h"
#include "hcl/syntax.h"
#include "source/source_file.h"

namespace stopgate::hcl {

// The file's text must outlive the result: the tree views it.
[[nodiscard]] File parse(const source::SourceMap& sources, source::FileId id,
                         const Limits& limits = {});

struct ParsedExpression {
  std::unique_ptr<Arena> arena = std::make_unique<Arena>();
  const Expression* expression = nullptr;  // never null
  source::Diagnostics diagnostics;
};

// One expression (the console, *.tf.json strings that hold one).
[[nodiscard]] ParsedExpression parse_expression(const source::SourceMap& sources, source::FileId id,
                                                const Limits& limits = {});
// A whole file as one template (templatefile, strings in *.tf.json): a String or Template
// expression.
[[nodiscard]] ParsedExpression parse_template(const source::SourceMap& sources, source::FileId id,
                                              const Limits& limits = {});

}  // namespace stopgate::hcl
