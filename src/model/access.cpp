#include "model/access.h"

#include <algorithm>
#include <tuple>

namespace stopgate::model {

namespace {

using iam::Grant;
using iam::Grants;
using iam::Permissions;
using iam::Reach;

// What the statements say, for a first look whether there is anything to compare.
bool is_same(const Grants& a, const Grants& b) {
  return std::ranges::equal(a, b, [](const Grant& x, const Grant& y) {
    const auto content = [](const Grant& grant) {
      return std::tie(grant.allows, grant.inverts_actions, grant.actions, grant.inverts_resources,
                      grant.resources, grant.inverts_principals, grant.principals, grant.condition,
                      grant.has_variables);
    };
    return content(x) == content(y);
  });
}

Grants everything() {
  Grant grant;
  grant.actions = {"*"};
  grant.resources = {"*"};
  return {std::move(grant)};
}

Permissions permissions_of(const AccessHolder* holder) {
  if (holder == nullptr) return {};
  const bool is_organisation = holder->kind == "organisation policy";
  Permissions out{{is_organisation ? everything() : holder->grants}};
  if (is_organisation || (holder->has_boundary && holder->is_boundary_known))
    out.layers.push_back(holder->boundary);
  return out;
}

bool is_admin(const iam::Summary& summary) {
  return summary.is_every_resource && summary.condition.empty() && summary.services.size() > 300;
}

// Keys of the conditions that no statement has any more, where they alone made the difference.
std::vector<std::string> lost_conditions(const Permissions& before, const Permissions& after) {
  auto free = before;
  std::vector<std::string> keys;
  const auto keys_of = [](const Permissions& permissions) {
    std::vector<std::string> out;
    for (const auto& layer : permissions.layers)
      for (const auto& grant : layer)
        for (const auto& element : grant.condition)
          if (grant.allows) out.push_back(element.written);
    return out;
  };
  for (auto& layer : free.layers)
    for (auto& grant : layer)
      if (grant.allows) grant.condition.clear();
  if (!iam::newly_allowed(free, after).empty()) return {};
  const auto left = keys_of(after);
  for (const auto& key : keys_of(before))
    if (std::ranges::find(left, key) == left.end() && std::ranges::find(keys, key) == keys.end())
      keys.push_back(key);
  return keys;
}

void compare(const Permissions& before, const Permissions& after, AccessChange& out) {
  out.gained = iam::summarize(iam::newly_allowed(before, after));
  out.lost = iam::summarize(iam::newly_allowed(after, before));
  if (out.gained.empty()) return;
  out.held = iam::held_text(before, out.gained.front());
  out.is_admin = std::ranges::any_of(out.gained, is_admin);
  out.lost_conditions = lost_conditions(before, after);
}

void add_dangers(const Permissions& before, const Permissions& after, AccessChange& out) {
  if (out.gained.empty()) return;
  const auto open = iam::escalations_of(before);
  for (auto& way : iam::escalations_of(after)) {
    const bool was_open = std::ranges::any_of(open, [&](const iam::Escalation& old) {
      return old.name == way.name && (!old.is_conditional || way.is_conditional) &&
             (!old.is_self || way.is_self);
    });
    if (!was_open) out.escalations.push_back(std::move(way));
  }
  const auto collect = [&](const std::vector<std::string_view>& actions,
                           std::vector<std::string>& into) {
    for (const auto action : actions)
      if (iam::reach_of(after, action, true) == Reach::Wide &&
          iam::reach_of(before, action, true) != Reach::Wide)
        into.emplace_back(action);
  };
  collect(iam::credential_actions(), out.credentials);
  collect(iam::exfiltration_actions(), out.exfiltration);
}

std::vector<std::string> added(const std::set<std::string>* before,
                               const std::set<std::string>& after) {
  std::vector<std::string> out;
  for (const auto& one : after)
    if (before == nullptr || !before->contains(one)) out.push_back(one);
  return out;
}

template <typename Map>
const typename Map::mapped_type* find(const Map& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

class Comparison {
 public:
  Comparison(const AccessSide& before, const AccessSide& after) : before_(before), after_(after) {
    accounts_ = before.accounts;
    accounts_.insert(after.accounts.begin(), after.accounts.end());
  }

  std::vector<AccessChange> run() {
    for (const auto& [key, holder] : after_.holders)
      compare_holder(find(before_.holders, key), &holder);
    for (const auto& [key, holder] : before_.holders)
      if (!after_.holders.contains(key)) compare_holder(&holder, nullptr);
    for (const auto& [key, document] : after_.documents)
      compare_document(find(before_.documents, key), &document);
    for (const auto& [key, document] : before_.documents)
      if (!after_.documents.contains(key)) compare_document(&document, nullptr);
    std::ranges::stable_sort(out_, {}, &AccessChange::address);
    return std::move(out_);
  }

 private:
  void compare_holder(const AccessHolder* before, const AccessHolder* after) {
    const auto& holder = after != nullptr ? *after : *before;
    AccessChange change;
    change.kind = holder.kind == "organisation policy" ? AccessChange::Kind::Organisation
                                                       : AccessChange::Kind::Identity;
    if (after != nullptr)
      change.not_known = added(before == nullptr ? nullptr : &before->not_known, after->not_known);
    change.lost_boundary =
        before != nullptr && after != nullptr && before->has_boundary && !after->has_boundary;
    if (before != nullptr && after != nullptr && is_same(before->grants, after->grants) &&
        before->has_boundary == after->has_boundary && is_same(before->boundary, after->boundary) &&
        change.not_known.empty())
      return;
    // A policy that nobody held before or after is known by what it says, not by who has it.
    if (before == nullptr && holder.address.empty()) before = &kNobody;
    auto allowed_before = permissions_of(before);
    auto allowed_after = permissions_of(after);
    // An organisation's policy that goes or comes takes nothing but what it denied.
    if (change.kind == AccessChange::Kind::Organisation) {
      if (before == nullptr) allowed_before = {{everything()}};
      if (after == nullptr) allowed_after = {{everything()}};
    }
    compare(allowed_before, allowed_after, change);
    add_dangers(allowed_before, allowed_after, change);
    change.is_new = before == nullptr;
    if (change.gained.empty() && change.lost.empty() && change.not_known.empty() &&
        !change.lost_boundary)
      return;
    change.holders = {holder.kind + " " + holder.name};
    change.address = change.gained.empty() || change.gained.front().origin.empty()
                         ? holder.address
                         : change.gained.front().origin;
    if (change.lost_boundary && !holder.address.empty()) change.address = holder.address;
    if (change.address.empty() && !change.lost.empty()) change.address = change.lost.front().origin;
    join_or_add(std::move(change));
  }

  // Holders that gain the same by the same document are one change.
  void join_or_add(AccessChange change) {
    const auto texts = [](const AccessChange& one) {
      std::string out;
      for (const auto* list : {&one.gained, &one.lost}) {
        for (const auto& summary : *list) out += iam::to_text(summary) + "\n";
        out += "|";
      }
      for (const auto& way : one.escalations) out += std::string(way.name) + " ";
      return out;
    };
    for (auto& known : out_) {
      if (known.kind != change.kind || known.address != change.address ||
          known.lost_boundary != change.lost_boundary || texts(known) != texts(change))
        continue;
      known.holders.insert(known.holders.end(), change.holders.begin(), change.holders.end());
      known.is_new = known.is_new && change.is_new;
      return;
    }
    out_.push_back(std::move(change));
  }

  void compare_document(const AccessDocument* before, const AccessDocument* after) {
    const auto& document = after != nullptr ? *after : *before;
    const Grants none;
    const auto& grants_before = before == nullptr ? none : before->grants;
    const auto& grants_after = after == nullptr ? none : after->grants;
    const auto not_known =
        after == nullptr
            ? std::vector<std::string>{}
            : added(before == nullptr ? nullptr : &before->not_known, after->not_known);
    if (is_same(grants_before, grants_after) && not_known.empty()) return;
    auto audiences = iam::audiences_of(grants_after);
    for (auto& audience : iam::audiences_of(grants_before))
      if (std::ranges::find(audiences, audience) == audiences.end())
        audiences.push_back(std::move(audience));
    bool is_public = false;
    bool has_change = false;
    for (const auto& audience : audiences) {
      if (audience.kind == iam::Audience::Kind::Limited && is_public) continue;
      AccessChange change;
      const Permissions said_before{{iam::said_to(audience, grants_before)}};
      const Permissions said_after{{iam::said_to(audience, grants_after)}};
      compare(said_before, said_after, change);
      if (change.gained.empty() && change.lost.empty()) continue;
      describe(document, audience, said_after.layers[0], change);
      change.is_new = before == nullptr;
      change.not_known = not_known;
      is_public =
          is_public || (audience.kind == iam::Audience::Kind::Everyone && !change.gained.empty());
      has_change = true;
      out_.push_back(std::move(change));
    }
    if (has_change || not_known.empty()) return;
    AccessChange change;
    describe(document, {}, {}, change);
    change.not_known = not_known;
    out_.push_back(std::move(change));
  }

  void describe(const AccessDocument& document, const iam::Audience& audience, const Grants& said,
                AccessChange& change) const {
    change.kind = document.is_trust ? AccessChange::Kind::Trust : AccessChange::Kind::Resource;
    change.address = document.address;
    change.argument = document.argument;
    change.type = document.type;
    change.audience = audience;
    if (!audience.account.empty() && !accounts_.empty())
      change.is_foreign = !accounts_.contains(audience.account);
    const auto all = [&](auto&& test) {
      return !said.empty() && std::ranges::all_of(said, [&](const Grant& grant) {
        return !grant.allows || std::ranges::any_of(grant.condition, test);
      });
    };
    change.has_external_id = all([](const iam::ConditionElement& element) {
      return element.key == "sts:externalid" && iam::limits_callers(element);
    });
    change.has_subject =
        all([](const iam::ConditionElement& element) { return element.key.ends_with(":sub"); });
    change.limits_subject = all([](const iam::ConditionElement& element) {
      return element.key.ends_with(":sub") && iam::limits_callers(element) &&
             std::ranges::none_of(element.values, [](const std::string& value) {
               return value == "repo:*" || value == "system:serviceaccount:*" ||
                      value == "system:serviceaccount:*:*";
             });
    });
    change.limits_source =
        all([](const iam::ConditionElement& element) { return iam::limits_callers(element); });
  }

  static inline const AccessHolder kNobody{};

  const AccessSide& before_;
  const AccessSide& after_;
  std::set<std::string> accounts_;
  std::vector<AccessChange> out_;
};

}  // namespace

std::string_view name_of(AccessChange::Kind kind) {
  switch (kind) {
    case AccessChange::Kind::Identity:
      return "identity";
    case AccessChange::Kind::Trust:
      return "trust";
    case AccessChange::Kind::Resource:
      return "resource";
    case AccessChange::Kind::Organisation:
      return "organisation";
  }
  return "";
}

std::vector<AccessChange> access_changes(const AccessSide& before, const AccessSide& after) {
  return Comparison(before, after).run();
}

}  // namespace stopgate::model
