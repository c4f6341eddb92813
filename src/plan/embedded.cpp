#include "plan/embedded.h"

#include <utility>

#include "base/text.h"
#include "json/reader.h"
#include "yaml/reader.h"

namespace stopgate::plan {

namespace {

constexpr std::size_t kLargest = std::size_t{1} << 20U;

bool is_container(const value::Value& value) {
  return value.is_list() || value.is_map();
}

std::optional<EmbeddedDocument> read_json(std::string_view text) {
  auto document = json::parse(text);
  if (source::has_errors(document.diagnostics) || !is_container(document.root.value)) return {};
  return EmbeddedDocument{nullptr, std::move(document.arena), document.root.value};
}

// Scripts and prose hold colons too, but seldom parse to a map.
std::optional<EmbeddedDocument> read_yaml(std::string_view text) {
  auto sources = std::make_unique<source::SourceMap>();
  const auto file = sources->add("", std::string(text));
  auto stream = yaml::read(*sources, file, {}, {.dialect = yaml::Dialect::Ordinary});
  if (source::has_errors(stream.diagnostics) || stream.documents.size() != 1) return {};
  const auto root = stream.documents.front().root.value;
  if (!root.is_map()) return {};
  return EmbeddedDocument{std::move(sources), std::move(stream.arena), root};
}

}  // namespace

std::optional<EmbeddedDocument> read_embedded(std::string_view text) {
  const auto content = trim(text);
  if (content.size() < 2 || content.size() > kLargest) return {};
  const bool is_json = (content.front() == '{' && content.back() == '}') ||
                       (content.front() == '[' && content.back() == ']');
  if (is_json) return read_json(content);
  const auto colon = content.find(':');
  const bool may_be_yaml = colon != std::string_view::npos &&
                           text.find('\n') != std::string_view::npos && !content.starts_with("#!");
  return may_be_yaml ? read_yaml(text) : std::nullopt;
}

}  // namespace stopgate::plan
