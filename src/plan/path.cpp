#include "plan/path.h"

#include <algorithm>

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
