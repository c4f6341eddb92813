// hcl_to_json FOLDER OUTPUT: copies a folder, with its Terraform files in Terraform's JSON syntax.
//
// Only for tests: it knows what stands in our own roots, and leaves out comments. Labels become
// nested objects, blocks become lists of objects, expressions become "${...}".

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "hcl/parser.h"
#include "source/source_file.h"

namespace {

namespace fs = std::filesystem;
using stopgate::hcl::Body;
using stopgate::hcl::Expression;
using stopgate::hcl::ExpressionKind;
using stopgate::hcl::TemplatePart;

std::string json_text(std::string_view text) {
  return nlohmann::json(text).dump();
}

std::string join(const std::vector<std::string>& parts, char open, char close) {
  std::string text(1, open);
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : ", ") + parts[i];
  return text + close;
}

// Text that a template gives unchanged.
std::string escaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool opens =
        (text[i] == '$' || text[i] == '%') && i + 1 < text.size() && text[i + 1] == '{';
    if (opens) result += text[i];
    result += text[i];
  }
  return result;
}

// What a string means where it stands.
enum class Strings { Templates, Text, Names };

Strings strings_of(std::string_view parent, std::string_view name) {
  constexpr std::array<std::string_view, 6> kNames = {
      "depends_on", "provider", "providers", "ignore_changes", "replace_triggered_by", "iterator"};
  constexpr std::array<std::string_view, 3> kMoving = {"moved", "removed", "import"};
  if (std::ranges::find(kMoving, parent) != kMoving.end() && (name == "from" || name == "to"))
    return Strings::Names;
  if (parent == "variable" && (name == "default" || name == "description")) return Strings::Text;
  if (parent == "variable" && name == "type") return Strings::Names;
  if (parent == "module" && (name == "source" || name == "version")) return Strings::Text;
  if (parent == "required_providers") return Strings::Names;
  return std::ranges::find(kNames, name) != kNames.end() ? Strings::Names : Strings::Templates;
}

class Converter {
 public:
  explicit Converter(std::string_view text) : text_(text) {}

  [[nodiscard]] std::string body(std::string_view parent, const Body& body) const;

 private:
  [[nodiscard]] std::string source(const Expression& expression) const {
    return std::string(
        text_.substr(expression.span.begin, expression.span.end - expression.span.begin));
  }
  [[nodiscard]] std::string value(const Expression& expression, Strings strings) const;
  [[nodiscard]] std::string object(const Expression& expression, Strings strings) const;
  [[nodiscard]] std::string parts(const Expression& expression) const;

  std::string_view text_;
};

std::string Converter::parts(const Expression& expression) const {
  std::string text;
  for (const auto& part : expression.parts) {
    switch (part.kind) {
      case TemplatePart::Kind::Text:
        text += escaped(part.text);
        break;
      case TemplatePart::Kind::Interpolation:
        text += "${" + source(*part.expression) + "}";
        break;
      case TemplatePart::Kind::If:
        text += "%{if " + source(*part.expression) + "}";
        break;
      case TemplatePart::Kind::Else:
        text += "%{else}";
        break;
      case TemplatePart::Kind::EndIf:
        text += "%{endif}";
        break;
      case TemplatePart::Kind::For: {
        const auto key = part.key_name.text.text();
        text += "%{for " + (key.empty() ? "" : std::string(key) + ", ") +
                std::string(part.value_name.text.text()) + " in " + source(*part.expression) + "}";
        break;
      }
      case TemplatePart::Kind::EndFor:
        text += "%{endfor}";
        break;
    }
  }
  return text;
}

std::string Converter::object(const Expression& expression, Strings strings) const {
  std::vector<std::string> members;
  for (const auto& item : expression.items) {
    const auto& key = *item.key;
    std::string name;
    if (strings == Strings::Names)
      name = key.kind == ExpressionKind::String ? std::string(key.text) : source(key);
    else if (key.kind == ExpressionKind::String)
      name = strings == Strings::Text ? std::string(key.text) : escaped(key.text);
    else
      name = "${" + source(key) + "}";
    members.push_back(json_text(name) + ": " + value(*item.value, strings));
  }
  return join(members, '{', '}');
}

std::string Converter::value(const Expression& expression, Strings strings) const {
  switch (expression.kind) {
    case ExpressionKind::Null:
      return "null";
    case ExpressionKind::Bool:
      return expression.flag ? "true" : "false";
    case ExpressionKind::Number:
      return std::string(expression.text);
    case ExpressionKind::String:
      return json_text(strings == Strings::Templates ? escaped(expression.text)
                                                     : std::string(expression.text));
    case ExpressionKind::Tuple: {
      std::vector<std::string> elements;
      for (const auto* element : expression.elements) elements.push_back(value(*element, strings));
      return join(elements, '[', ']');
    }
    case ExpressionKind::Object:
      return object(expression, strings);
    case ExpressionKind::Unary:
      if (strings == Strings::Text) return "-" + value(*expression.left, strings);
      break;
    case ExpressionKind::Template:
      return json_text(parts(expression));
    default:
      break;
  }
  return json_text(strings == Strings::Names ? source(expression)
                                             : "${" + source(expression) + "}");
}

std::string Converter::body(std::string_view parent, const Body& body) const {
  std::vector<std::string> members;
  for (const auto& attribute : body.attributes) {
    const auto name = attribute.name.text.text();
    members.push_back(json_text(name) + ": " + value(*attribute.value, strings_of(parent, name)));
  }
  std::map<std::string, std::vector<std::string>> blocks;
  for (const auto* block : body.blocks) {
    const auto type = std::string(block->type.text.text());
    auto text = this->body(type, block->body);
    for (auto i = block->labels.size(); i > 0; --i)
      text = "{" + json_text(block->labels[i - 1].text) + ": " + text + "}";
    blocks[type].push_back(std::move(text));
  }
  for (const auto& [type, texts] : blocks)
    members.push_back(json_text(type) + ": " + join(texts, '[', ']'));
  return join(members, '{', '}');
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// False when the text cannot be read as HCL.
bool convert(const fs::path& from, const fs::path& to) {
  stopgate::source::SourceMap sources;
  const auto id = sources.add(from.string(), read(from));
  const auto file = stopgate::hcl::parse(sources, id);
  if (stopgate::source::has_errors(file.diagnostics)) return false;
  const std::string_view text = sources.file(id).text();
  std::ofstream(to) << Converter(text).body({}, file.body) << "\n";
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::cerr << "usage: hcl_to_json FOLDER OUTPUT\n";
    return 2;
  }
  const fs::path from = arguments[1], to = arguments[2];
  bool is_whole = true;
  for (const auto& entry : fs::recursive_directory_iterator(from)) {
    const auto target = to / entry.path().lexically_relative(from);
    if (entry.is_directory()) continue;
    fs::create_directories(target.parent_path());
    const auto ending = entry.path().extension();
    if (ending != ".tf" && ending != ".tofu") {
      fs::copy_file(entry.path(), target);
    } else if (!convert(entry.path(), target.string() + ".json")) {
      std::cerr << entry.path().string() << ": no HCL\n";
      is_whole = false;
    }
  }
  return is_whole ? 0 : 1;
}
