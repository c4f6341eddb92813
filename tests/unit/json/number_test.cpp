#include "json/number.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace stopgate::json {

TEST_CASE("numbers are as long as their grammar says") {
  struct Case {
    std::string_view text;
    std::size_t length;
  };
  const std::vector<Case> cases{{"0", 1},   {"-0", 2},       {"01", 1},   {"12,", 2},
                                {"1.5", 3}, {"1.", 1},       {".5", 0},   {"-", 0},
                                {"+1", 0},  {"1e5", 3},      {"1E+5", 4}, {"1e", 1},
                                {"1e+", 1}, {"1.5e-10x", 7}, {"", 0},     {"-a", 0}};
  for (const auto& test : cases) {
    INFO(test.text);
    CHECK(number_length(test.text) == test.length);
  }
}

TEST_CASE("a lexeme is kept when a double cannot say it") {
  struct Case {
    std::string lexeme;
    value::Kind kind;
    bool keeps_lexeme;
  };
  using value::Kind;
  const std::vector<Case> cases{
      {"1", Kind::Int, false},
      {"9223372036854775807", Kind::Int, false},
      {"9223372036854775808", Kind::Uint, false},
      {"18446744073709551616", Kind::Double, false},
      {"-9223372036854775809", Kind::Double, true},
      {"100000000000000000000", Kind::Double, false},
      {"0.1", Kind::Double, false},
      {"1.0", Kind::Double, false},
      {"0.30000000000000004", Kind::Double, false},
      {"0.1000000000000000055511151231257827", Kind::Double, true},
      {"3.14159265358979323846264338327950288", Kind::Double, true},
      {"1e100", Kind::Double, false},
      {"1e400", Kind::Double, true},
      {"1e-400", Kind::Double, true},
      {"5e-324", Kind::Double, false},
      {"1e99999999999999999999", Kind::Double, true},
  };
  for (const auto& test : cases) {
    INFO(test.lexeme);
    Arena arena;
    const auto number = make_number(arena, test.lexeme);
    CHECK(number.kind() == test.kind);
    CHECK(number.lexeme() == (test.keeps_lexeme ? test.lexeme : ""));
  }
}

}  // namespace stopgate::json
