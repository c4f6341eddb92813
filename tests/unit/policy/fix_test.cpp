#include "policy/fix.h"

#include <catch2/catch.hpp>

#include "model/read.h"
#include "policy/load.h"
#include "policy/run.h"
#include "source/memory_file_system.h"

using namespace stopgate;

namespace {

// What a policy over aws_s3_bucket with this `fix:` offers: "old -> new" of each edit.
std::vector<std::string> offered(const std::string& fix, const std::string& arguments) {
  source::SourceMap policies;
  const auto loaded = policy::load_policies(policies, policies.add("p.yaml", R"(id: test.bucket.acl
title: Bucket is open
severity: high
target: resource
match: {types: [aws_s3_bucket]}
validations:
  - expression: "false"
    message: it is open
    fix: )" + fix + R"(
incident: It leaks.
remediation: Close it.
)"));
  REQUIRE(loaded.diagnostics.empty());
  source::MemoryFileSystem files;
  files.add("/main.tf", "resource \"aws_s3_bucket\" \"b\" {\n" + arguments + "\n}\n");
  const auto model = model::read_model(files, {"/"}, {});
  REQUIRE(model);
  const auto result = policy::run(*model, {&loaded.policies[0].policy}, {});
  REQUIRE(result.diagnostics.empty());
  REQUIRE(result.findings.size() == 1);
  std::vector<std::string> out;
  if (!result.findings[0].fix) return out;
  for (const auto& edit : result.findings[0].fix->edits)
    out.push_back(std::string(model->sources->file(edit.place.file).text(edit.place.span)) +
                  " -> " + edit.text);
  return out;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a policy offers what to write instead") {
  const std::string acl = R"({title: close it, replaces: resource.acl, text: "'\"private\"'"})";
  CHECK(offered(acl, "acl = \"public-read\"") == Texts{"\"public-read\" -> \"private\""});
  const std::string list =
      R"yaml({title: t, replaces: resource.list, text: "resource.list.map(x, '\"' + x + '.\"')"})yaml";
  CHECK(offered(list, "list = [\"a\", \"b\"]") == Texts{"\"a\" -> \"a.\"", "\"b\" -> \"b.\""});
}

TEST_CASE("a policy offers nothing where nothing stands, or where the text is not known") {
  const std::string acl = R"({title: close it, replaces: resource.acl, text: "'\"private\"'"})";
  CHECK(offered(acl, "").empty());
  CHECK(offered(acl, "acl = nosuch(1)").empty());
  CHECK(offered(R"({title: t, replaces: resource.acl, text: "null"})", "acl = \"a\"").empty());
  CHECK(offered(R"({title: t, replaces: resource.acl, text: resource.bucket})",
                "acl = \"a\"\nbucket = timestamp()")
            .empty());
  CHECK(offered(R"({title: t, replaces: resource.acl, text: resource.bucket})",
                "acl = \"a\"\nbucket = sensitive(\"x\")")
            .empty());
}
