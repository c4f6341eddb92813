#include "finding/shard.h"

#include <catch2/catch.hpp>
#include <set>

using namespace stopgate::finding;

TEST_CASE("a subject belongs to one shard, and so do all its instances") {
  struct Row {
    Subject one, other;
  };
  const std::vector<Row> same = {
      {{.address = "aws_instance.a[0]"}, {.address = "aws_instance.a[99]"}},
      {{.address = "module.eu[\"x\"].aws_instance.a"},
       {.address = "module.eu[\"y\"].aws_instance.a"}},
      {{.kind = "Pod", .name_space = "shop", .name = "web"},
       {.kind = "Pod", .name_space = "shop", .name = "web"}},
  };
  for (const auto& row : same)
    for (const std::size_t count : {1, 2, 5, 1'000}) {
      std::size_t held = 0;
      for (std::size_t index = 1; index <= count; ++index) {
        const Shard shard{index, count};
        CHECK(shard.holds(row.one, "a.tf") == shard.holds(row.other, "b.tf"));
        held += shard.holds(row.one, "a.tf") ? 1 : 0;
      }
      CHECK(held == 1);
    }
}

TEST_CASE("subjects without a name are shared out by their files") {
  std::set<std::size_t> used;
  for (int file = 0; file < 100; ++file)
    for (std::size_t index = 1; index <= 4; ++index)
      if (Shard{index, 4}.holds({}, "ci-" + std::to_string(file) + ".yml")) used.insert(index);
  CHECK(used.size() == 4);
}

TEST_CASE("which shard is read from the command line") {
  CHECK(parse_shard("2/4") == Shard{2, 4});
  for (const auto* text : {"", "2", "0/4", "5/4", "2/0", "-1/4", "2/4x", "1/1001", "2 / 4"})
    CHECK(!parse_shard(text).has_value());
}
