#include "terraform/policy_document.h"

#include <map>
#include <optional>
#include <vector>

#include "json/reader.h"
#include "terraform/cty_json.h"
#include "terraform/value_to_cty.h"

namespace stopgate::terraform {

namespace {

constexpr std::string_view kDefaultVersion = "2012-10-17";

const CtyMember* find(const CtyValue& object, std::string_view name) {
  if (!object.is_concrete() || !object.type().is_mapping()) return nullptr;
  const auto* member = object.find(intern(name));
  return member == nullptr || member->value.is_null() ? nullptr : member;
}

CtyMember member(std::string_view key, CtyValue value, source::Place key_place = {}) {
  return {.key = intern(key), .value = std::move(value), .key_place = key_place};
}

bool is_collection(const CtyValue& value) {
  return value.is_concrete() && value.type().is_sequence();
}

// IAM's own variables are written `&{aws:username}`, since `${` is Terraform's.
CtyValue with_iam_variables(const CtyValue& value) {
  if (!value.is_concrete() || value.kind() != TypeKind::String) return value;
  auto text = value.as_string();
  for (auto at = text.find("&{"); at != std::string::npos; at = text.find("&{", at)) text[at] = '$';
  return CtyValue::string(std::move(text)).with_marks(value.marks()).with_place(value.place());
}

// One string stands alone, several are a list.
CtyValue scalar_or_list(const CtyValue& values) {
  if (!is_collection(values)) return with_iam_variables(values);
  if (values.size() == 1) return with_iam_variables(values.elements()[0]);
  std::vector<CtyValue> elements;
  for (const auto& element : values.elements()) elements.push_back(with_iam_variables(element));
  return CtyValue::tuple(std::move(elements)).with_place(values.place());
}

CtyValue joined(const CtyValue& a, const CtyValue& b) {
  if (a.is_unknown() || !is_collection(b)) return a.is_unknown() ? a : b;
  std::vector<CtyValue> elements(a.elements().begin(), a.elements().end());
  elements.insert(elements.end(), b.elements().begin(), b.elements().end());
  return CtyValue::tuple(std::move(elements)).with_place(a.place());
}

std::optional<std::string> known_text(const CtyMember* found) {
  if (found == nullptr || !found->value.is_concrete() || found->value.kind() != TypeKind::String)
    return std::nullopt;
  return found->value.as_string();
}

// [{type, identifiers}] to {AWS = …}; unknown when a type is.
CtyValue principals_of(const CtyValue& blocks) {
  if (!is_collection(blocks)) return blocks;
  std::map<std::string, CtyValue> by_type;
  for (const auto& block : blocks.elements()) {
    const auto* type = find(block, "type");
    const auto* identifiers = find(block, "identifiers");
    if (type == nullptr || identifiers == nullptr) continue;
    const auto name = known_text(type);
    if (!name) return type->value;
    const auto [at, is_new] = by_type.emplace(*name, identifiers->value);
    if (!is_new) at->second = joined(at->second, identifiers->value);
  }
  std::vector<CtyMember> members;
  for (const auto& [type, identifiers] : by_type) {
    const auto value = scalar_or_list(identifiers);
    const auto everyone =
        value.is_concrete() && value.kind() == TypeKind::String && value.as_string() == "*";
    if (type == "*" && everyone && by_type.size() == 1) return value.with_place(blocks.place());
    members.push_back(member(type, value, blocks.place()));
  }
  return CtyValue::object(std::move(members)).with_place(blocks.place());
}

// [{test, variable, values}] to {test = {variable = …}}; unknown when a name is.
CtyValue conditions_of(const CtyValue& blocks) {
  if (!is_collection(blocks)) return blocks;
  std::map<std::string, std::vector<CtyMember>> by_test;
  for (const auto& block : blocks.elements()) {
    const auto* test = find(block, "test");
    const auto* variable = find(block, "variable");
    const auto* values = find(block, "values");
    if (test == nullptr || variable == nullptr || values == nullptr) continue;
    const auto test_name = known_text(test);
    const auto variable_name = known_text(variable);
    if (!test_name || !variable_name) return test_name ? variable->value : test->value;
    by_test[*test_name].push_back(
        member(*variable_name, scalar_or_list(values->value), block.place()));
  }
  std::vector<CtyMember> members;
  for (auto& [test, variables] : by_test)
    members.push_back(member(
        test, CtyValue::object(std::move(variables)).with_place(blocks.place()), blocks.place()));
  return CtyValue::object(std::move(members)).with_place(blocks.place());
}

CtyValue statement_of(const CtyValue& block) {
  if (!block.is_concrete() || !block.type().is_mapping()) return block;
  std::vector<CtyMember> members;
  const auto add = [&](std::string_view argument, std::string_view key, auto&& convert) {
    if (const auto* found = find(block, argument))
      members.push_back(member(key, convert(found->value), found->key_place));
  };
  const auto as_is = [](const CtyValue& value) { return value; };
  add("sid", "Sid", as_is);
  add("effect", "Effect", as_is);
  if (find(block, "effect") == nullptr)
    members.push_back(
        member("Effect", CtyValue::string("Allow").with_place(block.place()), block.place()));
  add("actions", "Action", scalar_or_list);
  add("not_actions", "NotAction", scalar_or_list);
  add("resources", "Resource", scalar_or_list);
  add("not_resources", "NotResource", scalar_or_list);
  add("principals", "Principal", principals_of);
  add("not_principals", "NotPrincipal", principals_of);
  add("condition", "Condition", conditions_of);
  return CtyValue::object(std::move(members)).with_place(block.place());
}

// Statements in order, each Sid once.
class StatementList {
 public:
  void add(CtyValue statement) {
    const auto sid = known_text(find(statement, "Sid"));
    if (sid && !sid->empty()) {
      const auto [at, is_new] = by_sid_.emplace(*sid, statements_.size());
      if (!is_new) {
        statements_[at->second] = std::move(statement);
        return;
      }
    }
    statements_.push_back(std::move(statement));
  }
  // The statements of a whole document.
  void add_document(const CtyValue& document) {
    const auto* found = find(document, "Statement");
    if (found != nullptr && is_collection(found->value)) {
      for (const auto& statement : found->value.elements()) add(statement);
    } else if (found != nullptr) {
      add(found->value);
    } else if (document.is_unknown()) {
      add(document);
    }
  }
  [[nodiscard]] CtyValue build(source::Place place) && {
    return CtyValue::tuple(std::move(statements_)).with_place(place);
  }

 private:
  std::vector<CtyValue> statements_;
  std::map<std::string, std::size_t> by_sid_;
};

}  // namespace

CtyValue parse_policy_document(const CtyValue& text) {
  if (!text.is_concrete() || text.kind() != TypeKind::String) return text;
  const auto parsed = json::parse(text.as_string());
  return cty_of(parsed.root.value).with_place(text.place());
}

CtyValue policy_document(const CtyValue& data, std::span<const CtyValue> sources,
                         std::span<const CtyValue> overrides) {
  StatementList statements;
  for (const auto& source : sources) statements.add_document(source);
  if (const auto* own = find(data, "statement")) {
    if (is_collection(own->value)) {
      for (const auto& block : own->value.elements()) statements.add(statement_of(block));
    } else {
      statements.add(own->value);
    }
  }
  for (const auto& override_document : overrides) statements.add_document(override_document);
  const auto* version = find(data, "version");
  std::vector<CtyMember> members;
  members.push_back(member("Version", version == nullptr
                                          ? CtyValue::string(std::string(kDefaultVersion))
                                          : version->value));
  if (const auto* id = find(data, "policy_id"))
    members.push_back(member("Id", id->value, id->key_place));
  members.push_back(member("Statement", std::move(statements).build(data.place()), data.place()));
  return CtyValue::object(std::move(members)).with_place(data.place());
}

CtyValue policy_document_json(const CtyValue& document, const std::string& address) {
  std::string text;
  if (append_json(text, document, JsonStyle::Encoded))
    return CtyValue::string(std::move(text)).with_marks(document.deep_marks());
  const auto* why = document.first_unknown();
  return CtyValue::unknown(Type::string(),
                           {.reason = why == nullptr ? std::string(kAfterApply) : why->reason,
                            .subject = why == nullptr ? address + ".json" : why->subject,
                            .not_null = true,
                            .prefix = "{"})
      .with_marks(document.deep_marks());
}

}  // namespace stopgate::terraform
