#pragma once

// Members of a JSON report that someone may have written by hand: what is not of the type that the
// format says is as good as absent.

#include <algorithm>
#include <cstdint>
#include <string>

namespace stopgate::report {

inline constexpr std::size_t kMemberBytes = 10'000;

template <typename Json>
std::string text_at(const Json& from, const char* name, std::size_t limit = kMemberBytes) {
  if (!from.is_object()) return {};
  const auto found = from.find(name);
  if (found == from.end() || !found->is_string()) return {};
  return found->template get_ref<const std::string&>().substr(0, limit);
}

template <typename Json>
std::uint32_t number_at(const Json& from, const char* name, std::uint32_t limit) {
  if (!from.is_object()) return 0;
  const auto found = from.find(name);
  if (found == from.end() || !found->is_number_unsigned()) return 0;
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(found->template get<std::uint64_t>(), limit));
}

template <typename Json>
bool flag_at(const Json& from, const char* name) {
  if (!from.is_object()) return false;
  const auto found = from.find(name);
  return found != from.end() && found->is_boolean() && found->template get<bool>();
}

template <typename Json>
const Json& list_at(const Json& from, const char* name) {
  static const Json empty = Json::array();
  if (!from.is_object()) return empty;
  const auto found = from.find(name);
  return found == from.end() || !found->is_array() ? empty : *found;
}

template <typename Json>
const Json& object_at(const Json& from, const char* name) {
  static const Json empty = Json::object();
  if (!from.is_object()) return empty;
  const auto found = from.find(name);
  return found == from.end() || !found->is_object() ? empty : *found;
}

}  // namespace stopgate::report
