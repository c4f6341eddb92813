#include "kubernetes/path.h"

#include <algorithm>

namespace stopgate::kubernetes {

Path Path::parse(std::string_view text) {
  Path path;
  path.text_ = text;
  while (!text.empty()) {
    if (text.starts_with('.')) {
      text.remove_prefix(1);
    } else if (text.starts_with("[]")) {
      path.steps_.push_back({.kind = StepKind::EachElement, .key = {}});
      text.remove_prefix(2);
    } else if (text.starts_with('*')) {
      path.steps_.push_back({.kind = StepKind::EachMember, .key = {}});
      text.remove_prefix(1);
    } else if (text.starts_with("['")) {
      const auto end = std::min(text.find("']"), text.size());
      path.steps_.push_back({.kind = StepKind::Member, .key = intern(text.substr(2, end - 2))});
      text.remove_prefix(std::min(end + 2, text.size()));
    } else {
      // Never empty: the text starts with none of the characters looked for, or with a lone
      // bracket.
      const auto end = std::min(text.find_first_of(".[", 1), text.size());
      path.steps_.push_back({.kind = StepKind::Member, .key = intern(text.substr(0, end))});
      text.remove_prefix(end);
    }
  }
  return path;
}

void Path::visit(const value::Node& from,
                 const std::function<void(const value::Node&)>& found) const {
  visit_from(0, from, found);
}

// As deep as the path is long, and paths are ours.
void Path::visit_from(std::size_t step, const value::Node& node,
                      const std::function<void(const value::Node&)>& found) const {
  if (step == steps_.size()) return found(node);
  const auto& [kind, key] = steps_[step];
  if (kind == StepKind::EachElement) {
    for (std::size_t i = 0; i < node.value.items().size(); ++i)
      visit_from(step + 1, value::step(node, i), found);
    return;
  }
  if (!node.value.is_map()) return;
  const auto& map = node.value.as_map();
  if (kind == StepKind::Member) {
    if (const auto index = map.index_of(key))
      visit_from(step + 1, {map.members()[*index].value, map.place(*index)}, found);
    return;
  }
  for (std::size_t i = 0; i < map.size(); ++i)
    visit_from(step + 1, {map.members()[i].value, map.place(i)}, found);
}

value::Node Path::first(const value::Node& from) const {
  value::Node result;
  bool is_found = false;
  visit(from, [&](const value::Node& node) {
    if (!is_found) result = node;
    is_found = true;
  });
  return result;
}

std::vector<std::string> collect_names(const value::Node& from, const Path& path) {
  std::vector<std::string> names;
  if (!path.names_keys()) {
    path.visit(from, [&](const value::Node& node) {
      if (auto text = scalar_text(node.value); !text.empty()) names.push_back(std::move(text));
    });
    return names;
  }
  // All but the last step lead to the maps whose keys are meant.
  Path::parse(std::string_view(path.text()).substr(0, path.text().size() - 2))
      .visit(from, [&](const value::Node& node) {
        for (const auto& member : node.value.members()) names.emplace_back(member.key.text());
      });
  return names;
}

std::string scalar_text(const value::Value& value) {
  if (value.is_string()) return std::string(value.as_string());
  return value.is_int() ? std::to_string(value.as_int()) : std::string();
}

}  // namespace stopgate::kubernetes
