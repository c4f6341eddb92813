// What configurations evaluate to, against what Terraform planned for them: wherever the
// configuration knows a value, the plan has the same.

#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>

#include "json/reader.h"
#include "json/writer.h"
#include "plan/reader.h"
#include "terraform/load.h"

using namespace stopgate;

namespace {

using value::Value;

std::string scalar_text(const Value& value) {
  if (const auto text = value.string_if()) return std::string(*text);
  return value::to_text(value);
}

bool agrees(const Value& ours, const Value& theirs);

// Providers keep sets in an order of their own, and may add elements that they compute.
bool each_is_there(const Value& ours, const Value& theirs) {
  return std::ranges::all_of(ours.items(), [&](const Value& one) {
    return std::ranges::any_of(theirs.items(),
                               [&](const Value& other) { return agrees(one, other); });
  });
}

// A text of JSON may be written otherwise and mean the same: the provider keeps the policy that is
// there when only the order of its lists differs.
bool same_json(const std::string& a, const std::string& b) {
  if (a.empty() || (a.front() != '{' && a.front() != '[')) return false;
  const auto ours = json::parse(a);
  const auto theirs = json::parse(b);
  return ours.diagnostics.empty() && theirs.diagnostics.empty() &&
         agrees(ours.root.value, theirs.root.value);
}

// The provider keeps the SHA-1 of a long text of its own (user_data).
bool is_digest(const std::string& text) {
  return text.size() == 40 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// As deep as the readers let documents be.
bool agrees(const Value& ours, const Value& theirs) {
  if (ours.is_unknown() || theirs.is_unknown() || ours.is_null()) return true;
  if (ours.is_map()) {
    // A block that the provider has one of at most may be an object or a list of one.
    if (theirs.is_list() && theirs.items().size() == 1) return agrees(ours, theirs.items()[0]);
    return theirs.is_map() && std::ranges::all_of(ours.members(), [&](const value::Member& member) {
             return agrees(member.value, theirs.get(member.key));
           });
  }
  if (ours.is_list()) {
    if (theirs.is_map()) return ours.items().size() == 1 && agrees(ours.items()[0], theirs);
    if (theirs.is_null()) return ours.items().empty();
    return theirs.is_list() && each_is_there(ours, theirs);
  }
  const auto a = scalar_text(ours);
  const auto b = scalar_text(theirs);
  // Some schemas have "" where nothing is set.
  return a == b || (a.empty() && theirs.is_null()) || is_digest(b) || same_json(a, b);
}

struct Result {
  std::size_t values = 0;
  std::vector<std::string> differences;
};

// The values that the plan's variables had, as --var takes them.
std::map<std::string, std::string> variables_of(const std::string& text) {
  std::map<std::string, std::string> variables;
  const auto document = json::parse(text);
  for (const auto& member : document.root.value.get("variables").members()) {
    const auto value = member.value.get("value");
    if (value.is_null()) continue;
    variables[std::string(member.key.text())] =
        value.is_string() ? std::string(value.as_string()) : json::write(value);
  }
  return variables;
}

Result compare(const source::FileSystem& disk, const std::string& configuration,
               const std::string& plan_path) {
  Result result;
  auto text = disk.read(plan_path, std::uint64_t{1} << 30).value();
  source::SourceMap sources;
  terraform::LoadOptions options{.repository = disk.canonical(configuration).value(),
                                 .variables = variables_of(text),
                                 .workspace = "default"};
  const auto root = terraform::load_root(sources, disk, configuration, options);
  const auto plan = plan::read_plan(plan_path, std::move(text), {});
  std::map<std::string_view, const terraform::Resource*> declared;
  for (const auto& resource : root.resources) declared[resource.address] = &resource;
  for (const auto& change : plan.changes) {
    const auto found = declared.find(change.address);
    // Deposed objects keep what they had, and nobody applies what is read or left alone.
    if (found == declared.end() || !change.after.is_map() || !change.is_managed ||
        !change.deposed.empty() || found->second->lifecycle.ignores_all_changes)
      continue;
    for (const auto& member : found->second->attributes.value.members()) {
      const auto& ignored = found->second->lifecycle.ignore_changes;
      if (member.key.text() == "timeouts" ||
          std::ranges::find(ignored, member.key.text()) != ignored.end())
        continue;
      ++result.values;
      const auto theirs = change.after.get(member.key);
      if (!agrees(member.value, theirs))
        result.differences.push_back(std::string(change.address) + "." +
                                     std::string(member.key.text()) + ": configuration " +
                                     value::to_text(member.value).substr(0, 200) + ", plan " +
                                     value::to_text(theirs).substr(0, 200));
    }
  }
  return result;
}

}  // namespace

TEST_CASE("configurations evaluate to what Terraform planned") {
  const source::DiskFileSystem disk;
  std::vector<std::pair<std::string, std::string>> scenarios = {
      {std::string(STOPGATE_SOURCE_DIR) + "/fixtures/shop/terraform",
       std::string(STOPGATE_SOURCE_DIR) + "/fixtures/shop/terraform/plan.json"}};
  for (const auto* group : {"aws", "data"}) {
    const auto folder = std::string(STOPGATE_SHARED) + "/plans/" + group;
    const auto entries = disk.list(folder);
    if (!entries) {
      std::cout << "skipped: " << folder << " is absent\n";
      continue;
    }
    for (const auto& entry : *entries)
      scenarios.emplace_back(folder + "/" + entry.name + "/after",
                             folder + "/" + entry.name + "/plan.json");
  }
  std::size_t values = 0, compared = 0;
  for (const auto& [configuration, plan] : scenarios) {
    if (disk.kind(plan) != source::FileKind::Regular ||
        disk.kind(configuration) != source::FileKind::Directory)
      continue;
    const auto result = compare(disk, configuration, plan);
    ++compared;
    values += result.values;
    INFO(configuration);
    for (const auto& difference : result.differences)
      std::cout << plan << " " << difference << "\n";
    CHECK(result.differences.empty());
  }
  std::cout << "plans: " << compared << " configurations, " << values << " arguments agree\n";
  CHECK(values > 0);
}
