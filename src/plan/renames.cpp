#include "plan/renames.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "plan/address.h"
#include "plan/show.h"

namespace stopgate::plan {

namespace {

using value::Value;

// More than so many of one type on either side are not compared.
constexpr std::size_t kMostOfAType = 100;
constexpr int kLikeEnough = 80;  // of 100

// What people name an object by; equal names are the same object.
constexpr std::array<std::string_view, 9> kNames{
    "name",       "bucket", "identifier", "function_name",     "cluster_id",
    "cidr_block", "family", "path",       "cluster_identifier"};

// 0 to 100: how much of what the new object sets the old one has too. Values known only after apply
// say nothing.
int likeness(const Value& before, const Value& after) {
  int same = 0;
  int all = 0;
  for (const auto& member : after.members()) {
    if (member.value.is_unknown() || is_blank(member.value)) continue;
    const auto old = before.get(member.key);
    const bool is_name =
        std::ranges::find(kNames, member.key.text()) != kNames.end() && member.value.is_string();
    const int weight = is_name ? 4 : 1;
    all += weight;
    if (old == member.value) same += weight;
    if (is_name && !(old == member.value)) return 0;
  }
  return all < 2 ? 0 : same * 100 / all;
}

bool is_gone(const Change& change) {
  return change.is_managed && change.action == Action::Delete && change.deposed.empty();
}

bool is_made(const Change& change) {
  return change.is_managed && change.action == Action::Create;
}

std::optional<RenameKind> kind_of(const Change& from, const Change& to) {
  const auto a = parse_address(from.address);
  const auto b = parse_address(to.address);
  if (!a || !b) return std::nullopt;
  if (base_address(*a) == base_address(*b))
    return a->key.index() != b->key.index() ? RenameKind::Repetition : RenameKind::Key;
  return a->modules == b->modules ? RenameKind::Name : RenameKind::Module;
}

using ByType =
    std::map<std::string_view, std::pair<std::vector<const Change*>, std::vector<const Change*>>>;

void match(const std::vector<const Change*>& gone, const std::vector<const Change*>& made,
           std::vector<Rename>& out) {
  struct Candidate {
    int score = 0;
    std::size_t from = 0, to = 0;
  };
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < gone.size(); ++i)
    for (std::size_t j = 0; j < made.size(); ++j)
      if (const auto score = likeness(gone[i]->before, made[j]->after); score >= kLikeEnough)
        candidates.push_back({score, i, j});
  std::ranges::stable_sort(candidates, std::ranges::greater{}, &Candidate::score);
  std::vector<bool> is_used(gone.size(), false);
  std::vector<bool> is_taken(made.size(), false);
  for (const auto& candidate : candidates) {
    if (is_used[candidate.from] || is_taken[candidate.to]) continue;
    const auto* from = gone[candidate.from];
    const auto* to = made[candidate.to];
    const auto kind = kind_of(*from, *to);
    if (!kind) continue;
    is_used[candidate.from] = true;
    is_taken[candidate.to] = true;
    out.push_back({from, to, *kind});
  }
}

// Whether all that changes in an instance makes it its neighbour.
bool becomes(const Change& change, const Change& neighbour) {
  bool has_changed = false;
  for (const auto& member : change.after.members()) {
    if (member.value.is_unknown() || member.value == change.before.get(member.key)) continue;
    if (!(member.value == neighbour.before.get(member.key))) return false;
    has_changed = true;
  }
  return has_changed;
}

}  // namespace

std::string_view name_of(RenameKind kind) {
  constexpr std::array<std::string_view, 4> kWords{"name", "module", "repetition", "key"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::vector<Rename> renames_of(const Plan& plan) {
  ByType by_type;
  for (const auto& change : plan.changes) {
    if (is_gone(change)) by_type[change.type].first.push_back(&change);
    if (is_made(change)) by_type[change.type].second.push_back(&change);
  }
  std::vector<Rename> out;
  for (const auto& [type, sides] : by_type)
    if (sides.first.size() <= kMostOfAType && sides.second.size() <= kMostOfAType)
      match(sides.first, sides.second, out);
  return out;
}

std::string moved_block(const Rename& rename) {
  return "moved {\n  from = " + std::string(rename.from->address) +
         "\n  to   = " + std::string(rename.to->address) + "\n}";
}

std::vector<IndexShift> index_shifts_of(const Plan& plan) {
  std::unordered_map<std::string, std::map<std::int64_t, const Change*>> instances;
  std::vector<std::string> order;
  for (const auto& change : plan.changes) {
    const auto index = change.index.int_if();
    if (!change.is_managed || !index || !change.deposed.empty()) continue;
    auto resource = std::string(change.address.substr(0, change.address.rfind('[')));
    auto& list = instances[resource];
    if (list.empty()) order.push_back(std::move(resource));
    list.emplace(*index, &change);
  }
  std::vector<IndexShift> out;
  for (const auto& resource : order) {
    const auto& list = instances[resource];
    const bool has_lost = std::ranges::any_of(
        list, [](const auto& entry) { return entry.second->action == Action::Delete; });
    if (!has_lost) continue;
    IndexShift shift;
    for (const auto& [index, change] : list) {
      const auto next = list.find(index + 1);
      const bool is_changed = change->action == Action::Update || change->is_replace();
      if (!is_changed || next == list.end() || !becomes(*change, *next->second)) continue;
      if (shift.shifted++ == 0) {
        shift.index = index;
        shift.resource = change->address.substr(0, change->address.rfind('['));
      }
    }
    if (shift.shifted > 0) out.push_back(shift);
  }
  return out;
}

}  // namespace stopgate::plan
