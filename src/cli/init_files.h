#pragma once

// The files that `stopgate init` writes: the templates of ci-templates/, and a configuration to
// start from.

#include <string>
#include <string_view>
#include <vector>

#include "cli/init_command.h"
#include "cli/init_detect.h"

namespace stopgate::cli {

namespace data {
extern const std::string_view kGitHub;
extern const std::string_view kGitHubPost;
extern const std::string_view kGitLab;
extern const std::string_view kJenkins;
extern const std::string_view kPreCommit;
extern const std::string_view kAtlantis;
extern const std::string_view kKubernetesJob;
}  // namespace data

struct NewFile {
  std::string path;  // from the top of the repository
  std::string text;
  std::string if_present;  // what to do by hand where another file has this name
};

// github, gitlab, jenkins, pre-commit, atlantis, kubernetes.
[[nodiscard]] const std::vector<std::string>& template_kinds();

// The kinds that a repository wants when none is asked for.
[[nodiscard]] std::vector<std::string> kinds_of(const Repository& repository);

[[nodiscard]] std::vector<NewFile> new_files(const std::vector<std::string>& kinds,
                                             const Repository& repository,
                                             const InitArguments& arguments);

}  // namespace stopgate::cli
