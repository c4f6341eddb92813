#pragma once

// libgit2, loaded when Git is first asked for: linked in, it would cost every run several
// milliseconds, and most runs read no repository.

#include <git2.h>

#include <memory>
#include <string>

#include "base/result.h"

// Every function that we use, by its name without `git_`.
#define STOPGATE_GIT_FUNCTIONS(use)                                                                \
  use(libgit2_init) use(libgit2_opts) use(error_last) use(repository_open_ext)                     \
      use(repository_free) use(repository_workdir) use(repository_path) use(repository_is_shallow) \
          use(repository_odb) use(repository_index) use(revparse_single) use(object_peel)          \
              use(object_free) use(object_id) use(oid_fromstr) use(oid_tostr) use(merge_base)      \
                  use(commit_lookup) use(commit_free) use(commit_tree_id) use(tree_lookup) use(    \
                      tree_free) use(tree_entrycount) use(tree_entry_byindex) use(tree_entry_name) \
                      use(tree_entry_id) use(tree_entry_filemode) use(odb_free)                    \
                          use(odb_read_header) use(odb_read) use(odb_object_data)                  \
                              use(odb_object_size) use(odb_object_free) use(index_free)            \
                                  use(index_read) use(index_entrycount) use(index_get_byindex)     \
                                      use(status_options_init) use(status_list_new)                \
                                          use(status_list_entrycount) use(status_byindex)          \
                                              use(status_list_free) use(diff_options_init)         \
                                                  use(patch_from_buffers) use(patch_num_hunks)     \
                                                      use(patch_get_hunk) use(patch_free)

namespace stopgate::git {

struct Library {
#define STOPGATE_GIT_POINTER(name) decltype(&git_##name) name = nullptr;
  STOPGATE_GIT_FUNCTIONS(STOPGATE_GIT_POINTER)
#undef STOPGATE_GIT_POINTER

  // What went wrong last in this thread, in libgit2's words.
  [[nodiscard]] std::string last_error() const;
};

// Loads and sets up on the first call; an Error says which package is missing.
[[nodiscard]] Result<const Library*> library();

// Owns what libgit2 gave: Handle<git_tree> frees by Library::tree_free.
template <typename T>
using Handle = std::unique_ptr<T, void (*)(T*)>;

}  // namespace stopgate::git
