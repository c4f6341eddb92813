#include "git/repository.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "git/changes.h"
#include "scratch_repository.h"

using namespace stopgate;
using namespace stopgate::git;
using Catch::Contains;

namespace {

std::vector<std::string> paths_of(const Listing& listing) {
  std::vector<std::string> out;
  for (const auto& entry : listing.entries)
    out.push_back(entry.path + (entry.id.empty() ? " *" : ""));
  return out;
}

std::unique_ptr<Repository> open(const ScratchRepository& scratch) {
  auto opened = open_repository(scratch.folder());
  if (!opened) FAIL(opened.error().message);
  return std::move(*opened);
}

std::string id_of(const Listing& listing, const std::string& path) {
  for (const auto& entry : listing.entries)
    if (entry.path == path) return entry.id;
  return {};
}

}  // namespace

TEST_CASE("a commit, the index and the worktree list their files") {
  if (!has_git()) return;
  const auto format = GENERATE(as<std::string>(), "", "--object-format=sha256");
  CAPTURE(format);
  const ScratchRepository scratch(format);
  scratch.write("a.tf", "1\n");
  scratch.write("deep/er/b.yaml", "2\n");
  scratch.write(".gitignore", "ignored\n");
  scratch.commit();
  scratch.write("a.tf", "staged\n");
  scratch.git("add a.tf");
  scratch.write("deep/er/b.yaml", "changed\n");
  scratch.write("new.yaml", "3\n");
  scratch.write("ignored", "4\n");
  const auto repository = open(scratch);
  CHECK(repository->top() == scratch.folder());
  const auto head = repository->resolve("HEAD");
  REQUIRE(head);
  CHECK(repository->resolve("main") == head);

  const auto commit = repository->list_commit(*head, {});
  REQUIRE(commit);
  CHECK(paths_of(*commit) == std::vector<std::string>{".gitignore", "a.tf", "deep/er/b.yaml"});
  CHECK(repository->read(id_of(*commit, "a.tf"), 100) == "1\n");
  CHECK_THAT(repository->read(id_of(*commit, "a.tf"), 1).error().message,
             Contains("has 2 bytes, more than the limit of 1"));

  const auto index = repository->list_index({});
  REQUIRE(index);
  CHECK(repository->read(id_of(*index, "a.tf"), 100) == "staged\n");

  const auto worktree = repository->list_worktree({});
  REQUIRE(worktree);
  CHECK(paths_of(*worktree) ==
        std::vector<std::string>{".gitignore", "a.tf", "deep/er/b.yaml *", "new.yaml *"});
}

TEST_CASE("revisions that are not there say what to fetch") {
  if (!has_git()) return;
  const ScratchRepository scratch;
  CHECK_THAT(open(scratch)->resolve("HEAD").error().message, Contains("commit something first"));
  scratch.write("a", "1");
  scratch.commit();
  const auto repository = open(scratch);
  CHECK_THAT(repository->resolve("origin/main").error().message,
             Contains("there is no revision 'origin/main'") && Contains("git fetch origin main"));
  for (const auto* hostile :
       {"", "--upload-pack=touch x", "a\nb", "$(touch x)", "\xff\xfe", "@{-9}"}) {
    CAPTURE(hostile);
    CHECK_FALSE(repository->resolve(hostile));
  }
}

TEST_CASE("the merge base is found, and its absence explained") {
  if (!has_git()) return;
  const ScratchRepository scratch;
  scratch.write("a", "1");
  scratch.commit("one");
  scratch.git("checkout -q -b topic");
  scratch.write("b", "1");
  scratch.commit("two");
  scratch.git("checkout -q main");
  scratch.write("c", "1");
  scratch.commit("three");
  const auto repository = open(scratch);
  const auto main = repository->resolve("main").value();
  const auto topic = repository->resolve("topic").value();
  CHECK(repository->merge_base(main, topic) == repository->resolve("main~1"));
  scratch.git("checkout -q --orphan stranger");
  scratch.commit("four");
  const auto stranger = repository->resolve("stranger").value();
  CHECK_THAT(repository->merge_base(main, stranger).error().message,
             Contains("no history in common"));

  SECTION("in a shallow clone") {
    scratch.git("clone -q --depth 1 --no-single-branch file://" + scratch.folder() + " clone");
    const auto clone = open_repository(scratch.folder() + "/clone").value();
    CHECK(clone->is_shallow());
    const auto a = clone->resolve("origin/main").value();
    const auto b = clone->resolve("origin/topic").value();
    CHECK_THAT(clone->merge_base(a, b).error().message,
               Contains("this clone is shallow") && Contains("git fetch --unshallow"));
  }
  SECTION("in a shallow clone that is deep enough") {
    scratch.git("checkout -q main");
    scratch.git("merge -q topic -m merge");
    scratch.git("clone -q --depth 2 file://" + scratch.folder() + " clone");
    const auto clone = open_repository(scratch.folder() + "/clone").value();
    const auto a = clone->resolve("HEAD").value();
    const auto b = clone->resolve("HEAD^1").value();
    CHECK(clone->merge_base(a, b) == b);
  }
}

TEST_CASE("worktrees, detached heads and partial clones are read") {
  if (!has_git()) return;
  const ScratchRepository scratch;
  scratch.write("a.tf", "1\n");
  scratch.commit();
  SECTION("a second worktree, with a configuration of its own") {
    scratch.git("config extensions.worktreeConfig true");
    scratch.git("worktree add -q -b other inner/tree");
    const auto repository = open_repository(scratch.folder() + "/inner/tree").value();
    CHECK(repository->top() == scratch.folder() + "/inner/tree");
    CHECK(repository->list_worktree({})->entries.size() == 1);
  }
  SECTION("a detached head") {
    scratch.git("checkout -q --detach");
    CHECK(open(scratch)->resolve("HEAD").has_value());
  }
  SECTION("a partial clone") {
    scratch.git("config uploadpack.allowFilter true");
    scratch.git("clone -q --no-checkout --filter=blob:none file://" + scratch.folder() + " clone");
    const auto clone = open_repository(scratch.folder() + "/clone").value();
    const auto listing = clone->list_commit(clone->resolve("HEAD").value(), {});
    REQUIRE(listing);
    const auto text = clone->read(id_of(*listing, "a.tf"), 100);
    CHECK((text == "1\n" || !text));  // Git may be told not to fetch from files
  }
}

TEST_CASE("damage is said, and what is left is read") {
  if (!has_git()) return;
  const ScratchRepository scratch;
  scratch.write("a/b.tf", "1\n");
  scratch.write("c.tf", "2\n");
  scratch.commit();
  const auto listing = open(scratch)->list_commit(open(scratch)->resolve("HEAD").value(), {});
  REQUIRE(listing);
  const auto id = id_of(*listing, "c.tf");
  const auto object = scratch.folder() + "/.git/objects/" + id.substr(0, 2) + "/" + id.substr(2);
  std::filesystem::permissions(object, std::filesystem::perms::owner_all);
  SECTION("an object with other bytes") {
    std::ofstream(object, std::ios::binary) << "garbage";
    CHECK_FALSE(open(scratch)->read(id, 100));
  }
  SECTION("an object that is gone") {
    std::filesystem::remove(object);
    CHECK_THAT(open(scratch)->read(id, 100).error().message, Contains("missing"));
  }
  SECTION("a folder that is no repository") {
    std::filesystem::remove(scratch.folder() + "/.git/HEAD");
    CHECK_THAT(open_repository(scratch.folder()).error().message,
               Contains("lies in no Git repository"));
  }
}

TEST_CASE("paths that no checkout would hold are dropped") {
  for (const auto* path :
       {"", "/etc/passwd", "a/../b", "..", "a//b", "./a", ".git/config", "x/.GIT/y"}) {
    CAPTURE(path);
    CHECK_FALSE(is_plain_path(path));
  }
  CHECK(is_plain_path("a/b\nc/.github/x"));
  Listing listing{.entries = {{"b", "1"}, {"../a", "2"}, {"a", "3"}, {"a", "4"}},
                  .diagnostics = {}};
  clean(listing);
  CHECK(paths_of(listing) == std::vector<std::string>{"a", "b"});
  CHECK(listing.diagnostics.size() == 1);
}

TEST_CASE("few objects that name each other into many files end at the limit") {
  if (!has_git()) return;
  const ScratchRepository scratch;
  // Ten folders deep, each ten times the next.
  scratch.git(
      "config alias.bomb '!f() { t=$(git hash-object -w --stdin </dev/null); m=100644; k=blob; for "
      "d in 1 2 3 4 5 6 7 8 9 10; do t=$(for i in 0 1 2 3 4 5 6 7 8 9; do printf "
      "\"$m $k $t\\tf$i\\n\"; done | git mktree); m=40000; k=tree; done; git update-ref "
      "refs/heads/main $(git commit-tree -m x $t); }; f'");
  scratch.git("bomb");
  const auto repository = open(scratch);
  const auto listing =
      repository->list_commit(repository->resolve("main").value(), {.files = 1'000});
  REQUIRE(listing);
  REQUIRE(listing->diagnostics.size() == 1);
  CHECK_THAT(listing->diagnostics[0].message, Contains("more than 1000 files"));
}
