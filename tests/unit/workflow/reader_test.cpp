#include "workflow/reader.h"

#include <catch2/catch.hpp>

#include "workflow/image_reference.h"
#include "workflow/pushed_images.h"

using namespace stopgate;
using workflow::Approval;
using workflow::Format;

namespace {

std::string position(const source::SourceMap& sources, source::Place place) {
  const auto at = sources.locate(place).begin;
  return std::to_string(at.line) + ":" + std::to_string(at.column);
}

std::string name_of(Approval approval) {
  switch (approval) {
    case Approval::None:
      return "";
    case Approval::Given:
      return " approved";
    case Approval::Unknown:
      return " unknown";
  }
  return "";
}

// The jobs, and below each its steps and their commands, with their places.
std::string outline(Format format, std::string text) {
  source::SourceMap sources;
  const auto id = sources.add("ci", std::move(text));
  const auto read = workflow::read_workflow(sources, id, format);
  std::string out;
  for (const auto& job : read.jobs) {
    out += job.id + name_of(job.approval) + " @" + position(sources, job.place);
    for (const auto& image : job.images) out += " in " + std::string(image.text);
    out += "\n";
    for (const auto& step : job.steps) {
      out +=
          "  " + step.name + name_of(step.approval) + " @" + position(sources, step.place) + "\n";
      for (const auto& command : step.commands)
        out += "    " + command.text + " @" + position(sources, command.place) + "\n";
    }
  }
  for (const auto& diagnostic : read.diagnostics)
    out += source::to_string(diagnostic, sources) + "\n";
  return out;
}

}  // namespace

TEST_CASE("a CI file is known by its path, or by its text") {
  using workflow::format_of_path;
  using workflow::format_of_text;
  CHECK(format_of_path(".github/workflows/ci.yml") == Format::GitHub);
  CHECK(format_of_path("a/.github/workflows/ci.yaml") == Format::GitHub);
  CHECK(format_of_path("a/action.yml") == Format::Action);
  CHECK(format_of_path(".gitlab-ci.yml") == Format::GitLab);
  CHECK(format_of_path("deploy/Jenkinsfile") == Format::Jenkins);
  CHECK(format_of_path("Jenkinsfile.prod") == Format::Jenkins);
  CHECK_FALSE(format_of_path("github/workflows/ci.yml"));
  CHECK_FALSE(format_of_path("k8s/app.yaml"));
  CHECK(format_of_text("x.yml", "on: push\njobs: {}\n") == Format::GitHub);
  CHECK(format_of_text("x.yml", "a:\n  script: [make]\n") == Format::GitLab);
  CHECK(format_of_text("x.groovy", "pipeline {\n}\n") == Format::Jenkins);
  CHECK_FALSE(format_of_text("x.yml", "apiVersion: v1\nkind: Pod\n"));
}

TEST_CASE("GitHub: jobs, steps, and who approves them") {
  CHECK(outline(Format::GitHub, R"(on: push
jobs:
  plan:
    runs-on: ubuntu-latest
    container: node:22
    steps:
      - uses: actions/checkout@v4
      - name: Plan
        run: |
          cd prod

          terraform plan
  approve:
    environment: {name: prod}
    runs-on: ubuntu-latest
  apply:
    needs: [plan, approve]
    runs-on: ubuntu-latest
    steps:
      - run: "terraform apply"
  shared:
    uses: ./.github/workflows/x.yml
)") == R"(plan @3:3 in node:22
  actions/checkout@v4 @7:15
  Plan @10:11
    cd prod @10:11
    terraform plan @12:11
approve approved @13:3
apply approved @16:3
  terraform apply approved @20:15
    terraform apply @20:15
shared @21:3
  ./.github/workflows/x.yml @22:11
)");
  CHECK(outline(Format::GitHub, "on: workflow_dispatch\njobs: {a: {steps: [{run: make}]}}") ==
        "a approved @2:8\n  make approved @2:26\n    make @2:26\n");
  CHECK(outline(Format::GitHub, "on: {workflow_call: }\njobs: {a: {steps: []}}") ==
        "a unknown @2:8\n");
}

TEST_CASE("GitLab: templates, defaults, nested scripts, manual jobs") {
  CHECK(outline(Format::GitLab, R"(default: {image: alpine:3}
.tf:
  before_script: [cd prod]
  image: {name: tofu:1}
apply:
  extends: .tf
  script:
    - - terraform init
      - terraform apply
  rules:
    - if: $CI_COMMIT_TAG
      when: manual
    - when: never
test:
  script: make
)") == R"(apply approved @5:1 in tofu:1
  before_script approved @3:19
    cd prod @3:19
  script approved @8:9
    terraform init @8:9
    terraform apply @9:9
test @14:1 in alpine:3
  script @15:11
    make @15:11
)");
  // Templates that extend each other end.
  CHECK(outline(Format::GitLab, ".a: {extends: .b}\n.b: {extends: .a}\nc: {extends: .a}\n") ==
        "c @3:1\n");
}

TEST_CASE("Jenkins: stages, shells, approvals") {
  CHECK(outline(Format::Jenkins, R"(pipeline {
  agent { docker { image 'maven:3' } } // sh 'no'
  environment { TOKEN = credentials('t') }
  stages {
    stage('Build') {
      steps {
        sh 'mvn package'
        sh """
          docker build .
          docker push web:latest
        """
      }
    }
    stage('Approve') { steps { timeout(time: 5) { input message: 'Go?' } } }
    stage('Deploy') {
      when { branch 'main' }
      steps {
        withCredentials([
          string(credentialsId: 'k', variable: 'KEY')
        ]) { sh(script: 'kubectl apply -f .', returnStdout: true) }
      }
    }
  }
}
)") == R"(pipeline @1:1 in maven:3
Build @5:12
  mvn package @7:13
    mvn package @7:13
  docker build . @9:11
    docker build . @9:11
    docker push web:latest @10:11
Approve approved @14:12
Deploy approved @15:12
  kubectl apply -f . approved @20:26
    kubectl apply -f . @20:26
)");
  CHECK(outline(Format::Jenkins, "node('x') {\n  stage(\"T\") { if (a) { bat 'make' } }\n}\n") ==
        "T @2:10\n  make @2:30\n    make @2:30\n");
}

TEST_CASE("what no reader expects is passed over") {
  for (const auto format : {Format::GitHub, Format::Action, Format::GitLab}) {
    CHECK_NOTHROW(outline(format, "on: 1\njobs: [1]\nruns: {steps: 3}\na: {script: {b: 1}}\n"));
    CHECK_NOTHROW(outline(format, "jobs: {a: {steps: [1, [2], {run: [3]}], needs: {}, env: 4}}\n"));
    CHECK_NOTHROW(outline(format, std::string("\0\xff\x01 on: [", 10)));
    CHECK_NOTHROW(outline(format, "jobs:\n  a: " + std::string(10'000, '[')));
  }
  CHECK(outline(Format::Jenkins, "stage('a").starts_with("ci:1:8: warning: a string does not end"));
  CHECK(outline(Format::Jenkins, std::string("\0\xff'", 3)).find("warning") != std::string::npos);
  CHECK(outline(Format::Jenkins, std::string(10'000, '{')).find("deep") != std::string::npos);
  CHECK_NOTHROW(outline(Format::Jenkins, std::string(10'000, '}')));
  CHECK_NOTHROW(outline(Format::Jenkins, std::string(10'000, '(')));
}

TEST_CASE("images come apart into repository, tag and digest") {
  const auto image = workflow::parse_image("localhost:5000/shop/web:1@sha256:ab");
  CHECK(image.repository == "localhost:5000/shop/web");
  CHECK(image.tag == "1");
  CHECK(image.digest == "sha256:ab");
  CHECK(workflow::parse_image("web").tag.empty());
  CHECK(workflow::parse_image("$REGISTRY/shop/web:2").known_end == "shop/web");
  CHECK(workflow::parse_image("${{ env.A }}/web:${{ github.sha }}").known_end == "web");
  CHECK(workflow::parse_image("${{ env.A }}/web:${{ github.sha }}").tag == "${{ github.sha }}");
  CHECK(workflow::parse_image("$IMAGE").known_end.empty());
}

TEST_CASE("expressions name their contexts and functions") {
  source::SourceMap sources;
  const auto id = sources.add("ci", R"(on: push
jobs:
  a:
    steps:
      - run: |
          echo "${{ github['event'].commits[0].message }}"
          echo ${{ format('}} {0}', toJSON(env.A)) }} ${{ open
        if: always() && secrets.X
)");
  const auto read = workflow::read_workflow(sources, id, Format::GitHub);
  std::string out;
  for (const auto& e : read.jobs.at(0).steps.at(0).expressions) {
    out += e.field + " " + position(sources, e.place) + (e.is_closed ? "" : " open");
    for (const auto& name : e.contexts) out += " " + name;
    for (const auto& name : e.functions) out += " " + name + "()";
    out += "\n";
  }
  CHECK(out == R"(run 6:21 github.event.commits.*.message
run 7:20 env.A format() toJSON()
run 7:59 open open
if 8:13 secrets.X always()
)");
}
