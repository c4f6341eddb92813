#include "terraform/schema_body.h"

#include <algorithm>
#include <map>
#include <span>

#include "base/text.h"

namespace stopgate::terraform {

namespace {

// Arguments that several schemas type as lists of objects may also be written as blocks; a map of
// texts never is.
constexpr std::string_view kMaps[] = {"tags", "tags_all"};

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// A slip of the finger, and not a sibling such as `subnet_id` of `subnet_ids` or `ipv6` of `ipv4`,
// which another version may well have.
bool is_surely_typo(std::string_view name, std::string_view known) {
  if (edit_distance(name, known, 1) > 1) return false;
  const auto without_digits = [](std::string_view text) {
    std::string out;
    std::ranges::copy_if(text, std::back_inserter(out), [](char c) { return c < '0' || c > '9'; });
    return out;
  };
  const auto is_plural = [](std::string_view longer, std::string_view shorter) {
    return longer.size() == shorter.size() + 1 && longer.starts_with(shorter) &&
           longer.ends_with('s') && !shorter.ends_with('s');
  };
  return without_digits(name) != without_digits(known) && !is_plural(name, known) &&
         !is_plural(known, name);
}

class BodyCheck {
 public:
  BodyCheck(const SchemaSubject& subject, source::Diagnostics& diagnostics)
      : subject_(subject), diagnostics_(diagnostics) {}

  // As deep as the schema, whose depth is bounded where it is read.
  void check(const SchemaBlock& schema, const Content& content, source::Place header,
             const MetaNames& meta, const std::string& where);
  void ignored(const SchemaBlock& schema, const hcl::Expression& expression, source::FileId file);

 private:
  // One type of nested block, as the body has it.
  struct Found {
    std::size_t fixed = 0;
    bool is_dynamic = false;
    source::Place last;
  };

  void argument(const SchemaBlock& schema, const ArgumentSyntax& argument,
                const std::string& where);
  void block(const SchemaBlock& schema, const BlockSyntax& block, const std::string& where,
             std::map<std::string, Found, std::less<>>& found);
  void nested(const SchemaBlock& schema, std::string_view type, const Content& content,
              source::Place header, source::Place name, const std::string& where);
  void unknown_name(const SchemaBlock& schema, std::string_view name, source::Place place,
                    std::string_view what, const std::string& where);
  void missing(source::Place place, std::string message);
  void counts(const SchemaBlock& schema, source::Place header, const std::string& where,
              const std::map<std::string, Found, std::less<>>& found);
  void report(source::Severity severity, source::Place place, std::string message,
              std::string help) {
    diagnostics_.push_back({.severity = severity,
                            .message = std::move(message),
                            .help = std::move(help),
                            .place = place,
                            .path = {}});
  }

  const SchemaSubject& subject_;
  source::Diagnostics& diagnostics_;
};

void BodyCheck::unknown_name(const SchemaBlock& schema, std::string_view name, source::Place place,
                             std::string_view what, const std::string& where) {
  std::vector<std::string_view> names;
  for (const auto& [known, attribute] : schema.attributes)
    if (!attribute.is_computed_only) names.push_back(known);
  for (const auto& [known, block] : schema.blocks) names.push_back(known);
  const auto near = nearest_name(name, names);
  auto message = where + " has no " + std::string(what) + " " + quoted(name, 80);
  if (subject_.authority == Authority::Exact || (near && is_surely_typo(name, *near))) {
    return report(source::Severity::Error, place, std::move(message),
                  near ? "did you mean " + quoted(*near) + "?" : "remove it, or correct the name");
  }
  report(subject_.may_be_newer ? source::Severity::Note : source::Severity::Warning, place,
         message + " in " + subject_.origin,
         (near ? "did you mean " + quoted(*near) + "? " : std::string{}) +
             "if a newer version has it, give the schema with --provider-schema");
}

void BodyCheck::argument(const SchemaBlock& schema, const ArgumentSyntax& argument,
                         const std::string& where) {
  const auto name = argument.attribute->name.text.text();
  const auto found = schema.attributes.find(name);
  if (found == schema.attributes.end()) {
    if (!schema.blocks.contains(name))
      return unknown_name(schema, name, argument.name_place(), "argument", where);
    return report(source::Severity::Error, argument.name_place(),
                  quoted(name) + " of " + where + " is a block, not an argument",
                  "write " + std::string(name) + " { … } without the equals sign");
  }
  const auto& expression = argument.expression();
  if (found->second.is_computed_only && expression.kind != hcl::ExpressionKind::Null) {
    report(source::Severity::Error, argument.name_place(),
           quoted(name) + " of " + where + " cannot be set: the provider decides it",
           "remove the argument");
  } else if (found->second.is_deprecated && subject_.authority == Authority::Exact) {
    report(source::Severity::Warning, argument.name_place(),
           quoted(name) + " of " + where + " is deprecated",
           "see the provider's documentation for what replaces it");
  }
}

void BodyCheck::nested(const SchemaBlock& schema, std::string_view type, const Content& content,
                       source::Place header, source::Place name, const std::string& where) {
  const auto found = schema.blocks.find(type);
  if (found != schema.blocks.end()) {
    if (found->second.block != nullptr)
      check(*found->second.block, content, header, {}, std::string(type) + " of " + where);
    return;
  }
  if (!schema.attributes.contains(type)) return unknown_name(schema, type, name, "block", where);
  if (contains(kMaps, type))
    report(source::Severity::Error, name,
           quoted(type) + " of " + where + " is an argument, not a block",
           "write " + std::string(type) + " = { … }");
}

void BodyCheck::block(const SchemaBlock& schema, const BlockSyntax& block, const std::string& where,
                      std::map<std::string, Found, std::less<>>& found) {
  const auto content = content_of(block.block->body, block.file);
  if (block.type().text() != "dynamic") {
    auto& one = found[std::string(block.type().text())];
    ++one.fixed;
    one.last = block.header();
    return nested(schema, block.type().text(), content, block.header(),
                  {block.file, block.block->type.span}, where);
  }
  if (block.block->labels.empty()) return;
  found[std::string(block.label(0))].is_dynamic = true;
  for (const auto& inner : content.blocks) {
    if (inner.type().text() != "content") continue;
    nested(schema, block.label(0), content_of(inner.block->body, inner.file), inner.header(),
           {block.file, block.block->labels[0].span}, where);
  }
}

// Providers come to need less, never more: what one version needs another may do without. So of the
// table this is a hint, and only a schema of the version in use makes it an error.
void BodyCheck::missing(source::Place place, std::string message) {
  if (subject_.authority == Authority::Exact)
    return report(source::Severity::Error, place, std::move(message), "add it");
  report(source::Severity::Warning, place, message + " in " + subject_.origin,
         "add it; if your version does without, give its schema with --provider-schema");
}

void BodyCheck::counts(const SchemaBlock& schema, source::Place header, const std::string& where,
                       const std::map<std::string, Found, std::less<>>& found) {
  for (const auto& [type, nested] : schema.blocks) {
    const auto one = found.find(type);
    const auto fixed = one == found.end() ? 0 : one->second.fixed;
    if (nested.max > 0 && fixed > nested.max) {
      report(source::Severity::Error, one->second.last,
             where + " takes " + std::to_string(nested.max) + " block" +
                 (nested.max == 1 ? "" : "s") + " " + quoted(type) + ", this one has " +
                 std::to_string(fixed),
             "remove the others, or merge them");
    }
    if (fixed < nested.min && (one == found.end() || !one->second.is_dynamic)) {
      missing(header,
              where + " has no block " + quoted(type) + ", which it needs" +
                  (nested.min == 1 ? std::string{} : " " + std::to_string(nested.min) + " times"));
    }
  }
}

void BodyCheck::check(const SchemaBlock& schema, const Content& content, source::Place header,
                      const MetaNames& meta, const std::string& where) {
  for (const auto& one : content.arguments)
    if (!contains(meta.arguments, one.attribute->name.text.text())) argument(schema, one, where);
  std::map<std::string, Found, std::less<>> found;
  bool has_escape = false;
  for (const auto& one : content.blocks) {
    has_escape |= one.type().text() == "_";
    if (one.type().text() != "_" && !contains(meta.blocks, one.type().text()))
      block(schema, one, where, found);
  }
  // What is missing may stand where the text could not be read.
  if (content.has_errors || has_escape) return;
  counts(schema, header, where, found);
  for (const auto& [name, attribute] : schema.attributes) {
    const auto* argument = content.find(std::string_view(name));
    const bool is_missing =
        argument == nullptr || argument->expression().kind == hcl::ExpressionKind::Null;
    // Lists of objects may be written as blocks.
    if (!attribute.is_required || !is_missing || found.contains(name)) continue;
    missing(argument == nullptr ? header : argument->place(),
            where + " has no argument " + quoted(name) + ", which it needs");
  }
}

// The first name of `tags["owner"]` and `root_block_device[0].volume_size`.
std::string_view first_name(const hcl::Expression& expression) {
  const auto* at = &expression;
  while (at->kind == hcl::ExpressionKind::Attribute || at->kind == hcl::ExpressionKind::Index ||
         at->kind == hcl::ExpressionKind::Splat)
    at = at->operand;
  if (at->kind == hcl::ExpressionKind::Variable) return at->name.text.text();
  if (at->kind == hcl::ExpressionKind::String)
    return at->text.substr(0, at->text.find_first_of(".["));
  return {};
}

void BodyCheck::ignored(const SchemaBlock& schema, const hcl::Expression& expression,
                        source::FileId file) {
  if (expression.kind != hcl::ExpressionKind::Tuple) return;  // `all`
  for (const auto* element : expression.elements) {
    const auto name = first_name(*element);
    if (!name.empty() && !schema.attributes.contains(name) && !schema.blocks.contains(name))
      unknown_name(schema, name, {file, element->span}, "argument or block", subject_.name);
  }
}

}  // namespace

void check_body(const SchemaSubject& subject, const SchemaBlock& schema, const Content& content,
                source::Place header, const MetaNames& meta, source::Diagnostics& diagnostics) {
  BodyCheck(subject, diagnostics).check(schema, content, header, meta, subject.name);
}

void check_ignored(const SchemaSubject& subject, const SchemaBlock& schema, const Content& content,
                   source::Diagnostics& diagnostics) {
  for (const auto& block : content.blocks) {
    if (block.type().text() != "lifecycle") continue;
    const auto lifecycle = content_of(block.block->body, block.file);
    if (const auto* argument = lifecycle.find("ignore_changes"))
      BodyCheck(subject, diagnostics).ignored(schema, argument->expression(), argument->file);
  }
}

}  // namespace stopgate::terraform
