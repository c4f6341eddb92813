#include "policy/fields.h"

#include <algorithm>

#include "base/text.h"

namespace stopgate::policy {

namespace {

std::string with_article(value::Kind kind) {
  const auto name = std::string(value::name_of(kind));
  return (name == "unknown" ? "an " : "a ") + name;
}

}  // namespace

Fields::Fields(const value::Node& node, std::string_view what,
               std::span<const std::string_view> known, source::Diagnostics& diagnostics)
    : node_(node), what_(what), diagnostics_(diagnostics) {
  if (!node.value.is_map()) {
    report("a " + std::string(what) + " must be a map, not " + with_article(node.value.kind()), {},
           node.place);
    return;
  }
  const auto& map = node.value.as_map();
  for (std::size_t i = 0; i < map.size(); ++i) {
    const auto key = map.members()[i].key.text();
    if (std::ranges::find(known, key) != known.end()) continue;
    const auto near = nearest_name(key, known);
    report("unknown field " + quoted(key) + " in a " + std::string(what),
           near ? "did you mean '" + std::string(*near) + "'?" : std::string(), map.key_place(i));
  }
}

bool Fields::has(std::string_view key) const {
  return node_.value.has(intern(key));
}

value::Node Fields::node(std::string_view key) const {
  return value::step(node_, intern(key));
}

std::string Fields::text(std::string_view key) {
  const auto found = node(key);
  if (found.value.is_null()) return {};
  if (found.value.is_string()) return std::string(found.value.as_string());
  report("'" + std::string(key) + "' must be a string, not " + with_article(found.value.kind()),
         "quote it", found.place);
  return {};
}

std::string Fields::required_text(std::string_view key) {
  auto found = text(key);
  if (trim(found).empty() &&
      (!has(key) || node(key).value.is_string() || node(key).value.is_null()))
    report("a " + std::string(what_) + " needs '" + std::string(key) + "'", {}, node_.place);
  return found;
}

Expression Fields::expression(std::string_view key) {
  return {text(key), node(key).place};
}

std::optional<bool> Fields::boolean(std::string_view key) {
  const auto found = node(key);
  if (found.value.is_null()) return std::nullopt;
  if (!found.value.is_bool())
    report(
        "'" + std::string(key) + "' must be true or false, not " + with_article(found.value.kind()),
        {}, found.place);
  return found.value.bool_if();
}

std::vector<std::string> Fields::texts(std::string_view key) {
  const auto found = node(key);
  if (found.value.is_null()) return {};
  if (found.value.is_string()) return {std::string(found.value.as_string())};
  std::vector<std::string> out;
  for (const auto& item : list(key)) {
    if (item.value.is_string()) {
      out.emplace_back(item.value.as_string());
    } else {
      report("'" + std::string(key) + "' must hold strings, not " + with_article(item.value.kind()),
             "quote it", item.place);
    }
  }
  return out;
}

std::vector<value::Node> Fields::list(std::string_view key) {
  const auto found = node(key);
  if (found.value.is_null()) return {};
  if (!found.value.is_list()) {
    report("'" + std::string(key) + "' must be a list, not " + with_article(found.value.kind()), {},
           found.place);
    return {};
  }
  std::vector<value::Node> out;
  for (std::size_t i = 0; i < found.value.as_list().size(); ++i)
    out.push_back(value::step(found, i));
  return out;
}

void Fields::report(std::string message, std::string help, source::Place place) {
  diagnostics_.push_back(
      {.message = std::move(message), .help = std::move(help), .place = place, .path = {}});
}

}  // namespace stopgate::policy
