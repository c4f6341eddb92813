#include "terraform/type_constraint.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "terraform/cty_convert.h"
#include "terraform/files.h"

namespace stopgate::terraform {

namespace {

using hcl::ExpressionKind;

constexpr std::string_view kKeywords =
    "types are string, number, bool, any, list(…), set(…), map(…), object({…}) and tuple([…])";

class Parser {
 public:
  Parser(source::FileId file, const EvalOptions& options) : file_(file), options_(options) {}

  Type parse(const hcl::Expression& expression) {
    if (++depth_ > options_.limits.depth) {
      fail(expression,
           "the type is nested more than " + std::to_string(options_.limits.depth) + " deep", "");
      --depth_;
      return Type::dynamic();
    }
    auto type = parse_kind(expression);
    --depth_;
    return type;
  }

  source::Diagnostics diagnostics;

 private:
  Type parse_kind(const hcl::Expression& expression) {
    switch (expression.kind) {
      case ExpressionKind::Invalid:
        return Type::dynamic();
      case ExpressionKind::Parentheses:
        return parse(*expression.operand);
      case ExpressionKind::Variable:
        return keyword(expression, expression.name.text.text());
      case ExpressionKind::String:
        return text(expression);
      case ExpressionKind::Call:
        return call(expression);
      default:
        return fail(expression, "this is not a type", std::string(kKeywords));
    }
  }

  // Terraform 0.11 had type = "string", and JSON has nothing else.
  Type text(const hcl::Expression& expression) {
    const auto before = diagnostics.size();
    auto type = keyword(expression, expression.text);
    const bool is_json = options_.sources != nullptr && file_ != source::kNoFile &&
                         is_json_file(options_.sources->file(file_).path());
    if (!is_json && diagnostics.size() == before)
      fail(expression, "the type " + quoted(expression.text, 60) + " is written in quotes",
           "write " + printable(expression.text, 60) + " without quotes");
    return type;
  }

  Type keyword(const hcl::Expression& expression, std::string_view name) {
    if (name == "any") return Type::dynamic();
    if (name == "string") return Type::string();
    if (name == "number") return Type::number();
    if (name == "bool") return Type::boolean();
    if (name == "list") return Type::list(Type::dynamic());
    if (name == "map") return Type::map(Type::dynamic());
    if (name == "set" || name == "object" || name == "tuple")
      return fail(expression, "the type '" + std::string(name) + "' says nothing about its parts",
                  "write set(string), object({name = string}) or tuple([string])");
    return fail(expression, "there is no type " + quoted(name, 60), std::string(kKeywords));
  }

  Type call(const hcl::Expression& expression) {
    const auto name = expression.name.text.text();
    const auto arguments = expression.elements;
    if (name == "optional")
      return fail(expression, "optional() stands outside of an object type",
                  "only the attributes of object({…}) can be optional");
    if (arguments.size() != 1)
      return fail(
          expression,
          std::string(name) + "() takes 1 argument, not " + std::to_string(arguments.size()),
          std::string(kKeywords));
    const auto& argument = *arguments[0];
    if (name == "list") return Type::list(parse(argument));
    if (name == "set") return Type::set(parse(argument));
    if (name == "map") return Type::map(parse(argument));
    if (name == "object") return object(argument);
    if (name == "tuple") return tuple(argument);
    return fail(expression, "there is no type " + quoted(name, 60), std::string(kKeywords));
  }

  Type tuple(const hcl::Expression& expression) {
    if (expression.kind != ExpressionKind::Tuple)
      return fail(expression, "tuple() takes a list of types", "write tuple([string, number])");
    std::vector<Type> elements;
    for (const auto* element : expression.elements) elements.push_back(parse(*element));
    return Type::tuple(std::move(elements));
  }

  Type object(const hcl::Expression& expression) {
    if (expression.kind != ExpressionKind::Object)
      return fail(expression, "object() takes the attributes and their types in braces",
                  "write object({name = string})");
    std::vector<TypeAttribute> attributes;
    for (const auto& item : expression.items) {
      if (item.key->kind != ExpressionKind::String) {
        fail(*item.key, "the name of an attribute is written as an expression",
             "write the name itself");
        continue;
      }
      const auto name = intern(item.key->text);
      if (std::ranges::find(attributes, name, &TypeAttribute::name) != attributes.end()) {
        fail(*item.key, "the attribute " + quoted(item.key->text, 60) + " is there twice",
             "remove one");
        continue;
      }
      attributes.push_back(attribute(name, *item.value));
    }
    return Type::object(std::move(attributes));
  }

  TypeAttribute attribute(Symbol name, const hcl::Expression& expression) {
    const bool is_optional =
        expression.kind == ExpressionKind::Call && expression.name.text.text() == "optional";
    if (!is_optional) return {.name = name, .type = parse(expression)};
    const auto arguments = expression.elements;
    if (arguments.empty() || arguments.size() > 2) {
      fail(expression,
           "optional() takes a type and perhaps a default, not " +
               std::to_string(arguments.size()) + " arguments",
           "write optional(string) or optional(string, \"default\")");
      return {.name = name, .type = Type::dynamic(), .is_optional = true};
    }
    TypeAttribute result{.name = name, .type = parse(*arguments[0]), .is_optional = true};
    if (arguments.size() == 2) result.fallback = fallback(*arguments[1], result.type);
    return result;
  }

  std::shared_ptr<const CtyValue> fallback(const hcl::Expression& expression, const Type& type) {
    auto result = evaluate_constant(expression, file_, options_);
    std::ranges::move(result.diagnostics, std::back_inserter(diagnostics));
    auto converted = convert(result.value, type);
    if (converted.error.empty())
      return std::make_shared<const CtyValue>(std::move(converted.value));
    fail(expression,
         "the default does not fit its type " + constraint_of(type) + ": " + converted.error,
         "change the default or the type");
    return nullptr;
  }

  Type fail(const hcl::Expression& expression, std::string message, std::string help) {
    diagnostics.push_back({.message = std::move(message),
                           .help = std::move(help),
                           .place = {file_, expression.span},
                           .path = {}});
    return Type::dynamic();
  }

  source::FileId file_;
  const EvalOptions& options_;
  std::size_t depth_ = 0;
};

}  // namespace

TypeConstraint parse_type_constraint(const hcl::Expression& expression, source::FileId file,
                                     const EvalOptions& options) {
  Parser parser(file, options);
  auto type = parser.parse(expression);
  return {.type = std::move(type), .diagnostics = std::move(parser.diagnostics)};
}

}  // namespace stopgate::terraform
