#include "plan/path.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace stopgate::plan {

namespace {

bool is_identifier(std::string_view name) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto is_inner = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; };
  return !name.empty() && is_letter(name.front()) &&
         std::all_of(name.begin(), name.end(), is_inner);
}

}  // namespace

void append_step(std::string& path, std::string_view name) {
  if (is_identifier(name)) {
    if (!path.empty()) path += '.';
    path += name;
    return;
  }
  path += '[';
  path += value::to_text(value::Value::string(name));
  path += ']';
}

void append_step(std::string& path, std::size_t index) {
  path += '[';
  path += std::to_string(index);
  path += ']';
}

value::Value value_at(const value::Value& root, std::string_view path) {
  auto value = root;
  while (!path.empty()) {
    if (path.starts_with('.')) path.remove_prefix(1);
    if (path.starts_with('[')) {
      std::size_t index = 0;
      const auto parsed = std::from_chars(path.data() + 1, path.data() + path.size(), index);
      path.remove_prefix(
          std::min(static_cast<std::size_t>(parsed.ptr - path.data()) + 1, path.size()));
      if (parsed.ec != std::errc{} || index >= value.items().size()) return {};
      value = value.items()[index];
    } else {
      const auto end = std::min(path.find_first_of(".["), path.size());
      value = value.get(path.substr(0, end));
      path.remove_prefix(end);
    }
  }
  return value;
}

std::string path_text(const value::Value& steps) {
  std::string out;
  for (const auto& step : steps.items()) {
    if (const auto name = step.string_if()) append_step(out, *name);
    if (const auto index = step.int_if(); index && *index >= 0)
      append_step(out, static_cast<std::size_t>(*index));
  }
  return out;
}

}  // namespace stopgate::plan
