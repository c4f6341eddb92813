#include "git/tree_files.h"

#include <catch2/catch.hpp>

#include "scratch_repository.h"

using namespace stopgate;
using namespace stopgate::git;
using Catch::Contains;
using source::FileKind;

TEST_CASE("a commit is a file system at the paths of its worktree") {
  if (!has_git()) return;
  const ScratchRepository scratch;
  scratch.write("main.tf", "m");
  scratch.write("modules/vpc/main.tf", "v");
  scratch.write("env/prod/main.tf", "p");
  scratch.write("big.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n");
  scratch.write("strange\nname \xe2\x80\xae.yaml", "s");
  for (const auto& [name, target] : std::vector<std::pair<std::string, std::string>>{
           {"inside", "modules"},
           {"modules/again", "../modules/vpc"},
           {"outside", "/etc/passwd"},
           {"above", "../../etc/passwd"},
           {"loop", "loop"},
           {"back", "../" + scratch.folder().substr(scratch.folder().rfind('/') + 1) + "/main.tf"}})
    std::filesystem::create_symlink(target, scratch.folder() + "/" + name);
  scratch.commit();
  // What the disk says is of no interest.
  scratch.write("main.tf", "changed");
  const auto repository = open_repository(scratch.folder()).value();
  const auto listing = repository->list_commit(repository->resolve("HEAD").value(), {}).value();
  const TreeFiles files(*repository, listing, repository->top());

  const auto& top = scratch.folder();
  CHECK(files.read("main.tf", 100) == "m");
  CHECK(files.read(top + "/modules/vpc/main.tf", 100) == "v");
  CHECK(files.read("env/prod/../../modules/./vpc/main.tf", 100) == "v");
  CHECK(files.read("inside/vpc/main.tf", 100) == "v");
  CHECK(files.read("modules/again/main.tf", 100) == "v");
  CHECK(files.read("back", 100) == "m");
  CHECK(files.read("strange\nname \xe2\x80\xae.yaml", 100) == "s");
  CHECK(files.canonical("inside/vpc/../again") == top + "/modules/vpc");
  CHECK(files.canonical(".") == top);
  CHECK(files.kind("modules") == FileKind::Directory);
  CHECK(files.kind(top + "/.git") == FileKind::Directory);
  for (const auto* path :
       {"outside", "above", "loop", "nowhere", "../../etc/passwd", "/etc/passwd", "main.tf/x"}) {
    CAPTURE(path);
    CHECK(files.kind(path) == FileKind::Missing);
    CHECK_FALSE(files.read(path, 100));
  }
  CHECK_THAT(files.read("big.bin", 100).error().message, Contains("Git LFS pointer"));
  CHECK(files.read("modules", 100).error().message == "is a directory");

  CHECK(files.list("modules") ==
        std::vector<source::DirectoryEntry>{
            {.name = "again", .kind = FileKind::Directory, .is_link = true},
            {.name = "vpc", .kind = FileKind::Directory}});
  const TreeFiles below(*repository, listing, top + "/env/prod");
  CHECK(below.read("main.tf", 100) == "p");
  CHECK(below.read("../../main.tf", 100) == "m");
}

TEST_CASE("submodules are empty folders") {
  if (!has_git()) return;
  const ScratchRepository scratch;
  scratch.write("a", "1");
  scratch.commit();
  scratch.git("update-index --add --cacheinfo 160000,$(git -C '" + scratch.folder() +
              "' rev-parse HEAD),vendor/sub");
  scratch.git("commit -q -m submodule");
  const auto repository = open_repository(scratch.folder()).value();
  const auto listing = repository->list_commit(repository->resolve("HEAD").value(), {}).value();
  CHECK(listing.entries.back().kind == EntryKind::Submodule);
  const TreeFiles files(*repository, listing, repository->top());
  CHECK(files.kind("vendor/sub") == FileKind::Directory);
  CHECK(files.list("vendor/sub").value().empty());
}
