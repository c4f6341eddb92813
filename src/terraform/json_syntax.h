#pragma once

// Terraform's JSON syntax (*.tf.json) as the syntax tree of HCL, so that nothing else need know of
// it.

#include <memory>

#include "base/limits.h"
#include "hcl/syntax.h"
#include "source/source_file.h"

namespace stopgate::terraform {

[[nodiscard]] std::unique_ptr<hcl::File> read_json_syntax(const source::SourceMap& sources,
                                                          source::FileId file,
                                                          const Limits& limits);

}  // namespace stopgate::terraform
