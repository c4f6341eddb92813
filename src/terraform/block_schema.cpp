#include "terraform/block_schema.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"

namespace stopgate::terraform {

namespace {

using Names = std::span<const std::string_view>;

constexpr std::string_view kVariableArguments[] = {
    "type", "default", "description", "sensitive", "ephemeral", "nullable", "deprecated", "const"};
constexpr std::string_view kVariableBlocks[] = {"validation"};
constexpr std::string_view kOutputArguments[] = {
    "value", "description", "sensitive", "ephemeral", "depends_on", "deprecated", "type"};
constexpr std::string_view kOutputBlocks[] = {"precondition", "postcondition"};
constexpr std::string_view kCheckBlocks[] = {"data", "assert"};
constexpr std::string_view kFromTo[] = {"from", "to"};
constexpr std::string_view kRemovedArguments[] = {"from"};
constexpr std::string_view kRemovedBlocks[] = {"lifecycle", "provisioner", "connection"};
constexpr std::string_view kImportArguments[] = {"to", "id", "for_each", "provider", "identity"};
constexpr std::string_view kTerraformArguments[] = {"required_version", "experiments", "language"};
constexpr std::string_view kTerraformBlocks[] = {"required_providers", "backend",     "cloud",
                                                 "provider_meta",      "state_store", "encryption"};
constexpr std::string_view kLifecycleArguments[] = {
    "create_before_destroy", "prevent_destroy", "ignore_changes",
    "replace_triggered_by",  "enabled",         "destroy"};
constexpr std::string_view kLifecycleBlocks[] = {"precondition", "postcondition", "action_trigger"};
constexpr std::string_view kValue[] = {"value"};
constexpr std::string_view kTo[] = {"to"};

struct BlockSchema {
  std::string_view type;
  Names arguments;
  Names blocks;
  Names required;
};

const std::array<BlockSchema, 8> kSchemas = {{
    {"variable", kVariableArguments, kVariableBlocks, {}},
    {"output", kOutputArguments, kOutputBlocks, kValue},
    {"check", {}, kCheckBlocks, {}},
    {"moved", kFromTo, {}, kFromTo},
    {"removed", kRemovedArguments, kRemovedBlocks, kRemovedArguments},
    {"import", kImportArguments, {}, kTo},
    {"terraform", kTerraformArguments, kTerraformBlocks, {}},
    {"lifecycle", kLifecycleArguments, kLifecycleBlocks, {}},
}};

// A variable of these names could not be set in a module call.
constexpr std::string_view kReservedVariables[] = {"source",   "version",   "providers",  "count",
                                                   "for_each", "lifecycle", "depends_on", "locals"};

bool contains(Names names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool is_identifier(std::string_view text) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  const auto is_part = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, is_part);
}

class Checker {
 public:
  explicit Checker(source::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void check(const Declaration& declaration);

 private:
  void check_names(const BlockSyntax& block);
  void check_content(const BlockSchema& schema, const BlockSyntax& block, const Content& content);
  void check_resource(const Declaration& declaration);
  void check_repeats(const Content& content);
  void report(source::Place place, std::string message, std::string help = {}) {
    diagnostics_.push_back(
        {.message = std::move(message), .help = std::move(help), .place = place, .path = {}});
  }
  static std::string suggestion(std::string_view name, Names known) {
    const auto near = nearest_name(name, known);
    return near ? "did you mean " + quoted(*near) + "?" : std::string{};
  }

  source::Diagnostics& diagnostics_;
};

void Checker::check_names(const BlockSyntax& block) {
  for (const auto& label : block.block->labels) {
    if (!is_identifier(label.text)) {
      report({block.file, label.span}, quoted(label.text) + " is not a name",
             "a name is a letter or underscore, then letters, digits, underscores and dashes");
    }
  }
  if (block.type().text() == "variable" && contains(kReservedVariables, block.label(0))) {
    report({block.file, block.block->labels[0].span},
           "the variable name " + quoted(block.label(0)) +
               " is reserved for an argument of module calls",
           "choose another name");
  }
}

void Checker::check_content(const BlockSchema& schema, const BlockSyntax& block,
                            const Content& content) {
  const auto type = std::string(schema.type);
  for (const auto& argument : content.arguments) {
    const auto name = argument.attribute->name.text.text();
    if (!contains(schema.arguments, name))
      report(argument.name_place(),
             "argument " + quoted(name) + " is not expected in a " + type + " block",
             suggestion(name, schema.arguments));
  }
  for (const auto& nested : content.blocks) {
    const auto name = nested.type().text();
    if (!contains(schema.blocks, name))
      report(nested.header(),
             "blocks of type " + quoted(name) + " are not expected in a " + type + " block",
             suggestion(name, schema.blocks));
  }
  if (content.has_errors) return;
  for (const auto name : schema.required) {
    if (content.find(name) == nullptr)
      report(block.header(), "the " + type + " block has no argument " + quoted(name), "add it");
  }
}

void Checker::check_repeats(const Content& content) {
  const auto* for_each = content.find("for_each");
  if (for_each != nullptr && content.find("count") != nullptr)
    report(for_each->name_place(), "'count' and 'for_each' exclude each other",
           "keep one of them");
}

void Checker::check_resource(const Declaration& declaration) {
  check_repeats(declaration.content);
  const auto& lifecycle_schema =
      *std::ranges::find(kSchemas, std::string_view("lifecycle"), &BlockSchema::type);
  for (const auto& nested : declaration.content.blocks) {
    if (nested.type().text() == "lifecycle")
      check_content(lifecycle_schema, nested, content_of(nested.block->body, nested.file));
  }
}

void Checker::check(const Declaration& declaration) {
  const auto& block = declaration.syntax;
  const auto type = block.type().text();
  if (type != "provider") check_names(block);
  const auto schema = std::ranges::find(kSchemas, type, &BlockSchema::type);
  if (schema != kSchemas.end()) check_content(*schema, block, declaration.content);
  if (type == "resource" || type == "data" || type == "ephemeral") check_resource(declaration);
  if (type == "module") {
    check_repeats(declaration.content);
    if (declaration.content.find("source") == nullptr && !declaration.content.has_errors)
      report(block.header(), "the module call has no argument 'source'", "add it");
  }
  const auto is_assert = [](const BlockSyntax& nested) { return nested.type().text() == "assert"; };
  if (type == "check" && !declaration.content.has_errors &&
      std::ranges::none_of(declaration.content.blocks, is_assert)) {
    report(block.header(), "the check block has no assert block", "add one");
  }
}

}  // namespace

void check_block(const Declaration& declaration, source::Diagnostics& diagnostics) {
  Checker(diagnostics).check(declaration);
}

}  // namespace stopgate::terraform
