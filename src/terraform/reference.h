#pragma once

// What an expression refers to, read off its syntax: `aws_s3_bucket.b[0].id` is the target
// "aws_s3_bucket.b" with the attribute "id". Names bound by `for` are not references.

#include <string>
#include <string_view>
#include <vector>

#include "hcl/syntax.h"
#include "source/span.h"

namespace stopgate::terraform {

enum class ReferenceKind : std::uint8_t {
  Variable,  // var.x
  Local,     // local.x
  Module,    // module.m, attribute: the output
  Resource,  // type.name, data.type.name, ephemeral.type.name
  Instance,  // each, count, self
  Context,   // path, terraform, tofu
  Other,     // a bare name: `foo`
};

struct ReferenceSyntax {
  ReferenceKind kind = ReferenceKind::Other;
  std::string target;  // "var.x", "module.m", "data.aws_ami.a", "each"
  std::string name;    // "x", "m", "data.aws_ami.a", "each": the key of the declaration
  std::string
      attribute;  // what follows, joined by dots, without indexes: "tags.Name"; may be empty
  source::Span span;
};

struct ExpressionNames {
  std::vector<ReferenceSyntax> references;  // in source order; each occurrence once
  // Attributes taken of what only evaluation knows: of `for` names, each.value, results of calls,
  // and parts of variables, locals and outputs. Any of them may turn out to be an attribute of a
  // resource.
  std::vector<Symbol> loose;
};

[[nodiscard]] ExpressionNames names_in(const hcl::Expression& expression);

}  // namespace stopgate::terraform
