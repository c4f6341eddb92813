#include "model/walk.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "plan/reader.h"
#include "terraform/files.h"
#include "workflow/reader.h"

namespace stopgate::model {

namespace {

using source::FileKind;

// Folders of tools: what they hold is made from, or is no part of, the repository's own files.
constexpr std::array<std::string_view, 8> kToolFolders = {
    ".git",  ".terraform", ".terragrunt-cache", "node_modules", ".venv", "__pycache__",
    ".idea", ".vscode"};

std::string_view file_name(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);
}

std::string parent(std::string_view path) {
  const auto slash = path.find_last_of('/');
  if (slash == std::string_view::npos) return ".";
  return slash == 0 ? "/" : std::string(path.substr(0, slash));
}

std::string join(std::string_view folder, std::string_view name) {
  if (folder == ".") return std::string(name);
  return std::string(folder) + (folder.ends_with('/') ? "" : "/") + std::string(name);
}

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> endings) {
  return std::ranges::any_of(endings,
                             [&](std::string_view ending) { return name.ends_with(ending); });
}

class Walk {
 public:
  Walk(const source::FileSystem& files, std::optional<InputKind> as, const Limits& limits)
      : files_(files), as_(as), limits_(limits) {}

  Result<void> add(const std::string& path) {
    switch (files_.kind(path)) {
      case FileKind::Missing:
        return fail("cannot read " + quoted(path) + ": no such file or directory");
      case FileKind::Directory: {
        const auto real = files_.canonical(path);
        walk(path, real ? *real : path, 0, Charts::Outside);
        return {};
      }
      case FileKind::Regular:
      case FileKind::Other:
        add_file(path, file_name(path), Given::ByName);
    }
    return {};
  }

  void add_known_file(const std::string& path) { add_file(path, file_name(path), Given::ByFolder); }

  Inputs take() && {
    for (auto* list :
         {&out_.manifests, &out_.plans, &out_.workflows, &out_.folders, &out_.terraform_files}) {
      std::ranges::sort(*list);
      list->erase(std::ranges::unique(*list).begin(), list->end());
    }
    return std::move(out_);
  }

 private:
  enum class Given { ByName, ByFolder };
  enum class Charts { Outside, Inside };

  void walk(const std::string& folder, const std::string& top, std::size_t depth, Charts charts) {
    const auto real = files_.canonical(folder);
    if (!real) {
      out_.unreadable.emplace_back(folder, real.error().message);
      return;
    }
    if (!visited_.insert(*real).second) return;
    if (depth > limits_.depth) {
      out_.diagnostics.push_back({.message = "folders lie more than " +
                                             std::to_string(limits_.depth) +
                                             " deep; what is below is not read",
                                  .help = {},
                                  .place = {},
                                  .path = folder});
      return;
    }
    const auto entries = files_.list(folder);
    if (!entries) {
      out_.unreadable.emplace_back(folder, entries.error().message);
      return;
    }
    if (std::ranges::any_of(*entries, [](const auto& entry) { return entry.name == "Chart.yaml"; }))
      charts = Charts::Inside;
    for (const auto& entry : *entries) visit(folder, entry, top, depth, charts);
  }

  void visit(const std::string& folder, const source::DirectoryEntry& entry, const std::string& top,
             std::size_t depth, Charts charts) {
    const auto path = join(folder, entry.name);
    if (entry.kind == FileKind::Directory) {
      if (is_tool_folder(entry.name)) return;
      if (charts == Charts::Inside && entry.name == "templates") {
        out_.skipped.emplace_back(path, "Helm templates: render the chart and check the result");
        return;
      }
      if (entry.is_link) {
        const auto real = files_.canonical(path);
        if (!real || !(*real == top || real->starts_with(top + "/"))) {
          out_.skipped.emplace_back(path, "a symbolic link that leads outside of " + top);
          return;
        }
      }
      walk(path, top, depth + 1, charts);
      return;
    }
    if (entry.is_link && entry.kind == FileKind::Missing) {
      out_.skipped.emplace_back(path, "a symbolic link that leads nowhere");
      return;
    }
    if (entry.is_link && entry.kind == FileKind::Regular) {
      const auto real = files_.canonical(path);
      if (real && !real->starts_with(top + "/")) {
        out_.skipped.emplace_back(path, "a symbolic link that leads outside of " + top);
        return;
      }
    }
    add_file(path, entry.name, Given::ByFolder);
  }

  void add_file(const std::string& path, std::string_view name, Given given) {
    if (out_.files >= limits_.files) {
      if (out_.files++ == limits_.files)
        out_.diagnostics.push_back({.message = "more than " + std::to_string(limits_.files) +
                                               " files; the rest is not read",
                                    .help = "give fewer paths, or raise the limit",
                                    .place = {},
                                    .path = path});
      return;
    }
    if (given == Given::ByName && !as_ && name.ends_with(".hcl")) {
      ++out_.files;
      out_.hcl_files.push_back(path);
      return;
    }
    const auto kind = kind_of(path, name, given);
    if (!kind) return;
    // Files of configuration are counted where they are loaded, with those of the modules they
    // call.
    if (*kind != InputKind::Terraform) ++out_.files;
    switch (*kind) {
      case InputKind::Kubernetes:
        out_.manifests.push_back(path);
        if (given == Given::ByName) out_.named_manifests.push_back(path);
        return;
      case InputKind::Plan:
        out_.plans.push_back(path);
        return;
      case InputKind::Workflow:
        out_.workflows.push_back(path);
        return;
      case InputKind::Terraform:
        out_.folders.push_back(parent(path));
        if (given == Given::ByName) out_.terraform_files.push_back(path);
    }
  }

  std::optional<InputKind> kind_of(const std::string& path, std::string_view name, Given given) {
    if (as_ && (given == Given::ByName ||
                ends_with_any(name, {".yaml", ".yml", ".json", ".tf", ".tofu", ".tfplan"}))) {
      // A folder given as Terraform still holds other files.
      if (given == Given::ByName || *as_ != InputKind::Terraform) return as_;
    }
    if (terraform::is_configuration_file(name)) return InputKind::Terraform;
    if (workflow::format_of_path(path)) return InputKind::Workflow;
    if (name == "Chart.yaml" || name == "Chart.lock") return std::nullopt;
    if (ends_with_any(name, {".yaml", ".yml"}))
      return given == Given::ByName && is_workflow(path) ? InputKind::Workflow
                                                         : InputKind::Kubernetes;
    if (ends_with_any(name, {".tfplan"})) return InputKind::Plan;
    if (given == Given::ByFolder && !name.ends_with(".json")) return std::nullopt;
    return kind_of_content(path, given);
  }

  // A CI file that goes by another name, when it is given by this name.
  [[nodiscard]] bool is_workflow(const std::string& path) const {
    const auto text = files_.read(path, limits_.file_bytes);
    return text && workflow::format_of_text(path, *text);
  }

  // By the first bytes: a plan, else something that may hold objects.
  std::optional<InputKind> kind_of_content(const std::string& path, Given given) {
    const auto text = files_.read(path, limits_.plan_bytes);
    if (!text) {
      out_.unreadable.emplace_back(path, text.error().message);
      return std::nullopt;
    }
    if (plan::looks_like_plan(*text) || text->starts_with("PK\x03\x04")) return InputKind::Plan;
    if (given == Given::ByFolder && text->find("\"apiVersion\"") == std::string::npos) {
      out_.skipped.emplace_back(path, "JSON that is neither a plan nor a manifest");
      return std::nullopt;
    }
    return InputKind::Kubernetes;
  }

  const source::FileSystem& files_;
  std::optional<InputKind> as_;
  const Limits& limits_;
  Inputs out_;
  std::set<std::string> visited_;
};

}  // namespace

std::optional<InputKind> parse_input_kind(std::string_view name) {
  if (name == "kubernetes") return InputKind::Kubernetes;
  if (name == "terraform") return InputKind::Terraform;
  if (name == "plan") return InputKind::Plan;
  if (name == "workflow") return InputKind::Workflow;
  return std::nullopt;
}

bool is_tool_folder(std::string_view name) {
  return std::ranges::find(kToolFolders, name) != kToolFolders.end();
}

Inputs sort_inputs(const source::FileSystem& files, const std::vector<std::string>& paths,
                   const Limits& limits) {
  Walk walk(files, std::nullopt, limits);
  for (const auto& path : paths) walk.add_known_file(path);
  return std::move(walk).take();
}

Result<Inputs> find_inputs(const source::FileSystem& files, const std::vector<std::string>& paths,
                           std::optional<InputKind> as, const Limits& limits) {
  Walk walk(files, as, limits);
  for (const auto& path : paths) STOPGATE_CHECK(walk.add(path));
  return std::move(walk).take();
}

}  // namespace stopgate::model
