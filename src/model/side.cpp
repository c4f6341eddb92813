#include "model/side.h"

namespace stopgate::model {

namespace {

// "[0]" of "aws_iam_role.app[0]": instances with the same key go together.
std::string_view key_of(std::string_view address) {
  const auto open = address.rfind('[');
  return address.ends_with(']') && open != std::string_view::npos ? address.substr(open)
                                                                  : std::string_view{};
}

std::string identity(std::string_view type, std::string_view text) {
  return std::string(type) + "|" + std::string(text);
}

}  // namespace

SideItems::SideItems(const Stack& stack, Side side,
                     const std::function<bool(std::string_view)>& wanted) {
  if (stack.plan != nullptr && side == Side::Before) {
    for (const auto& change : stack.plan->changes) {
      if (change.before.is_null() || !change.deposed.empty() || !wanted(change.type)) continue;
      add({change.address,
           change.address,
           change.type,
           change.name,
           {change.before, {}},
           nullptr,
           stack.declaration_of(change.address)});
    }
    return;
  }
  for (const auto& resource : stack.resources) {
    if (!wanted(resource.type)) continue;
    add({resource.address, resource.base_address, resource.type, resource.name, resource.attributes,
         &resource.references, resource.declared});
  }
}

void SideItems::add(SideItem item) {
  items_.push_back(std::move(item));
  const auto& added = items_.back();
  by_base_[added.base_address].push_back(&added);
  for (const auto* key : {"arn", "name", "id"}) {
    const auto text = added.attributes.value.get(key).string_if();
    if (text && !text->empty()) by_identity_[identity(added.type, *text)] = &added;
  }
}

const SideItem* SideItems::named(const SideItem& from, std::string_view argument,
                                 const value::Value& value, std::string_view type) const {
  if (const auto text = value.string_if()) {
    const auto found = by_identity_.find(identity(type, *text));
    if (found != by_identity_.end()) return found->second;
  }
  if (from.references == nullptr) return nullptr;
  const SideItem* only = nullptr;
  for (const auto& reference : *from.references) {
    if (reference.argument != argument) continue;
    const auto found = by_base_.find(reference.target);
    if (found == by_base_.end()) continue;
    for (const auto* item : found->second) {
      if (item->type != type) continue;
      if (key_of(item->address) == key_of(from.address)) return item;
      only = item;
    }
  }
  return only;
}

}  // namespace stopgate::model
