#pragma once

// How often a block stands for an object: `count` and `for_each`, of resources and module calls.

#include <string>
#include <vector>

#include "terraform/evaluation.h"
#include "terraform/module_syntax.h"
#include "terraform/scope.h"

namespace stopgate::terraform {

enum class RepetitionKind : std::uint8_t { Once, Count, ForEach };

// One instance: what count.index, each.key and each.value are in it.
struct Repetition {
  RepetitionKind kind = RepetitionKind::Once;
  CtyValue key;        // a number or a string; unknown when the repetition is
  CtyValue value;      // of ForEach
  std::string suffix;  // `[0]`, `["a"]`, or nothing
};

struct Expansion {
  RepetitionKind kind = RepetitionKind::Once;
  std::vector<Repetition> instances;
  // The repetition is unknown: one instance stands for any number of them.
  bool is_symbolic = false;
  UnknownInfo why;  // then
};

// `name` as messages say it ("aws_instance.a", "module.m").
[[nodiscard]] Expansion expand(Evaluation& evaluation, const Content& content, const Scope& scope,
                               const std::string& name);

// `["a"]`, escaped as in Terraform's addresses.
[[nodiscard]] std::string key_suffix(std::string_view key);

}  // namespace stopgate::terraform
