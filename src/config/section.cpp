#include "config/section.h"

#include <algorithm>

#include "base/text.h"

namespace stopgate::config {

Section::Section(const value::Node& node, std::string_view what,
                 std::span<const std::string_view> known, source::Diagnostics& diagnostics)
    : node_(node), what_(what), diagnostics_(diagnostics) {
  if (!node.value.is_map()) {
    if (!node.value.is_null())
      report(what_ + " must be a map, not a " + std::string(name_of(node.value.kind())), {},
             node.place);
    return;
  }
  const auto& map = node.value.as_map();
  for (std::size_t i = 0; i < map.size() && !known.empty(); ++i) {
    const auto key = map.members()[i].key.text();
    if (std::ranges::find(known, key) != known.end()) continue;
    const auto near = nearest_name(key, known);
    std::string names;
    for (const auto name : known) names += (names.empty() ? "" : ", ") + std::string(name);
    report("unknown key " + quoted(key) + " in " + what_ +
               (near ? "; did you mean '" + std::string(*near) + "'?" : ""),
           near ? "" : "there are " + names, map.key_place(i));
  }
}

bool Section::has(std::string_view key) const {
  return node_.value.has(intern(key));
}

value::Node Section::node(std::string_view key) const {
  return value::step(node_, intern(key));
}

std::string Section::text(std::string_view key) {
  const auto found = node(key);
  if (found.value.is_null()) return {};
  auto text = scalar_text(found.value);
  if (!text)
    report(quoted(key) + " must be text, not a " + std::string(name_of(found.value.kind())), {},
           found.place);
  return std::move(text).value_or("");
}

std::string Section::required_text(std::string_view key) {
  auto out = text(key);
  if (out.empty()) report(what_ + " needs " + quoted(key), {}, node_.place);
  return out;
}

std::optional<bool> Section::boolean(std::string_view key) {
  const auto found = node(key);
  if (found.value.is_null()) return std::nullopt;
  if (!found.value.is_bool()) report(quoted(key) + " must be true or false", {}, found.place);
  return found.value.bool_if();
}

std::vector<std::string> Section::texts(std::string_view key) {
  const auto found = node(key);
  if (!found.value.is_list() && !found.value.is_null()) {
    auto single = text(key);
    return single.empty() ? std::vector<std::string>() : std::vector{std::move(single)};
  }
  std::vector<std::string> out;
  for (const auto& item : list(key)) {
    if (auto text = scalar_text(item.value))
      out.push_back(std::move(*text));
    else
      report(quoted(key) + " must be a list of texts", {}, item.place);
  }
  return out;
}

std::vector<value::Node> Section::list(std::string_view key) {
  const auto found = node(key);
  std::vector<value::Node> out;
  if (!found.value.is_list() && !found.value.is_null())
    report(quoted(key) + " must be a list", {}, found.place);
  for (std::size_t i = 0; i < found.value.items().size(); ++i) out.push_back(value::step(found, i));
  return out;
}

std::vector<Section::Member> Section::members(std::string_view key) {
  const auto found = node(key);
  std::vector<Member> out;
  if (!found.value.is_map()) {
    if (!found.value.is_null()) report(quoted(key) + " must be a map", {}, found.place);
    return out;
  }
  const auto& map = found.value.as_map();
  for (std::size_t i = 0; i < map.size(); ++i)
    out.push_back({std::string(map.members()[i].key.text()),
                   {map.members()[i].value, map.place(i)},
                   map.key_place(i)});
  return out;
}

void Section::report(std::string message, std::string help, source::Place place) {
  diagnostics_.push_back(
      {.message = std::move(message), .help = std::move(help), .place = place, .path = {}});
}

std::optional<std::string> scalar_text(const value::Value& value) {
  if (value.is_string()) return std::string(value.as_string());
  if (value.is_number() || value.is_bool()) return value::to_text(value);
  return std::nullopt;
}

}  // namespace stopgate::config
