// What configurations evaluate to, against what Terraform planned for them: wherever the
// configuration knows a value, the plan has the same.

#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>

#include "json/reader.h"
#include "json/writer.h"
#include "plan/reader.h"
#include "terraform/load.h"
#include "terraform/text_codec.h"

using namespace stopgate;

namespace {

using value::Value;

std::string sha1(const std::string& text) {
  return terraform::hexadecimal(terraform::digest(terraform::Digest::Sha1, text));
}

std::string scalar_text(const Value& value) {
  if (const auto text = value.string_if()) return std::string(*text);
  return value::to_text(value);
}

// Arguments that the provider keeps as sets, in an order of its own. A plan does not say which.
constexpr std::string_view kSets[] = {
    "aws_security_group.ingress",
};

// A block or argument by its path without indexes: "aws_security_group.ingress.cidr_blocks".
class Comparison {
 public:
  // As deep as the readers let documents be.
  [[nodiscard]] bool agrees(const Value& ours, const Value& theirs, const std::string& path) const;

 private:
  [[nodiscard]] bool same_list(const Value& ours, const Value& theirs,
                               const std::string& path) const;
  [[nodiscard]] bool same_set(const Value& ours, const Value& theirs,
                              const std::string& path) const;
  [[nodiscard]] bool same_json(const std::string& ours, const std::string& theirs,
                               const std::string& path) const;
};

bool Comparison::same_list(const Value& ours, const Value& theirs, const std::string& path) const {
  for (std::size_t i = 0; i < ours.items().size(); ++i)
    if (!agrees(ours.items()[i], theirs.items()[i], path)) return false;
  return true;
}

// Each element has one of its own on the other side.
bool Comparison::same_set(const Value& ours, const Value& theirs, const std::string& path) const {
  std::vector<bool> taken(theirs.items().size());
  return std::ranges::all_of(ours.items(), [&](const Value& one) {
    for (std::size_t i = 0; i < taken.size(); ++i)
      if (!taken[i] && agrees(one, theirs.items()[i], path)) {
        taken[i] = true;
        return true;
      }
    return false;
  });
}

// A text of JSON may be written otherwise and mean the same: the provider keeps the policy that is
// there when only the order of its lists differs, so within it lists are sets.
bool Comparison::same_json(const std::string& ours, const std::string& theirs,
                           const std::string& path) const {
  if (ours.empty() || (ours.front() != '{' && ours.front() != '[')) return false;
  const auto a = json::parse(ours);
  const auto b = json::parse(theirs);
  return a.diagnostics.empty() && b.diagnostics.empty() &&
         agrees(a.root.value, b.root.value, path + " as JSON");
}

bool Comparison::agrees(const Value& ours, const Value& theirs, const std::string& path) const {
  if (ours.is_unknown() || theirs.is_unknown() || ours.is_null()) return true;
  if (ours.is_map()) {
    // A block that the provider has one of at most may be an object or a list of one.
    if (theirs.is_list() && theirs.items().size() == 1)
      return agrees(ours, theirs.items()[0], path);
    return theirs.is_map() && std::ranges::all_of(ours.members(), [&](const value::Member& member) {
             return agrees(member.value, theirs.get(member.key),
                           path + "." + std::string(member.key.text()));
           });
  }
  if (ours.is_list()) {
    if (theirs.is_map()) return ours.items().size() == 1 && agrees(ours.items()[0], theirs, path);
    if (theirs.is_null()) return ours.items().empty();
    if (!theirs.is_list() || ours.items().size() != theirs.items().size()) return false;
    const bool is_set = path.find(" as JSON") != std::string::npos ||
                        std::ranges::find(kSets, std::string_view(path)) != std::end(kSets);
    return is_set ? same_set(ours, theirs, path) : same_list(ours, theirs, path);
  }
  const auto a = scalar_text(ours);
  const auto b = scalar_text(theirs);
  // Some schemas have "" where nothing is set.
  return a == b || (a.empty() && theirs.is_null()) || same_json(a, b, path) ||
         // The provider keeps the SHA-1 of a text of its own.
         (path == "aws_instance.user_data" && b == sha1(a));
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
      const auto path =
          std::string(found->second->type.text()) + "." + std::string(member.key.text());
      if (!Comparison().agrees(member.value, theirs, path))
        result.differences.push_back(
            std::string(change.address) + "." + std::string(member.key.text()) + " (" + path +
            "): configuration " + value::to_text(member.value).substr(0, 200) + ", plan " +
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
