#include "terraform/tags.h"

#include <map>

#include "terraform/lower.h"

namespace stopgate::terraform {

namespace {

// Tags by key, as merged so far.
struct Tags {
  std::map<Symbol, CtyMember> members;
  const UnknownInfo* unknown = nullptr;
  bool are_spoken_of = false;

  void add(const CtyValue& tags) {
    are_spoken_of = true;
    if (tags.is_unknown()) {
      if (unknown == nullptr) unknown = &tags.unknown_info();
    } else if (tags.is_concrete() && tags.type().is_mapping()) {
      for (const auto& member : tags.members()) members[member.key] = member;
    }
  }
};

const CtyValue* find(const CtyValue& object, std::string_view name) {
  if (!object.is_concrete() || !object.type().is_mapping()) return nullptr;
  const auto* member = object.find(intern(name));
  return member == nullptr ? nullptr : &member->value;
}

}  // namespace

value::Value effective_tags(const CtyValue& object, const ProviderReference& provider,
                            Arena& arena) {
  Tags tags;
  // Holds what the pointers of `tags` point into.
  const auto configuration =
      provider.module == nullptr ? CtyValue::null() : provider.module->provider(provider.key);
  if (const auto* blocks = find(configuration, "default_tags")) {
    if (blocks->is_unknown())
      tags.add(*blocks);
    else if (blocks->is_concrete()) {
      for (const auto& block : blocks->elements()) {
        if (const auto* defaults = find(block, "tags")) tags.add(*defaults);
      }
    }
  }
  if (const auto* own = find(object, "tags")) tags.add(*own);
  if (!tags.are_spoken_of) return value::Value::null();
  if (tags.unknown != nullptr) {
    return value::Value::unknown(
        arena,
        {.reason = tags.unknown->reason, .subject = tags.unknown->subject, .not_null = true});
  }
  std::vector<CtyMember> members;
  for (const auto& [key, member] : tags.members) members.push_back(member);
  return lower(arena, CtyValue::object(std::move(members)), value::Access::Strict);
}

}  // namespace stopgate::terraform
