#include "iam/action_table.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace stopgate::iam {

namespace data {
extern const std::string_view kActions;
}  // namespace data

namespace {

constexpr std::array<std::string_view, kAccessLevels> kLevelNames = {
    "list", "read", "tagging", "write", "permissions management"};
constexpr std::string_view kLevelLetters = "LRTWP";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool has_wildcard(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

}  // namespace

std::string_view name_of(AccessLevel level) {
  return kLevelNames.at(static_cast<std::size_t>(level));
}

// Remembers the last star only: enough for patterns without classes, and never exponential.
bool matches_action(std::string_view pattern, std::string_view action) {
  std::size_t p = 0;
  std::size_t a = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_at = 0;
  while (a < action.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_at = a;
    } else if (p < pattern.size() && (pattern[p] == '?' || lower(pattern[p]) == lower(action[a]))) {
      ++p;
      ++a;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      a = ++star_at;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

ActionTable::ActionTable(std::string_view text) {
  for (const auto line : split(text, '\n')) {
    if (line.empty() || line.front() == '#') continue;
    const auto words = split(line, ' ');
    const auto level = static_cast<AccessLevel>(kLevelLetters.find(words.at(1)));
    if (services_.empty() || services_.back().name != words[0])
      services_.push_back({words[0], actions_.size(), 0});
    for (std::size_t i = 2; i < words.size(); ++i) {
      actions_.push_back({std::string(words[0]) + ":" + std::string(words[i]), level});
      ++services_.back().count;
    }
  }
}

const Service* ActionTable::service(std::string_view name) const {
  const auto found = std::ranges::lower_bound(services_, name, {}, &Service::name);
  return found == services_.end() || found->name != name ? nullptr : &*found;
}

void ActionTable::match(std::string_view pattern, std::vector<std::size_t>& out) const {
  std::size_t first = 0;
  std::size_t last = actions_.size();
  const auto colon = pattern.find(':');
  if (colon != std::string_view::npos && !has_wildcard(pattern.substr(0, colon))) {
    const auto* found = service(to_lower(pattern.substr(0, colon)));
    if (found == nullptr) return;
    first = found->first;
    last = first + found->count;
  }
  for (auto i = first; i < last; ++i)
    if (matches_action(pattern, actions_[i].name)) out.push_back(i);
}

const ActionTable& action_table() {
  static const ActionTable table(data::kActions);
  return table;
}

}  // namespace stopgate::iam
