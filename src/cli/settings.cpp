#include "cli/settings.h"

#include <ostream>

#include "base/limits.h"
#include "cli/mistakes.h"
#include "config/baseline.h"

namespace stopgate::cli {

namespace {

using source::FileKind;

std::string folder_of(const std::string& path) {
  const auto slash = path.find_last_of('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

// The nearest folder above that holds .git; else the folder we run in, when it holds the path; else
// the path.
std::string top_of(const source::FileSystem& files, const std::string& real) {
  for (auto at = real; !at.empty(); at = folder_of(at))
    if (files.kind(at + "/.git") != FileKind::Missing) return at;
  const auto here = files.canonical(".");
  return here && (real == *here || real.starts_with(*here + "/")) ? *here : real;
}

}  // namespace

std::optional<Settings> Settings::load(const source::FileSystem& files, const std::string& folder,
                                       bool is_wanted, const World& world) {
  Settings out;
  out.files_ = &files;
  auto real = files.canonical(folder).value_or(folder);
  if (files.kind(folder) == FileKind::Regular) real = folder_of(real);
  out.top_ = top_of(files, real);
  if (!is_wanted) return out;
  out.configs_ = std::make_unique<config::Configs>(files, out.top_);
  out.run_ = out.configs_->of_folder(
      real.size() > out.top_.size() ? real.substr(out.top_.size() + 1) : std::string());
  if (out.print_mistakes(world) || !out.load_baseline(world)) return std::nullopt;
  return out;
}

bool Settings::load_baseline(const World& world) {
  const auto path = baseline_path();
  if (files_->kind(path) != FileKind::Regular) return true;
  auto text = files_->read(path, Limits{}.file_bytes);
  if (!text) {
    world.err << "stopgate: reading the baseline: " << text.error().message << '\n';
    return false;
  }
  source::SourceMap sources;
  auto baseline = config::load_baseline(sources, sources.add(path, std::move(*text)));
  accepted_ = std::move(baseline.fingerprints);
  return !cli::print_mistakes(baseline.diagnostics, sources, world);
}

std::string Settings::baseline_path() const {
  return top_ + "/" + (run_.baseline.empty() ? std::string(config::kBaselineName) : run_.baseline);
}

std::string Settings::path_from_top(const std::string& path) const {
  const auto real = files_->canonical(path);
  return real && real->starts_with(top_ + "/") ? real->substr(top_.size() + 1) : path;
}

const config::Config& Settings::of_file(const std::string& path) {
  if (configs_ == nullptr || path.starts_with('/')) return run_;
  return configs_->of_folder(folder_of(path));
}

void Settings::check(
    const std::function<source::Diagnostics(const config::Config&)>& find_mistakes) {
  if (configs_ != nullptr) configs_->check(find_mistakes);
}

bool Settings::print_mistakes(const World& world) {
  if (configs_ == nullptr) return false;
  const auto& all = configs_->diagnostics();
  const source::Diagnostics fresh(all.begin() + static_cast<std::ptrdiff_t>(printed_), all.end());
  printed_ = all.size();
  return cli::print_mistakes(fresh, configs_->sources(), world);
}

void lay_over(GateOptions& options, const config::Config& config, const std::string& top) {
  if (!options.is_gate_given && config.fail_on) options.gate = *config.fail_on;
  auto most = config.most;
  for (const auto& [severity, count] : options.most) most[severity] = count;
  options.most = std::move(most);
  if (options.selection.profiles.empty()) options.selection.profiles = config.profiles;
  // What is given last counts, and that is the command line.
  policy::ParameterValues parameters;
  for (const auto& each : config.parameters) parameters.emplace_back(each.name, each.text);
  std::string clusters;
  for (const auto& [name, version] : config.clusters)
    clusters += (clusters.empty() ? "" : ",") + name + "=" + version;
  if (!clusters.empty()) parameters.emplace_back("kubernetes.version", clusters);
  parameters.insert(parameters.end(), options.parameters.begin(), options.parameters.end());
  options.parameters = std::move(parameters);
  for (const auto& environment : config.environments) {
    if (environment.variable_files.empty() && environment.workspace.empty()) continue;
    model::RootSettings root{
        .paths = environment.paths, .variable_files = {}, .workspace = environment.workspace};
    for (const auto& file : environment.variable_files)
      root.variable_files.push_back(top + "/" + file);
    options.read.root_settings.push_back(std::move(root));
  }
}

}  // namespace stopgate::cli
