#include "iam/summary.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"

namespace stopgate::iam {

namespace {

constexpr std::size_t kNamedActions = 4;
constexpr std::size_t kNamedResources = 2;
// A wildcard that brought no more than so many actions is told by their names.
constexpr std::size_t kFewActions = 2;

std::string service_of(std::string_view action) {
  return to_lower(action.substr(0, action.find(':')));
}

bool is_every_action(std::string_view pattern) {
  return pattern.find_first_not_of("*:") == std::string_view::npos;
}

// A written pattern and the gained actions that it brought.
struct Brought {
  std::string text;
  AccessLevel worst = AccessLevel::List;
  std::size_t count = 0;
};

class Namer {
 public:
  explicit Namer(const std::vector<GainedAction>& actions)
      : actions_(actions), named_(actions.size()) {}

  void add(const Grant& grant) {
    if (grant.inverts_actions) {
      add_pattern("*", "every action but " + enumerate(grant.actions, kNamedResources));
      return;
    }
    for (const auto& pattern : grant.actions)
      add_pattern(pattern, is_every_action(pattern) ? "every action" : pattern);
  }

  [[nodiscard]] std::vector<std::string> names(std::size_t& more) {
    std::ranges::stable_sort(brought_, [](const Brought& a, const Brought& b) {
      return a.worst != b.worst ? a.worst > b.worst : a.count > b.count;
    });
    std::vector<std::string> out;
    more = 0;
    for (const auto& one : brought_) {
      if (out.size() < kNamedActions)
        out.push_back(one.text);
      else
        more += one.count;
    }
    return out;
  }

 private:
  void add_pattern(std::string_view pattern, const std::string& text) {
    std::vector<std::size_t> found;
    Brought brought{text, AccessLevel::List, 0};
    for (std::size_t i = 0; i < actions_.size(); ++i) {
      if (named_[i] || !matches_action(pattern, actions_[i].name)) continue;
      found.push_back(i);
      brought.worst = std::max(brought.worst, actions_[i].level);
    }
    for (const auto i : found) named_[i] = true;
    brought.count = found.size();
    if (found.empty()) return;
    if (found.size() > kFewActions && pattern.find_first_of("*?") != std::string_view::npos) {
      brought_.push_back(std::move(brought));
      return;
    }
    for (const auto i : found)
      brought_.push_back({std::string(actions_[i].name), actions_[i].level, 1});
  }

  const std::vector<GainedAction>& actions_;
  std::vector<bool> named_;
  std::vector<Brought> brought_;
};

std::string readable(const std::string& resource) {
  if (resource == "*") return "every resource";
  const auto unknown = resource.find("${not known");
  if (unknown == std::string::npos) return resource;
  return unknown == 0 ? "a resource not known yet" : resource.substr(0, unknown) + "…";
}

// Statements that differ in the actions they name only.
struct GroupKey {
  bool inverts = false;
  std::set<std::string> resources;
  std::string condition;
  bool is_decided = true;
  auto operator<=>(const GroupKey&) const = default;
};

struct Group {
  std::vector<GainedAction> actions;
  std::vector<const Grant*> grants;
  std::string witness;
};

GroupKey key_of(const Gained& gained) {
  GroupKey key;
  key.is_decided = gained.is_decided;
  key.condition = keys_of(gained.condition);
  for (const auto* grant : gained.grants) {
    key.inverts = key.inverts || grant->inverts_resources;
    for (const auto& resource : grant->resources) key.resources.insert(resource);
  }
  return key;
}

Summary summarize(const GroupKey& key, Group& group) {
  Summary out;
  std::ranges::sort(group.actions, {}, &GainedAction::name);
  Namer namer(group.actions);
  for (const auto* grant : group.grants) namer.add(*grant);
  out.actions = namer.names(out.more);
  out.resources.assign(key.resources.begin(), key.resources.end());
  out.inverts_resources = key.inverts;
  out.is_every_resource = !key.inverts && key.resources.contains("*");
  out.condition = key.condition;
  out.is_decided = key.is_decided;
  out.witness = group.witness;
  if (!group.grants.empty()) {
    out.sid = group.grants.front()->sid;
    out.origin = group.grants.front()->origin;
    out.place = group.grants.front()->place;
  }
  std::set<std::string> services;
  for (const auto& action : group.actions) {
    ++out.levels.at(static_cast<std::size_t>(action.level));
    services.insert(service_of(action.name));
  }
  out.services.assign(services.begin(), services.end());
  return out;
}

}  // namespace

std::string enumerate(std::span<const std::string> names, std::size_t limit, std::size_t more) {
  std::string out;
  const auto shown = std::min(limit, names.size());
  more += names.size() - shown;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) out += i + 1 == shown && more == 0 ? " and " : ", ";
    out += names[i];
  }
  if (more > 0) out += " and " + std::to_string(more) + " more";
  return out;
}

std::vector<Summary> summarize(std::span<const Gained> gained) {
  std::map<GroupKey, Group> groups;
  for (const auto& one : gained) {
    auto& group = groups[key_of(one)];
    if (group.actions.empty()) group.witness = one.witness;
    group.actions.insert(group.actions.end(), one.actions.begin(), one.actions.end());
    for (const auto* grant : one.grants)
      if (std::ranges::find(group.grants, grant) == group.grants.end())
        group.grants.push_back(grant);
  }
  std::vector<Summary> out;
  for (auto& [key, group] : groups) out.push_back(summarize(key, group));
  std::ranges::stable_sort(out, [](const Summary& a, const Summary& b) {
    for (auto level = kAccessLevels; level-- > 0;)
      if ((a.levels.at(level) > 0) != (b.levels.at(level) > 0)) return a.levels.at(level) > 0;
    return false;
  });
  return out;
}

std::string to_text(const Summary& summary) {
  auto out = enumerate(summary.actions, kNamedActions, summary.more) + " on ";
  std::vector<std::string> resources;
  for (const auto& resource : summary.resources) resources.push_back(readable(resource));
  if (summary.is_every_resource)
    out += "every resource";
  else
    out += (summary.inverts_resources ? "every resource but " : "") +
           enumerate(resources, kNamedResources);
  if (!summary.condition.empty()) out += ", where " + summary.condition + " allows it";
  return out;
}

std::string levels_text(const Summary& summary) {
  std::string out;
  for (auto level = kAccessLevels; level-- > 0;) {
    if (summary.levels.at(level) == 0) continue;
    if (!out.empty()) out += ", ";
    out += std::to_string(summary.levels.at(level)) + " ";
    out += name_of(static_cast<AccessLevel>(level));
  }
  return out;
}

std::string held_text(const Permissions& before, const Summary& summary) {
  if (before.layers.empty()) return {};
  std::vector<std::string> actions;
  std::vector<std::string> resources;
  for (const auto& grant : before.layers.front()) {
    if (!grant.allows) continue;
    bool is_near = grant.inverts_actions;
    for (const auto& pattern : grant.actions) {
      const auto service = service_of(pattern);
      if (grant.inverts_actions ||
          std::ranges::none_of(summary.services, [&](const std::string& one) {
            return one == service || service.find('*') != std::string::npos;
          }))
        continue;
      is_near = true;
      if (std::ranges::find(actions, pattern) == actions.end()) actions.push_back(pattern);
    }
    if (grant.inverts_actions)
      actions.push_back("every action but " + enumerate(grant.actions, kNamedResources));
    if (!is_near) continue;
    for (const auto& resource : grant.resources) {
      const auto text =
          grant.inverts_resources ? "every resource but " + readable(resource) : readable(resource);
      if (std::ranges::find(resources, text) == resources.end()) resources.push_back(text);
    }
  }
  if (actions.empty()) return {};
  return enumerate(actions, kNamedActions - 1) + " on " + enumerate(resources, kNamedResources);
}

}  // namespace stopgate::iam
