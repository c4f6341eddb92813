#include "iam/audience.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace stopgate::iam {

namespace {

using Kind = Audience::Kind;

bool is_account_number(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_whole_account(std::string_view id) {
  return is_account_number(id) || (id.starts_with("arn:") && id.ends_with(":root"));
}

// Anything wild in a principal is read as everyone: AWS knows no other wildcard there.
bool is_everyone(std::string_view id) {
  return id.find('*') != std::string_view::npos && !id.starts_with("${");
}

Audience audience_of(const Principal& principal) {
  if (principal.type == "Service") return {Kind::Service, principal.id, {}};
  if (principal.type == "Federated")
    return {Kind::Federated, principal.id, std::string(account_in(principal.id))};
  if (principal.type == "CanonicalUser") return {Kind::Canonical, principal.id, {}};
  if (is_everyone(principal.id)) return {};
  const std::string account(account_in(principal.id));
  if (is_whole_account(principal.id) && !account.empty()) return {Kind::Account, account, account};
  return {Kind::Principal, principal.id, account};
}

bool is_aws(Kind kind) {
  return kind == Kind::Everyone || kind == Kind::Limited || kind == Kind::Account ||
         kind == Kind::Principal;
}

bool covers(const Principal& principal, const Audience& audience) {
  const auto named = audience_of(principal);
  if (named.kind == Kind::Everyone) return is_aws(audience.kind);
  if (named.kind == Kind::Account && is_aws(audience.kind))
    return !audience.account.empty() && audience.account == named.account;
  return named == audience;
}

bool applies(const Grant& grant, const Audience& audience) {
  if (grant.principals.empty()) return false;
  const bool named = std::ranges::any_of(
      grant.principals, [&](const Principal& principal) { return covers(principal, audience); });
  return named != grant.inverts_principals;
}

// The statement as a stranger meets it; false when it is not for strangers.
bool read_as_stranger(Grant& grant) {
  if (std::ranges::any_of(grant.condition, limits_callers)) return false;
  if (!grant.allows && !std::ranges::all_of(grant.condition, holds_for_strangers)) return false;
  grant.condition.clear();
  return true;
}

}  // namespace

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::Everyone:
      return "everyone";
    case Kind::Limited:
      return "limited";
    case Kind::Account:
      return "account";
    case Kind::Principal:
      return "principal";
    case Kind::Service:
      return "service";
    case Kind::Federated:
      return "federated";
    case Kind::Canonical:
      return "canonical";
  }
  return "";
}

std::string_view account_in(std::string_view text) {
  if (is_account_number(text)) return text;
  const auto parts = split(text, ':');
  return parts.size() >= 6 && parts[0] == "arn" && is_account_number(parts[4]) ? parts[4]
                                                                               : std::string_view{};
}

std::vector<Audience> audiences_of(const Grants& grants) {
  std::set<Audience> out;
  for (const auto& grant : grants) {
    if (!grant.allows) continue;
    if (grant.inverts_principals) out.insert(Audience{});
    for (const auto& principal : grant.principals)
      if (!grant.inverts_principals) out.insert(audience_of(principal));
  }
  if (out.contains(Audience{})) out.insert({Kind::Limited, {}, {}});
  return {out.begin(), out.end()};
}

Grants said_to(const Audience& audience, const Grants& grants) {
  Grants out;
  for (const auto& grant : grants) {
    if (!applies(grant, audience)) continue;
    auto said = grant;
    said.principals.clear();
    said.inverts_principals = false;
    if (audience.kind != Kind::Everyone || read_as_stranger(said)) out.push_back(std::move(said));
  }
  return out;
}

}  // namespace stopgate::iam
