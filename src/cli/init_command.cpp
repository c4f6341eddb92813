#include "cli/init_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>

#include "base/text.h"
#include "cli/init_files.h"
#include "cli/judge.h"
#include "cli/replace_file.h"

namespace stopgate::cli {

namespace {

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// They become part of files that CI runs.
bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~:/@%+=").find(c) != std::string_view::npos;
  });
}

Result<void> check(const InitArguments& arguments) {
  for (const auto& kind : arguments.kinds)
    if (std::ranges::find(template_kinds(), kind) == template_kinds().end())
      return fail("nothing is known of " + stopgate::quoted(kind) + " for --for; there are " +
                  join(template_kinds(), ", "));
  if (!arguments.sha256.empty() && !is_sha256(arguments.sha256))
    return fail("--sha256 wants 64 hexadecimal digits in lower case, not " +
                stopgate::quoted(arguments.sha256));
  for (const auto& [name, text] :
       {std::pair("--archive", &arguments.archive), {"--image", &arguments.image}})
    if (!is_plain(*text))
      return fail(std::string(name) + " wants an address, not " + stopgate::quoted(*text));
  return {};
}

// A link in the repository must not lead the file elsewhere.
Result<void> check_folder(const std::string& top, const std::filesystem::path& folder) {
  std::error_code error;
  const auto real_top = std::filesystem::weakly_canonical(top, error);
  const auto real = std::filesystem::weakly_canonical(folder, error);
  const auto below = real.lexically_relative(real_top);
  if (error || below.empty() || *below.begin() == "..")
    return fail(stopgate::quoted(folder.string()) + " leads out of the repository");
  return {};
}

Result<void> write_new(const std::string& top, const NewFile& file) {
  const std::filesystem::path path = std::filesystem::path(top) / file.path;
  STOPGATE_CHECK(check_folder(top, path.parent_path()));
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  std::ofstream out(path, std::ios::binary);
  out << file.text << std::flush;
  if (!out) return fail("cannot write " + stopgate::quoted(path.string()));
  return {};
}

// One line a file: what became of it.
Result<std::string> place(const Repository& repository, const NewFile& file,
                          const InitArguments& arguments, const World& world) {
  const auto path = repository.top + "/" + file.path;
  const auto kind = world.files.kind(path);
  if (kind == source::FileKind::Missing) {
    STOPGATE_CHECK(write_new(repository.top, file));
    return "wrote " + file.path;
  }
  const auto present = world.files.read(path, file.text.size() + 1);
  if (present && *present == file.text) return "up to date: " + file.path;
  if (!arguments.is_forced)
    return "left alone: " + file.path + " exists; " +
           (file.if_present.empty() ? "" : file.if_present + ", or ") +
           "give --force to replace it";
  STOPGATE_CHECK(check_folder(repository.top, std::filesystem::path(path).parent_path()));
  if (auto written = replace_file(path, file.text); !written)
    return fail("cannot replace " + stopgate::quoted(path) + ": " + written.error().message);
  return "replaced " + file.path;
}

void print_steps(const std::vector<std::string>& kinds, const Repository& repository,
                 const InitArguments& arguments, std::ostream& out) {
  const auto wants = [&](std::string_view kind) {
    return std::ranges::find(kinds, kind) != kinds.end();
  };
  std::vector<std::string> steps;
  if (wants("github") && (arguments.archive.empty() || arguments.sha256.empty()))
    steps.emplace_back(
        "say where your release of stopgate lies: ARCHIVE and SHA256 in .github/workflows/, or "
        "--archive and --sha256 here");
  if ((wants("gitlab") || wants("jenkins") || wants("kubernetes")) && arguments.image.empty())
    steps.emplace_back(
        "build the image from stopgate's Dockerfile and name it where registry.example.com stands, "
        "or with --image here");
  if (wants("gitlab"))
    steps.emplace_back(
        "set STOPGATE_GITLAB_TOKEN, masked: a project token of scope 'api' for comments");
  if (wants("jenkins"))
    steps.emplace_back("store a token of the forge as the credential 'stopgate-forge-token'");
  if (wants("pre-commit")) steps.emplace_back("run 'pre-commit install'");
  if (wants("atlantis"))
    steps.emplace_back("give atlantis/repos.yaml to the server: --repo-config");
  if (repository.has_chart)
    steps.emplace_back(
        "render the charts before the review: 'helm template' to a folder, and --base-render with "
        "--head-render");
  if (!repository.has_github && !repository.has_gitlab && !repository.has_jenkins &&
      arguments.kinds.empty())
    steps.emplace_back("no CI was found: name it with --for github, gitlab or jenkins");
  steps.emplace_back("run 'stopgate baseline' to accept the findings that are there today");
  out << "next:\n";
  for (const auto& step : steps) out << "  - " << step << '\n';
}

}  // namespace

void add_init_options(CLI::App& command, InitArguments& to) {
  command.add_option("DIR", to.folder, "folder to write to (default: the top of the repository)");
  command
      .add_option("--for", to.kinds,
                  "github, gitlab, jenkins, pre-commit, atlantis or kubernetes, instead of what is "
                  "found; repeatable")
      ->type_name("KIND")
      ->allow_extra_args(false);
  command.add_option("--archive", to.archive, "address of the release archive")->type_name("URL");
  command.add_option("--sha256", to.sha256, "SHA-256 of the release archive")->type_name("HEX");
  command.add_option("--image", to.image, "container image that holds stopgate")->type_name("REF");
  command.add_flag("--dry-run", to.is_dry_run, "print the files, write none");
  command.add_flag("--force", to.is_forced, "replace files that exist");
}

int run_init_command(const InitArguments& arguments, const World& world) {
  if (const auto valid = check(arguments); !valid) return wrong_use(world, valid.error().message);
  const auto top = arguments.folder.empty() ? repository_top(world.files, ".") : arguments.folder;
  if (world.files.kind(top) != source::FileKind::Directory)
    return wrong_use(world, stopgate::quoted(top) + " is no folder");
  const auto repository = detect_repository(world.files, top);
  const auto kinds = arguments.kinds.empty() ? kinds_of(repository) : arguments.kinds;
  bool is_written = true;
  for (const auto& file : new_files(kinds, repository, arguments)) {
    if (arguments.is_dry_run) {
      world.out << "--- " << file.path << '\n' << file.text << '\n';
      continue;
    }
    const auto line = place(repository, file, arguments, world);
    if (line) {
      world.out << *line << '\n';
    } else {
      world.err << "stopgate: " << line.error().message << '\n';
      is_written = false;
    }
  }
  print_steps(kinds, repository, arguments, world.out);
  return is_written ? 0 : 2;
}

}  // namespace stopgate::cli
