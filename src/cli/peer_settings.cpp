#include "cli/peer_settings.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/text.h"
#include "hcl/parser.h"
#include "yaml/reader.h"

namespace stopgate::cli {

namespace {

using Reader = void (*)(const std::string& path, std::string text, PeerSettings& out);

void add_words(std::string_view text, std::vector<std::string>& out) {
  for (const auto piece : split(text, ','))
    if (const auto word = trim(piece); !word.empty()) out.emplace_back(word);
}

// A list, or a text with commas.
void add_all(const value::Value& value, std::vector<std::string>& out) {
  if (const auto text = value.string_if()) add_words(*text, out);
  for (const auto& item : value.items())
    if (const auto text = item.string_if()) add_words(*text, out);
}

// The document's root lives as long as this.
struct Settings {
  source::SourceMap sources;
  yaml::Stream stream;

  Settings(const std::string& path, std::string text, PeerSettings& out) {
    const auto file = sources.add(path, std::move(text));
    stream = yaml::read(sources, file, {}, {yaml::Dialect::Ordinary});
    if (source::has_errors(stream.diagnostics))
      out.notes.push_back(path + " has mistakes; what stands after them may be missing here");
  }
  [[nodiscard]] value::Value root() const {
    return stream.documents.empty() ? value::Value::null() : stream.documents.front().root.value;
  }
};

void note_if_set(const value::Value& root, std::string_view key, const std::string& note,
                 PeerSettings& out) {
  if (!root.get(key).is_null()) out.notes.push_back(std::string(key) + ": " + note);
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return out;
}

void read_checkov(const std::string& path, std::string text, PeerSettings& out) {
  const Settings settings(path, std::move(text), out);
  const auto root = settings.root();
  add_all(root.get("skip-check"), out.disabled);
  add_all(root.get("check"), out.only);
  add_all(root.get("skip-path"), out.excluded_paths);
  if (const auto soft = root.get("soft-fail"); soft.is_bool() && soft.as_bool())
    out.notes.push_back("soft-fail: run with --fail-on critical, or ignore the exit status");
  note_if_set(root, "external-checks-dir", "write these as policies (stopgate policy new)", out);
  note_if_set(root, "baseline", "write a baseline of your own with stopgate baseline", out);
  note_if_set(root, "framework", "what is there is detected; leave paths out with exclude", out);
}

void read_trivy(const std::string& path, std::string text, PeerSettings& out) {
  const Settings settings(path, std::move(text), out);
  const auto root = settings.root();
  for (const auto& holder : {root, root.get("scan")}) {
    add_all(holder.get("skip-dirs"), out.excluded_paths);
    add_all(holder.get("skip-files"), out.excluded_paths);
  }
  std::vector<std::string> severities;
  add_all(root.get("severity"), severities);
  for (const auto* name : {"low", "medium", "high", "critical"}) {
    if (!out.fail_on.empty()) break;
    for (const auto& severity : severities)
      if (lower(severity) == name) out.fail_on = name;
  }
}

// One id a line, with what follows it ("exp:2026-01-01") and comments.
void read_trivy_ignore(const std::string& path, std::string text, PeerSettings& out) {
  for (auto line : split(text, '\n')) {
    line = trim(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const auto words = split(line, ' ');
    out.disabled.emplace_back(words.front());
    if (words.size() > 1)
      out.notes.push_back(path + ": " + std::string(line) +
                          ": a date belongs into a suppression comment beside the code");
  }
}

void read_tflint(const std::string& path, std::string text, PeerSettings& out) {
  source::SourceMap sources;
  const auto file = hcl::parse(sources, sources.add(path, std::move(text)));
  for (const auto* block : file.body.blocks) {
    if (block->type.text.text() != "rule" || block->labels.empty()) continue;
    const std::string id(block->labels.front().text);
    const auto* enabled = block->body.find(intern("enabled"));
    if (enabled != nullptr && enabled->value->kind == hcl::ExpressionKind::Bool)
      (enabled->value->flag ? out.enabled : out.disabled).push_back(id);
    for (const auto& attribute : block->body.attributes)
      if (attribute.name.text.text() != "enabled")
        out.notes.push_back(id + "." + std::string(attribute.name.text.text()) +
                            ": see the parameters of our policy (stopgate policy show " + id + ")");
  }
}

void read_kube_linter(const std::string& path, std::string text, PeerSettings& out) {
  const Settings settings(path, std::move(text), out);
  const auto checks = settings.root().get("checks");
  add_all(checks.get("exclude"), out.disabled);
  const auto without_defaults = checks.get("doNotAutoAddDefaults");
  add_all(checks.get("include"),
          without_defaults.is_bool() && without_defaults.as_bool() ? out.only : out.enabled);
  add_all(checks.get("ignorePaths"), out.excluded_paths);
  note_if_set(checks, "addAllBuiltIn", "run with --all-policies, or --profile strict", out);
  note_if_set(settings.root(), "customChecks", "write these as policies (stopgate policy new)",
              out);
}

void read_polaris(const std::string& path, std::string text, PeerSettings& out) {
  const Settings settings(path, std::move(text), out);
  for (const auto& check : settings.root().get("checks").members())
    (check.value.string_if() == "ignore" ? out.disabled : out.enabled)
        .emplace_back(check.key.text());
  note_if_set(settings.root(), "exemptions", "write suppression comments beside the objects", out);
  note_if_set(settings.root(), "customChecks", "write these as policies (stopgate policy new)",
              out);
}

void read_kics(const std::string& path, std::string text, PeerSettings& out) {
  const Settings settings(path, std::move(text), out);
  const auto root = settings.root();
  add_all(root.get("exclude-queries"), out.disabled);
  add_all(root.get("include-queries"), out.only);
  add_all(root.get("exclude-paths"), out.excluded_paths);
  note_if_set(root, "exclude-severities", "--fail-on says which severities stop a change", out);
  note_if_set(root, "queries-path", "write these as policies (stopgate policy new)", out);
}

struct Source {
  std::string_view tool;
  std::string_view file;
  Reader read;
};

constexpr std::array<Source, 18> kSources{{
    {"checkov", ".checkov.yaml", read_checkov},
    {"checkov", ".checkov.yml", read_checkov},
    {"trivy", "trivy.yaml", read_trivy},
    {"trivy", "trivy.yml", read_trivy},
    {"trivy", ".trivyignore", read_trivy_ignore},
    {"tflint", ".tflint.hcl", read_tflint},
    {"kube-linter", ".kube-linter.yaml", read_kube_linter},
    {"kube-linter", ".kube-linter.yml", read_kube_linter},
    {"polaris", "polaris.yaml", read_polaris},
    {"polaris", ".polaris.yaml", read_polaris},
    {"polaris", "polaris.yml", read_polaris},
    {"polaris", ".polaris.yml", read_polaris},
    {"kics", "kics.config", read_kics},
    {"kics", "kics.yaml", read_kics},
    {"kics", "kics.yml", read_kics},
    {"kics", "kics.json", read_kics},
    {"kics", ".kics.yaml", read_kics},
    {"kics", ".kics.json", read_kics},
}};

}  // namespace

std::vector<std::string_view> readable_peers() {
  std::vector<std::string_view> out;
  for (const auto& source : kSources)
    if (out.empty() || out.back() != source.tool) out.push_back(source.tool);
  return out;
}

Result<PeerSettings> read_peer_settings(std::string_view tool, const source::FileSystem& files,
                                        const std::string& folder) {
  PeerSettings out;
  bool is_known = false;
  for (const auto& source : kSources) {
    if (source.tool != tool) continue;
    is_known = true;
    const auto path = (folder == "." ? "" : folder + "/") + std::string(source.file);
    if (files.kind(path) != source::FileKind::Regular) continue;
    auto text = files.read(path, Limits{}.file_bytes);
    if (!text)
      return tl::unexpected<Error>(std::move(text).error().with_context("reading " + quoted(path)));
    out.files.push_back(path);
    source.read(path, std::move(*text), out);
  }
  if (is_known) return out;
  std::string names;
  for (const auto name : readable_peers()) names += (names.empty() ? "" : ", ") + std::string(name);
  return fail("no configuration of " + quoted(tool) + " is read; there are " + names);
}

}  // namespace stopgate::cli
