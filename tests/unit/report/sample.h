#pragma once

// A small review for the tests of reports: one finding in each of two files, one change, one
// diagnostic.

#include <string_view>

#include "review/assemble.h"

namespace stopgate::report::test {

inline source::Place place_of(const source::SourceMap& sources, source::FileId file,
                              std::string_view text) {
  const auto begin = static_cast<std::uint32_t>(sources.file(file).text().find(text));
  return {.file = file,
          .span = {.begin = begin, .end = begin + static_cast<std::uint32_t>(text.size())}};
}

inline review::Review sample(source::SourceMap& sources) {
  const auto web =
      sources.add("deploy/web app.yaml", "kind: Deployment\nspec:\n\t- name: 漢字 # wide\n");
  const auto main = sources.add(
      "main.tf",
      "resource \"aws_db_instance\" \"main\" {\n  password = \"hunter2\"\n  a = 1\n  b = 2\n}\n");
  const finding::Subject deployment{.kind = "Deployment", .name_space = "shop", .name = "web"};
  review::Parts parts;
  parts.findings = {
      {.policy = "k8s.probe.missing",
       .severity = finding::Severity::Medium,
       .message = "container '漢字' has no readinessProbe",
       .incident = "Users see 502 during every rollout.",
       .remediation = "add a readinessProbe:\n  readinessProbe: {}",
       .place = place_of(sources, web, "漢字"),
       .subject = deployment,
       .related = {{.place = place_of(sources, web, "kind: Deployment"),
                    .message = "declared here"}}},
      {.policy = "tf.secret.literal",
       .severity = finding::Severity::High,
       .message = "password is a literal",
       .place = place_of(sources, main, "\"hunter2\""),
       .subject = {.address = "aws_db_instance.main[0]"},
       .is_secret = true},
      {.policy = "tf.secret.literal",
       .severity = finding::Severity::High,
       .message = "password is a literal",
       .place = place_of(sources, main, "\"hunter2\""),
       .subject = {.address = "aws_db_instance.main[1]"},
       .is_secret = true},
  };
  parts.changes = {
      {.address = "aws_db_instance.main[0]",
       .action = "delete",
       .type = "aws_db_instance",
       .reason = "its block is gone",
       .loss = "D0",
       .loss_note = "database, no final snapshot",
       .place = place_of(sources, main, "resource"),
       .plan = "plan.json"},
      {.address = "aws_lb.web", .action = "update", .type = "aws_lb", .plan = "plan.json"}};
  parts.diagnostics = {{.severity = source::Severity::Warning,
                        .message = "'b' is set twice",
                        .help = "remove one",
                        .place = place_of(sources, main, "b = 2")}};
  parts.coverage = {.files = 3,
                    .parsed = 2,
                    .skipped = {{"logo.png", "no input of ours"}},
                    .resources = 2,
                    .policies = {{.policy = "k8s.probe.missing", .matched = 1, .findings = 1}},
                    .undecided = {{.policy = "tf.kms",
                                   .subject = {.address = "aws_s3_bucket.b"},
                                   .reason = "data.x.y is known only after apply"}},
                    .suppressed = 1};
  return review::assemble(std::move(parts), sources);
}

}  // namespace stopgate::report::test
