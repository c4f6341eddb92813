#include "iam/lint.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "base/text.h"
#include "iam/action_table.h"

namespace stopgate::iam {

namespace {

using value::Node;
using value::Value;

constexpr std::array<std::string_view, 2> kVersions = {"2012-10-17", "2008-10-17"};

bool has_items(const Value& list) {
  return list.is_unknown() || !list.items().empty();
}

bool is_sid(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

class Linter {
 public:
  explicit Linter(const PolicyDocument& document) : document_(document) {}

  std::vector<Mistake> run() {
    for (const auto& diagnostic : document_.diagnostics)
      mistakes_.push_back({diagnostic.message, diagnostic.place});
    const auto version = value::step(document_.document, intern("Version"));
    if (version.value.is_string() &&
        std::ranges::find(kVersions, version.value.as_string()) == kVersions.end())
      add(version, "there is no policy version " + quoted(version.value.as_string()));
    for (const auto& statement : document_.statements)
      if (statement.node.value.is_map()) lint(statement.node);
    return std::move(mistakes_);
  }

 private:
  void add(const Node& node, std::string message) {
    const auto place = node.place.is_known() ? node.place : document_.document.place;
    mistakes_.push_back({std::move(message), place});
  }

  void lint(const Node& statement) {
    lint_effect(statement);
    lint_sid(statement);
    const auto& node = statement.value;
    const bool names = has_items(node.get("actions"));
    const bool inverts = has_items(node.get("notActions"));
    if (!names && !inverts) add(statement, "the statement names no action");
    if (names && inverts) add(statement, "the statement has both Action and NotAction");
    if (has_items(node.get("resources")) && has_items(node.get("notResources")))
      add(statement, "the statement has both Resource and NotResource");
    if (document_.use == DocumentUse::Identity && document_.argument != "statement" &&
        !node.get("principals").members().empty())
      add(value::step(statement, intern("principals")),
          "a policy that is attached to someone names no Principal");
    for (const auto* key : {"actions", "notActions"}) lint_actions(statement, key);
    lint_conditions(value::step(statement, intern("conditions")));
  }

  void lint_effect(const Node& statement) {
    const auto effect = value::step(statement, intern("effect"));
    if (effect.value.is_null()) return add(statement, "the statement has no Effect");
    const auto text = effect.value.string_if();
    if (text && *text != "Allow" && *text != "Deny")
      add(effect, "Effect is Allow or Deny, not " + quoted(*text));
  }

  void lint_sid(const Node& statement) {
    const auto sid = value::step(statement, intern("sid"));
    const auto text = sid.value.string_if();
    if (!text || text->empty()) return;
    // Resource policies of some services take any text.
    if (!is_sid(*text) && document_.use == DocumentUse::Identity)
      add(sid, "a Sid has letters and digits only, not " + quoted(*text));
    if (!sids_.insert(std::string(*text)).second)
      add(sid, "two statements have the Sid " + quoted(*text));
  }

  void lint_actions(const Node& statement, std::string_view key) {
    const auto list = value::step(statement, intern(key));
    for (std::size_t i = 0; i < list.value.items().size(); ++i) {
      const auto item = value::step(list, i);
      const auto text = item.value.string_if();
      if (text && *text != "*" && text->find("${") == std::string_view::npos)
        lint_action(item, *text);
    }
  }

  void lint_action(const Node& node, std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos)
      return add(node, quoted(text) + " has no service: an action is written service:Name");
    const auto service = text.substr(0, colon);
    if (service.find_first_of("*?") == std::string_view::npos &&
        action_table().service(to_lower(service)) == nullptr)
      return add(node, "there is no service " + quoted(service));
    std::vector<std::size_t> found;
    action_table().match(text, found);
    if (found.empty())
      add(node, quoted(text.substr(colon + 1)) + " is no action of " + std::string(service));
  }

  void lint_conditions(const Node& conditions) {
    for (std::size_t i = 0; i < conditions.value.items().size(); ++i) {
      const auto condition = value::step(conditions, i);
      const auto operation = to_lower(condition.value.get("operator").string_if().value_or(""));
      for (const auto& item : condition.value.get("values").items()) {
        const auto text = item.string_if();
        if (text) lint_value(condition, operation, *text);
      }
    }
  }

  void lint_value(const Node& condition, std::string_view operation, std::string_view text) {
    if (text.find("${") != std::string_view::npos) return;
    const auto lower = to_lower(text);
    if ((operation == "null" || operation.starts_with("bool")) && lower != "true" &&
        lower != "false")
      add(condition, "a condition with " + std::string(operation) + " takes true or false, not " +
                         quoted(text));
    if (!operation.starts_with("ipaddress") && !operation.starts_with("notipaddress")) return;
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return;
    int bits = -1;
    const auto length = text.substr(slash + 1);
    const auto read = std::from_chars(length.data(), length.data() + length.size(), bits);
    const int longest = text.find(':') == std::string_view::npos ? 32 : 128;
    if (read.ec != std::errc() || read.ptr != length.data() + length.size() || bits < 0 ||
        bits > longest)
      add(condition, quoted(text) + " is no network");
  }

  const PolicyDocument& document_;
  std::vector<Mistake> mistakes_;
  std::set<std::string> sids_;
};

}  // namespace

std::vector<Mistake> mistakes_in(const PolicyDocument& document) {
  return Linter(document).run();
}

}  // namespace stopgate::iam
