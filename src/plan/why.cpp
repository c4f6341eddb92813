#include "plan/why.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "plan/address.h"
#include "plan/cause.h"
#include "plan/facts.h"
#include "plan/path.h"

namespace stopgate::plan {

namespace {

constexpr std::size_t kLongestChain = 12;

std::string base_of(std::string_view address) {
  const auto parsed = parse_address(address);
  return parsed ? base_address(*parsed) : std::string(address);
}

std::string_view top_of(std::string_view path) {
  return path.substr(0, path.find_first_of(".["));
}

InstanceKey key_of(const Change& change) {
  const auto parsed = parse_address(change.address);
  return parsed ? parsed->key : InstanceKey{};
}

// The attributes that decide: what forces the replacement, a value that is known on both sides
// before one that only follows from elsewhere; else all that differs.
std::vector<std::string> deciding_paths(const Change& change) {
  std::vector<std::string> out;
  if (change.is_replace()) {
    for (const auto path : change.replace_paths) out.emplace_back(path);
    std::ranges::stable_partition(
        out, [&](const std::string& path) { return !value_at(change.after, path).is_unknown(); });
  } else if (change.action == Action::Update) {
    out = changed_paths(change.before, change.after);
  }
  return out;
}

}  // namespace

std::string_view name_of(Origin origin) {
  constexpr std::array<std::string_view, 6> kNames{"",       "drift",   "deleted",
                                                   "failed", "request", "pending"};
  return kNames[static_cast<std::size_t>(origin)];
}

std::string_view name_of(DriftOutcome outcome) {
  constexpr std::array<std::string_view, 3> kNames{"reverted", "accepted", "recreated"};
  return kNames[static_cast<std::size_t>(outcome)];
}

Causes::Causes(const Plan& plan, const Dependencies& dependencies) : dependencies_(dependencies) {
  for (const auto& change : plan.changes)
    if (change.action != Action::NoOp) changes_[base_of(change.address)].push_back(&change);
  for (const auto& drift : plan.drift) drift_.emplace(drift.address, &drift);
}

Origin Causes::origin_of(const Change& change) const {
  if (!change.deposed.empty() || change.action_reason == "replace_because_tainted")
    return Origin::Failed;
  if (change.action_reason == "replace_by_request") return Origin::Request;
  if (change.action == Action::Read) return Origin::Pending;
  const auto drift = drift_.find(change.address);
  if (drift == drift_.end()) return Origin::Configuration;
  if (change.action == Action::Create && drift->second->action == Action::Delete)
    return Origin::Deleted;
  if (change.action != Action::Update && !change.is_replace()) return Origin::Configuration;
  // Everything that this change touches was changed outside before.
  const auto outside = changed_paths(drift->second->before, drift->second->after);
  const auto own = changed_paths(change.before, change.after);
  const bool is_all = std::ranges::all_of(own, [&](const std::string& path) {
    return value_at(change.after, path).is_unknown() ||
           std::ranges::find(outside, path) != outside.end();
  });
  return is_all ? Origin::Drift : Origin::Configuration;
}

const Change* Causes::changing(const std::string& base, const Change& referrer) const {
  const auto found = changes_.find(base);
  if (found == changes_.end()) return nullptr;
  const auto key = key_of(referrer);
  const auto same = std::ranges::find_if(
      found->second, [&](const Change* change) { return key_of(*change) == key; });
  return same == found->second.end() ? found->second.front() : *same;
}

std::optional<Causes::Link> Causes::link_of(const Change& change) const {
  const auto dependencies = dependencies_.of(base_of(change.address));
  for (const auto& path : deciding_paths(change)) {
    const bool is_unknown = value_at(change.after, path).is_unknown();
    std::optional<Link> root;
    for (const auto& dependency : dependencies) {
      if (top_of(dependency.argument) != top_of(path)) continue;
      const auto* target = changing(dependency.target, change);
      if (target != nullptr && target != &change &&
          (is_unknown || target->is_replace() || target->action == Action::Update))
        return Link{path, target, {}};
      const bool is_value = dependency.target.find("var.") != std::string::npos ||
                            dependency.target.find("local.") != std::string::npos ||
                            dependency.target.find("data.") != std::string::npos;
      if (is_value && !root) root = Link{path, nullptr, dependency.target};
    }
    if (root) return root;
    // Written as it is: this is where it begins.
    if (!is_unknown && change.is_replace()) return std::nullopt;
  }
  return std::nullopt;
}

Why Causes::of(const Change& change) const {
  Why out{.origin = origin_of(change), .steps = {}};
  std::set<const Change*> seen;
  const auto* at = &change;
  while (seen.insert(at).second && seen.size() <= kLongestChain) {
    const auto link = link_of(*at);
    if (!link) break;
    const auto source = link->change == nullptr ? link->root : std::string(link->change->address);
    auto step = (at == &change ? std::string() : std::string(at->address) + ": ") + link->argument +
                " refers to " + source;
    out.steps.push_back(std::move(step));
    if (link->change == nullptr) break;
    at = link->change;
  }
  if (at != &change) {
    const auto cause = cause_of(*at);
    const auto end = std::string(at->address) + ": " +
                     (cause.empty() ? std::string(plan::name_of(at->action)) : cause);
    // The last reference, to a variable or local, stands before it already.
    const bool has_root = out.steps.back().starts_with(std::string(at->address) + ": ");
    out.steps.insert(has_root ? out.steps.end() - 1 : out.steps.end(), end);
  }
  std::ranges::reverse(out.steps);
  return out;
}

std::vector<DriftEntry> drift_of(const Plan& plan) {
  std::unordered_map<std::string_view, const Change*> changes;
  for (const auto& change : plan.changes)
    if (change.is_managed && change.deposed.empty()) changes.emplace(change.address, &change);
  std::vector<DriftEntry> out;
  for (const auto& drift : plan.drift) {
    DriftEntry entry{.drift = &drift, .outcome = DriftOutcome::Accepted, .paths = {}};
    const auto found = changes.find(drift.address);
    const auto* change = found == changes.end() ? nullptr : found->second;
    if (drift.action == Action::Delete) {
      if (change != nullptr && change->action == Action::Create)
        entry.outcome = DriftOutcome::Recreated;
    } else {
      entry.paths = changed_paths(drift.before, drift.after);
      const bool is_changed =
          change != nullptr && (change->action == Action::Update || change->is_replace());
      if (is_changed) {
        auto own = changed_paths(change->before, change->after);
        std::erase_if(own, [&](const std::string& path) {
          return std::ranges::find(entry.paths, path) == entry.paths.end();
        });
        if (!own.empty()) {
          entry.outcome = DriftOutcome::Reverted;
          entry.paths = std::move(own);
        }
      }
    }
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace stopgate::plan
