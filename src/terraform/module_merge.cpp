#include "terraform/module_merge.h"

#include <algorithm>

namespace stopgate::terraform {

namespace {

// What a nested block makes: a dynamic block makes blocks of the type in its label.
std::string_view made_type(const BlockSyntax& block) {
  const auto type = block.type().text();
  return type == "dynamic" ? block.label(0) : type;
}

bool merges_by_argument(const BlockSyntax& block) {
  const auto type = block.type().text();
  return type == "lifecycle" || type == "required_providers";
}

}  // namespace

void merge_override(Content& base, const Content& changes) {
  for (const auto& argument : changes.arguments) {
    const auto old = std::ranges::find_if(base.arguments, [&](const ArgumentSyntax& one) {
      return one.attribute->name.text == argument.attribute->name.text;
    });
    if (old == base.arguments.end()) {
      base.arguments.push_back(argument);
    } else {
      *old = argument;
    }
  }
  std::erase_if(base.blocks, [&](const BlockSyntax& block) {
    return !merges_by_argument(block) &&
           std::ranges::any_of(changes.blocks, [&](const BlockSyntax& other) {
             return made_type(other) == made_type(block);
           });
  });
  base.blocks.insert(base.blocks.end(), changes.blocks.begin(), changes.blocks.end());
  base.has_errors |= changes.has_errors;
}

}  // namespace stopgate::terraform
