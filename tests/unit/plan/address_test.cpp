#include "plan/address.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace stopgate::plan {

TEST_CASE("addresses are parsed, written and stripped of their keys") {
  struct Case {
    std::string text;
    Address address;
    std::string base;
  };
  const std::vector<Case> cases{
      {"aws_s3_bucket.b", {{}, false, "aws_s3_bucket", "b", {}}, "aws_s3_bucket.b"},
      {"aws_s3_bucket.b[0]", {{}, false, "aws_s3_bucket", "b", 0}, "aws_s3_bucket.b"},
      {R"(aws_s3_bucket.b["0"])", {{}, false, "aws_s3_bucket", "b", "0"}, "aws_s3_bucket.b"},
      {"data.aws_ami.base", {{}, true, "aws_ami", "base", {}}, "data.aws_ami.base"},
      {R"(module.a["x.y"].data.aws_ami.b[0])",
       {{{"a", "x.y"}}, true, "aws_ami", "b", 0},
       "module.a.data.aws_ami.b"},
      {R"(module.a[1].module.b["]["].aws_eip.c)",
       {{{"a", 1}, {"b", "]["}}, false, "aws_eip", "c", {}},
       "module.a.module.b.aws_eip.c"},
      {R"(module.a["k"])", {{{"a", "k"}}, false, "", "", {}}, "module.a"},
      {R"(a_b.c["e\"f"])", {{}, false, "a_b", "c", "e\"f"}, "a_b.c"},
      {R"(a_b.c["$${x}"])", {{}, false, "a_b", "c", "${x}"}, "a_b.c"},
      {R"(a_b.c["%%{x}"])", {{}, false, "a_b", "c", "%{x}"}, "a_b.c"},
      {R"(a_b.c["$x %y $$z"])", {{}, false, "a_b", "c", "$x %y $$z"}, "a_b.c"},
      {R"(a_b.c["a\nb\t\\"])", {{}, false, "a_b", "c", "a\nb\t\\"}, "a_b.c"},
      {R"(a_b.c[""])", {{}, false, "a_b", "c", ""}, "a_b.c"},
      {"a_b.c[\"\u00e9/\"]", {{}, false, "a_b", "c", "\u00e9/"}, "a_b.c"},
  };
  for (const auto& test : cases) {
    INFO(test.text);
    const auto address = parse_address(test.text);
    REQUIRE(address);
    CHECK(*address == test.address);
    CHECK(to_string(*address) == test.text);
    CHECK(base_address(*address) == test.base);
  }
}

TEST_CASE("what is no address is not taken for one") {
  for (const auto* text : {"", "a", "a.", ".b", "a.b.c", "a.b[", "a.b[0", "a.b[x]", "a.b[\"x]",
                           "a.b[\"x\"", "a.b[\"\\q\"]", "module.a.", "module", "module.a[0]b",
                           "data.a", "a.b[99999999999999999999]", "a b.c"}) {
    INFO(text);
    CHECK_FALSE(parse_address(text));
  }
}

TEST_CASE("escapes of code points are understood") {
  const auto address = parse_address(R"(a_b.c["\u00e9\U0001F600"])");
  REQUIRE(address);
  CHECK(std::get<std::string>(address->key) == "\u00e9\U0001F600");
}

}  // namespace stopgate::plan
