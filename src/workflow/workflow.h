#pragma once

// What a CI file does: jobs of steps, each with its commands, its expressions and its place.
//
// GitHub Actions, GitLab CI and Jenkinsfiles read alike, so that a policy about `terraform apply`
// is written once. What only one of them has is under `node`, as it was written.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "source/diagnostic.h"
#include "source/source_file.h"
#include "value/value.h"
#include "workflow/commands.h"
#include "workflow/expressions.h"

namespace stopgate::workflow {

enum class Format : std::uint8_t {
  GitHub,   // .github/workflows/*.yml
  Action,   // action.yml
  GitLab,   // .gitlab-ci.yml
  Jenkins,  // Jenkinsfile
};

[[nodiscard]] std::string_view name_of(Format format);  // "github", "action", …

// Whether a person says yes before something runs.
enum class Approval : std::uint8_t {
  None,
  Given,    // an environment, a manual start, an `input` step
  Unknown,  // reusable: who calls it decides
};

// NAME=text, where it is written in the file.
struct Variable {
  std::string_view name, text;
  source::Place place;  // of the text
};

struct Step {
  std::string name;       // as written, else made from what it runs
  std::string_view uses;  // GitHub
  value::Node node;       // null for Jenkins
  source::Place place;    // of `uses`, or of the first line that it runs
  std::string section;    // GitLab: script, before_script, …; Jenkins: sh, bat, …
  Approval approval = Approval::None;
  bool has_secrets = false;  // Jenkins: inside withCredentials
  std::vector<Command> commands;
  std::vector<Expression> expressions;
  std::vector<Variable> variables;
};

struct Image {
  std::string_view text;
  source::Place place;
};

struct Job {
  std::string id;
  value::Node node;     // null for Jenkins
  source::Place place;  // of its name
  std::string_view environment;
  std::string_view uses;  // a reusable workflow of GitHub's
  source::Place uses_place;
  std::vector<std::string_view> needs;
  std::vector<Image> images;
  Approval approval = Approval::None;
  std::vector<Expression> expressions;  // outside of the steps
  std::vector<Variable> variables;
  std::vector<Step> steps;
};

struct Workflow {
  Format format = Format::GitHub;
  source::FileId file = source::kNoFile;
  std::string_view name;
  value::Node root;  // as written; null for Jenkins
  std::vector<std::string_view> triggers;
  std::vector<Expression> expressions;  // outside of the jobs
  std::vector<Variable> variables;      // of Jenkins: all that the file sets
  std::vector<Job> jobs;
  source::Diagnostics diagnostics;
  source::Diagnostics reading;  // those of them that the YAML itself gave
  std::unique_ptr<Arena> arena = std::make_unique<Arena>();  // keeps the tree
};

}  // namespace stopgate::workflow
