#pragma once

// What names mean where an expression stands: the loader's answer to the evaluator.

#include <cstddef>
#include <optional>
#include <span>

#include "hcl/syntax.h"
#include "source/diagnostic.h"
#include "terraform/cty_value.h"

namespace stopgate::terraform {

struct Resolved {
  CtyValue value;
  // Attributes that were part of the name: `data.aws_ami.a.id` takes 2 (aws_ami, a), `var.x` takes
  // 1, `self.id` 0. The evaluator goes on from there, with indexes and further attributes.
  std::size_t steps = 0;
  // The name means nothing here. Static, as in Terraform: `try` and `can` do not catch it. The
  // value is ignored. A thing that is declared but failed to evaluate is no error: answer an
  // unknown with the reason kNotEvaluated, since its own place was reported already.
  std::optional<source::Diagnostic> error;
};

class Scope {
 public:
  virtual ~Scope() = default;

  // `root` is the first name (`var`, `local`, `data`, `aws_s3_bucket`, `each`, `path`),
  // `attributes` the names that follow it without an index between. Names bound by `for` never come
  // here.
  [[nodiscard]] virtual Resolved resolve(const hcl::Name& root,
                                         std::span<const hcl::Name> attributes,
                                         source::FileId file) const = 0;
};

}  // namespace stopgate::terraform
