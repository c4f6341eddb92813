#include "cli/policy_set.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "cli/mistakes.h"
#include "cli/policies.h"
#include "policy/policy_check.h"

namespace stopgate::cli {

namespace {

// Parameters of the run itself.
constexpr std::string_view kOfTheRun[] = {"kubernetes.version", "kube_version"};

class ParameterNames {
 public:
  explicit ParameterNames(const policy::Catalogue& catalogue) {
    names_.insert(std::begin(kOfTheRun), std::end(kOfTheRun));
    for (const auto& policy : catalogue.policies()) {
      for (const auto& parameter : policy.parameters) {
        names_.insert(parameter.name);
        names_.insert(policy.id + "." + parameter.name);
      }
    }
  }

  // What to say of a name; nothing when a policy has it.
  [[nodiscard]] std::optional<source::Diagnostic> mistake(const std::string& name) const {
    if (names_.contains(name)) return std::nullopt;
    const std::vector<std::string_view> known(names_.begin(), names_.end());
    const auto near = nearest_name(name, known);
    return source::Diagnostic{
        .severity = near ? source::Severity::Error : source::Severity::Warning,
        .message = "no policy has a parameter " + quoted(name),
        .help = near ? "did you mean '" + std::string(*near) + "'?"
                     : "'stopgate policy show ID' shows those of a policy",
        .place = {},
        .path = {}};
  }

 private:
  std::set<std::string, std::less<>> names_;
};

// A pinned pack must be the one that was pinned.
Result<void> check_pin(const Settings& settings, const config::PolicySource& source) {
  if (source.sha256.empty()) return {};
  const auto found = hash_of_pack(settings.files(), settings.top() + "/" + source.path);
  if (!found)
    return fail("reading the policies " + stopgate::quoted(source.path) + ": " +
                found.error().message);
  if (*found != source.sha256)
    return fail("the policies " + stopgate::quoted(source.path) + " have the SHA-256 " + *found +
                ", and the configuration pins " + source.sha256);
  return {};
}

source::Diagnostics unknown_parameters(const ParameterNames& names, const config::Config& config) {
  source::Diagnostics out;
  for (const auto& setting : config.parameters) {
    auto mistake = names.mistake(setting.name);
    if (!mistake) continue;
    mistake->place = setting.place;
    out.push_back(std::move(*mistake));
  }
  return out;
}

// What the configuration turns on runs; what it turns off is told of each finding's place.
void enable(policy::Catalogue& catalogue, const config::Config& config) {
  for (const auto& item : config.overrides) {
    if (item.is_enabled != true) continue;
    const auto named = catalogue.select({.globs = {item.policy}});
    if (!named) continue;
    std::vector<policy::Policy> enabled;
    for (const auto* policy : *named) enabled.push_back(*policy);
    for (auto& policy : enabled) {
      policy.is_enabled = true;
      catalogue.add(std::move(policy));
    }
  }
}

class Loader {
 public:
  Loader(const GateOptions& options, Settings& settings, const World& world)
      : options_(options), settings_(settings), world_(world) {}

  std::optional<PolicySet> run() && {
    std::vector<std::string> own;
    for (const auto& source : settings_.run().policies) {
      if (const auto pinned = check_pin(settings_, source); !pinned) return refuse(pinned.error());
      own.push_back(settings_.top() + "/" + source.path);
    }
    if (!add(settings_.files(), own) || !add(world_.files, options_.policy_paths) || !is_known())
      return std::nullopt;
    const auto anyway = out_.catalogue.select(options_.selection);
    if (!anyway) return refuse(anyway.error());
    std::set<std::string> runs_anyway;
    for (const auto* policy : *anyway) runs_anyway.insert(policy->id);
    enable(out_.catalogue, settings_.run());
    auto selected = out_.catalogue.select(options_.selection);
    if (!selected) return refuse(selected.error());
    out_.selected = std::move(*selected);
    for (const auto* policy : out_.selected)
      if (!runs_anyway.contains(policy->id)) out_.on_by_override.insert(policy->id);
    return std::move(out_);
  }

 private:
  std::nullopt_t refuse(const Error& error) {
    static_cast<void>(wrong_use(world_, error.message));
    return std::nullopt;
  }

  // A policy that cannot work is told even where nothing matches it today.
  bool add(const source::FileSystem& files, const std::vector<std::string>& paths) {
    auto loaded = load_policies(*out_.sources, files, paths);
    if (!loaded) {
      static_cast<void>(refuse(loaded.error()));
      return false;
    }
    auto& mistakes = loaded->diagnostics;
    for (auto& policy : loaded->policies) {
      for (auto& remark :
           policy::check_policy(policy.policy, *out_.sources, options_.read.provider_schemas.get()))
        if (remark.severity == source::Severity::Error) mistakes.push_back(std::move(remark));
      out_.catalogue.add(std::move(policy.policy));
    }
    auto& admission = loaded->admission;
    std::ranges::move(admission.policies, std::back_inserter(out_.admission.policies));
    std::ranges::move(admission.bindings, std::back_inserter(out_.admission.bindings));
    std::ranges::move(admission.mutating, std::back_inserter(out_.admission.mutating));
    std::ranges::move(loaded->manifests, std::back_inserter(out_.manifests));
    return !print_mistakes(mistakes, *out_.sources, world_);
  }

  // Whether the configuration and the command line name policies and parameters that there are.
  bool is_known() {
    const ParameterNames names(out_.catalogue);
    settings_.check([&](const config::Config& config) {
      auto mistakes = unknown_overrides(out_.catalogue, config);
      std::ranges::move(unknown_parameters(names, config), std::back_inserter(mistakes));
      return mistakes;
    });
    if (settings_.print_mistakes(world_)) return false;
    for (const auto& [name, text] : options_.parameters) {
      const auto mistake = names.mistake(name);
      if (!mistake) continue;
      // A slip of the pen is wrong use; one command line for many releases and packs is not.
      if (mistake->severity != source::Severity::Error) {
        world_.err << "stopgate: warning: " << mistake->message << ", so it does nothing\n";
        continue;
      }
      static_cast<void>(wrong_use(world_, mistake->message + "; " + mistake->help));
      return false;
    }
    return true;
  }

  const GateOptions& options_;
  Settings& settings_;
  const World& world_;
  PolicySet out_{.catalogue = policy::Catalogue::built_in(),
                 .sources = std::make_unique<source::SourceMap>()};
};

}  // namespace

std::optional<PolicySet> load_policy_set(const GateOptions& options, Settings& settings,
                                         const World& world) {
  return Loader(options, settings, world).run();
}

source::Diagnostics unknown_overrides(const policy::Catalogue& catalogue,
                                      const config::Config& config) {
  source::Diagnostics out;
  std::vector<std::string_view> ids;
  for (const auto& policy : catalogue.policies()) ids.push_back(policy.id);
  for (const auto& item : config.overrides) {
    if (catalogue.select({.globs = {item.policy}})) continue;
    const auto near = nearest_name(item.policy, ids);
    out.push_back({.message = "no policy matches " + quoted(item.policy),
                   .help = near ? "did you mean '" + std::string(*near) + "'?"
                                : "'stopgate policy list' shows them all",
                   .place = item.place,
                   .path = {}});
  }
  return out;
}

}  // namespace stopgate::cli
