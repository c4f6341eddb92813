#include "terraform/policy_document.h"

#include <catch2/catch.hpp>

#include "unit/terraform/loaded_root.h"

using namespace stopgate;
using namespace stopgate::terraform;
using test::Files;
using test::LoadedRoot;

namespace {

std::string decoded_text(const Resource& resource) {
  std::string text;
  for (const auto& [path, node] : resource.decoded)
    text += path + " " + value::to_text(node.value) + "\n";
  return text;
}

}  // namespace

TEST_CASE("aws_iam_policy_document becomes its JSON") {
  const LoadedRoot loaded(Files{{"main.tf", R"x(
data "aws_iam_policy_document" "base" {
  statement {
    sid       = "a"
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }
}
data "aws_iam_policy_document" "d" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
  statement {
    sid     = "a"
    effect  = "Deny"
    actions = ["s3:*", "sns:*"]
    resources = ["arn:aws:s3:::b/&{aws:username}"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}
resource "aws_s3_bucket_policy" "p" {
  bucket = "b"
  policy = data.aws_iam_policy_document.d.json
}
)x"}});
  CHECK(loaded.problems() == std::vector<std::string>{});
  const auto* policy = loaded.find("aws_s3_bucket_policy.p");
  REQUIRE(policy != nullptr);
  const std::string json =
      R"x({"Statement":[{"Action":["s3:*","sns:*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny",)x"
      R"x("Principal":{"AWS":"*"},"Resource":"arn:aws:s3:::b/${aws:username}","Sid":"a"}],"Version":"2012-10-17"})x";
  CHECK(policy->attributes.value.get("policy").string_if().value_or("") == json);
  REQUIRE(policy->decoded.size() == 1);
  CHECK(decoded_text(*policy) == "policy " + json + "\n");
  const auto statement = step(step(policy->decoded[0].second, intern("Statement")), 0);
  CHECK(loaded.text(statement.place).starts_with("statement {\n    sid     = \"a\"\n    effect"));
  CHECK(loaded.text(step(statement, intern("Action")).place) == "[\"s3:*\", \"sns:*\"]");
}

TEST_CASE("the structure behind a string is kept where the string is not known") {
  struct Row {
    std::string name, text, expected;
  };
  const std::string statement =
      R"x({"Statement":[{"Action":"*","Resource":"(unknown: known only after apply)"}]})x";
  const std::string encoded =
      "jsonencode({ Statement = [{ Action = \"*\", Resource = b.x.arn }] })";
  const std::vector<Row> rows = {
      {"a heredoc with a hole",
       "resource \"r\" \"r\" {\n  policy = <<EOF\n{\"Statement\":[{\"Action\":\"*\","
       "\"Resource\":\"${b.x.arn}\"}]}\nEOF\n}\n",
       "policy " + statement + "\n"},
      {"a hole in a key, where nothing can be told",
       "resource \"r\" \"r\" {\n  policy = \"{\\\"${b.x.arn}\\\":1}\"\n}\n", ""},
      {"a hole that is no text",
       "resource \"r\" \"r\" {\n  policy = \"{\\\"a\\\":${b.x.arn}}\"\n}\n", ""},
      {"jsonencode", "resource \"r\" \"r\" {\n  policy = " + encoded + "\n}\n",
       "policy " + statement + "\n"},
      {"through a local",
       "locals {\n  p = " + encoded + "\n}\nresource \"r\" \"r\" {\n  policy = local.p\n}\n",
       "policy " + statement + "\n"},
      {"in a block",
       "resource \"r\" \"r\" {\n  inline_policy {\n    policy = " + encoded + "\n  }\n}\n",
       "inline_policy[0].policy " + statement + "\n"},
      {"by a condition", "resource \"r\" \"r\" {\n  policy = true ? " + encoded + " : \"\"\n}\n",
       "policy " + statement + "\n"},
      {"counted document",
       "data \"aws_iam_policy_document\" \"d\" {\n  count = 1\n  statement {\n    actions   = "
       "[\"*\"]\n    resources = [b.x.arn]\n  }\n}\nresource \"r\" \"r\" {\n  policy = "
       "data.aws_iam_policy_document.d[0].json\n}\n",
       R"x(policy {"Statement":[{"Action":"*","Effect":"Allow","Resource":"(unknown: known only after apply)"}],"Version":"2012-10-17"})x"
       "\n"},
      {"plain text", "resource \"r\" \"r\" {\n  policy = \"{}\"\n}\n", ""},
  };
  for (const auto& row : rows) {
    INFO(row.name);
    const LoadedRoot loaded(Files{{"main.tf", "resource \"b\" \"x\" {}\n" + row.text}});
    CHECK(loaded.problems() == std::vector<std::string>{});
    REQUIRE(loaded.find("r.r") != nullptr);
    CHECK(decoded_text(*loaded.find("r.r")) == row.expected);
  }
}
