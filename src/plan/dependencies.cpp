#include "plan/dependencies.h"

#include <algorithm>
#include <unordered_set>

#include "plan/address.h"

namespace stopgate::plan {

namespace {

constexpr std::size_t kDeepestModules = 32;
constexpr std::size_t kMostTargets = 200;  // of one resource

// The next name of "a.b[\"x.y\"].c", without its instance key.
std::string_view take_name(std::string_view& text) {
  const auto end = std::min(text.find_first_of(".["), text.size());
  const auto name = text.substr(0, end);
  text.remove_prefix(end);
  bool in_string = false;
  while (!text.empty() && (in_string || text.front() != '.')) {
    if (text.front() == '"') in_string = !in_string;
    if (text.front() == '\\' && text.size() > 1) text.remove_prefix(1);
    text.remove_prefix(1);
  }
  if (!text.empty()) text.remove_prefix(1);
  return name;
}

// "module.a.module.b." to "module.a.": the call of b stands in a.
std::string parent_of(const std::string& module) {
  const auto dot = module.rfind(".module.", module.size() - 1);
  return dot == std::string::npos ? std::string() : module.substr(0, dot + 1);
}

std::string module_of(const Address& address) {
  std::string out;
  for (const auto& step : address.modules) out += "module." + step.name + ".";
  return out;
}

bool is_ignored(std::string_view name) {
  return name == "each" || name == "count" || name == "self" || name == "path" ||
         name == "terraform" || name == "tofu";
}

}  // namespace

Dependencies::Dependencies(const Plan& plan) {
  References references;
  for (const auto& reference : plan.references) references[reference.address].push_back(&reference);
  for (const auto& [owner, list] : references) {
    const auto address = parse_address(owner);
    if (!address || address->type.empty()) continue;  // a call: its arguments are looked up
    auto& targets = targets_[std::string(owner)];
    const auto module = module_of(*address);
    for (const auto* reference : list)
      resolve(references, reference->argument, module, reference->target, 0, targets);
  }
  for (const auto& [owner, targets] : targets_)
    for (const auto& dependency : targets) {
      auto& list = referrers_[dependency.target];
      if (list.empty() || list.back() != owner) list.push_back(owner);
    }
  for (auto& [target, list] : referrers_) std::ranges::sort(list);
}

void Dependencies::resolve(const References& references, std::string_view argument,
                           const std::string& module, std::string_view target, std::size_t depth,
                           std::vector<Dependency>& out) {
  if (depth > kDeepestModules || out.size() >= kMostTargets) return;
  auto rest = target;
  const auto first = take_name(rest);
  const auto second = take_name(rest);
  if (is_ignored(first) || second.empty()) return;
  const auto name = std::string(first) + "." + std::string(second);
  const auto follow = [&](const std::string& owner, std::string_view wanted,
                          const std::string& inner) {
    const auto found = references.find(owner);
    if (found == references.end()) return false;
    bool is_found = false;
    for (const auto* reference : found->second) {
      const auto top = reference->argument.substr(0, reference->argument.find_first_of(".["));
      if (!wanted.empty() && top != wanted) continue;
      is_found = true;
      resolve(references, argument, inner, reference->target, depth + 1, out);
    }
    return is_found;
  };
  if (first == "var" && !module.empty()) {
    const auto call = module.substr(0, module.size() - 1);
    if (follow(call, second, parent_of(module))) return;
  }
  if (first == "module") {
    const auto output = take_name(rest);
    const auto inner = module + name + ".";
    if (!output.empty()) follow(inner + "output." + std::string(output), {}, inner);
    return;
  }
  if (first == "data") {
    out.push_back({argument, module + name + "." + std::string(take_name(rest))});
    return;
  }
  out.push_back({argument, module + name});
}

std::span<const Dependency> Dependencies::of(const std::string& address) const {
  const auto found = targets_.find(address);
  return found == targets_.end() ? std::span<const Dependency>{} : found->second;
}

std::vector<std::string_view> Dependencies::dependents(const std::string& address,
                                                       std::size_t limit) const {
  std::vector<std::string_view> out;
  std::unordered_set<std::string_view> seen{address};
  const auto visit = [&](const std::string& target) {
    const auto found = referrers_.find(target);
    if (found == referrers_.end()) return;
    for (const auto referrer : found->second)
      if (out.size() < limit && seen.insert(referrer).second) out.push_back(referrer);
  };
  visit(address);
  for (std::size_t i = 0; i < out.size() && out.size() < limit; ++i) visit(std::string(out[i]));
  return out;
}

}  // namespace stopgate::plan
