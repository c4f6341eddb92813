#include "workflow/reader.h"

#include "base/text.h"
#include "workflow/readers.h"
#include "yaml/reader.h"

namespace stopgate::workflow {

namespace {

bool is_yaml(std::string_view path) {
  return path.ends_with(".yml") || path.ends_with(".yaml");
}

// Whether a line of the text starts with these words.
bool has_line(std::string_view text, std::string_view start) {
  if (text.starts_with(start)) return true;
  for (auto at = text.find(start); at != std::string_view::npos; at = text.find(start, at + 1))
    if (text[at - 1] == '\n') return true;
  return false;
}

// The first document of the file; GitLab may put `spec:` in a document before.
void read_tree(const source::SourceMap& sources, const Limits& limits, Workflow& out) {
  auto stream = yaml::read(sources, out.file, limits, {.dialect = yaml::Dialect::Ordinary});
  out.arena = std::move(stream.arena);
  out.diagnostics = stream.diagnostics;
  out.reading = std::move(stream.diagnostics);
  for (const auto& document : stream.documents)
    if (document.root.value.is_map()) out.root = document.root;
}

}  // namespace

std::string_view name_of(Format format) {
  switch (format) {
    case Format::GitHub:
      return "github";
    case Format::Action:
      return "action";
    case Format::GitLab:
      return "gitlab";
    case Format::Jenkins:
      return "jenkins";
  }
  return "";
}

std::optional<Format> format_of_path(std::string_view path) {
  const auto slash = path.find_last_of('/');
  const auto name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const auto folder = slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
  for (const std::string_view workflows :
       {".github/workflows", ".gitea/workflows", ".forgejo/workflows"})
    if (is_yaml(name) && (folder == workflows || folder.ends_with("/" + std::string(workflows))))
      return Format::GitHub;
  if (name == "action.yml" || name == "action.yaml") return Format::Action;
  if (is_yaml(name) && (name.starts_with(".gitlab-ci.") || name.ends_with(".gitlab-ci.yml") ||
                        folder == ".gitlab/ci" || folder.ends_with("/.gitlab/ci")))
    return Format::GitLab;
  if (name == "Jenkinsfile" || name.starts_with("Jenkinsfile.") || name.ends_with(".jenkinsfile") ||
      name.ends_with(".Jenkinsfile"))
    return Format::Jenkins;
  return std::nullopt;
}

std::optional<Format> format_of_text(std::string_view path, std::string_view text) {
  if (const auto format = format_of_path(path)) return format;
  if (!is_yaml(path)) {
    if (has_line(text, "pipeline {") || has_line(text, "pipeline{") || has_line(text, "node {") ||
        has_line(text, "node("))
      return Format::Jenkins;
    return std::nullopt;
  }
  const bool has_trigger =
      has_line(text, "on:") || has_line(text, "'on':") || has_line(text, "\"on\":");
  if (has_line(text, "jobs:") && (has_trigger || text.find("runs-on:") != std::string_view::npos))
    return Format::GitHub;
  if (has_line(text, "runs:") && text.find("using:") != std::string_view::npos)
    return Format::Action;
  const bool is_object = has_line(text, "apiVersion:");
  if (!is_object && text.find("\n  script:") != std::string_view::npos) return Format::GitLab;
  return std::nullopt;
}

Workflow read_workflow(const source::SourceMap& sources, source::FileId file, Format format,
                       const Limits& limits) {
  Workflow out;
  out.format = format;
  out.file = file;
  if (format == Format::Jenkins) {
    read_jenkins(sources, limits, out);
    return out;
  }
  read_tree(sources, limits, out);
  if (!out.root.value.is_map()) {
    if (!source::has_errors(out.diagnostics))
      out.diagnostics.push_back({.severity = source::Severity::Warning,
                                 .message = "a CI file without any jobs",
                                 .help = {},
                                 .place = {file, {0, 0}},
                                 .path = {}});
    return out;
  }
  if (format == Format::GitHub) read_github(sources, limits, out);
  if (format == Format::Action) read_action(sources, limits, out);
  if (format == Format::GitLab) read_gitlab(sources, limits, out);
  return out;
}

std::vector<value::Node> texts_of(const value::Node& node) {
  if (node.value.is_string()) return {node};
  std::vector<value::Node> out;
  if (!node.value.is_list()) return out;
  const auto& list = node.value.as_list();
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list[i].is_string()) out.push_back({list[i], list.place(i)});
  return out;
}

value::Node child(const value::Node& node, std::string_view key) {
  if (!node.value.is_map()) return {};
  const auto at = node.value.as_map().index_of(intern(key));
  if (!at) return {};
  return {node.value.as_map().members()[*at].value, node.value.as_map().place(*at)};
}

std::string_view text_of(const value::Node& node) {
  return node.value.string_if().value_or("");
}

std::vector<Variable> variables_of(const value::Node& node) {
  std::vector<Variable> out;
  for (const auto& member : node.value.members()) {
    auto text = value::step(node, member.key);
    if (text.value.is_map()) text = child(text, "value");
    if (text.value.is_string())
      out.push_back({member.key.text(), text.value.as_string(), text.place});
  }
  return out;
}

void add_script(const PlacedText& script, Step& step, Workflow& out) {
  if (add_commands(script, step.commands)) return;
  out.diagnostics.push_back({.message = "a script runs more than " + std::to_string(kMostCommands) +
                                        " commands; the rest is not looked at",
                             .help = "put it into a file of its own",
                             .place = script.place(),
                             .path = {}});
}

std::string name_of_commands(const Step& step) {
  return step.commands.empty() ? std::string{} : printable(step.commands.front().text, 60);
}

}  // namespace stopgate::workflow
