#include "iam/document.h"

#include <catch2/catch.hpp>

#include "json/reader.h"
#include "source/source_file.h"

using namespace stopgate;
using namespace stopgate::iam;
using value::to_text;

namespace {

// Attributes from JSON text; strings inside may hold JSON themselves.
struct Attributes {
  explicit Attributes(std::string_view json) : document(json::parse(json)) {}
  value::Document document;
};

std::string_view name_of_use(DocumentUse use) {
  switch (use) {
    case DocumentUse::Identity:
      return "identity";
    case DocumentUse::Trust:
      return "trust";
    case DocumentUse::Resource:
      return "resource";
    case DocumentUse::Boundary:
      return "boundary";
  }
  return "";
}

// "use argument: statement; statement", or its diagnostics.
std::string describe(const PolicyDocument& document) {
  std::string text = std::string(name_of_use(document.use)) + " " + document.argument + ":";
  if (document.is_unknown) text += " unknown";
  for (const auto& statement : document.statements) text += " " + to_text(statement.node.value);
  for (const auto& diagnostic : document.diagnostics) text += " ! " + diagnostic.message;
  return text;
}

std::vector<std::string> describe_all(std::string_view type, std::string_view json) {
  const Attributes attributes(json);
  Arena arena;
  std::vector<std::string> lines;
  for (const auto& document : documents_of(type, attributes.document.root, {}, arena))
    lines.push_back(describe(document));
  return lines;
}

const std::string kEmpty =
    R"("notResources":[],"principals":{},"notPrincipals":{},"conditions":[])";

}  // namespace

TEST_CASE("documents are found by type and argument, and normalised") {
  struct Row {
    std::string name, type, attributes;
    std::vector<std::string> expected;
  };
  const std::vector<Row> rows = {
      {"other types hold none", "aws_vpc", R"({"policy": "{}"})", {}},
      {"an argument that is not set", "aws_s3_bucket", R"({"bucket": "b", "policy": null})", {}},
      {"scalars become lists",
       "aws_iam_policy",
       R"x({"policy": "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}}"})x",
       {R"(identity policy: {"effect":"Allow","actions":["s3:*"],"notActions":[],"resources":["*"],)" +
        kEmpty + "}"}},
      {"trust and inline policies of a role",
       "aws_iam_role",
       R"x({"assume_role_policy": "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": [\"sts:AssumeRole\"]}]}",
           "inline_policy": [{"name": "a", "policy": "{\"Statement\": []}"}, {"name": "b", "policy": "[1]"}]})x",
       {R"(trust assume_role_policy: {"effect":"Allow","actions":["sts:AssumeRole"],"notActions":[],"resources":[],"notResources":[],)"
        R"("principals":{"*":["*"]},"notPrincipals":{},"conditions":[]})",
        "identity inline_policy[0].policy:",
        "identity inline_policy[1].policy: ! the policy document is a list, not an object"}},
      {"conditions are a list",
       "aws_sns_topic_policy",
       R"x({"policy": "{\"Statement\": [{\"Sid\": \"a\", \"Effect\": \"Deny\", \"Principal\": {\"AWS\": \"*\", \"Service\": [\"s\"]}, \"NotAction\": \"sns:*\", \"NotResource\": [\"r\"], \"Condition\": {\"Bool\": {\"aws:SecureTransport\": \"false\"}, \"StringEquals\": {\"a\": [\"x\", \"y\"]}}}]}"})x",
       {R"(resource policy: {"sid":"a","effect":"Deny","actions":[],"notActions":["sns:*"],"resources":[],"notResources":["r"],)"
        R"("principals":{"AWS":["*"],"Service":["s"]},"notPrincipals":{},"conditions":[)"
        R"({"operator":"Bool","key":"aws:SecureTransport","values":["false"]},{"operator":"StringEquals","key":"a","values":["x","y"]}]})"}},
      {"tag policies grant nothing",
       "aws_organizations_policy",
       R"({"type": "TAG_POLICY", "content": "{\"tags\": {}}"})",
       {}},
      {"organisation policies are boundaries",
       "aws_organizations_policy",
       R"({"content": "{\"Statement\": []}"})",
       {"boundary content:"}},
      {"blocks of a data source",
       "aws_iam_policy_document",
       R"({"statement": [{"actions": ["sts:AssumeRole"], "principals": [{"type": "AWS", "identifiers": ["a"]}, {"type": "AWS", "identifiers": ["b"]}],
           "condition": [{"test": "StringLike", "variable": "k", "values": ["v"]}]}]})",
       {R"(trust statement: {"effect":"Allow","actions":["sts:AssumeRole"],"notActions":[],"resources":[],"notResources":[],)"
        R"("principals":{"AWS":["a","b"]},"notPrincipals":{},"conditions":[{"operator":"StringLike","key":"k","values":["v"]}]})"}},
      {"a Lambda permission",
       "aws_lambda_permission",
       R"({"action": "lambda:InvokeFunction", "function_name": "f", "principal": "s3.amazonaws.com", "source_arn": "arn:x"})",
       {R"(resource : {"effect":"Allow","actions":["lambda:InvokeFunction"],"notActions":[],"resources":["f"],"notResources":[],)"
        R"("principals":{"Service":["s3.amazonaws.com"]},"notPrincipals":{},"conditions":[{"operator":"ArnLike","key":"AWS:SourceArn","values":["arn:x"]}]})"}},
      {"not JSON",
       "aws_kms_key",
       R"({"policy": "{oops"})",
       {"resource policy: ! the policy document is not JSON: expected"}},
      {"no statements",
       "aws_kms_key",
       R"({"policy": "{}"})",
       {"resource policy: ! the policy document has no statements"}},
  };
  for (const auto& row : rows) {
    INFO(row.name);
    const auto found = describe_all(row.type, row.attributes);
    REQUIRE(found.size() == row.expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      CHECK(found[i].substr(0, row.name == "not JSON" ? row.expected[i].size()
                                                      : std::string::npos) == row.expected[i]);
    }
  }
}

TEST_CASE("unknown parts stay unknown, and the rest is known") {
  Arena arena;
  const auto unknown = value::Value::unknown(
      arena, {.reason = "known only after apply", .subject = "aws_s3_bucket.b"});
  const auto map = [&](std::initializer_list<value::Member> members) {
    return value::Map::make(arena, std::span(members.begin(), members.size()), {},
                            value::Access::Lenient);
  };
  const auto list = [&](std::initializer_list<value::Value> items) {
    return value::List::make(arena, std::span(items.begin(), items.size()));
  };
  const auto statement = map({{intern("Effect"), value::Value::string("Allow")},
                              {intern("Action"), value::Value::string("s3:*")},
                              {intern("Resource"), list({value::Value::string("a"), unknown})},
                              {intern("Principal"), unknown}});
  const value::Node attributes{map({{intern("policy"), unknown}}), {}};

  SECTION("without its structure the document is unknown") {
    const auto documents = documents_of("aws_s3_bucket_policy", attributes, {}, arena);
    REQUIRE(documents.size() == 1);
    CHECK(documents[0].is_unknown);
    CHECK(documents[0].statements.empty());
    CHECK(documents[0].document.value.as_unknown().subject == "aws_s3_bucket.b");
  }
  SECTION("with it only the unknown parts are") {
    const std::vector<Decoded> decoded = {
        {"policy", {map({{intern("Statement"), statement}}), {}}}};
    const auto documents = documents_of("aws_s3_bucket_policy", attributes, decoded, arena);
    REQUIRE(documents.size() == 1);
    CHECK_FALSE(documents[0].is_unknown);
    REQUIRE(documents[0].statements.size() == 1);
    CHECK(
        to_text(documents[0].statements[0].node.value) ==
        R"x({"effect":"Allow","actions":["s3:*"],"notActions":[],"resources":["a","(unknown: known only after apply)"],"notResources":[],)x"
        R"x("principals":"(unknown: known only after apply)","notPrincipals":{},"conditions":[]})x");
  }
  SECTION("unknown statements") {
    const std::vector<Decoded> decoded = {{"policy", {map({{intern("Statement"), unknown}}), {}}}};
    const auto documents = documents_of("aws_s3_bucket_policy", attributes, decoded, arena);
    REQUIRE(documents.size() == 1);
    CHECK(documents[0].is_unknown);
  }
}

TEST_CASE(
    "a statement inside a string stands where the string stands, a decoded one where it was "
    "written") {
  source::SourceMap sources;
  const auto file =
      sources.add("a.json", R"({"policy": "{\"Statement\": [{\"Action\": \"*\"}]}"})");
  const auto read = json::read(sources, file);
  Arena arena;
  const auto documents = documents_of("aws_iam_policy", read.root, {}, arena);
  REQUIRE(documents.size() == 1);
  REQUIRE(documents[0].statements.size() == 1);
  const auto place = step(read.root, intern("policy")).place;
  CHECK(documents[0].statements[0].node.place == place);
  CHECK(step(documents[0].statements[0].node, intern("actions")).place == place);

  const auto other = sources.add("b.json", R"({"Statement": [{"Action": "*"}]})");
  const auto structure = json::read(sources, other);
  const std::vector<Decoded> decoded = {{"policy", structure.root}};
  const auto again = documents_of("aws_iam_policy", read.root, decoded, arena);
  REQUIRE(again.size() == 1);
  CHECK(sources.file(other).text(again[0].statements[0].node.place.span) == R"({"Action": "*"})");
}
