#include <catch2/catch.hpp>

#include "cli/policies.h"
#include "source/memory_file_system.h"

using namespace stopgate;

TEST_CASE("a pack's hash is of its names and texts, not of where it lies") {
  source::MemoryFileSystem files;
  files.add("/a/x.yaml", "one");
  files.add("/a/y/z.yaml", "two");
  files.add("/b/c/x.yaml", "one");
  files.add("/b/c/y/z.yaml", "two");
  files.add("/d/x.yaml", "one");
  files.add("/d/y/w.yaml", "two");
  const auto hash = *cli::hash_of_pack(files, "/a");
  CHECK(hash.size() == 64);
  CHECK(hash == *cli::hash_of_pack(files, "/b/c"));
  CHECK(hash != *cli::hash_of_pack(files, "/d"));
  CHECK_FALSE(cli::hash_of_pack(files, "/nowhere"));
  // Of one file it is that of its bytes, as sha256sum prints it.
  CHECK(*cli::hash_of_pack(files, "/a/x.yaml") ==
        "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed");
}
