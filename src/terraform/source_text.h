#pragma once

// Expressions that are names rather than values (`from`, `depends_on`, `ignore_changes`): their
// text.

#include <string>
#include <vector>

#include "hcl/syntax.h"
#include "source/source_file.h"

namespace stopgate::terraform {

// As written; the content of a plain string, which older configurations quote.
[[nodiscard]] std::string text_of(const hcl::Expression& expression, source::FileId file,
                                  const source::SourceMap& sources);

// Of each element, or of the expression itself when it is no list.
[[nodiscard]] std::vector<std::string> texts_of(const hcl::Expression& expression,
                                                source::FileId file,
                                                const source::SourceMap& sources);

}  // namespace stopgate::terraform
