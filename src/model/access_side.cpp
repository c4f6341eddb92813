#include "model/access_side.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "iam/audience.h"
#include "iam/document.h"
#include "iam/managed_policy.h"
#include "iam/policy_arguments.h"

namespace stopgate::model {

namespace {

using iam::DocumentUse;
using value::Node;
using value::Value;

using Item = SideItem;

struct PrincipalType {
  std::string_view type, kind, argument;  // the argument by which others name it
};

constexpr std::array<PrincipalType, 3> kPrincipals = {{
    {"aws_iam_role", "role", "role"},
    {"aws_iam_user", "user", "user"},
    {"aws_iam_group", "group", "group"},
}};

// Resources that give documents to principals.
struct GivingType {
  std::string_view type, argument, kind;
};

constexpr std::array<GivingType, 9> kGiving = {{
    {"aws_iam_role_policy", "role", "role"},
    {"aws_iam_user_policy", "user", "user"},
    {"aws_iam_group_policy", "group", "group"},
    {"aws_iam_role_policy_attachment", "role", "role"},
    {"aws_iam_user_policy_attachment", "user", "user"},
    {"aws_iam_group_policy_attachment", "group", "group"},
    {"aws_iam_policy_attachment", "roles", "role"},
    {"aws_iam_policy_attachment", "users", "user"},
    {"aws_iam_policy_attachment", "groups", "group"},
}};

constexpr std::array<std::string_view, 6> kOtherTypes = {
    "aws_iam_user_group_membership", "aws_iam_group_membership", "aws_iam_policy_document",
    "aws_caller_identity",           "aws_iam_policy",           "aws_organizations_policy"};

std::string_view kind_of(std::string_view type) {
  const auto found = std::ranges::find(kPrincipals, type, &PrincipalType::type);
  return found == kPrincipals.end() ? std::string_view{} : found->kind;
}

std::string_view type_of(std::string_view kind) {
  return std::ranges::find(kPrincipals, kind, &PrincipalType::kind)->type;
}

class SideReader {
 public:
  SideReader(const Stack& stack, Side side, Arena& arena)
      : arena_(arena), side_(stack, side, concerns_access) {
    for (const auto& item : side_.items()) note_account(item);
  }

  AccessSide read() {
    for (const auto& item : side_.items()) read_principal(item);
    for (const auto& item : side_.items()) read_boundary(item);
    for (const auto& item : side_.items()) read_giving(item);
    for (const auto& item : side_.items()) read_documents(item);
    for (const auto& item : side_.items()) read_membership(item);
    add_groups_to_users();
    return std::move(out_);
  }

 private:
  void note_account(const Item& item) {
    const auto account = item.type == "aws_caller_identity"
                             ? item.attributes.value.get("account_id").string_if()
                             : std::nullopt;
    if (account) out_.accounts.insert(std::string(*account));
    const auto arn = item.attributes.value.get("arn").string_if();
    if (arn && !iam::account_in(*arn).empty())
      out_.accounts.insert(std::string(iam::account_in(*arn)));
  }

  AccessHolder& holder(std::string_view kind, const Item* declared, std::string_view name) {
    const auto key = declared != nullptr ? std::string(declared->address)
                                         : std::string(kind) + " " + std::string(name);
    auto& holder = out_.holders[key];
    if (holder.kind.empty()) {
      holder.kind = kind;
      holder.name = name;
      if (declared != nullptr) {
        holder.address = declared->address;
        holder.name = declared->attributes.value.get("name").string_if().value_or(declared->name);
      }
    }
    return holder;
  }

  // One argument may name several: "roles" of aws_iam_policy_attachment.
  void for_each_holder(const Item& from, const GivingType& giving, auto&& give) {
    const auto value = from.attributes.value.get(giving.argument);
    const auto one = [&](const Value& name) {
      const auto* declared = side_.named(from, giving.argument, name, type_of(giving.kind));
      const auto text = name.string_if();
      if (declared != nullptr || text) give(holder(giving.kind, declared, text.value_or("")));
    };
    if (value.is_list())
      for (const auto& item : value.items()) one(item);
    else if (!value.is_null())
      one(value);
  }

  // The documents of a resource; where the plan does not know one, what the configuration or the
  // data source behind it says.
  std::vector<iam::PolicyDocument>& documents(const Item& item) {
    const auto known = documents_.find(&item);
    if (known != documents_.end()) return known->second;
    auto found = iam::documents_of(item.type, item.attributes, {}, arena_);
    for (auto& document : found) {
      if (!document.is_unknown) continue;
      if (auto* source = source_of(item, document.argument)) {
        auto read = iam::documents_of(source->type, source->attributes, {}, arena_);
        if (read.size() == 1 && !read[0].is_unknown) {
          read[0].use = document.use;
          read[0].argument = document.argument;
          document = std::move(read[0]);
          continue;
        }
      }
      if (item.declared == nullptr) continue;
      for (auto& declared :
           iam::documents_of(item.type, item.declared->attributes, item.declared->decoded, arena_))
        if (declared.argument == document.argument && !declared.is_unknown)
          document = std::move(declared);
    }
    return documents_.emplace(&item, std::move(found)).first->second;
  }

  const Item* source_of(const Item& item, std::string_view argument) const {
    return side_.named(item, argument, {}, "aws_iam_policy_document");
  }

  void give(AccessHolder& to, const Item& from, std::string_view origin) {
    for (const auto& document : documents(from)) {
      if (document.use != DocumentUse::Identity) continue;
      add(to.grants, to.not_known, document, from, origin);
    }
  }

  static void add(iam::Grants& grants, std::set<std::string>& not_known,
                  const iam::PolicyDocument& document, const Item& from, std::string_view origin) {
    auto read = iam::grants_of(document, origin);
    std::ranges::move(read.grants, std::back_inserter(grants));
    for (const auto& what : read.not_known)
      not_known.insert(what + " of " + std::string(from.address));
  }

  // A policy by its ARN: declared here, AWS's own, or somebody else's.
  void give_policy(iam::Grants& grants, std::set<std::string>& not_known, const Item& from,
                   std::string_view argument, const Value& arn) {
    if (const auto* policy = side_.named(from, argument, arn, "aws_iam_policy")) {
      attached_.insert(policy);
      for (const auto& document : documents(*policy))
        add(grants, not_known, document, *policy, policy->address);
      return;
    }
    const auto text = arn.string_if();
    if (!text) {
      if (arn.is_unknown()) not_known.insert("a policy attached by " + std::string(from.address));
      return;
    }
    const auto name = iam::managed_policy_name(*text);
    auto managed = name.empty() ? std::nullopt : iam::managed_policy_grants(name);
    if (!managed) {
      not_known.insert("the policy " + std::string(name.empty() ? *text : name));
      return;
    }
    for (auto& grant : *managed) {
      grant.origin = from.address;
      grant.sid = name;
      grants.push_back(std::move(grant));
    }
  }

  void read_principal(const Item& item) {
    const auto kind = kind_of(item.type);
    if (kind.empty()) return;
    auto& to = holder(kind, &item, {});
    give(to, item, item.address);
    for (const auto& arn : item.attributes.value.get("managed_policy_arns").items())
      give_policy(to.grants, to.not_known, item, "managed_policy_arns", arn);
  }

  void read_boundary(const Item& item) {
    const auto boundary = item.attributes.value.get("permissions_boundary");
    const auto kind = kind_of(item.type);
    if (kind.empty() || boundary.is_null()) return;
    if (boundary.is_string() && boundary.as_string().empty()) return;
    auto& to = holder(kind, &item, {});
    to.has_boundary = true;
    std::set<std::string> not_known;
    give_policy(to.boundary, not_known, item, "permissions_boundary", boundary);
    to.is_boundary_known = not_known.empty() && !to.boundary.empty();
  }

  void read_giving(const Item& item) {
    for (const auto& giving : kGiving) {
      if (giving.type != item.type) continue;
      for_each_holder(item, giving, [&](AccessHolder& to) {
        const auto arn = item.attributes.value.get("policy_arn");
        if (arn.is_null())
          give(to, item, item.address);
        else
          give_policy(to.grants, to.not_known, item, "policy_arn", arn);
      });
    }
  }

  void read_documents(const Item& item) {
    if (item.type == "aws_iam_policy_document") return;
    const bool is_given = std::ranges::any_of(
        kGiving, [&](const GivingType& giving) { return giving.type == item.type; });
    for (const auto& document : documents(item)) {
      if (document.use == DocumentUse::Trust || document.use == DocumentUse::Resource) {
        const std::string address(item.address);
        auto& out = out_.documents[address + " " + document.argument];
        out.address = address;
        out.argument = document.argument;
        out.type = item.type;
        out.is_trust = document.use == DocumentUse::Trust;
        add(out.grants, out.not_known, document, item, item.address);
      } else if (document.use == DocumentUse::Boundary ||
                 (!is_given && kind_of(item.type).empty() && !attached_.contains(&item))) {
        const auto* kind = document.use == DocumentUse::Boundary ? "organisation policy" : "policy";
        auto& to = holder(kind, &item, {});
        add(document.use == DocumentUse::Boundary ? to.boundary : to.grants, to.not_known, document,
            item, item.address);
        to.has_boundary = document.use == DocumentUse::Boundary;
      }
    }
  }

  void read_membership(const Item& item) {
    const bool by_user = item.type == "aws_iam_user_group_membership";
    if (!by_user && item.type != "aws_iam_group_membership") return;
    const GivingType users{item.type, by_user ? "user" : "users", "user"};
    const GivingType groups{item.type, by_user ? "groups" : "group", "group"};
    std::vector<std::string> keys;
    for_each_holder(item, groups, [&](AccessHolder& group) {
      keys.push_back(group.address.empty() ? "group " + group.name : group.address);
    });
    for_each_holder(item, users, [&](AccessHolder& user) {
      auto& of = groups_of_[user.address.empty() ? "user " + user.name : user.address];
      of.insert(of.end(), keys.begin(), keys.end());
    });
  }

  void add_groups_to_users() {
    for (const auto& [user, groups] : groups_of_) {
      auto& to = out_.holders.at(user);
      for (const auto& key : groups) {
        const auto& group = out_.holders.at(key);
        to.grants.insert(to.grants.end(), group.grants.begin(), group.grants.end());
        to.not_known.insert(group.not_known.begin(), group.not_known.end());
      }
    }
  }

  Arena& arena_;
  SideItems side_;
  AccessSide out_;
  std::unordered_map<const Item*, std::vector<iam::PolicyDocument>> documents_;
  std::set<const Item*> attached_;
  std::map<std::string, std::vector<std::string>> groups_of_;
};

}  // namespace

bool concerns_access(std::string_view type) {
  if (!type.starts_with("aws_")) return false;
  return !kind_of(type).empty() || !iam::policy_arguments(type).empty() ||
         std::ranges::find(kOtherTypes, type) != kOtherTypes.end() ||
         type == "aws_lambda_permission" ||
         std::ranges::any_of(kGiving,
                             [&](const GivingType& giving) { return giving.type == type; });
}

AccessSide read_access(const Stack& stack, Side side, Arena& arena) {
  return SideReader(stack, side, arena).read();
}

}  // namespace stopgate::model
