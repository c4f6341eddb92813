#include "kubernetes/lifecycle.h"

#include <charconv>
#include <map>

#include "kubernetes/data.h"

namespace stopgate::kubernetes {

namespace {

std::string read_text(const value::Value& value) {
  return std::string(value.string_if().value_or(""));
}

using Table = std::map<std::string, Lifecycle, std::less<>>;  // by "apiVersion/Kind"

void read_api(Table& table, const std::string& component, const value::Value& row) {
  Lifecycle lifecycle{.component = component,
                      .introduced_in = read_text(row.get("introduced")),
                      .deprecated_in = read_text(row.get("deprecated")),
                      .removed_in = read_text(row.get("removed")),
                      .planned_removal_in = read_text(row.get("planned")),
                      .replacement = read_text(row.get("use")),
                      .replacement_kind = read_text(row.get("as")),
                      .is_served_by_default = !row.get("off").bool_if().value_or(false)};
  if (lifecycle.is_kubernetes()) {
    lifecycle.introduced = kubernetes_minor(lifecycle.introduced_in);
    lifecycle.deprecated = kubernetes_minor(lifecycle.deprecated_in);
    lifecycle.removed = kubernetes_minor(lifecycle.removed_in);
    lifecycle.planned_removal = kubernetes_minor(lifecycle.planned_removal_in);
  }
  const bool keeps_kind = !lifecycle.replacement.empty() && lifecycle.replacement_kind.empty();
  for (const auto& kind : row.get("kinds").items()) {
    if (keeps_kind) lifecycle.replacement_kind = read_text(kind);
    table.insert_or_assign(read_text(row.get("api")) + "/" + read_text(kind), lifecycle);
  }
}

Table read_table() {
  const data::Table data("api-versions.yaml", data::kApiVersions);
  Table table;
  for (const auto& component : data.root().items())
    for (const auto& row : component.get("apis").items())
      read_api(table, read_text(component.get("of")), row);
  return table;
}

}  // namespace

const Lifecycle* find_lifecycle(std::string_view api_version, std::string_view kind) {
  static const Table table = read_table();
  const auto found = table.find(std::string(api_version) + "/" + std::string(kind));
  return found == table.end() ? nullptr : &found->second;
}

std::optional<int> kubernetes_minor(std::string_view version) {
  if (version.starts_with('v')) version.remove_prefix(1);
  if (!version.starts_with("1.")) return std::nullopt;
  version.remove_prefix(2);
  int minor = 0;
  const auto* const last = version.data() + version.size();
  const auto [end, error] = std::from_chars(version.data(), last, minor);
  if (error != std::errc{} || minor < 0 || (end != last && *end != '.')) return std::nullopt;
  return minor;
}

}  // namespace stopgate::kubernetes
