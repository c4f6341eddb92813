#include "plan/taint.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"

namespace stopgate::plan {

namespace {

using value::Value;

constexpr std::size_t kShortestSecret = 4;
// A number of fewer digits is a port, a size or a count.
constexpr std::size_t kShortestNumber = 6;
constexpr std::array<std::string_view, 14> kCommonWords{
    "admin", "default", "dev",  "development", "disabled", "enabled", "false",
    "none",  "null",    "prod", "production",  "root",     "staging", "true"};

}  // namespace

bool is_secret_text(std::string_view text) {
  if (text.size() < kShortestSecret || trim(text).size() < kShortestSecret) return false;
  return std::find(kCommonWords.begin(), kCommonWords.end(), to_lower(text.substr(0, 16))) ==
         kCommonWords.end();
}

void Taint::add(std::string_view text) {
  if (!is_secret_text(text) || secrets_.contains(text)) return;
  secrets_.insert(arena_.copy(text));
  seen_[sketch(text)] = true;
}

std::size_t Taint::sketch(std::string_view text) {
  if (text.empty()) return 0;
  const auto at = [&](std::size_t index) {
    return std::size_t{static_cast<unsigned char>(text[index])};
  };
  return (at(0) ^ at(text.size() / 2) << 4U ^ at(text.size() - 1) << 8U ^ text.size() * 0x9E5) &
         0xFFFFU;
}

void Taint::collect(const Value& value) {
  if (value.is_string()) {
    add(value.as_string());
  } else if (value.is_number()) {
    const auto text = value::to_text(value);
    if (text.size() >= kShortestNumber) add(text);
  }
  for (const auto& item : value.items()) collect(item);
  for (const auto& member : value.members()) collect(member.value);
}

void Taint::collect_marked(const Value& value) {
  if (value.is_sensitive()) {
    collect(value);
    return;
  }
  for (const auto& item : value.items()) collect_marked(item);
  for (const auto& member : value.members()) collect_marked(member.value);
}

bool Taint::is_secret(const Value& scalar) const {
  if (scalar.is_string())
    return seen_[sketch(scalar.as_string())] && secrets_.contains(scalar.as_string());
  return scalar.is_number() && secrets_.contains(value::to_text(scalar));
}

bool Taint::has_secret(const Value& value) const {
  if (value.is_sensitive()) return false;
  if (value.is_list()) {
    const auto items = value.items();
    return std::any_of(items.begin(), items.end(),
                       [this](const Value& item) { return has_secret(item); });
  }
  if (!value.is_map()) return is_secret(value);
  const auto members = value.members();
  return std::any_of(members.begin(), members.end(),
                     [this](const value::Member& member) { return has_secret(member.value); });
}

Value Taint::mark(Arena& arena, const Value& value) const {
  if (is_empty() || !has_secret(value)) return value;
  if (value.is_list()) {
    std::vector<Value> items(value.items().begin(), value.items().end());
    for (auto& item : items) item = mark(arena, item);
    const auto access =
        value.as_list().is_lenient() ? value::Access::Lenient : value::Access::Strict;
    return value::List::make(arena, items, {}, access);
  }
  if (value.is_map()) {
    std::vector<value::Member> members(value.members().begin(), value.members().end());
    for (auto& member : members) member.value = mark(arena, member.value);
    const auto access =
        value.as_map().is_lenient() ? value::Access::Lenient : value::Access::Strict;
    return value::Map::make(arena, members, {}, access);
  }
  return value.as_sensitive();
}

std::vector<std::string_view> Taint::secrets() const {
  std::vector<std::string_view> out(secrets_.begin(), secrets_.end());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace stopgate::plan
