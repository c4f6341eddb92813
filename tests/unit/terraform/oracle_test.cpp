// What Terraform answers to a few hundred expressions: value, exact type, what is unknown, what is
// an error.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>

#include "base/text.h"
#include "json/reader.h"
#include "oracle_scope.h"
#include "source/file_system.h"

namespace stopgate::terraform {

namespace {

using value::Value;

std::string type_json(const Type& type) {
  switch (type.kind()) {
    case TypeKind::List:
      return "[\"list\"," + type_json(type.element()) + "]";
    case TypeKind::Set:
      return "[\"set\"," + type_json(type.element()) + "]";
    case TypeKind::Map:
      return "[\"map\"," + type_json(type.element()) + "]";
    case TypeKind::Tuple: {
      std::string parts;
      for (const auto& element : type.elements())
        parts += (parts.empty() ? "" : ",") + type_json(element);
      return "[\"tuple\",[" + parts + "]]";
    }
    case TypeKind::Object: {
      std::string parts;
      for (const auto& attribute : type.attributes())
        parts += (parts.empty() ? "\"" : ",\"") + std::string(attribute.name.text()) +
                 "\":" + type_json(attribute.type);
      return "[\"object\",{" + parts + "}]";
    }
    default:
      return "\"" + name_of(type) + "\"";
  }
}

std::string digits_of(const Value& value) {
  if (!value.lexeme().empty()) return std::string(value.lexeme());
  return value.kind() == value::Kind::Double ? Number::from_double(value.as_double()).to_text()
                                             : value::to_text(value);
}

bool same_value(const CtyValue& ours, const Value& theirs) {
  if (ours.is_null() || theirs.is_null() || ours.is_unknown())
    return ours.is_null() && theirs.is_null();
  switch (ours.kind()) {
    case TypeKind::Bool:
      return theirs.bool_if() == ours.as_bool();
    case TypeKind::Number:
      return theirs.is_number() &&
             Number::parse(digits_of(theirs)) == Number::parse(ours.as_number().to_text());
    case TypeKind::String:
      return theirs.string_if() == std::string_view(ours.as_string());
    case TypeKind::Map:
    case TypeKind::Object:
      return theirs.is_map() && theirs.members().size() == ours.size() &&
             std::ranges::all_of(ours.members(), [&](const CtyMember& member) {
               return theirs.has(member.key) && same_value(member.value, theirs.get(member.key));
             });
    default:
      return theirs.is_list() && std::ranges::equal(ours.elements(), theirs.items(), same_value);
  }
}

// `theirs` is true where the value is unknown, false or absent where it is known.
bool same_unknowns(const CtyValue& ours, const Value& theirs, const Value& partial) {
  if (theirs.bool_if() == true) return ours.is_unknown();
  if (ours.is_unknown()) return false;
  if (theirs.is_map() && ours.type().is_mapping()) {
    return std::ranges::all_of(ours.members(), [&](const CtyMember& member) {
      return same_unknowns(member.value, theirs.get(member.key), partial.get(member.key));
    });
  }
  if (theirs.is_list() && ours.type().is_sequence() && theirs.items().size() == ours.size()) {
    for (std::size_t at = 0; at < ours.size(); ++at) {
      if (!same_unknowns(ours.elements()[at], theirs.items()[at],
                         at < partial.items().size() ? partial.items()[at] : Value()))
        return false;
    }
    return true;
  }
  return same_value(ours, partial);
}

bool has_infinity(const CtyValue& value) {
  if (!value.is_concrete()) return false;
  if (value.kind() == TypeKind::Number) return value.as_number().is_infinite();
  if (value.type().is_mapping())
    return std::ranges::any_of(value.members(), has_infinity, &CtyMember::value);
  return value.type().is_sequence() && std::ranges::any_of(value.elements(), has_infinity);
}

// Empty when we agree.
std::string difference(const Value& record, const EvalResult& result) {
  const bool failed = source::has_errors(result.diagnostics) || result.value.marks().ephemeral;
  const auto& value = result.value;
  if (record.get("phase").string_if() == "serialize")
    return has_infinity(value) ? "" : "no infinity";
  if (record.has(intern("error"))) return failed ? "" : "no error";
  if (failed)
    return result.diagnostics.empty() ? "ephemeral" : "error: " + result.diagnostics[0].message;
  if (record.get("sensitive").bool_if() != value.deep_marks().sensitive) return "sensitive differs";
  if (record.has(intern("unknown")))
    return same_unknowns(value, record.get("unknown"), record.get("result_partial"))
               ? ""
               : "unknown differs";
  if (!same_value(value, record.get("result_json"))) return "value differs";
  if (value.is_null()) return record.get("type").string_if() == "dynamic" ? "" : "type of null";
  const auto type = json::parse(type_json(value.type()));
  return type.root.value == record.get("type") ? "" : "type differs";
}

// Where we know more than Terraform 1.11, and no later value can change what we say.
bool knows_more(std::string_view expression) {
  constexpr std::string_view kKnown[] = {"true || local.unkb", "false && local.unkb",
                                         "local.unkb || true", "alltrue([local.unkb, false])"};
  return std::ranges::find(kKnown, expression) != std::end(kKnown);
}

}  // namespace

TEST_CASE("expressions are evaluated as Terraform evaluates them") {
  const std::string folder = std::string(STOPGATE_SHARED) + "/oracles";
  const source::DiskFileSystem disk;
  const auto records = disk.read(folder + "/eval-oracle.jsonl", std::uint64_t{1} << 26);
  if (!records) {
    std::cout << "skipped: " << folder << "/eval-oracle.jsonl is absent\n";
    SUCCEED();
    return;
  }
  const auto root = disk.canonical(folder + "/eval-context").value();
  const source::ConfinedFileSystem files(disk, root);
  source::SourceMap sources;
  EvalOptions options;
  options.files = &files;
  options.folder = root;
  options.sources = &sources;
  const auto context_id = sources.add("ctx.tf", disk.read(root + "/ctx.tf", 1 << 20).value());
  const auto context = hcl::parse(sources, context_id);
  const test::OracleScope scope(context, options);

  std::size_t total = 0;
  std::size_t agreed = 0;
  for (const auto line : split(*records, '\n')) {
    if (line.empty()) continue;
    const auto document = json::parse(line);
    const auto& record = document.root.value;
    if (record.get("nondeterministic").bool_if() == true) continue;
    const std::string text(record.get("expr").as_string());
    const auto id = sources.add("expression.tf", text);
    const auto parsed = hcl::parse_expression(sources, id);
    auto result = evaluate(*parsed.expression, id, scope, options);
    result.diagnostics.insert(result.diagnostics.begin(), parsed.diagnostics.begin(),
                              parsed.diagnostics.end());
    ++total;
    const auto differs = difference(record, result);
    if (differs.empty() || (differs == "unknown differs" && knows_more(text))) {
      ++agreed;
    } else {
      std::cout << record.get("id").as_string() << "  " << printable(text) << "\n    " << differs
                << "; ours: " << printable(to_text(result.value)) << " : "
                << constraint_of(result.value.type())
                << "\n    theirs: " << printable(value::to_text(record.get("result_json"))) << " : "
                << value::to_text(record.get("type")) << "\n";
    }
  }
  std::cout << "oracle: " << agreed << " of " << total << " expressions agree\n";
  CHECK(agreed >= 509);
}

}  // namespace stopgate::terraform
