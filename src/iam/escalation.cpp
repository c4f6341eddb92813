#include "iam/escalation.h"

#include <algorithm>

#include "base/text.h"

namespace stopgate::iam {

namespace data {
extern const std::string_view kEscalations;
}  // namespace data

namespace {

struct Method {
  std::string_view name;
  bool is_direct;
  std::vector<std::string_view> services;
  std::vector<std::string_view> actions;
};

struct Table {
  std::vector<Method> methods;
  std::vector<std::string_view> credentials, exfiltration;
};

const Table& table() {
  static const Table made = [] {
    Table out;
    for (const auto line : split(data::kEscalations, '\n')) {
      if (line.empty() || line.front() == '#') continue;
      const auto words = split(line, ' ');
      std::vector<std::string_view> actions(words.begin() + 3, words.end());
      if (words[1] == "list") {
        (words[0] == "credentials" ? out.credentials : out.exfiltration) = std::move(actions);
        continue;
      }
      out.methods.push_back(
          {words[0], words[1] == "direct",
           words[2] == "-" ? std::vector<std::string_view>{} : split(words[2], ','),
           std::move(actions)});
    }
    return out;
  }();
  return made;
}

constexpr std::string_view kOwnUser = "${aws:username}";

// "arn:aws:iam::1:role/*" and "*" are wide; "arn:aws:iam::1:role/app-*" is not.
Reach reach_of_pattern(std::string_view pattern) {
  if (pattern.find(kOwnUser) != std::string_view::npos) return Reach::Self;
  auto tail = pattern;
  for (int part = 0; part < 5 && tail.find(':') != std::string_view::npos; ++part)
    tail = tail.substr(tail.find(':') + 1);
  if (!tail.ends_with('*')) return Reach::Scoped;
  // An S3 ARN has no kind of resource in front: arn:aws:s3:::b/* is one bucket.
  if (pattern.find(":s3:") != std::string_view::npos)
    return tail.find_first_not_of("*/") == std::string_view::npos ? Reach::Wide : Reach::Scoped;
  while (tail.ends_with('*')) tail.remove_suffix(1);
  if (tail.ends_with('/') || tail.ends_with(':')) tail.remove_suffix(1);
  return tail.find_first_of(":/?*") == std::string_view::npos &&
                 tail.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.") ==
                     std::string_view::npos
             ? Reach::Wide
             : Reach::Scoped;
}

// A resource that the pattern matches by its stars alone.
std::string sample_of(std::string_view pattern) {
  std::string out;
  for (const char c : pattern) out += c == '*' ? '\x01' : c == '?' ? 'x' : c;
  return out;
}

Reach reach(const Permissions& permissions, std::string_view action,
            const std::function<bool(const Grant&)>& holds) {
  auto best = Reach::None;
  if (permissions.layers.empty()) return best;
  for (const auto& grant : permissions.layers.front()) {
    if (!grant.allows || !names_action(grant, action) || !holds(grant)) continue;
    for (const auto& pattern : grant.resources) {
      const auto reached = grant.inverts_resources ? Reach::Wide : reach_of_pattern(pattern);
      if (reached <= best) continue;
      const auto sample = grant.inverts_resources ? std::string("\x01") : sample_of(pattern);
      if (is_allowed(permissions, action, sample, holds)) best = reached;
    }
  }
  return best;
}

bool passes_to(const ConditionElement& element, const Method& method) {
  return std::ranges::any_of(element.values, [&](const std::string& value) {
    return std::ranges::any_of(
        method.services, [&](std::string_view service) { return matches_action(value, service); });
  });
}

enum class Conditions : bool { None, Any };

// Whether the statement counts towards a method: a condition on the service that a role is passed
// to is met when the method passes it there.
bool counts(const Grant& grant, const Method& method, Conditions conditions) {
  if (!grant.allows) return grant.condition.empty();
  return std::ranges::all_of(grant.condition, [&](const ConditionElement& element) {
    if (element.key == "iam:passedtoservice" && element.operation.find("not") == std::string::npos)
      return passes_to(element, method);
    return conditions == Conditions::Any;
  });
}

bool works_on_oneself(const Method& method) {
  return method.is_direct && method.actions.size() == 1 &&
         (method.actions[0] == "iam:PutUserPolicy" || method.actions[0] == "iam:AttachUserPolicy");
}

}  // namespace

Reach reach_of(const Permissions& permissions, std::string_view action, bool unconditional) {
  return reach(permissions, action, [&](const Grant& grant) {
    return grant.allows ? !unconditional || grant.condition.empty() : grant.condition.empty();
  });
}

std::vector<Escalation> escalations_of(const Permissions& permissions) {
  std::vector<Escalation> out;
  for (const auto& method : table().methods) {
    for (const auto conditions : {Conditions::None, Conditions::Any}) {
      auto least = Reach::Wide;
      for (const auto action : method.actions) {
        least = std::min(least, reach(permissions, action, [&](const Grant& grant) {
                           return counts(grant, method, conditions);
                         }));
        if (least < Reach::Self) break;
      }
      if (least < Reach::Self || (least == Reach::Self && !works_on_oneself(method))) continue;
      out.push_back({method.name, method.actions, method.is_direct, conditions == Conditions::Any,
                     least == Reach::Self});
      break;
    }
  }
  return out;
}

const std::vector<std::string_view>& credential_actions() {
  return table().credentials;
}

const std::vector<std::string_view>& exfiltration_actions() {
  return table().exfiltration;
}

}  // namespace stopgate::iam
