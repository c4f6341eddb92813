#include "config/load.h"

#include <catch2/catch.hpp>

#include "config/apply.h"
#include "config/baseline.h"
#include "config/find.h"
#include "source/memory_file_system.h"

using namespace stopgate;
using namespace stopgate::config;

namespace {

struct Read {
  Config config;
  std::vector<std::string> problems;
};

Read read(std::string text, const std::string& folder = "") {
  source::SourceMap sources;
  auto loaded = load_config(sources, sources.add(".stopgate.yaml", std::move(text)), folder);
  Read out{std::move(loaded.config), {}};
  for (const auto& diagnostic : loaded.diagnostics)
    out.problems.push_back(source::to_string(diagnostic, sources));
  return out;
}

finding::Finding finding_of(std::string policy, finding::Subject subject = {}) {
  return {.policy = std::move(policy),
          .severity = finding::Severity::Medium,
          .subject = std::move(subject)};
}

}  // namespace

TEST_CASE("a configuration is read") {
  const auto [config, problems] = read(R"(
version: 1
fail-on: medium
max: {low: 10}
profiles: [cis]
policies:
  - ours/
  - {path: packs/p.yaml, sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855}
parameters: {k8s.replicas.low.minimum: 3, regions: [eu-west-1, eu-west-2]}
overrides:
  aws.**: {severity: low, level: advisory}
exemptions:
  - {policy: k8s.**, path: vendor/**, reason: not ours, until: 2026-12-31}
environments:
  production:
    paths: [envs/prod]
    var-files: envs/prod.tfvars
    overrides: {aws.rds.*: {severity: critical}}
clusters: {edge: {kubernetes: "1.29"}, prod: {kubernetes: 1.31}}
approval: {labels: [risk-accepted], owners: ["@platform"]}
suppressions: {require-reason: true}
)",
                                       "team");
  CHECK(problems == std::vector<std::string>{});
  CHECK(config.fail_on == finding::Severity::Medium);
  CHECK(config.most.at(finding::Severity::Low) == 10);
  CHECK(config.policies[0].path == "team/ours/");
  REQUIRE(config.parameters.size() == 2);
  CHECK(config.parameters[0].name == "k8s.replicas.low.minimum");
  CHECK(config.parameters[0].text == "3");
  CHECK(config.parameters[1].text == "eu-west-1,eu-west-2");
  CHECK(config.overrides.size() == 2);
  CHECK(config.overrides[1].environment == "production");
  CHECK(config.environments[0].variable_files == std::vector<std::string>{"team/envs/prod.tfvars"});
  CHECK(config.clusters[1] == std::pair<std::string, std::string>{"prod", "1.31"});
  CHECK(config.wants_reasons);
}

TEST_CASE("every mistake has its place, and what was meant") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"fail_on: high",
       "1:1: error: unknown key 'fail_on' in the configuration; did you mean "
       "'fail-on'?"},
      {"fail-on: hihg", "1:10: error: unknown severity 'hihg'"},
      {"overrides: {a.b: {levle: advisory}}",
       "1:19: error: unknown key 'levle' in an override; "
       "did you mean 'level'?"},
      {"overrides: {a.b: {level: soft}}", "1:26: error: unknown level 'soft'"},
      {"exemptions: [{policy: a}]", "1:14: error: an exemption needs 'reason'"},
      {"exemptions: [{reason: a}]", "1:14: error: an exemption of everything"},
      {"exemptions: [{policy: a, reason: b, until: 2026-02-30}]",
       "1:44: error: 'until' wants a day such as 2026-12-31, not '2026-02-30'"},
      {"max: {high: many}", "1:13: error: 'max' wants a number of findings"},
      {"policies: [{path: a, sha256: 12}]", "1:30: error: 'sha256' must be 64 hexadecimal digits"},
      {"version: 2", "1:10: error: version '2' of the configuration is not known"},
      {"profiles: {a: b}", "1:11: error: 'profiles' must be text, not a map"},
      {"[]", "1:1: error: the configuration must be a map, not a list"},
      {"fail-on: [", "error: "},
  };
  for (const auto& [text, message] : cases) {
    CAPTURE(text);
    const auto problems = read(text).problems;
    REQUIRE_FALSE(problems.empty());
    CHECK_THAT(problems[0], Catch::Contains(message));
  }
}

TEST_CASE("the nearest file is laid over those above it") {
  const source::MemoryFileSystem files = {
      {"/r/.stopgate.yaml", "fail-on: low\nparameters: {a: 1}\noverrides: {x.y: {severity: low}}"},
      {"/r/team/app/.stopgate.yaml",
       "fail-on: high\nparameters: {a: 2}\noverrides: {x.y: {severity: high}}"}};
  Configs configs(files, "/r");
  CHECK(configs.of_folder("team").fail_on == finding::Severity::Low);
  const auto& inner = configs.of_folder("team/app/deep");
  CHECK(inner.fail_on == finding::Severity::High);
  CHECK(inner.parameters.back().text == "2");
  auto finding = finding_of("x.y");
  CHECK(apply_overrides(inner, {.path = "team/app/x.tf", .workspace = {}}, finding));
  CHECK(finding.severity == finding::Severity::High);
  CHECK(apply_overrides(inner, {.path = "team/x.tf", .workspace = {}}, finding));
  CHECK(finding.severity == finding::Severity::Low);
  CHECK(configs.diagnostics().empty());
}

TEST_CASE("exemptions accept by policy, path, kind, name and namespace until their day") {
  const auto config = read(R"(
exemptions:
  - {policy: k8s.probe.*, kind: Job, name: "migrate-*", reason: r, until: 2026-06-30}
  - {path: vendor, reason: r}
  - {kind: aws_s3_bucket, name: logs, reason: r}
)")
                          .config;
  const auto accepted = [&](const finding::Finding& finding, std::string_view path,
                            std::string_view today = "2026-06-30") {
    return exemption_of(config, finding, {.path = path, .workspace = {}}, today) != nullptr;
  };
  const auto job = finding_of("k8s.probe.x.y", {.kind = "Job", .name = "migrate-1"});
  CHECK(accepted(job, "a.yaml"));
  CHECK_FALSE(accepted(job, "a.yaml", "2026-07-01"));
  CHECK_FALSE(accepted(finding_of("k8s.image.x", job.subject), "a.yaml"));
  CHECK(accepted(finding_of("z.z"), "vendor/x/a.yaml"));
  CHECK_FALSE(accepted(finding_of("z.z"), "vendors/a.yaml"));
  CHECK(
      accepted(finding_of("z.z", {.address = "module.m[\"a.b\"].aws_s3_bucket.logs[0]"}), "m.tf"));
  auto binding = finding_of("z.z");
  binding.level = finding::Level::Mandatory;
  CHECK_FALSE(accepted(binding, "vendor/x/a.yaml"));
}

TEST_CASE("environments are paths, workspaces and namespaces") {
  const auto config = read(R"(
environments:
  production:
    {paths: ["envs/prod*"], workspaces: [prod], namespaces: ["*-prod"], overrides: {a.b: {severity: critical}}}
)")
                          .config;
  const auto severity = [&](finding::Subject subject, Where where) {
    auto finding = finding_of("a.b", std::move(subject));
    CHECK(apply_overrides(config, where, finding));
    return finding.severity;
  };
  using enum finding::Severity;
  CHECK(severity({}, {.path = "envs/prod-eu/main.tf", .workspace = {}}) == Critical);
  CHECK(severity({}, {.path = "main.tf", .workspace = "prod"}) == Critical);
  CHECK(severity({.kind = "Pod", .name_space = "shop-prod"}, {.path = "a", .workspace = {}}) ==
        Critical);
  CHECK(severity({.kind = "Pod", .name_space = "shop"}, {.path = "a", .workspace = {}}) == Medium);
}

TEST_CASE("a baseline reads back what was written") {
  auto finding = finding_of("a.b", {.kind = "Pod", .name = "x: y"});
  finding.message = "two\nlines # and \"quotes\"";
  finding.fingerprint = "0123456789abcdef0123";
  source::SourceMap sources;
  const std::vector<std::string> files = {"a.yaml"};
  const auto text = write_baseline(std::vector{finding}, files);
  const auto baseline = load_baseline(sources, sources.add("b.yaml", text));
  CAPTURE(text);
  CHECK(baseline.diagnostics.empty());
  CHECK(baseline.fingerprints == std::set<std::string, std::less<>>{finding.fingerprint});
  CHECK_FALSE(load_baseline(sources, sources.add("c.yaml", "findings: [{}]")).diagnostics.empty());
}
