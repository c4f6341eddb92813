#include "git/library.h"

#include <dlfcn.h>

#include <array>

namespace stopgate::git {

namespace {

constexpr const char* kFile = "libgit2.so." LIBGIT2_SOVERSION;

struct Loaded {
  Library library;
  std::string error;
};

Loaded load() {
  Loaded out;
  void* handle = dlopen(kFile, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    out.error = std::string("reading Git repositories needs ") + kFile +
                " (package libgit2-" LIBGIT2_SOVERSION "), which cannot be loaded";
    return out;
  }
  auto& library = out.library;
#define STOPGATE_GIT_LOAD(name)                                                         \
  library.name = reinterpret_cast<decltype(library.name)>(dlsym(handle, "git_" #name)); \
  if (library.name == nullptr) out.error = std::string(kFile) + " has no git_" #name;
  STOPGATE_GIT_FUNCTIONS(STOPGATE_GIT_LOAD)
#undef STOPGATE_GIT_LOAD
  if (!out.error.empty()) return out;
  if (library.libgit2_init() < 0) {
    out.error = "libgit2 cannot be set up: " + library.last_error();
    return out;
  }
  // Neither changes where objects are, which is all that we read.
  std::array<const char*, 2> extensions = {"worktreeconfig", "partialclone"};
  library.libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions.data(), extensions.size());
  // In a container the checkout often belongs to someone else. Git refuses such repositories since
  // their configuration may name programs to run; we read objects, and run nothing.
  library.libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  // What is read is what the id says.
  library.libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
  return out;
}

}  // namespace

std::string Library::last_error() const {
  const auto* error = error_last();
  return error == nullptr || error->message == nullptr ? "unknown error" : error->message;
}

Result<const Library*> library() {
  static const Loaded loaded = load();
  if (!loaded.error.empty()) return fail(loaded.error);
  return &loaded.library;
}

}  // namespace stopgate::git
