#include "terraform/functions.h"

#include <algorithm>
#include <unordered_map>

namespace stopgate::terraform {

namespace {

using Table = std::unordered_map<std::string_view, Function>;

const Table& table() {
  static const Table all = [] {
    Table made;
    for (const auto& part :
         {number_functions(), string_functions(), pattern_functions(), format_functions(),
          collection_functions(), combine_functions(), set_functions(), map_functions(),
          encoding_functions(), document_functions(), file_functions(), template_functions(),
          time_functions(), hash_functions(), network_functions(), type_functions()}) {
      for (const auto& function : part) made.emplace(function.name, function);
    }
    return made;
  }();
  return all;
}

}  // namespace

Outcome Outcome::wrong(std::string error, std::string help) {
  Outcome outcome{CtyValue()};
  outcome.error = std::move(error);
  outcome.help = std::move(help);
  return outcome;
}

Outcome Outcome::wrong_argument(std::size_t argument, std::string error, std::string help) {
  auto outcome = wrong(std::move(error), std::move(help));
  outcome.argument = argument;
  return outcome;
}

const Function* find_function(std::string_view name) {
  if (name.starts_with("core::")) name.remove_prefix(6);
  const auto found = table().find(name);
  return found == table().end() ? nullptr : &found->second;
}

std::vector<std::string_view> function_names() {
  std::vector<std::string_view> names = {"can", "try"};
  for (const auto& [name, function] : table()) names.push_back(name);
  std::ranges::sort(names);
  return names;
}

CtyValue unknown_from(const CtyValue& cause, const Type& type) {
  const auto* info = cause.first_unknown();
  UnknownInfo made{.reason = std::string(kNotEvaluated)};
  if (info != nullptr) made = {.reason = info->reason, .subject = info->subject};
  return CtyValue::unknown(type, std::move(made));
}

CtyValue unknown_result(const Invocation& call, const Type& type) {
  const auto found = std::ranges::find_if(
      call.arguments, [](const CtyValue& value) { return !value.is_wholly_known(); });
  return unknown_from(found == call.arguments.end() ? CtyValue() : *found, type);
}

}  // namespace stopgate::terraform
