#include "policy/example_run.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "json/writer.h"
#include "kubernetes/schema.h"
#include "model/read.h"
#include "policy/run.h"
#include "source/memory_file_system.h"
#include "yaml/reader.h"

namespace stopgate::policy {

namespace {

constexpr std::string_view kMark = "# <- ";
constexpr std::string_view kFolder = "/example/";

// Behind the file of a finding on what is gone: only the base has it.
constexpr std::string_view kBefore = " (before)";

// A message and the line it belongs to: "main.tf:3". Plans and what is gone have the file only.
using Expectation = std::pair<std::string, std::string>;

// Several findings of one line stand side by side.
void add_marks(std::string_view line, const std::string& where, std::vector<Expectation>& out) {
  const auto at = line.find(kMark);
  if (at == std::string_view::npos) return;
  for (auto rest = line.substr(at + kMark.size()); !rest.empty();) {
    const auto next = rest.find(kMark);
    out.emplace_back(where, trim(rest.substr(0, next)));
    rest = next == std::string_view::npos ? std::string_view{} : rest.substr(next + kMark.size());
  }
}

std::vector<Expectation> marks_of(const Example& example) {
  std::vector<Expectation> out;
  for (const auto& file : example.files) {
    std::size_t number = 0;
    for (const auto line : split(file.text, '\n')) {
      const auto at = ":" + std::to_string(++number);
      add_marks(line, example.kind == ExampleKind::Plan ? file.path : file.path + at, out);
    }
  }
  for (const auto& file : example.base.value_or(std::vector<ExampleFile>{}))
    for (const auto line : split(file.text, '\n'))
      add_marks(line, file.path + std::string(kBefore), out);
  std::ranges::sort(out);
  return out;
}

// A plan example is YAML, so that it may have comments: the reader wants JSON.
std::string plan_json(const std::string& text, std::string& problem) {
  source::SourceMap sources;
  const auto stream =
      yaml::read(sources, sources.add("plan", text), {}, {.dialect = yaml::Dialect::Ordinary});
  if (source::has_errors(stream.diagnostics))
    problem = source::to_string(stream.diagnostics.front(), sources);
  if (stream.documents.empty()) return {};
  auto json = json::write(stream.documents.front().root.value);
  // Examples may leave out what every plan has.
  if (json.find("\"format_version\"") == std::string::npos)
    json = "{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.4\"," + json.substr(1);
  return json;
}

std::string where(const finding::Finding& finding, const model::Model& model, ExampleKind kind) {
  const auto location = model.sources->locate(finding.place);
  auto file = location.file.empty() ? finding.path : location.file;
  if (file.starts_with(kFolder)) file.erase(0, kFolder.size());
  if (kind == ExampleKind::Plan) return file;
  if (location.file.empty()) return file + std::string(kBefore);
  return file + ":" + std::to_string(location.begin.line);
}

// What is in one sorted list and not in the other.
void compare(const std::vector<Expectation>& expected, const std::vector<Expectation>& found,
             ExampleResult& out) {
  std::vector<Expectation> missing, surplus;
  std::ranges::set_difference(expected, found, std::back_inserter(missing));
  std::ranges::set_difference(found, expected, std::back_inserter(surplus));
  for (const auto& [place, message] : missing)
    out.problems.push_back("expected at " + place + ": " + message);
  for (const auto& [place, message] : surplus)
    out.problems.push_back("not expected at " + place + ": " + message);
}

// What stands in the files of an example, as a run would read it.
Result<model::Model> read_example(const Example& example, const std::vector<ExampleFile>& from,
                                  ExampleResult& out) {
  source::MemoryFileSystem files;
  for (const auto& file : from) {
    std::string problem;
    files.add(std::string(kFolder) + file.path,
              example.kind == ExampleKind::Plan && !file.path.ends_with(".tf")
                  ? plan_json(file.text, problem)
                  : file.text);
    if (!problem.empty()) out.problems.push_back(problem);
  }
  return model::read_model(files, {std::string(kFolder.substr(0, kFolder.size() - 1))},
                           {.checks_arguments = false, .jobs = 1});
}

ExampleResult run_example(const LoadedPolicy& loaded, const Example& example,
                          const source::SourceMap& policy_sources) {
  ExampleResult out{.title = (example.is_failing ? "fail: " : "pass: ") + example.title,
                    .has_passed = false,
                    .problems = {}};
  auto model = read_example(example, example.files, out);
  if (!model) {
    out.problems.push_back(model.error().message);
    return out;
  }
  if (example.base) {
    auto base = read_example(example, *example.base, out);
    if (!base) {
      out.problems.push_back(base.error().message);
      return out;
    }
    model->base = std::make_shared<const model::Model>(std::move(*base));
  }
  const bool is_about_errors = loaded.policy.target == Target::ConfigurationProblem;
  for (const auto& diagnostic : model->diagnostics)
    if (!is_about_errors && diagnostic.severity == source::Severity::Error)
      out.problems.push_back(source::to_string(diagnostic, *model->sources));
  const auto result = run(*model, {&loaded.policy},
                          {.parameters = example.parameters,
                           .jobs = 1,
                           .limits = {},
                           .policy_sources = &policy_sources});
  if (!result.counts.empty()) {
    out.matched = result.counts.front().matched;
    out.failures = result.counts.front().failures;
  }
  for (const auto& diagnostic : result.diagnostics)
    out.problems.push_back(source::to_string(diagnostic, policy_sources));
  for (const auto& undecided : result.undecided)
    if (undecided.is_error)
      out.problems.push_back("the expression failed on " + finding::to_string(undecided.subject) +
                             ": " + undecided.reason);
  std::vector<Expectation> found;
  for (const auto& finding : result.findings)
    found.emplace_back(where(finding, *model, example.kind), finding.message);
  std::ranges::sort(found);
  const auto expected = marks_of(example);
  compare(expected, found, out);
  if (example.is_failing && expected.empty())
    out.problems.emplace_back("a fail example must mark its findings: # <- message");
  out.has_passed = out.problems.empty();
  return out;
}

}  // namespace

namespace {

// Such objects are findings of their own; what else is said of them matters little.
bool is_refused_by_api_server(const model::Model& model) {
  using enum kubernetes::ProblemKind;
  for (const auto& problems : kubernetes::check_schemas(model.renders, {}, 1))
    for (const auto& problem : problems)
      if (problem.kind != NoSchema && problem.kind != UnknownField) return true;
  return false;
}

}  // namespace

std::vector<std::string> failures_on(const LoadedPolicy& policy, const Example& example) {
  std::vector<std::string> out;
  ExampleResult ignored;
  auto model = read_example(example, example.files, ignored);
  if (!model || is_refused_by_api_server(*model)) return out;
  const auto result =
      run(*model, {&policy.policy},
          {.parameters = example.parameters, .jobs = 1, .limits = {}, .are_checked = true});
  for (const auto& undecided : result.undecided)
    if (undecided.is_error)
      out.push_back("the expression fails on an input like '" + example.title +
                    "': " + undecided.reason);
  return out;
}

std::vector<ExampleResult> run_examples(const LoadedPolicy& policy,
                                        const source::SourceMap& policy_sources) {
  std::vector<ExampleResult> out;
  for (const auto& example : policy.examples)
    out.push_back(run_example(policy, example, policy_sources));
  const auto has = [&](bool failing) {
    return std::ranges::any_of(policy.examples,
                               [&](const Example& e) { return e.is_failing == failing; });
  };
  if (!has(true) || !has(false))
    out.push_back({"examples", false, {"a policy needs a failing and a passing example"}});
  return out;
}

}  // namespace stopgate::policy
