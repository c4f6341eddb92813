#include "cli/eval_command.h"

#include <CLI/CLI.hpp>
#include <istream>
#include <ostream>

#include "base/text.h"
#include "cli/mistakes.h"
#include "json/writer.h"
#include "model/read.h"
#include "policy/evaluate_line.h"
#include "policy/evaluate_on.h"

namespace stopgate::cli {

namespace {

// Answers each line before it reads the next: a program may hold both ends.
int evaluate_lines(const World& world) {
  if (world.in == nullptr) return wrong_use(world, "there is no standard input to read lines from");
  for (std::string line; std::getline(*world.in, line);)
    if (!trim(line).empty()) world.out << policy::evaluate_line(line) << '\n' << std::flush;
  return 0;
}

// A caret under the part of the expression that is meant.
void print_issues(const std::vector<cel::Issue>& issues, const std::string& expression,
                  const World& world) {
  source::SourceMap sources;
  const auto file = sources.add("expression", expression);
  source::Diagnostics mistakes;
  for (const auto& issue : issues)
    mistakes.push_back({.message = issue.message,
                        .help = issue.help,
                        .place = {.file = file, .span = issue.span},
                        .path = {}});
  print_mistakes(mistakes, sources, world);
}

std::string json_of(const policy::Evaluated& evaluated) {
  const auto string = [](std::string_view text) { return json::write(value::Value::string(text)); };
  auto out = "{\"subject\":" + string(finding::to_string(evaluated.subject)) + ",";
  switch (evaluated.state) {
    case policy::Evaluated::State::Value:
      return out + "\"value\":" + evaluated.typed + "}";
    case policy::Evaluated::State::Unknown:
      return out + "\"unknown\":" + string(evaluated.text) + "}";
    case policy::Evaluated::State::Error:
      return out + "\"error\":" + string(evaluated.text) + "}";
  }
  return out;
}

std::string text_of(const policy::Evaluated& evaluated) {
  auto out = printable(finding::to_string(evaluated.subject)) + ": ";
  switch (evaluated.state) {
    case policy::Evaluated::State::Value:
      return out + evaluated.json;
    case policy::Evaluated::State::Unknown:
      return out + "undecided: " + printable(evaluated.text);
    case policy::Evaluated::State::Error:
      return out + "error: " + printable(evaluated.text);
  }
  return out;
}

int evaluate_files(const EvalArguments& arguments, const World& world) {
  auto model = model::read_model(world.files, arguments.files, {});
  if (!model) return wrong_use(world, model.error().message);
  for (const auto& diagnostic : model->diagnostics)
    if (diagnostic.severity == source::Severity::Error)
      world.err << source::to_string(diagnostic, *model->sources) << '\n';
  auto target = policy::main_target(*model);
  if (!arguments.target.empty()) {
    const auto parsed = policy::parse_target(arguments.target);
    if (!parsed)
      return wrong_use(world, "unknown target " + stopgate::quoted(arguments.target) +
                                  "; docs/policies/targets.md lists them");
    target = *parsed;
  }
  const auto all = policy::evaluate_on(*model, target, arguments.expression,
                                       {arguments.address, arguments.kind, arguments.name});
  print_issues(all.issues, arguments.expression, world);
  if (!all.issues.empty()) return 2;
  for (const auto& evaluated : all.results)
    world.out << (arguments.as_json ? json_of(evaluated) : text_of(evaluated)) << '\n';
  if (!all.results.empty()) return 0;
  return wrong_use(world, "no " + std::string(policy::name_of(target)) + " of " +
                              join(arguments.files, ", ") + " is of that address, kind and name");
}

}  // namespace

void add_eval_options(CLI::App& command, EvalArguments& to) {
  command.add_option("EXPR", to.expression, "the CEL expression");
  command.add_option("-f,--file", to.files, "file or folder to evaluate on; repeatable")
      ->type_name("PATH")
      ->allow_extra_args(false);
  command
      .add_option("--target", to.target,
                  "what the expression sees: object, container, resource, change, … (default: what "
                  "the files are about)")
      ->type_name("TARGET");
  command.add_option("--address", to.address, "only the resource or change of this address")
      ->type_name("GLOB");
  command.add_option("--kind", to.kind, "only Kubernetes objects of this kind")->type_name("GLOB");
  command.add_option("--name", to.name, "only Kubernetes objects of this name")->type_name("GLOB");
  command.add_flag("--json", to.as_json,
                   "values with their types; without -f, lines of {\"expr\", \"bindings\", …} in, "
                   "an answer each out");
}

int run_eval_command(const EvalArguments& arguments, const World& world) {
  if (arguments.files.empty() && arguments.as_json && arguments.expression.empty())
    return evaluate_lines(world);
  if (arguments.expression.empty()) return wrong_use(world, "eval needs an expression");
  if (!arguments.files.empty()) return evaluate_files(arguments, world);
  const auto line = policy::evaluate_line(
      "{\"expr\":" + json::write(value::Value::string(arguments.expression)) + "}");
  world.out << line << '\n';
  return line.starts_with("{\"error\"") ? 2 : 0;
}

}  // namespace stopgate::cli
