#pragma once

// What the files of one folder declare, before anything is evaluated: overrides merged, duplicates
// reported. Immutable once parsed, so that every call of the module shares it.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "hcl/syntax.h"
#include "source/diagnostic.h"
#include "source/file_system.h"
#include "source/source_file.h"
#include "terraform/files.h"

namespace stopgate::terraform {

// Syntax nodes know only their span: with override files, each has to say its file.
struct ArgumentSyntax {
  const hcl::Attribute* attribute = nullptr;
  source::FileId file = source::kNoFile;

  [[nodiscard]] const hcl::Expression& expression() const { return *attribute->value; }
  [[nodiscard]] source::Place name_place() const { return {file, attribute->name.span}; }
  [[nodiscard]] source::Place place() const { return {file, attribute->value->span}; }
};

struct BlockSyntax {
  const hcl::Block* block = nullptr;
  source::FileId file = source::kNoFile;

  [[nodiscard]] Symbol type() const { return block->type.text; }
  [[nodiscard]] std::string_view label(std::size_t index) const {
    return index < block->labels.size() ? block->labels[index].text : std::string_view{};
  }
  [[nodiscard]] source::Place header() const { return {file, block->header}; }
  [[nodiscard]] source::Place place() const { return {file, block->span}; }
};

// The arguments and nested blocks of a block with its overrides merged in.
struct Content {
  std::vector<ArgumentSyntax> arguments;
  std::vector<BlockSyntax> blocks;
  bool has_errors = false;  // something in here could not be read

  [[nodiscard]] const ArgumentSyntax* find(std::string_view name) const;
  [[nodiscard]] const ArgumentSyntax* find(Symbol name) const;
};

[[nodiscard]] Content content_of(const hcl::Body& body, source::FileId file);

// A top-level block.
struct Declaration {
  BlockSyntax syntax;
  Content content;
  bool is_override = false;  // only of ModuleSyntax::others: the tables hold the merged block
};

// Which names the expressions of a module use, read off their syntax.
struct Usage {
  // By target ("var.x", "aws_s3_bucket.b", "module.m"): how often, and with which first attributes.
  struct Target {
    std::size_t count = 0;
    std::set<Symbol> attributes;
    bool as_whole = false;  // also without an attribute: any may be taken of it later
  };
  std::map<std::string, Target, std::less<>> targets;
  std::set<Symbol> loose;  // see ExpressionNames
};

struct ModuleSyntax {
  // By name; resources as "aws_s3_bucket.b", "data.aws_ami.a", "ephemeral.x.y"; providers as "aws"
  // or "aws.eu".
  using Table = std::map<std::string, Declaration, std::less<>>;

  Folder folder;
  std::vector<std::unique_ptr<hcl::File>> files;
  Table variables, outputs, calls, resources, providers;
  std::map<std::string, ArgumentSyntax, std::less<>> locals;
  std::vector<Declaration> others;  // terraform, moved, removed, import, check; locals as written
  std::vector<std::string> variable_files;
  Usage usage;
  source::Diagnostics diagnostics;
  bool has_errors = false;  // some of its text was not understood: what seems undeclared may exist
};

// A folder that holds no configuration gives an empty module.
[[nodiscard]] std::shared_ptr<const ModuleSyntax> parse_module(source::SourceMap& sources,
                                                               const source::FileSystem& files,
                                                               const Folder& folder,
                                                               const Limits& limits);

}  // namespace stopgate::terraform
