// Labelled policy documents of the shared reference: what is right of each, in our words.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

#include "iam/audience.h"
#include "iam/escalation.h"
#include "iam/lint.h"
#include "iam/summary.h"
#include "unit/iam/support.h"
#include "value/value.h"

using namespace stopgate;
using namespace stopgate::iam;

namespace {

const std::string kFolder = STOPGATE_SHARED "/reference/iam-data/";

std::vector<value::Document> read_lines(const std::string& name) {
  std::vector<value::Document> out;
  std::ifstream file(kFolder + name);
  for (std::string line; std::getline(file, line);) out.push_back(json::parse(line));
  return out;
}

bool has(const std::set<std::string>& labels, std::string_view prefix) {
  return std::ranges::any_of(labels,
                             [&](const std::string& label) { return label.starts_with(prefix); });
}

// Everything that can be said of an identity policy, in the labels' words.
std::set<std::string> labels_of_identity(const test::Document& document) {
  std::set<std::string> out;
  if (!mistakes_in(document.get()).empty()) out.insert("invalid");
  const Permissions permissions{{document.grants()}};
  const auto gained = newly_allowed({}, permissions);
  const auto summaries = summarize(gained);
  if (permissions.layers[0].empty()) out.insert("empty");
  if (gained.empty() && std::ranges::any_of(permissions.layers[0], &Grant::allows))
    out.insert("nothing");
  std::size_t actions = 0;
  for (const auto& one : gained) actions += one.actions.size();
  for (const auto& summary : summaries) {
    const bool is_wide = summary.is_every_resource && summary.condition.empty();
    if (is_wide && actions == action_table().actions().size()) out.insert("admin");
    if (summary.inverts_resources) out.insert("notresource-allow");
    if (!summary.condition.empty()) out.insert("conditional");
  }
  for (const auto& grant : permissions.layers[0]) {
    for (const auto& pattern : grant.actions) {
      if (pattern.ends_with(":*"))
        out.insert(std::ranges::find(grant.resources, "*") != grant.resources.end() ||
                           grant.inverts_resources
                       ? "service-wildcard"
                       : "service-wildcard-scoped");
      else if (pattern.find_first_of("*?") != std::string::npos)
        out.insert("wildcard-action");
    }
    for (const auto& element : grant.condition)
      if (grant.allows && element.operation.starts_with("forallvalues:"))
        out.insert("forallvalues-allow");
  }
  for (const auto action : exfiltration_actions())
    if (reach_of(permissions, action, true) == Reach::Wide) out.insert("data-exfiltration");
  for (const auto action : credential_actions())
    if (reach_of(permissions, action, true) == Reach::Wide) out.insert("credentials");
  for (const auto& one : gained) {
    for (const auto& action : one.actions) {
      if (action.level != AccessLevel::Permissions) continue;
      const auto reach = reach_of(permissions, action.name, true);
      if (reach == Reach::Wide) out.insert("resource-exposure");
      if (reach != Reach::None && action.name.ends_with("Policy"))
        out.insert("resource-policy-privesc");
    }
  }
  if (reach_of(permissions, "iam:PassRole", true) == Reach::Wide)
    out.insert("passrole-star");
  else if (reach_of(permissions, "iam:PassRole", false) == Reach::Wide)
    out.insert("passrole-star-conditional");
  for (const auto& way : escalations_of(permissions)) {
    if (way.is_conditional) {
      out.insert("privesc-conditional");
      continue;
    }
    out.insert("privesc:" + std::string(way.name) + (way.is_self ? "-self" : ""));
    if (way.is_direct) out.insert("privesc");
  }
  if (!summaries.empty() && summaries[0].is_every_resource) out.insert("broad");
  return out;
}

std::set<std::string> labels_of_resource(const test::Document& document) {
  std::set<std::string> out;
  const auto grants = document.grants();
  for (const auto& audience : audiences_of(grants)) {
    const Permissions said{{said_to(audience, grants)}};
    if (newly_allowed({}, said).empty()) continue;
    const auto& first = said.layers[0].front().condition;
    const bool is_limited = std::ranges::any_of(first, limits_callers);
    switch (audience.kind) {
      case Audience::Kind::Everyone:
        out.insert("public");
        break;
      case Audience::Kind::Limited:
        if (is_limited) out.insert({"public-conditional-org", "ok-conditional"});
        break;
      case Audience::Kind::Account:
      case Audience::Kind::Principal:
        if (!is_limited && document.get().use == DocumentUse::Trust)
          out.insert("cross-account-no-externalid");
        break;
      case Audience::Kind::Service:
        if (!is_limited && document.get().use == DocumentUse::Resource)
          out.insert("confused-deputy");
        break;
      case Audience::Kind::Federated:
        if (std::ranges::none_of(first, [](const ConditionElement& element) {
              return element.key.ends_with(":sub") && limits_callers(element) &&
                     element.values[0] != "repo:*";
            }))
          out.insert("oidc-sub-wild");
        break;
      case Audience::Kind::Canonical:
        break;
    }
  }
  if (std::ranges::any_of(grants, [](const Grant& grant) { return grant.inverts_principals; }))
    out.insert("notprincipal");
  return out;
}

// What a policy that is fine must not be told.
bool is_alarm(const std::string& label) {
  static const std::set<std::string> alarms = {"admin",
                                               "invalid",
                                               "passrole-star",
                                               "privesc",
                                               "credentials",
                                               "public",
                                               "nothing",
                                               "confused-deputy",
                                               "oidc-sub-wild",
                                               "notresource-allow",
                                               "service-wildcard",
                                               "data-exfiltration",
                                               "cross-account-no-externalid"};
  return alarms.contains(label) || label.starts_with("privesc:");
}

bool is_right(const std::string& label, const std::set<std::string>& found,
              const source::Diagnostics& diagnostics) {
  if (label == "dup-key") return !diagnostics.empty();
  if (label == "invalid-or-resource") return found.contains("invalid");
  if (label == "ok-denied") return !has(found, "privesc");
  if (label.starts_with("ok")) return std::ranges::none_of(found, is_alarm);
  if (label == "privesc") return has(found, "privesc");
  return found.contains(label);
}

}  // namespace

TEST_CASE("labelled policies are told as they are labelled") {
  const auto cases = read_lines("iam-cases.jsonl");
  if (cases.empty()) {
    std::cout << "skipped: " << kFolder << "iam-cases.jsonl is absent\n";
    SUCCEED();
    return;
  }
  std::size_t right = 0;
  for (const auto& one : cases) {
    const auto& node = one.root.value;
    const auto kind = node.get("kind").as_string();
    const auto policy = node.get("policy");
    const auto text = policy.is_string() ? std::string(policy.as_string()) : to_text(policy);
    const test::Document document(kind == "trust"      ? "aws_iam_role"
                                  : kind == "resource" ? "aws_s3_bucket_policy"
                                                       : "aws_iam_policy",
                                  kind == "trust" ? "assume_role_policy" : "policy", text);
    const auto found =
        kind == "identity" ? labels_of_identity(document) : labels_of_resource(document);
    bool all = true;
    for (const auto& label : node.get("label").items())
      all = all && is_right(std::string(label.as_string()), found, document.get().diagnostics);
    right += all ? 1 : 0;
    if (all) continue;
    std::cout << "wrong: " << node.get("name").as_string() << " wants "
              << to_text(node.get("label")) << ", found";
    for (const auto& label : found) std::cout << " " << label;
    std::cout << "\n";
  }
  std::cout << "iam-cases: " << right << " of " << cases.size() << " right\n";
  CHECK(static_cast<double>(right) >= 0.95 * static_cast<double>(cases.size()));
}

TEST_CASE("labelled pairs gain what is recorded") {
  const auto cases = read_lines("iam-diff-cases.jsonl");
  if (cases.empty()) {
    std::cout << "skipped: " << kFolder << "iam-diff-cases.jsonl is absent\n";
    SUCCEED();
    return;
  }
  for (const auto& one : cases) {
    const auto& node = one.root.value;
    INFO(node.get("name").as_string());
    const Permissions before{{test::grants(to_text(node.get("before")))}};
    const Permissions after{{test::grants(to_text(node.get("after")))}};
    const auto gained = newly_allowed(before, after);
    std::size_t count = 0;
    std::map<std::string, std::int64_t> levels;
    for (const auto& group : gained) {
      count += group.actions.size();
      for (const auto& action : group.actions) ++levels[std::string(name_of(action.level))];
    }
    CHECK(static_cast<std::int64_t>(count) == node.get("newly_allowed_n").as_int());
    for (const auto& level : node.get("by_level").members()) {
      auto name = std::string(level.key.text());
      name[0] = static_cast<char>(name[0] + ('a' - 'A'));
      CHECK(levels[name] == level.value.as_int());
    }
    const auto groups = node.get("groups").items();
    REQUIRE(gained.size() == groups.size());
    for (std::size_t i = 0; i < groups.size(); ++i)
      CHECK(gained[i].witness.size() <= groups[i].get("witness_resource").as_string().size());
  }
}
