#pragma once

// The configuration of a place: the files of its folder and of every folder above, up to the top of
// the repository, the nearest on top.

#include <functional>
#include <map>
#include <string>

#include "base/result.h"
#include "config/config.h"
#include "source/diagnostic.h"
#include "source/file_system.h"
#include "source/source_file.h"

namespace stopgate::config {

class Configs {
 public:
  // `files` must outlive this. Paths are those of `files`; `top` is what lies in front of the paths
  // that configuration files write ("" when `files` begins at the top of the repository).
  Configs(const source::FileSystem& files, std::string top) : files_(files), top_(std::move(top)) {}

  // Of a folder, from the top; "" is the top.
  [[nodiscard]] const Config& of_folder(const std::string& folder);

  // Adds what somebody else finds wrong in the configurations read so far, each thing once.
  void check(const std::function<source::Diagnostics(const Config&)>& find_mistakes);
  // What is wrong in the files read so far.
  [[nodiscard]] const source::Diagnostics& diagnostics() const { return diagnostics_; }
  [[nodiscard]] const source::SourceMap& sources() const { return sources_; }

 private:
  const source::FileSystem& files_;
  std::string top_;
  source::SourceMap sources_;
  source::Diagnostics diagnostics_;
  std::map<std::string, Config> known_;  // merged, by folder
};

}  // namespace stopgate::config
