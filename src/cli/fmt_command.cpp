#include "cli/fmt_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>
#include <set>

#include "base/limits.h"
#include "base/line_diff.h"
#include "base/parallel.h"
#include "base/text.h"
#include "cli/replace_file.h"
#include "hcl/parser.h"
#include "report/paint.h"
#include "terraform/format.h"

namespace stopgate::cli {

namespace {

constexpr int kChanged = 1;
constexpr int kWrongUse = 2;
constexpr int kIncomplete = 3;
constexpr std::string_view kStandardInput = "-";

// Hidden files and what editors leave behind, as Terraform has it.
bool is_ignored(std::string_view name) {
  return name.starts_with('.') || name.ends_with('~') ||
         (name.size() > 1 && name.starts_with('#') && name.ends_with('#'));
}

// What became of one file.
struct Formatted {
  std::string path;
  std::string before, after;
  std::string problem;     // why it is left as it is
  bool is_broken = false;  // it has syntax errors: `problem` names each with its place

  [[nodiscard]] bool is_changed() const { return before != after; }
};

class Fmt {
 public:
  Fmt(const FmtArguments& arguments, const World& world)
      : arguments_(arguments), world_(world), paint_(colors(world)) {}

  int run() {
    for (const auto& path : arguments_.paths)
      if (!add(path)) return kWrongUse;
    std::vector<Formatted> results(paths_.size());
    std::vector<std::string> paths(paths_.begin(), paths_.end());
    parallel_for(paths.size(), 0, [&](std::size_t i) { results[i] = format(paths[i]); });
    for (const auto& result : results) tell(result);
    return status_;
  }

 private:
  static report::Colors colors(const World& world) {
    return world.out_is_terminal ? report::Colors::Always : report::Colors::Never;
  }

  bool wrong_use(const std::string& message) {
    world_.err << "stopgate: " << message << '\n';
    return false;
  }

  bool add(const std::string& path) {
    if (path == kStandardInput) {
      paths_.insert(path);
      return true;
    }
    switch (world_.files.kind(path)) {
      case source::FileKind::Missing:
        return wrong_use("cannot read " + stopgate::quoted(path) + ": no such file or directory");
      case source::FileKind::Directory:
        walk(path, 0);
        return true;
      case source::FileKind::Regular:
      case source::FileKind::Other:
        break;
    }
    if (!terraform::is_formatted_file(path))
      return wrong_use(stopgate::quoted(path) +
                       " is not formatted: only *.tf, *.tfvars, *.tftest.hcl, " +
                       "*.tfmock.hcl, *.tofu and *.tofutest.hcl are");
    paths_.insert(path);
    return true;
  }

  void walk(const std::string& folder, std::size_t depth) {
    if (depth > limits_.depth)
      return tell_incomplete(folder + ": folders lie more than " + std::to_string(limits_.depth) +
                             " deep; what is below is not formatted");
    const auto entries = world_.files.list(folder);
    if (!entries) return tell_incomplete(folder + ": " + entries.error().message);
    for (const auto& entry : *entries) {
      // A link's file is found where it lies, when that is inside.
      if (is_ignored(entry.name) || entry.is_link) continue;
      const auto path =
          folder == "." ? entry.name : folder + (folder.ends_with('/') ? "" : "/") + entry.name;
      if (entry.kind == source::FileKind::Directory && arguments_.is_recursive)
        walk(path, depth + 1);
      if (entry.kind != source::FileKind::Regular || !terraform::is_formatted_file(entry.name))
        continue;
      if (paths_.size() == limits_.files)
        return tell_incomplete(path + ": more than " + std::to_string(limits_.files) +
                               " files; the rest is not formatted");
      paths_.insert(path);
    }
  }

  [[nodiscard]] Formatted format(const std::string& path) const {
    Formatted out{.path = path, .before = {}, .after = {}, .problem = {}};
    auto text = world_.files.read(path, limits_.file_bytes);
    if (!text) {
      out.problem = text.error().message;
      return out;
    }
    source::SourceMap sources;
    const auto id = sources.add(shown(path), *text);
    const auto file = hcl::parse(sources, id, limits_);
    out.is_broken = source::has_errors(file.diagnostics);
    if (out.is_broken)
      for (const auto& diagnostic : file.diagnostics)
        out.problem += (out.problem.empty() ? "" : "\n") + source::to_string(diagnostic, sources);
    out.after = out.is_broken ? *text : terraform::format(file, sources.file(id).text());
    out.before = std::move(*text);
    return out;
  }

  static std::string shown(const std::string& path) {
    return path == kStandardInput ? "<stdin>" : path;
  }

  void tell_incomplete(const std::string& message) {
    world_.err << "stopgate: " << printable(message, 1'000) << '\n';
    status_ = std::max(status_, kIncomplete);
  }

  void tell(const Formatted& result) {
    if (result.is_broken) {
      world_.err << result.problem << '\n';
      status_ = std::max(status_, kIncomplete);
      return;
    }
    if (!result.problem.empty())
      return tell_incomplete("cannot read " + stopgate::quoted(result.path) + ": " +
                             result.problem);
    const bool only_shows = arguments_.is_check || arguments_.with_diff;
    if (result.path == kStandardInput && !only_shows) {
      world_.out << result.after << (result.after.ends_with('\n') ? "" : "\n") << std::flush;
      return;
    }
    if (!result.is_changed()) return;
    if (arguments_.is_check) status_ = std::max(status_, kChanged);
    if (!only_shows && !write(result)) return;
    if (arguments_.with_diff) {
      write_diff(unified_diff(result.before, result.after, shown(result.path)));
    } else if (!arguments_.is_quiet) {
      world_.out << printable(shown(result.path), 1'000) << '\n';
    }
  }

  bool write(const Formatted& result) {
    const auto real = world_.files.canonical(result.path);
    const auto written = real ? replace_file(*real, result.after)
                              : Result<void>(fail(std::string(real.error().message)));
    if (written) return true;
    tell_incomplete("cannot write " + stopgate::quoted(result.path) + ": " +
                    written.error().message);
    return false;
  }

  // To a terminal in colours and escaped, else as it is, so that it can be applied.
  void write_diff(const std::string& diff) {
    if (!world_.out_is_terminal) {
      world_.out << diff;
      return;
    }
    for (auto line : lines_with_breaks(diff)) {
      if (line.ends_with('\n')) line.remove_suffix(1);
      using enum report::Tone;
      const auto tone = line.starts_with("---") || line.starts_with("+++") ? Bold
                        : line.starts_with("@@")                           ? Cyan
                        : line.starts_with('-')                            ? Red
                        : line.starts_with('+')                            ? Green
                                                                           : Plain;
      world_.out << paint_(tone, printable(line, 1'000)) << '\n';
    }
  }

  const FmtArguments& arguments_;
  const World& world_;
  report::Paint paint_;
  Limits limits_;
  std::set<std::string> paths_;
  int status_ = 0;
};

}  // namespace

void add_fmt_options(CLI::App& command, FmtArguments& to) {
  command.add_option("PATH", to.paths,
                     "files or folders; - formats the standard input (default: this folder)");
  command.add_flag("--check", to.is_check,
                   "write nothing; name the files that would change, and answer 1");
  command.add_flag("--diff", to.with_diff, "write nothing; show what would change");
  command.add_flag("--recursive,!--no-recursive", to.is_recursive,
                   "also in the folders below (default)");
  command.add_flag("--quiet", to.is_quiet, "do not name the files");
}

int run_fmt_command(const FmtArguments& arguments, const World& world) {
  auto settings = arguments;
  if (settings.paths.empty()) settings.paths.emplace_back(".");
  return Fmt(settings, world).run();
}

}  // namespace stopgate::cli
