#include "terraform/registry_table.h"

#include <algorithm>
#include <cassert>
#include <deque>

#include "source/source_file.h"
#include "yaml/reader.h"

namespace stopgate::terraform {

namespace data {
extern const std::string_view kRegistryModules;
}

namespace {

using value::Value;

constexpr std::string_view kHosts[] = {"registry.terraform.io/", "registry.opentofu.org/"};

struct RegistryModule {
  std::string source;
  std::vector<std::uint64_t> majors;
  std::vector<RegistryResource> resources;
};

// Reads the whole table when the first call asks for it.
class Table {
 public:
  Table() {
    const auto file = sources_.add("registry-modules.yaml", std::string(data::kRegistryModules));
    stream_ = yaml::read(sources_, file, {}, {.dialect = yaml::Dialect::Ordinary});
    assert(!source::has_errors(stream_.diagnostics) && stream_.documents.size() == 1);
    for (const auto& item : stream_.documents.front().root.value.get("modules").items())
      modules_.push_back(module_of(item));
  }

  [[nodiscard]] const std::vector<RegistryModule>& modules() const { return modules_; }

 private:
  static std::string text(const Value& value, std::string_view name) {
    return std::string(value.get(name).string_if().value_or(""));
  }

  static std::vector<std::string> names(const Value& value) {
    std::vector<std::string> out;
    for (const auto& item : value.items()) out.emplace_back(item.string_if().value_or(""));
    return out;
  }

  const hcl::Expression* expression(const Value& value) {
    const auto written = value.string_if();
    if (!written) return nullptr;
    const auto file = sources_.add("registry-modules.yaml", std::string(*written));
    expressions_.push_back(hcl::parse_expression(sources_, file));
    assert(expressions_.back().diagnostics.empty());
    return expressions_.back().expression;
  }

  RegistryModule module_of(const Value& item) {
    RegistryModule module{.source = text(item, "source")};
    for (const auto& major : item.get("majors").items())
      module.majors.push_back(static_cast<std::uint64_t>(major.int_if().value_or(0)));
    for (const auto& one : item.get("resources").items()) {
      RegistryResource resource{.type = text(one, "type"),
                                .name = text(one, "name"),
                                .same = names(one.get("same")),
                                .same_if_set = names(one.get("same_if_set"))};
      for (const auto& member : one.get("values").members())
        resource.values.push_back({std::string(member.key.text()), expression(member.value)});
      resource.when = expression(one.get("when"));
      module.resources.push_back(std::move(resource));
    }
    return module;
  }

  // Of the table's own texts, which no report ever shows.
  source::SourceMap sources_;
  yaml::Stream stream_;
  std::deque<hcl::ParsedExpression> expressions_;
  std::vector<RegistryModule> modules_;
};

const Table& table() {
  static const Table instance;
  return instance;
}

}  // namespace

std::vector<RegistryResource> find_registry_module(std::string_view source,
                                                   const VersionConstraint* constraint) {
  for (const auto host : kHosts)
    if (source.starts_with(host)) source.remove_prefix(host.size());
  const auto holds = [&](const RegistryModule& module) {
    if (module.source != source) return false;
    if (module.majors.empty()) return true;
    return constraint != nullptr && std::ranges::any_of(module.majors, [&](std::uint64_t major) {
             return constraint->admits_major(major);
           });
  };
  const auto found = std::ranges::find_if(table().modules(), holds);
  return found == table().modules().end() ? std::vector<RegistryResource>{} : found->resources;
}

}  // namespace stopgate::terraform
