#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

#include "base/text.h"
#include "hcl/parser.h"
#include "terraform/json_syntax.h"
#include "terraform/module_merge.h"
#include "terraform/module_syntax.h"
#include "terraform/reference.h"

namespace stopgate::terraform {

namespace {

struct TopLevelBlock {
  std::string_view type;
  std::size_t labels;
};

constexpr std::array<TopLevelBlock, 15> kTopLevelBlocks = {{
    {"resource", 2},
    {"data", 2},
    {"ephemeral", 2},
    {"action", 2},
    {"variable", 1},
    {"output", 1},
    {"module", 1},
    {"provider", 1},
    {"check", 1},
    {"locals", 0},
    {"moved", 0},
    {"terraform", 0},
    {"removed", 0},
    {"import", 0},
    {"language", 0},
}};

enum class Origin : std::uint8_t { Primary, Override };

// Fills a ModuleSyntax, file by file.
class ModuleReader {
 public:
  ModuleReader(source::SourceMap& sources, const source::FileSystem& files, const Limits& limits,
               ModuleSyntax& module)
      : sources_(sources), files_(files), limits_(limits), module_(module) {}

  void read_file(const std::string& name, Origin origin);

 private:
  void add_block(const BlockSyntax& block, Origin origin);
  void add_locals(const BlockSyntax& block, Origin origin);
  void add_named(ModuleSyntax::Table& table, const std::string& name, const BlockSyntax& block,
                 Origin origin);
  bool check_labels(const BlockSyntax& block);
  void report(source::Place place, std::string message, std::string help = {});

  source::SourceMap& sources_;
  const source::FileSystem& files_;
  const Limits& limits_;
  ModuleSyntax& module_;
};

void ModuleReader::report(source::Place place, std::string message, std::string help) {
  module_.diagnostics.push_back(
      {.message = std::move(message), .help = std::move(help), .place = place, .path = {}});
}

// What git leaves of a merge that is not finished. Its markers are no syntax, and complaints about
// them would not say what is the matter.
void name_conflicts(const source::SourceFile& text, hcl::File& file) {
  constexpr std::array<std::string_view, 4> kMarkers = {"<<<<<<< ", "||||||| ",
                                                        "=======", ">>>>>>> "};
  std::vector<source::Diagnostic> found;
  std::size_t begin = 0;
  for (const auto line : split(text.text(), '\n')) {
    const auto* marker =
        std::ranges::find_if(kMarkers, [&](std::string_view one) { return line.starts_with(one); });
    const auto end = begin + line.size();
    if (marker != kMarkers.end()) {
      const source::Span span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
      std::erase_if(file.diagnostics, [&](const source::Diagnostic& diagnostic) {
        return diagnostic.place.span.begin >= span.begin && diagnostic.place.span.begin <= span.end;
      });
      if (marker == kMarkers.begin())
        found.push_back({.message = "a merge conflict starts here",
                         .help = "keep one side, and remove the markers",
                         .place = {file.id, span},
                         .path = {}});
    }
    begin = end + 1;
  }
  std::ranges::move(found, std::back_inserter(file.diagnostics));
}

void ModuleReader::read_file(const std::string& name, Origin origin) {
  const auto shown = join_path(module_.folder.shown, name);
  auto text = files_.read(join_path(module_.folder.path, name), limits_.file_bytes);
  if (!text) {
    module_.has_errors = true;
    module_.diagnostics.push_back(
        {.message = "the file cannot be read: " + text.error().message, .path = shown});
    return;
  }
  const auto id = sources_.add(shown, std::move(*text));
  auto file = is_json_file(name) ? read_json_syntax(sources_, id, limits_)
                                 : std::make_unique<hcl::File>(hcl::parse(sources_, id, limits_));
  if (source::has_errors(file->diagnostics) &&
      sources_.file(id).text().find("<<<<<<< ") != std::string_view::npos)
    name_conflicts(sources_.file(id), *file);
  module_.diagnostics.insert(module_.diagnostics.end(), file->diagnostics.begin(),
                             file->diagnostics.end());
  module_.has_errors |= file->body.has_errors || source::has_errors(file->diagnostics);
  for (const auto& attribute : file->body.attributes) {
    report({id, attribute.name.span},
           "argument " + quoted(attribute.name.text.text()) + " is not expected outside of a block",
           "values of variables belong into a .tfvars file");
  }
  for (const auto* block : file->body.blocks) add_block({block, id}, origin);
  module_.files.push_back(std::move(file));
}

bool ModuleReader::check_labels(const BlockSyntax& block) {
  const auto type = block.type().text();
  const auto* known = std::ranges::find(kTopLevelBlocks, type, &TopLevelBlock::type);
  const source::Place type_place{block.file, block.block->type.span};
  if (known == kTopLevelBlocks.end()) {
    std::array<std::string_view, kTopLevelBlocks.size()> names;
    std::ranges::transform(kTopLevelBlocks, names.begin(), &TopLevelBlock::type);
    const auto near = nearest_name(type, names);
    report(type_place, "blocks of type " + quoted(type) + " are not expected here",
           near ? "did you mean " + quoted(*near) + "?" : std::string{});
    return false;
  }
  const auto found = block.block->labels.size();
  if (found == known->labels) return true;
  report(found > known->labels ? source::Place{block.file, block.block->labels[known->labels].span}
                               : type_place,
         "a " + std::string(type) + " block has " + std::to_string(known->labels) +
             " labels, this one has " + std::to_string(found));
  return found > known->labels;
}

void ModuleReader::add_locals(const BlockSyntax& block, Origin origin) {
  const auto content = content_of(block.block->body, block.file);
  for (const auto& argument : content.arguments) {
    const std::string name(argument.attribute->name.text.text());
    const auto found = module_.locals.find(name);
    if (found == module_.locals.end()) {
      if (origin == Origin::Override && !module_.has_errors) {
        report(argument.name_place(), "there is no local value " + quoted(name) + " to override");
      }
      module_.locals.emplace(name, argument);
    } else if (origin == Origin::Override) {
      found->second = argument;
    } else {
      report(argument.name_place(), "local value " + quoted(name) + " is already declared",
             "remove one of the declarations");
    }
  }
  module_.others.push_back({block, content, origin == Origin::Override});
}

void ModuleReader::add_named(ModuleSyntax::Table& table, const std::string& name,
                             const BlockSyntax& block, Origin origin) {
  auto content = content_of(block.block->body, block.file);
  const auto found = table.find(name);
  if (found == table.end()) {
    const auto type = block.type().text();
    if (origin == Origin::Override && type != "provider" && !module_.has_errors) {
      report(block.header(),
             "there is no " + std::string(type) + " " + quoted(name) + " to override");
    }
    table.emplace(name, Declaration{block, std::move(content), false});
  } else if (origin == Origin::Override) {
    merge_override(found->second.content, content);
  } else {
    report(block.header(),
           std::string(block.type().text()) + " " + quoted(name) + " is already declared",
           "rename or remove one of the declarations");
  }
}

// "aws", or "aws.eu" for the configuration with that alias.
std::string provider_key(const BlockSyntax& block) {
  std::string key(block.label(0));
  const auto* alias = block.block->body.find(intern("alias"));
  if (alias != nullptr && alias->value->kind == hcl::ExpressionKind::String)
    key += "." + std::string(alias->value->text);
  return key;
}

void ModuleReader::add_block(const BlockSyntax& block, Origin origin) {
  if (!check_labels(block)) return;
  const auto type = block.type().text();
  const auto resource_name = [&] {
    return std::string(block.label(0)) + "." + std::string(block.label(1));
  };
  if (type == "resource") return add_named(module_.resources, resource_name(), block, origin);
  if (type == "data" || type == "ephemeral") {
    return add_named(module_.resources, std::string(type) + "." + resource_name(), block, origin);
  }
  if (type == "variable")
    return add_named(module_.variables, std::string(block.label(0)), block, origin);
  if (type == "output")
    return add_named(module_.outputs, std::string(block.label(0)), block, origin);
  if (type == "module") return add_named(module_.calls, std::string(block.label(0)), block, origin);
  if (type == "provider") return add_named(module_.providers, provider_key(block), block, origin);
  if (type == "locals") return add_locals(block, origin);
  module_.others.push_back(
      {block, content_of(block.block->body, block.file), origin == Origin::Override});
}

void add_usage(const hcl::Expression& expression, Usage& usage) {
  const auto names = names_in(expression);
  usage.loose.insert(names.loose.begin(), names.loose.end());
  for (const auto& reference : names.references) {
    auto& target = usage.targets[reference.target];
    ++target.count;
    if (reference.attribute.empty())
      target.as_whole = true;
    else
      target.attributes.insert(
          intern(std::string_view(reference.attribute).substr(0, reference.attribute.find('.'))));
  }
}

// As deep as the parser lets blocks nest.
void add_usage(const hcl::Body& body, Usage& usage) {
  for (const auto& attribute : body.attributes) add_usage(*attribute.value, usage);
  for (const auto* block : body.blocks) add_usage(block->body, usage);
}

}  // namespace

const ArgumentSyntax* Content::find(Symbol name) const {
  const auto found = std::ranges::find_if(
      arguments, [&](const ArgumentSyntax& one) { return one.attribute->name.text == name; });
  return found == arguments.end() ? nullptr : &*found;
}

const ArgumentSyntax* Content::find(std::string_view name) const {
  return find(intern(name));
}

Content content_of(const hcl::Body& body, source::FileId file) {
  Content content{.arguments = {}, .blocks = {}, .has_errors = body.has_errors};
  content.arguments.reserve(body.attributes.size());
  content.blocks.reserve(body.blocks.size());
  for (const auto& attribute : body.attributes) content.arguments.push_back({&attribute, file});
  for (const auto* block : body.blocks) content.blocks.push_back({block, file});
  return content;
}

std::shared_ptr<const ModuleSyntax> parse_module(source::SourceMap& sources,
                                                 const source::FileSystem& files,
                                                 const Folder& folder, const Limits& limits) {
  auto module = std::make_shared<ModuleSyntax>();
  module->folder = folder;
  auto listed = list_module_files(files, folder);
  module->diagnostics = std::move(listed.diagnostics);
  module->has_errors = source::has_errors(module->diagnostics);
  module->variable_files = std::move(listed.variables);
  ModuleReader reader(sources, files, limits, *module);
  for (const auto& name : listed.primary) reader.read_file(name, Origin::Primary);
  for (const auto& name : listed.overrides) reader.read_file(name, Origin::Override);
  for (const auto& file : module->files) add_usage(file->body, module->usage);
  return module;
}

}  // namespace stopgate::terraform
