#include "value/value.h"

#include <catch2/catch.hpp>

using namespace std::string_view_literals;
using stopgate::Arena;
using stopgate::intern;
using stopgate::value::Access;
using stopgate::value::List;
using stopgate::value::Map;
using stopgate::value::Member;
using stopgate::value::to_text;
using stopgate::value::Value;

TEST_CASE("a map finds each of its keys, few or many") {
  const auto count = GENERATE(0, 1, 16, 17, 1000);
  Arena arena;
  std::vector<Member> members;
  for (int i = 0; i < count; ++i)
    members.push_back({intern("k" + std::to_string(i)), Value::integer(i)});
  const auto map = Map::make(arena, members);
  for (int i = 0; i < count; ++i) CHECK(map.get("k" + std::to_string(i)).as_int() == i);
  CHECK(map.get("absent").is_null());
  CHECK_FALSE(map.has(intern("absent")));
}

TEST_CASE("what a lenient map does not set is absent, a strict one has null") {
  Arena arena;
  CHECK(Map::make(arena, {}, {}, Access::Lenient).get("x").is_absent());
  CHECK_FALSE(Map::make(arena, {}).get("x").is_absent());
}

TEST_CASE("equality compares numbers by value and maps without order") {
  Arena arena;
  const auto map = [&](std::initializer_list<Member> members) {
    return Map::make(arena, std::span(members.begin(), members.size()));
  };
  CHECK(Value::integer(1) == Value::number(1.0));
  CHECK_FALSE(Value::integer(1) == Value::string("1"));
  CHECK_FALSE(Value::integer(9007199254740993) == Value::number(9007199254740992.0));
  CHECK_FALSE(Value::unsigned_integer(UINT64_MAX) == Value::integer(-1));
  CHECK(map({{intern("a"), Value::integer(1)}, {intern("b"), Value::null()}}) ==
        map({{intern("b"), Value::null()}, {intern("a"), Value::integer(1)}}));
  CHECK_FALSE(map({{intern("a"), Value::null()}}) == map({{intern("b"), Value::null()}}));
  const auto unknown = Value::unknown(arena, {.reason = "x", .subject = ""});
  CHECK(unknown == unknown);
  CHECK_FALSE(unknown == Value::unknown(arena, {.reason = "x", .subject = ""}));
}

TEST_CASE("text hides what is sensitive and says why a value is unknown") {
  Arena arena;
  const Value items[] = {Value::integer(-1),
                         Value::number(arena, 1e30, "1000000000000000000000000000000"),
                         Value::string("a\"\n\x01"),
                         Value::string("secret").as_sensitive(),
                         Value::unknown(arena, {.reason = "known only after apply", .subject = ""}),
                         Value::null()};
  CHECK(
      to_text(List::make(arena, items)) ==
      R"~([-1,1000000000000000000000000000000,"a\"\n\u0001","(sensitive)","(unknown: known only after apply)",null])~");
}
