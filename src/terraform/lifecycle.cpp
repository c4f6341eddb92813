#include "terraform/lifecycle.h"

#include "terraform/cty_convert.h"
#include "terraform/source_text.h"

namespace stopgate::terraform {

namespace {

std::optional<bool> constant_bool(const ArgumentSyntax& argument, Evaluation& evaluation) {
  const auto result =
      evaluate_constant(argument.expression(), argument.file, evaluation.eval_options());
  evaluation.report(result.diagnostics);
  const auto converted = convert(result.value.without_marks(), Type::boolean());
  if (!converted.error.empty() || !converted.value.is_concrete()) return std::nullopt;
  return converted.value.as_bool();
}

void read_argument(const ArgumentSyntax& argument, Evaluation& evaluation, Lifecycle& lifecycle) {
  const auto name = argument.attribute->name.text.text();
  const auto texts = [&] {
    return texts_of(argument.expression(), argument.file, evaluation.sources());
  };
  if (name == "prevent_destroy") {
    lifecycle.prevent_destroy = constant_bool(argument, evaluation);
  } else if (name == "create_before_destroy") {
    lifecycle.create_before_destroy = constant_bool(argument, evaluation);
  } else if (name == "replace_triggered_by") {
    lifecycle.replace_triggered_by = texts();
  } else if (name == "ignore_changes") {
    lifecycle.ignore_changes = texts();
    lifecycle.ignores_all_changes = argument.expression().kind != hcl::ExpressionKind::Tuple &&
                                    lifecycle.ignore_changes.front() == "all";
    if (lifecycle.ignores_all_changes) lifecycle.ignore_changes.clear();
  }
}

}  // namespace

Lifecycle lifecycle_of(const Content& content, Evaluation& evaluation) {
  Lifecycle lifecycle;
  for (const auto& block : content.blocks) {
    if (block.type().text() != "lifecycle") continue;
    for (const auto& attribute : block.block->body.attributes)
      read_argument({&attribute, block.file}, evaluation, lifecycle);
  }
  return lifecycle;
}

}  // namespace stopgate::terraform
