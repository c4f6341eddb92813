#pragma once

// What a change reaches: the Terraform folders that changed, those that call them as modules or
// read a changed file, and the manifests that are applied together with one that changed. Nothing
// else needs to be read.

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/limits.h"
#include "model/model.h"
#include "model/walk.h"
#include "source/file_system.h"

namespace stopgate::model {

struct Reach {
  std::set<std::string> folders;    // that hold Terraform files
  std::set<std::string> manifests;  // folders whose manifests are read, with all below them

  bool operator==(const Reach&) const = default;
};

struct Change {
  std::set<std::string> paths;                 // under all of their names
  std::map<std::string, std::string> renamed;  // to the new name
};

// `paths` are all files of one state of the repository, sorted, from the top. Terraform texts are
// scanned, not evaluated: what looks like a reference counts as one.
[[nodiscard]] Reach reach_of(const source::FileSystem& files, std::span<const std::string> paths,
                             const Change& change, std::size_t jobs, const Limits& limits);

[[nodiscard]] Reach unite(Reach a, const Reach& b);

// The inputs of one state that lie in reach.
[[nodiscard]] Inputs inputs_in_reach(const source::FileSystem& files,
                                     std::span<const std::string> paths, const Reach& reach,
                                     const Change& change, const Limits& limits);

// Leaves out the renders of both that hold no changed file, and none that shares a file with one
// that does on the other side.
void keep_reached_renders(Model& base, Model& head, const Change& change);

}  // namespace stopgate::model
