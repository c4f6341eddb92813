#include "iam/grant.h"

#include <algorithm>

#include "base/text.h"

namespace stopgate::iam {

namespace {

using value::Value;

// An unknown text is its known start and a variable of its own name.
std::string unknown_text(const value::Unknown& unknown) {
  return std::string(unknown.prefix) + "${not known: " + std::string(unknown.subject) + "}";
}

class StatementReader {
 public:
  StatementReader(const Value& node, std::size_t number, ReadGrants& out)
      : node_(node), number_(number), out_(out) {}

  // Unknown actions are left out, and said to be; unknown resources stand for themselves.
  std::vector<std::string> texts(std::string_view key) {
    const auto list = node_.get(key);
    std::vector<std::string> texts;
    if (list.is_unknown()) add_unknown(key, list, texts);
    for (const auto& item : list.items()) {
      if (item.is_string())
        texts.emplace_back(item.as_string());
      else if (item.is_unknown())
        add_unknown(key, item, texts);
    }
    return texts;
  }

  std::vector<Principal> principals(std::string_view key) {
    std::vector<Principal> out;
    const auto map = node_.get(key);
    if (map.is_unknown()) note(key);
    for (const auto& member : map.members()) {
      const std::string type(member.key.text() == "*" ? "AWS" : member.key.text());
      if (member.value.is_unknown()) out.push_back({type, unknown_text(member.value.as_unknown())});
      for (const auto& id : member.value.items()) {
        if (id.is_string()) out.push_back({type, std::string(id.as_string())});
        if (id.is_unknown()) out.push_back({type, unknown_text(id.as_unknown())});
      }
    }
    return out;
  }

 private:
  void add_unknown(std::string_view key, const Value& value, std::vector<std::string>& texts) {
    if (key == "actions" || key == "notActions")
      note(key);
    else
      texts.push_back(unknown_text(value.as_unknown()));
  }
  void note(std::string_view key) {
    out_.not_known.push_back("the " + std::string(key) + " of statement " +
                             std::to_string(number_));
  }

  const Value& node_;
  std::size_t number_;
  ReadGrants& out_;
};

// The provider writes &{…} for ${…}, which is its own syntax.
void use_json_variables(std::vector<std::string>& texts) {
  for (auto& text : texts)
    for (auto at = text.find("&{"); at != std::string::npos; at = text.find("&{", at + 2))
      text[at] = '$';
}

bool reads_variables(const PolicyDocument& document) {
  const auto node = document.document.value;
  const auto version = node.get("Version").is_null() ? node.get("version") : node.get("Version");
  if (version.is_string()) return version.as_string() != "2008-10-17";
  // aws_iam_policy_document writes the newer version itself.
  return node.get("Statement").is_null();
}

}  // namespace

ReadGrants grants_of(const PolicyDocument& document, std::string_view origin) {
  ReadGrants out;
  if (document.is_unknown) out.not_known.emplace_back("the policy document");
  const auto has_variables = reads_variables(document);
  std::size_t number = 0;
  for (const auto& statement : document.statements) {
    const auto& node = statement.node.value;
    ++number;
    if (!node.is_map()) {
      out.not_known.push_back("statement " + std::to_string(number));
      continue;
    }
    StatementReader reader(node, number, out);
    Grant grant;
    grant.allows = to_lower(node.get("effect").string_if().value_or("Deny")) == "allow";
    grant.actions = reader.texts("actions");
    if (grant.actions.empty()) {
      grant.actions = reader.texts("notActions");
      grant.inverts_actions = !grant.actions.empty();
    }
    grant.resources = reader.texts("resources");
    if (grant.resources.empty()) {
      grant.resources = reader.texts("notResources");
      grant.inverts_resources = !grant.resources.empty();
    }
    if (grant.resources.empty()) grant.resources.emplace_back("*");
    use_json_variables(grant.resources);
    grant.principals = reader.principals("principals");
    if (grant.principals.empty()) {
      grant.principals = reader.principals("notPrincipals");
      grant.inverts_principals = !grant.principals.empty();
    }
    grant.condition = read_condition(node.get("conditions"));
    grant.has_variables = has_variables;
    grant.sid = std::string(node.get("sid").string_if().value_or(""));
    grant.origin = std::string(origin);
    grant.place = statement.node.place;
    if (!grant.actions.empty()) out.grants.push_back(std::move(grant));
  }
  return out;
}

}  // namespace stopgate::iam
