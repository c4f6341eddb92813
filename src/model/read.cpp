#include "model/read.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "base/glob.h"
#include "base/parallel.h"
#include "base/text.h"
#include "hcl/parser.h"
#include "kubernetes/grouping.h"
#include "kubernetes/reader.h"
#include "model/only_files.h"
#include "plan/reader.h"
#include "terraform/load.h"
#include "terraform/module_cache.h"
#include "workflow/reader.h"

namespace stopgate::model {

namespace {

void take(source::Diagnostics& to, source::Diagnostics& from) {
  std::ranges::move(from, std::back_inserter(to));
  from.clear();
}

void report_unreadable(Model& model, const std::string& path, const std::string& why) {
  model.unreadable.push_back(path);
  model.diagnostics.push_back(
      {.message = "cannot read: " + why, .help = {}, .place = {}, .path = path});
}

std::vector<kubernetes::Manifests> read_manifests(Model& model, const source::FileSystem& files,
                                                  const std::vector<std::string>& paths,
                                                  const ReadOptions& options) {
  // Every file has its slot, so that the order of the result does not hang on the threads.
  std::vector<std::optional<source::FileId>> ids(paths.size());
  std::vector<std::string> errors(paths.size());
  std::vector<kubernetes::Manifests> read(paths.size());
  std::vector<std::string> texts(paths.size());
  parallel_for(paths.size(), options.jobs, [&](std::size_t i) {
    auto text = files.read(paths[i], options.limits.file_bytes);
    if (text) {
      texts[i] = std::move(*text);
    } else {
      errors[i] = text.error().message;
    }
  });
  for (std::size_t i = 0; i < paths.size(); ++i)
    if (errors[i].empty()) ids[i] = model.sources->add(paths[i], std::move(texts[i]));
  parallel_for(paths.size(), options.jobs, [&](std::size_t i) {
    if (ids[i]) read[i] = kubernetes::read_manifests(*model.sources, *ids[i], options.limits);
  });
  std::vector<kubernetes::Manifests> out;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (!ids[i]) {
      report_unreadable(model, paths[i], errors[i]);
      continue;
    }
    auto& manifests = read[i];
    if (manifests.objects.empty() && source::has_errors(manifests.diagnostics)) {
      model.unreadable.push_back(paths[i]);
    } else if (manifests.objects.empty() && manifests.documents > 0) {
      model.skipped.emplace_back(paths[i], "YAML without Kubernetes objects");
    } else {
      ++model.parsed;
    }
    take(model.diagnostics, manifests.diagnostics);
    out.push_back(std::move(manifests));
  }
  return out;
}

// The nearest folder above that holds .git, else the folder we run in when it holds the path, else
// the path itself: Terraform code may read what lies in it, and nothing else.
std::string repository_of(const source::FileSystem& files, const std::string& folder) {
  const auto real = files.canonical(folder);
  if (!real) return folder;
  for (auto at = *real; at.size() > 1; at.resize(std::max<std::size_t>(at.find_last_of('/'), 1)))
    if (files.kind(at + "/.git") != source::FileKind::Missing) return at;
  const auto here = files.canonical(".");
  if (here && *here != "/" && (*real == *here || real->starts_with(*here + "/"))) return *here;
  return *real;
}

// Files of one folder that declare the same address twice are alternatives (examples, tests), no
// module.
bool is_one_module(const terraform::Root& root) {
  std::set<std::string_view> addresses;
  return std::ranges::all_of(root.resources,
                             [&](const terraform::Resource& resource) {
                               return addresses.insert(resource.address).second;
                             }) &&
         std::ranges::none_of(root.diagnostics, [](const source::Diagnostic& d) {
           return d.message.find("declared") != std::string::npos &&
                  d.message.find("already") != std::string::npos;
         });
}

// Loads the roots of one run, which share what they parse.
class RootReader {
 public:
  RootReader(Model& model, const source::FileSystem& files, const Inputs& inputs,
             const ReadOptions& options)
      : model_(model),
        files_(files),
        named_(inputs.terraform_files.begin(), inputs.terraform_files.end()),
        only_(files, named_),
        options_(options) {}

  void read(const std::string& folder, const Environment& environment) {
    auto settings = load_options(files_, folder, options_);
    settings.modules = &modules_;
    settings.variable_files.insert(settings.variable_files.end(),
                                   environment.variable_files.begin(),
                                   environment.variable_files.end());
    auto root = terraform::load_root(*model_.sources, files_, folder, settings);
    if (!named_.empty() && !is_one_module(root)) {
      settings.modules = &modules_of_named_;
      root = terraform::load_root(*model_.sources, only_, folder, settings);
    }
    root.environment = environment.name;
    // What is wrong with a module that many call is said once.
    for (auto& diagnostic : root.diagnostics)
      if (said_.emplace(diagnostic.place, diagnostic.path, diagnostic.message).second)
        model_.diagnostics.push_back(std::move(diagnostic));
    root.diagnostics.clear();
    model_.roots.push_back(std::move(root));
  }

 private:
  Model& model_;
  const source::FileSystem& files_;
  std::set<std::string> named_;
  OnlyFiles only_;
  const ReadOptions& options_;
  terraform::ModuleCache modules_, modules_of_named_;
  std::set<std::tuple<source::Place, std::string, std::string>> said_;
};

// A module's output is read by its callers, of any root. Where not all of the repository was given,
// callers may be unseen: the output counts as read. So it does where the callers are examples of a
// module that is made for others.
void count_output_uses(Model& model, const source::FileSystem& files,
                       const std::vector<std::string>& given) {
  std::set<std::string> whole;
  for (const auto& folder : given)
    if (const auto real = files.canonical(folder)) whole.insert(*real);
  constexpr std::array<std::string_view, 4> kExamples = {"examples", "example", "tests", "test"};
  std::map<source::Place, std::size_t> uses;
  for (const auto& root : model.roots) {
    const auto parts = split(root.path, '/');
    const bool is_example = std::ranges::any_of(parts, [&](std::string_view part) {
      return std::ranges::find(kExamples, part) != kExamples.end();
    });
    const bool is_visible = whole.contains(repository_of(files, root.path)) && !is_example;
    for (const auto& block : root.blocks)
      if (block.type == "output" && !block.module_address.empty())
        uses[block.header] += block.references + (is_visible ? 0 : 1);
  }
  for (auto& root : model.roots)
    for (auto& block : root.blocks)
      if (const auto found = uses.find(block.header); found != uses.end())
        block.references = found->second;
}

void read_roots(Model& model, const source::FileSystem& files, const Inputs& inputs,
                const ReadOptions& options) {
  auto folders = inputs.folders;
  for (const auto& root : options.roots) folders.push_back(root);
  std::ranges::sort(folders);
  folders.erase(std::ranges::unique(folders).begin(), folders.end());
  auto environments = options.environments;
  if (environments.empty()) environments.emplace_back();
  RootReader reader(model, files, inputs, options);
  for (const auto& folder : terraform::find_roots(*model.sources, files, folders))
    for (const auto& environment : environments) reader.read(folder, environment);
}

void read_plans(Model& model, const source::FileSystem& files,
                const std::vector<std::string>& paths, const ReadOptions& options) {
  for (const auto& path : paths) {
    auto text = files.read(path, options.limits.plan_bytes);
    if (!text) {
      report_unreadable(model, path, text.error().message);
      continue;
    }
    auto plan = plan::read_plan(path, std::move(*text), options.limits);
    if (source::has_errors(plan.diagnostics) && plan.changes.empty()) {
      model.unreadable.push_back(path);
    } else {
      ++model.parsed;
    }
    take(model.diagnostics, plan.diagnostics);
    model.plans.push_back(std::move(plan));
  }
}

void read_workflows(Model& model, const source::FileSystem& files,
                    const std::vector<std::string>& paths, const ReadOptions& options) {
  for (const auto& path : paths) {
    auto text = files.read(path, options.limits.file_bytes);
    if (!text) {
      report_unreadable(model, path, text.error().message);
      continue;
    }
    const auto format = workflow::format_of_text(path, *text);
    const auto id = model.sources->add(path, std::move(*text));
    if (!format) {
      model.skipped.emplace_back(path, "no CI file of GitHub, GitLab or Jenkins");
      continue;
    }
    auto read = workflow::read_workflow(*model.sources, id, *format, options.limits);
    if (read.jobs.empty() && source::has_errors(read.diagnostics)) {
      model.unreadable.push_back(path);
    } else {
      ++model.parsed;
    }
    take(model.diagnostics, read.diagnostics);
    model.workflows.push_back(std::move(read));
  }
}

// HCL that is no Terraform (Terragrunt, Packer, Nomad): nothing but its syntax is known.
void read_hcl(Model& model, const source::FileSystem& files, const std::vector<std::string>& paths,
              const ReadOptions& options) {
  for (const auto& path : paths) {
    auto text = files.read(path, options.limits.file_bytes);
    if (!text) {
      report_unreadable(model, path, text.error().message);
      continue;
    }
    auto file =
        hcl::parse(*model.sources, model.sources->add(path, std::move(*text)), options.limits);
    take(model.diagnostics, file.diagnostics);
    ++model.parsed;
  }
}

kubernetes::RenderOptions render_options(const ReadOptions& options) {
  kubernetes::RenderOptions out;
  out.release_namespace = options.release_namespace;
  out.world.closed_kinds = options.closed_kinds;
  return out;
}

void make_stacks(Model& model) {
  std::set<const terraform::Root*> planned;
  for (const auto& plan : model.plans) {
    const auto* root = configuration_of(plan, model.roots);
    planned.insert(root);
    model.stacks.push_back(make_stack(plan, root));
  }
  for (const auto& root : model.roots)
    if (!planned.contains(&root)) model.stacks.push_back(make_stack(root));
}

// Manifests of the folders of those given one by one, where these lie in a repository.
std::vector<std::string> neighbours_of(const source::FileSystem& files, const Inputs& inputs) {
  constexpr std::size_t kNeighbours = 1'000;
  std::set<std::string> folders;
  for (const auto& path : inputs.named_manifests) {
    const auto slash = path.find_last_of('/');
    const auto folder = slash == std::string::npos ? std::string(".") : path.substr(0, slash);
    const auto real = files.canonical(folder);
    if (real && files.kind(repository_of(files, folder) + "/.git") != source::FileKind::Missing)
      folders.insert(folder);
  }
  const std::set<std::string_view> known(inputs.manifests.begin(), inputs.manifests.end());
  std::vector<std::string> out;
  for (const auto& folder : folders) {
    const auto entries = files.list(folder);
    if (!entries) continue;
    for (const auto& entry : *entries) {
      const auto path = folder == "." ? entry.name : folder + "/" + entry.name;
      const bool is_manifest = (entry.name.ends_with(".yaml") || entry.name.ends_with(".yml")) &&
                               entry.kind == source::FileKind::Regular && !entry.is_link;
      if (is_manifest && !known.contains(path) && !known.contains("./" + path) &&
          out.size() < kNeighbours)
        out.push_back(path);
    }
  }
  return out;
}

// What is wrong with files that nobody asked for is not told.
void forget_problems(Model& model, const std::vector<std::string>& neighbours) {
  const std::set<std::string_view> unasked(neighbours.begin(), neighbours.end());
  std::erase_if(model.diagnostics, [&](const source::Diagnostic& diagnostic) {
    return unasked.contains(diagnostic.place.is_known()
                                ? model.sources->file(diagnostic.place.file).path()
                                : diagnostic.path);
  });
  std::erase_if(model.unreadable, [&](const auto& path) { return unasked.contains(path); });
  std::erase_if(model.skipped,
                [&](const auto& skipped) { return unasked.contains(skipped.first); });
}

}  // namespace

terraform::LoadOptions load_options(const source::FileSystem& files, const std::string& folder,
                                    const ReadOptions& options) {
  auto repository = repository_of(files, folder);
  auto variable_files = options.variable_files;
  auto workspace = options.workspace;
  const auto real = files.canonical(folder).value_or(folder);
  if (real.starts_with(repository + "/"))
    for (const auto& root : options.root_settings) {
      if (!root.holds(real.substr(repository.size() + 1))) continue;
      // What the command line gives is the last word.
      variable_files.insert(variable_files.begin(), root.variable_files.begin(),
                            root.variable_files.end());
      if (workspace.empty()) workspace = root.workspace;
    }
  return {.repository = std::move(repository),
          .variables = options.variables,
          .variable_files = std::move(variable_files),
          .environment = options.environment,
          .workspace = std::move(workspace),
          .provider_schemas = options.provider_schemas,
          .checks_arguments = options.checks_arguments,
          .limits = options.limits};
}

bool RootSettings::holds(std::string_view path) const {
  return std::ranges::any_of(paths, [&](const std::string& glob) {
    for (auto at = path; !at.empty();) {
      if (glob_match(glob, at, '/')) return true;
      const auto slash = at.find_last_of('/');
      if (slash == std::string_view::npos) return false;
      at = at.substr(0, slash);
    }
    return false;
  });
}

namespace {

// `given` are the paths below which all was taken; none where the inputs were chosen.
Model read_given(const source::FileSystem& files, Inputs inputs,
                 const std::vector<std::string>& given, const ReadOptions& options) {
  Model model;
  model.files = inputs.files;
  model.skipped = std::move(inputs.skipped);
  model.named_files = inputs.terraform_files;
  take(model.diagnostics, inputs.diagnostics);
  for (const auto& [path, why] : inputs.unreadable) report_unreadable(model, path, why);
  model.renders = kubernetes::group_renders(read_manifests(model, files, inputs.manifests, options),
                                            *model.sources, render_options(options));
  read_workflows(model, files, inputs.workflows, options);
  read_hcl(model, files, inputs.hcl_files, options);
  const auto before = model.sources->size();
  read_roots(model, files, inputs, options);
  count_output_uses(model, files, given);
  model.files += model.sources->size() - before;
  model.parsed += model.sources->size() - before;
  read_plans(model, files, inputs.plans, options);
  make_stacks(model);
  return model;
}

}  // namespace

Model read_inputs(const source::FileSystem& files, Inputs inputs, const ReadOptions& options) {
  return read_given(files, std::move(inputs), {}, options);
}

Result<Model> read_model(const source::FileSystem& files, const std::vector<std::string>& paths,
                         const ReadOptions& options) {
  STOPGATE_TRY(auto inputs, find_inputs(files, paths, options.as, options.limits));
  const auto neighbours =
      options.reads_neighbours ? neighbours_of(files, inputs) : std::vector<std::string>();
  inputs.manifests.insert(inputs.manifests.end(), neighbours.begin(), neighbours.end());
  auto model = read_given(files, std::move(inputs), paths, options);
  forget_problems(model, neighbours);
  model.neighbours = neighbours;
  return model;
}

}  // namespace stopgate::model
