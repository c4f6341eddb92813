#include "terraform/variables.h"

#include <array>

#include "base/text.h"
#include "hcl/parser.h"
#include "json/reader.h"
#include "terraform/value_to_cty.h"

namespace stopgate::terraform {

namespace {

constexpr std::string_view kEnvironmentPrefix = "TF_VAR_";

class Reader {
 public:
  Reader(Evaluation& evaluation, const ModuleSyntax& root) : evaluation_(evaluation), root_(root) {}

  void read_file(const source::FileSystem& files, const std::string& path,
                 const std::string& shown);
  void add_text(const std::string& name, const std::string& text, std::string origin) {
    values[name] = {.value = {}, .text = text, .origin = std::move(origin)};
  }
  // Of the command line: there, a name that nobody declares is a mistake.
  void check_declared(const std::string& name);

  VariableValues values;

 private:
  void read_hcl(source::FileId file);
  void read_json(source::FileId file);
  void add(std::string_view name, CtyValue value, source::Place name_place);

  Evaluation& evaluation_;
  const ModuleSyntax& root_;
};

void Reader::add(std::string_view name, CtyValue value, source::Place name_place) {
  if (!root_.variables.contains(name) && !root_.has_errors) {
    evaluation_.report({.severity = source::Severity::Warning,
                        .message = "the root module declares no variable " + quoted(name),
                        .help = "remove the value, or declare the variable",
                        .place = name_place,
                        .path = {}});
  }
  values[std::string(name)] = {.value = std::move(value),
                               .text = std::nullopt,
                               .origin = evaluation_.sources().file(name_place.file).path()};
}

void Reader::read_hcl(source::FileId file) {
  const auto parsed = hcl::parse(evaluation_.sources(), file, evaluation_.options().limits);
  evaluation_.report(parsed.diagnostics);
  for (const auto& attribute : parsed.body.attributes) {
    const auto result = evaluate_constant(*attribute.value, file, evaluation_.eval_options());
    evaluation_.report(result.diagnostics);
    add(attribute.name.text.text(), result.value.with_place({file, attribute.value->span}),
        {file, attribute.name.span});
  }
  for (const auto* block : parsed.body.blocks) {
    evaluation_.report({.message = "a block is not expected in a file of values",
                        .help = "write '" + std::string(block->type.text.text()) + " = {'",
                        .place = {file, block->header},
                        .path = {}});
  }
}

void Reader::read_json(source::FileId file) {
  const auto document = json::read(evaluation_.sources(), file, evaluation_.options().limits);
  evaluation_.report(document.diagnostics);
  if (!document.root.value.is_map()) {
    if (!source::has_errors(document.diagnostics)) {
      evaluation_.report({.message = "a file of values is a JSON object, this is a " +
                                     std::string(name_of(document.root.value.kind())),
                          .help = {},
                          .place = document.root.place,
                          .path = {}});
    }
    return;
  }
  const auto& map = document.root.value.as_map();
  for (std::size_t i = 0; i < map.size(); ++i) {
    add(map.members()[i].key.text(), cty_of(map.members()[i].value).with_place(map.place(i)),
        map.key_place(i));
  }
}

void Reader::read_file(const source::FileSystem& files, const std::string& path,
                       const std::string& shown) {
  auto text = files.read(path, evaluation_.options().limits.file_bytes);
  if (!text) {
    evaluation_.report({.message = "the file of values cannot be read: " + text.error().message,
                        .help = {},
                        .place = {},
                        .path = shown});
    return;
  }
  const auto file = evaluation_.sources().add(shown, std::move(*text));
  if (is_json_file(shown)) {
    read_json(file);
  } else {
    read_hcl(file);
  }
}

void Reader::check_declared(const std::string& name) {
  if (root_.variables.contains(name) || root_.has_errors) return;
  evaluation_.report(
      {.message = "--var names " + quoted(name) + ", which the root module does not declare",
       .help = "remove it, or declare the variable",
       .place = {},
       .path = root_.folder.shown});
}

}  // namespace

VariableValues read_variable_values(Evaluation& evaluation, const ModuleSyntax& root) {
  Reader reader(evaluation, root);
  const auto& options = evaluation.options();
  for (const auto& [key, text] : options.environment) {
    const auto name =
        key.starts_with(kEnvironmentPrefix) ? key.substr(kEnvironmentPrefix.size()) : key;
    if (root.variables.contains(name))
      reader.add_text(name, text,
                      "the environment variable " + std::string(kEnvironmentPrefix) + name);
  }
  for (const auto& name : root.variable_files)
    reader.read_file(evaluation.files(), join_path(root.folder.path, name),
                     join_path(root.folder.shown, name));
  // The caller names these, not the configuration: they may lie anywhere.
  for (const auto& file : options.variable_files)
    reader.read_file(evaluation.callers_files(), file, file);
  for (const auto& [name, text] : options.variables) {
    reader.check_declared(name);
    reader.add_text(name, text, "--var " + name);
  }
  return std::move(reader.values);
}

CtyValue value_of_text(Evaluation& evaluation, const VariableValue& given, const Type& type,
                       bool is_typed) {
  if (!is_typed || type.is_primitive()) return CtyValue::string(*given.text);
  const auto file = evaluation.sources().add(given.origin, *given.text);
  const auto parsed =
      hcl::parse_expression(evaluation.sources(), file, evaluation.options().limits);
  evaluation.report(parsed.diagnostics);
  auto result = evaluate_constant(*parsed.expression, file, evaluation.eval_options());
  evaluation.report(result.diagnostics);
  return std::move(result.value);
}

}  // namespace stopgate::terraform
