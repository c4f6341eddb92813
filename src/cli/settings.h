#pragma once

// The .stopgate.yaml files that rule a run, and the baseline that they name.

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "base/result.h"
#include "cli/app.h"
#include "cli/gate.h"
#include "config/config.h"
#include "config/find.h"
#include "source/file_system.h"

namespace stopgate::cli {

class Settings {
 public:
  // Reads the files for `folder`, a path of `files`. With `--no-config` there are none. Nothing
  // when something is wrong in them, which is printed.
  [[nodiscard]] static std::optional<Settings> load(const source::FileSystem& files,
                                                    const std::string& folder, bool is_wanted,
                                                    const World& world);

  [[nodiscard]] const config::Config& run() const { return run_; }
  [[nodiscard]] const source::FileSystem& files() const { return *files_; }
  // The top of the repository, or of what is looked at.
  [[nodiscard]] const std::string& top() const { return top_; }
  // From the top; as given, for what lies elsewhere.
  [[nodiscard]] std::string path_from_top(const std::string& path) const;
  // What rules a file: also files below the folder of the run.
  [[nodiscard]] const config::Config& of_file(const std::string& path_from_top);
  [[nodiscard]] bool accepts(const std::string& fingerprint) const {
    return accepted_.contains(fingerprint);
  }
  [[nodiscard]] const std::set<std::string, std::less<>>& accepted() const { return accepted_; }
  [[nodiscard]] std::string baseline_path() const;

  // Looks through the configurations read so far for more that is wrong in them.
  void check(const std::function<source::Diagnostics(const config::Config&)>& find_mistakes);
  // Prints what is wrong in the files read so far, each thing once; true when there is an error.
  bool print_mistakes(const World& world);

 private:
  Settings() = default;
  bool load_baseline(const World& world);

  const source::FileSystem* files_ = nullptr;
  std::string top_;
  std::unique_ptr<config::Configs> configs_;  // null with --no-config
  config::Config run_;
  std::size_t printed_ = 0;  // of the mistakes
  std::set<std::string, std::less<>> accepted_;
};

// The options of the command line on top of what the configuration says.
void lay_over(GateOptions& options, const config::Config& config, const std::string& top);

}  // namespace stopgate::cli
