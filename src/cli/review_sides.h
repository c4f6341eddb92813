#pragma once

// The two sides of a review, read into models: what changed, and what that reaches.

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/app.h"
#include "git/changes.h"
#include "git/repository.h"
#include "model/model.h"
#include "model/reach.h"
#include "model/read.h"
#include "review/review.h"
#include "source/file_system.h"

namespace stopgate::cli {

// One state of the repository.
struct Snapshot {
  std::string commit;  // empty: the index or the worktree
  git::Listing listing;
  std::unique_ptr<source::FileSystem> files;

  [[nodiscard]] std::vector<std::string> paths() const;
};

// `head` is "worktree", "index" or a revision.
struct SidesOptions {
  std::string base, head;
  std::vector<std::string> plans;        // files of the disk
  std::vector<std::string> renders;      // folders of the repository that hold the manifests
  std::string base_render, head_render;  // folders of the disk
  model::ReadOptions read;
};

struct Sides {
  std::unique_ptr<git::Repository> repository;
  Snapshot base, head;
  std::vector<git::FileChange> files;  // that changed
  model::Change change;
  std::shared_ptr<model::Model> base_model;
  model::Model head_model;  // knows the base
  review::Comparison comparison;

  // The text of a file before the change, by its path after it; nothing for one that is new.
  [[nodiscard]] std::optional<std::string> text_before(const std::string& path) const;

  // Files of rendered folders: after and before.
  std::map<std::string, std::string> rendered;
};

[[nodiscard]] Result<Snapshot> take_snapshot(const git::Repository& repository,
                                             const std::string& revision, const World& world,
                                             const Limits& limits);

// Finds the repository and what changed in it; reads no model yet.
[[nodiscard]] Result<Sides> open_sides(const SidesOptions& options, const World& world);

// Fills the models.
[[nodiscard]] Result<void> read_sides(const SidesOptions& options, Sides& sides,
                                      const World& world);

}  // namespace stopgate::cli
