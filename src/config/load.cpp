#include "config/load.h"

#include <array>
#include <charconv>

#include "base/text.h"
#include "config/section.h"
#include "yaml/reader.h"

namespace stopgate::config {

namespace {

constexpr std::array<std::string_view, 13> kKeys = {
    "version",    "fail-on",      "max",      "profiles", "policies", "parameters",  "overrides",
    "exemptions", "environments", "clusters", "approval", "baseline", "suppressions"};
constexpr std::array<std::string_view, 2> kPolicyKeys = {"path", "sha256"};
constexpr std::array<std::string_view, 4> kOverrideKeys = {"enabled", "severity", "level",
                                                           "reason"};
constexpr std::array<std::string_view, 8> kExemptionKeys = {
    "policy", "path", "kind", "name", "namespace", "reason", "owner", "until"};
constexpr std::array<std::string_view, 7> kEnvironmentKeys = {
    "paths", "workspaces", "namespaces", "tags", "var-files", "workspace", "overrides"};
constexpr std::array<std::string_view, 1> kClusterKeys = {"kubernetes"};
constexpr std::array<std::string_view, 2> kApprovalKeys = {"labels", "owners"};
constexpr std::array<std::string_view, 1> kSuppressionKeys = {"require-reason"};

// From the folder of the file to the top of the repository.
std::string from_top(const std::string& folder, std::string path) {
  if (folder.empty() || path.starts_with('/')) return path.starts_with('/') ? path.substr(1) : path;
  return folder + "/" + path;
}

class Loader {
 public:
  Loader(std::string folder, Loaded& out)
      : folder_(std::move(folder)), out_(out.config), diagnostics_(out.diagnostics) {}

  void load(const value::Node& root) {
    Section top(root, "the configuration", kKeys, diagnostics_);
    if (const auto version = top.text("version"); !version.empty() && version != "1")
      top.report("version " + quoted(version) + " of the configuration is not known",
                 "write version: 1", top.node("version").place);
    out_.fail_on = severity(top, "fail-on");
    load_most(top);
    out_.profiles = top.texts("profiles");
    for (const auto& node : top.list("policies")) load_policy(node);
    for (const auto& member : top.members("parameters")) load_parameter(top, member);
    load_overrides(top, {});
    for (const auto& node : top.list("exemptions")) load_exemption(node);
    for (const auto& member : top.members("environments")) load_environment(member);
    for (const auto& member : top.members("clusters")) {
      Section cluster(member.value, "a cluster", kClusterKeys, diagnostics_);
      out_.clusters.emplace_back(member.key, cluster.required_text("kubernetes"));
    }
    if (top.has("approval")) {
      Section approval(top.node("approval"), "'approval'", kApprovalKeys, diagnostics_);
      out_.approval = {approval.texts("labels"), approval.texts("owners")};
    }
    if (const auto path = top.text("baseline"); !path.empty())
      out_.baseline = from_top(folder_, path);
    if (top.has("suppressions")) {
      Section section(top.node("suppressions"), "'suppressions'", kSuppressionKeys, diagnostics_);
      out_.wants_reasons = section.boolean("require-reason").value_or(false);
    }
  }

 private:
  std::optional<finding::Severity> severity(Section& section, std::string_view key) {
    const auto text = section.text(key);
    if (text.empty()) return std::nullopt;
    const auto out = finding::parse_severity(text);
    if (!out)
      section.report("unknown severity " + quoted(text), "one of info, low, medium, high, critical",
                     section.node(key).place);
    return out;
  }

  void load_most(Section& top) {
    for (const auto& member : top.members("max")) {
      const auto severity = finding::parse_severity(member.key);
      if (!severity)
        top.report("unknown severity " + quoted(member.key),
                   "one of info, low, medium, high, critical", member.place);
      const auto count = member.value.value.int_if();
      if (!count || *count < 0)
        top.report("'max' wants a number of findings", {}, member.value.place);
      else if (severity)
        out_.most[*severity] = static_cast<std::size_t>(*count);
    }
  }

  void load_policy(const value::Node& node) {
    if (node.value.is_string()) {
      out_.policies.push_back({from_top(folder_, std::string(node.value.as_string())), {}});
      return;
    }
    Section section(node, "a policy source", kPolicyKeys, diagnostics_);
    PolicySource source{from_top(folder_, section.required_text("path")), section.text("sha256")};
    constexpr std::string_view kHex = "0123456789abcdef";
    if (!source.sha256.empty() &&
        (source.sha256.size() != 64 || source.sha256.find_first_not_of(kHex) != std::string::npos))
      section.report("'sha256' must be 64 hexadecimal digits, not " + quoted(source.sha256),
                     "sha256sum FILE prints them; of a folder, a run with any other pin does",
                     section.node("sha256").place);
    out_.policies.push_back(std::move(source));
  }

  void load_parameter(Section& top, const Section::Member& member) {
    if (auto text = scalar_text(member.value.value)) {
      out_.parameters.push_back({member.key, std::move(*text), member.place});
      return;
    }
    std::vector<std::string> items;
    for (const auto& item : member.value.value.items())
      if (auto text = scalar_text(item)) items.push_back(std::move(*text));
    if (!member.value.value.is_list() || items.size() != member.value.value.items().size())
      top.report("the parameter " + quoted(member.key) + " must be a value or a list of values", {},
                 member.value.place);
    else
      out_.parameters.push_back({member.key, join(items, ","), member.place});
  }

  void load_overrides(Section& from, const std::string& environment) {
    for (const auto& member : from.members("overrides")) {
      Section section(member.value, "an override", kOverrideKeys, diagnostics_);
      PolicyOverride out{.policy = member.key,
                         .folder = folder_,
                         .environment = environment,
                         .is_enabled = section.boolean("enabled"),
                         .severity = severity(section, "severity"),
                         .place = member.place};
      static_cast<void>(section.text("reason"));
      if (const auto text = section.text("level"); !text.empty()) {
        out.level = finding::parse_level(text);
        if (!out.level)
          section.report("unknown level " + quoted(text), "one of advisory, overridable, mandatory",
                         section.node("level").place);
      }
      out_.overrides.push_back(std::move(out));
    }
  }

  void load_exemption(const value::Node& node) {
    Section section(node, "an exemption", kExemptionKeys, diagnostics_);
    Exemption out{.policy = section.text("policy"),
                  .path = section.text("path"),
                  .kind = section.text("kind"),
                  .name = section.text("name"),
                  .name_space = section.text("namespace"),
                  .folder = folder_,
                  .reason = section.required_text("reason"),
                  .owner = section.text("owner"),
                  .until = section.text("until"),
                  .place = node.place};
    if (!out.until.empty() && !is_date(out.until))
      section.report("'until' wants a day such as 2026-12-31, not " + quoted(out.until), {},
                     section.node("until").place);
    if (out.policy.empty() && out.path.empty() && out.kind.empty() && out.name.empty() &&
        out.name_space.empty())
      section.report("an exemption of everything", "say which policy, path, kind or name it is for",
                     node.place);
    out_.exemptions.push_back(std::move(out));
  }

  void load_environment(const Section::Member& member) {
    Section section(member.value, "an environment", kEnvironmentKeys, diagnostics_);
    Environment out{.name = member.key,
                    .paths = section.texts("paths"),
                    .workspaces = section.texts("workspaces"),
                    .namespaces = section.texts("namespaces"),
                    .tags = {},
                    .variable_files = section.texts("var-files"),
                    .workspace = section.text("workspace")};
    for (auto* list : {&out.paths, &out.variable_files})
      for (auto& path : *list) path = from_top(folder_, std::move(path));
    for (const auto& tag : section.members("tags"))
      out.tags.emplace_back(tag.key, scalar_text(tag.value.value).value_or(""));
    load_overrides(section, member.key);
    out_.environments.push_back(std::move(out));
  }

  std::string folder_;
  Config& out_;
  source::Diagnostics& diagnostics_;
};

}  // namespace

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto number = [&](std::size_t at, std::size_t size) {
    unsigned value = 0;
    const auto* end = text.data() + at + size;
    const auto result = std::from_chars(text.data() + at, end, value);
    return result.ec == std::errc() && result.ptr == end ? value : 0U;
  };
  constexpr std::array<unsigned, 12> kDays = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const auto month = number(5, 2);
  const auto day = number(8, 2);
  return number(0, 4) > 0 && month >= 1 && month <= 12 && day >= 1 && day <= kDays[month - 1];
}

Loaded load_config(const source::SourceMap& sources, source::FileId file,
                   const std::string& folder) {
  const auto stream = yaml::read(sources, file, {}, {.dialect = yaml::Dialect::Ordinary});
  Loaded out;
  out.diagnostics = stream.diagnostics;
  bool is_first = true;
  for (const auto& document : stream.documents) {
    if (document.is_empty() || document.has_errors) continue;
    if (!is_first)
      out.diagnostics.push_back({.message = "a configuration file holds one document",
                                 .help = "join them",
                                 .place = document.root.place,
                                 .path = {}});
    else
      Loader(folder, out).load(document.root);
    is_first = false;
  }
  return out;
}

}  // namespace stopgate::config
