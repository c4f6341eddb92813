#include "git/changes.h"

#include <catch2/catch.hpp>
#include <map>

using namespace stopgate;
using namespace stopgate::git;

namespace {

// Ids are the texts themselves.
Result<std::string> text_of(const Entry& entry) {
  return entry.id;
}

std::vector<std::string> told(const Listing& base, const Listing& head) {
  std::vector<std::string> out;
  for (const auto& change : changes_between(base, head, text_of, text_of)) {
    constexpr std::string_view kLetters = "ADMR";
    out.push_back(std::string(1, kLetters[static_cast<std::size_t>(change.kind)]) + " " +
                  change.path + (change.old_path.empty() ? "" : " < " + change.old_path));
  }
  return out;
}

Listing listing(const std::map<std::string, std::string>& files) {
  Listing out;
  for (const auto& [path, text] : files) out.entries.push_back({path, text});
  return out;
}

using Told = std::vector<std::string>;

}  // namespace

TEST_CASE("files are added, deleted, modified and renamed") {
  CHECK(told(listing({{"a", "1"}, {"b", "2"}, {"d", "4"}}),
             listing({{"a", "1"}, {"b", "3"}, {"c", "5"}})) == Told{"M b", "A c", "D d"});
  CHECK(told(listing({{"old/x.tf", "same"}}), listing({{"new/y.tf", "same"}})) ==
        Told{"R new/y.tf < old/x.tf"});
  // Most lines the same, under the same name.
  CHECK(told(listing({{"a/x.tf", "1\n2\n3\n4"}}), listing({{"b/x.tf", "1\n2\n3\n5"}})) ==
        Told{"R b/x.tf < a/x.tf"});
  CHECK(told(listing({{"a/x.tf", "1\n2\n3\n4"}}), listing({{"b/x.tf", "6\n7\n8\n9"}})) ==
        Told{"D a/x.tf", "A b/x.tf"});
  CHECK(told(listing({{"a/x", "s"}, {"b/x", "s"}}), listing({{"c/x", "s"}, {"d/x", "s"}})) ==
        Told{"R c/x < a/x", "R d/x < b/x"});
}

TEST_CASE("a file that only the disk has is changed") {
  Listing head = listing({{"a", "1"}});
  head.entries[0].id.clear();
  CHECK(told(listing({{"a", "1"}}), head) == Told{"M a"});
}

TEST_CASE("lines that changed are those of the head") {
  using Ranges = std::vector<LineRange>;
  CHECK(changed_lines("a\nb\nc\n", "a\nB\nc\n") == Ranges{{2, 2}});
  CHECK(changed_lines("", "a\nb\n") == Ranges{{1, 2}});
  CHECK(changed_lines("a\nb\nc\n", "a\nc\n") == Ranges{{2, 2}});
  CHECK(changed_lines("a\n", "a\nb\nc\n") == Ranges{{2, 3}});
  CHECK(changed_lines("a\n", "a\n").empty());
}
