#include "model/secrets.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "plan/taint.h"

namespace stopgate::model {

namespace {

using Words = std::unordered_set<std::string_view>;

void add_words(std::string_view address, Words& words) {
  constexpr std::string_view kSeparators = ".[]\"";
  std::size_t at = 0;
  while (at < address.size()) {
    const auto end = std::min(address.find_first_of(kSeparators, at), address.size());
    if (end > at) words.insert(address.substr(at, end - at));
    at = end + 1;
  }
}

Words address_words(const Model& model) {
  Words words;
  for (const auto& stack : model.stacks)
    for (const auto& resource : stack.resources) add_words(resource.address, words);
  for (const auto& plan : model.plans)
    for (const auto& change : plan.changes) add_words(change.address, words);
  return words;
}

void collect(const terraform::Root& root, plan::Taint& taint) {
  for (const auto& resource : root.resources) taint.collect_marked(resource.attributes.value);
  for (const auto& block : root.blocks) {
    const auto& attributes = block.attributes.value;
    taint.collect_marked(attributes);
    if (!attributes.get("sensitive").bool_if().value_or(false)) continue;
    taint.collect(attributes.get(block.type == "variable" ? "default" : "value"));
  }
}

void add_secrets(const Model& model, plan::Redactor& out) {
  Arena arena;
  plan::Taint taint(arena);
  for (const auto& root : model.roots) collect(root, taint);
  const auto words = address_words(model);
  // A short number hides line numbers rather than itself.
  const auto is_number = [](std::string_view text) {
    return text.size() < 6 && text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  const auto add = [&](std::string_view secret) {
    if (!words.contains(secret) && !is_number(secret)) out.add(secret);
  };
  for (const auto secret : taint.secrets()) add(secret);
  for (const auto& plan : model.plans)
    for (const auto secret : plan.secrets) add(secret);
}

}  // namespace

plan::Redactor redactor_of(const Model& model) {
  plan::Redactor out;
  add_secrets(model, out);
  if (model.base != nullptr) add_secrets(*model.base, out);
  return out;
}

}  // namespace stopgate::model
