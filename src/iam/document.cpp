#include "iam/document.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "iam/located_copy.h"
#include "iam/normalize.h"
#include "iam/permission.h"
#include "iam/policy_arguments.h"
#include "json/reader.h"

namespace stopgate::iam {

namespace {

using value::Node;
using value::Value;

constexpr std::string_view kDocumentData = "aws_iam_policy_document";

class Reader {
 public:
  Reader(const Node& attributes, Arena& arena, std::span<const Decoded> decoded)
      : attributes_(attributes), arena_(arena), decoded_(decoded) {}

  void read_argument(const PolicyArgument& argument);
  void read_document_data();

  std::vector<PolicyDocument> documents;

 private:
  void read(const Node& node, std::string argument, DocumentUse use);
  void read_structure(PolicyDocument& document, StatementShape shape);
  void read_text(const Node& node, PolicyDocument& document);
  [[nodiscard]] const Node* decoded(std::string_view argument) const;

  const Node& attributes_;
  Arena& arena_;
  std::span<const Decoded> decoded_;
};

Symbol statement_key(StatementShape shape) {
  return intern(shape == StatementShape::Json ? "Statement" : "statement");
}

void complain(PolicyDocument& document, const Node& node, std::string message) {
  document.diagnostics.push_back(
      {.message = std::move(message),
       .help = "write a JSON object with a \"Statement\", best with jsonencode()",
       .place = node.place,
       .path = {}});
}

Node or_at(const Node& node, source::Place place) {
  return {node.value, node.place.is_known() ? node.place : place};
}

const Node* Reader::decoded(std::string_view argument) const {
  const auto found = std::ranges::find(decoded_, argument, &Decoded::first);
  return found == decoded_.end() ? nullptr : &found->second;
}

void Reader::read_structure(PolicyDocument& document, StatementShape shape) {
  const auto node = or_at(step(document.document, statement_key(shape)), document.document.place);
  if (node.value.is_unknown()) {
    document.is_unknown = true;
    document.document = node;
  } else if (node.value.is_list()) {
    for (std::size_t i = 0; i < node.value.items().size(); ++i) {
      const auto statement = or_at(step(node, i), node.place);
      if (statement.value.is_map() || statement.value.is_unknown()) {
        document.statements.push_back(normalize_statement(arena_, statement, shape));
      } else {
        complain(
            document, statement,
            "a statement is a " + std::string(name_of(statement.value.kind())) + ", not an object");
      }
    }
  } else if (node.value.is_map()) {
    document.statements.push_back(normalize_statement(arena_, node, shape));
  } else {
    complain(document, node, "the policy document has no statements");
  }
}

void Reader::read_text(const Node& node, PolicyDocument& document) {
  const auto parsed = json::parse(node.value.as_string());
  if (source::has_errors(parsed.diagnostics)) {
    complain(document, node,
             "the policy document is not JSON: " + parsed.diagnostics.front().message);
  } else {
    for (const auto& doubt : parsed.diagnostics) complain(document, node, doubt.message);
  }
  document.document = {located_copy(arena_, parsed.root.value, node.place), node.place};
  if (parsed.root.value.is_map()) {
    read_structure(document, StatementShape::Json);
  } else if (document.diagnostics.empty()) {
    complain(document, node,
             "the policy document is a " + std::string(name_of(parsed.root.value.kind())) +
                 ", not an object");
  }
}

void Reader::read(const Node& node, std::string argument, DocumentUse use) {
  PolicyDocument document{
      .use = use, .argument = argument, .document = node, .statements = {}, .diagnostics = {}};
  if (const auto* structure = decoded(argument)) {
    document.document = or_at(*structure, node.place);
    if (structure->value.is_unknown())
      document.is_unknown = true;
    else
      read_structure(document, StatementShape::Json);
  } else if (node.value.is_unknown()) {
    document.is_unknown = true;
  } else if (node.value.is_map()) {
    read_structure(document, StatementShape::Json);
  } else if (node.value.is_string() && !trim(node.value.as_string()).empty()) {
    read_text(node, document);
  } else {
    return;
  }
  documents.push_back(std::move(document));
}

void Reader::read_argument(const PolicyArgument& argument) {
  const auto separator = argument.path.find("[].");
  if (separator == std::string_view::npos) {
    return read(or_at(step(attributes_, intern(argument.path)), attributes_.place),
                std::string(argument.path), argument.use);
  }
  const std::string block(argument.path.substr(0, separator));
  const auto member = argument.path.substr(separator + 3);
  const auto blocks = or_at(step(attributes_, intern(block)), attributes_.place);
  if (blocks.value.is_unknown()) return read(blocks, block, argument.use);
  for (std::size_t i = 0; i < blocks.value.items().size(); ++i) {
    const auto one = or_at(step(blocks, i), blocks.place);
    const auto node = one.value.is_unknown() ? one : or_at(step(one, intern(member)), one.place);
    read(node, block + "[" + std::to_string(i) + "]." + std::string(member), argument.use);
  }
}

bool is_trust_action(const Value& action) {
  const auto text = action.string_if();
  return text && to_lower(*text).starts_with("sts:");
}

// The document itself does not say what it is for; who is named in it does.
DocumentUse use_of(const PolicyDocument& document) {
  auto use = DocumentUse::Identity;
  for (const auto& statement : document.statements) {
    const auto& node = statement.node.value;
    const auto names_someone = [&](std::string_view key) {
      return node.get(key).is_unknown() || !node.get(key).members().empty();
    };
    if (!names_someone("principals") && !names_someone("notPrincipals")) continue;
    const auto actions = node.get("actions").items();
    if (actions.empty() || !std::ranges::all_of(actions, is_trust_action))
      return DocumentUse::Resource;
    use = DocumentUse::Trust;
  }
  return use;
}

void Reader::read_document_data() {
  const auto json = or_at(step(attributes_, intern("json")), attributes_.place);
  if (decoded("json") != nullptr || json.value.is_string()) {
    read(json, "json", DocumentUse::Identity);
  } else {
    PolicyDocument document{
        .argument = "statement", .document = attributes_, .statements = {}, .diagnostics = {}};
    // Only documents without statements of their own (built from others) have none here.
    if (!attributes_.value.get("statement").is_null())
      read_structure(document, StatementShape::Block);
    else
      document.is_unknown = true;
    documents.push_back(std::move(document));
  }
  for (auto& document : documents) document.use = use_of(document);
}

// Tag policies and the like are JSON too, but grant nothing.
bool is_access_policy(const Node& attributes) {
  const auto type = attributes.value.get("type").string_if().value_or("SERVICE_CONTROL_POLICY");
  return type == "SERVICE_CONTROL_POLICY" || type == "RESOURCE_CONTROL_POLICY";
}

}  // namespace

std::vector<PolicyDocument> documents_of(std::string_view resource_type, const Node& attributes,
                                         std::span<const Decoded> decoded, Arena& arena) {
  if (auto permission = document_of_permission(resource_type, attributes, arena)) {
    std::vector<PolicyDocument> documents;
    documents.push_back(std::move(*permission));
    return documents;
  }
  if (resource_type == "aws_organizations_policy" && !is_access_policy(attributes)) return {};
  Reader reader(attributes, arena, decoded);
  if (resource_type == kDocumentData) reader.read_document_data();
  for (const auto& argument : policy_arguments(resource_type)) reader.read_argument(argument);
  return std::move(reader.documents);
}

}  // namespace stopgate::iam
