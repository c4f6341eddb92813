#include "terraform/console.h"

#include <algorithm>

#include "base/text.h"
#include "hcl/parser.h"
#include "terraform/cty_json.h"
#include "terraform/module_instance.h"

namespace stopgate::terraform {

struct Console::State {
  State(source::SourceMap& sources, const source::FileSystem& files, Folder root_folder,
        LoadOptions load_options)
      : folder(std::move(root_folder)),
        options(std::move(load_options)),
        confined(files, options.repository.empty() ? folder.path : options.repository),
        evaluation(sources, confined, files, folder, options),
        tree(evaluation),
        values(read_variable_values(evaluation, *tree.root().syntax)),
        module(evaluation, tree, values) {}

  // In the order in which one needs the other.
  Folder folder;
  LoadOptions options;
  source::ConfinedFileSystem confined;
  Evaluation evaluation;
  ModuleTree tree;
  VariableValues values;
  ModuleInstance module;
};

Console::Console(source::SourceMap& sources, const source::FileSystem& files,
                 std::string_view folder, const LoadOptions& options) {
  const auto real = files.canonical(folder);
  state_ = std::make_unique<State>(
      sources, files, Folder{real ? *real : std::string(folder), std::string(folder)}, options);
}

Console::~Console() = default;

source::Diagnostics Console::take_root_diagnostics() {
  return state_->evaluation.take_diagnostics();
}

EvalResult Console::evaluate(std::string_view expression) {
  auto& evaluation = state_->evaluation;
  const auto id = evaluation.sources().add("expression", std::string(expression));
  auto parsed = hcl::parse_expression(evaluation.sources(), id, evaluation.options().limits);
  EvalResult out;
  out.diagnostics = std::move(parsed.diagnostics);
  if (source::has_errors(out.diagnostics)) return out;
  const ModuleScope scope(state_->module, no_repetition());
  auto result = terraform::evaluate(*parsed.expression, id, scope, evaluation.eval_options());
  std::ranges::move(result.diagnostics, std::back_inserter(out.diagnostics));
  out.value = std::move(result.value);
  return out;
}

std::string type_json(const Type& type) {
  const auto of = [&](std::string_view kind) {
    return "[\"" + std::string(kind) + "\"," + type_json(type.element()) + "]";
  };
  switch (type.kind()) {
    case TypeKind::Dynamic:
    case TypeKind::Bool:
    case TypeKind::Number:
    case TypeKind::String:
      return "\"" + name_of(type) + "\"";
    case TypeKind::List:
      return of("list");
    case TypeKind::Set:
      return of("set");
    case TypeKind::Map:
      return of("map");
    case TypeKind::Tuple: {
      std::string parts;
      for (const auto& element : type.elements())
        parts += (parts.empty() ? "" : ",") + type_json(element);
      return "[\"tuple\",[" + parts + "]]";
    }
    case TypeKind::Object: {
      std::string parts;
      for (const auto& attribute : type.attributes()) {
        if (!parts.empty()) parts += ',';
        append_json_string(parts, attribute.name.text(), JsonStyle::Shown);
        parts += ":" + type_json(attribute.type);
      }
      return "[\"object\",{" + parts + "}]";
    }
  }
  return {};
}

namespace {

// Values come from the evaluator, which bounds their depth.
bool has_infinity(const CtyValue& value) {
  if (!value.is_concrete()) return false;
  if (value.kind() == TypeKind::Number) return value.as_number().is_infinite();
  if (value.type().is_mapping())
    return std::ranges::any_of(value.members(), has_infinity, &CtyMember::value);
  return value.type().is_sequence() && std::ranges::any_of(value.elements(), has_infinity);
}

// Why there is no value to show; empty when there is one.
std::string mistake(const EvalResult& result) {
  for (const auto& diagnostic : result.diagnostics) {
    if (diagnostic.severity != source::Severity::Error) continue;
    return diagnostic.message + (diagnostic.help.empty() ? "" : "; " + diagnostic.help);
  }
  if (result.value.marks().ephemeral)
    return "the value is ephemeral: it is there during a run only, and is never shown";
  if (has_infinity(result.value)) return "the value is infinite, which JSON cannot say";
  return {};
}

std::string string_json(std::string_view text) {
  std::string out;
  append_json_string(out, text, JsonStyle::Shown);
  return out;
}

std::string why_unknown(const UnknownInfo& info) {
  const auto reason = info.reason.empty() ? std::string("not known here") : info.reason;
  return info.subject.empty() ? reason : info.subject + ": " + reason;
}

enum class Part { Known, Unknown };

// The known part of a value (null for the rest), or true wherever it is unknown and false else.
void append_part(std::string& out, const CtyValue& value, Part part) {
  if (value.is_unknown()) {
    out += part == Part::Known ? "null" : "true";
  } else if (value.is_concrete() && value.type().is_mapping()) {
    out += '{';
    for (const auto& member : value.members()) {
      if (!out.ends_with('{')) out += ',';
      append_json_string(out, member.key.text(), JsonStyle::Shown);
      out += ':';
      append_part(out, member.value, part);
    }
    out += '}';
  } else if (value.is_concrete() && value.type().is_sequence()) {
    out += '[';
    bool is_first = true;
    for (const auto& element : value.elements()) {
      if (!is_first) out += ',';
      is_first = false;
      append_part(out, element, part);
    }
    out += ']';
  } else if (part == Part::Unknown) {
    out += "false";
  } else {
    append_json(out, value, JsonStyle::Shown);
  }
}

}  // namespace

std::string answer_json(const EvalResult& result) {
  if (const auto why = mistake(result); !why.empty()) return "{\"error\":" + string_json(why) + "}";
  const auto& value = result.value;
  std::string out = "{";
  if (!value.is_unknown()) {
    out += "\"value\":";
    append_part(out, value, Part::Known);
    out += ",";
  }
  out += "\"type\":" + type_json(value.type());
  if (const auto* unknown = value.first_unknown(); unknown != nullptr) {
    out += ",\"unknown\":" + string_json(why_unknown(*unknown)) + ",\"after_unknown\":";
    append_part(out, value, Part::Unknown);
  }
  if (value.deep_marks().sensitive) out += ",\"sensitive\":true";
  return out + "}";
}

std::string answer_text(const EvalResult& result) {
  if (const auto why = mistake(result); !why.empty()) return "error: " + printable(why, 1'000);
  const auto& value = result.value;
  if (value.deep_marks().sensitive) return "(sensitive value)";
  if (value.is_unknown()) return "(unknown: " + printable(why_unknown(value.unknown_info())) + ")";
  return printable(to_text(value), std::size_t{1} << 20);
}

}  // namespace stopgate::terraform
