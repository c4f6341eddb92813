#include "terraform/number.h"

#include <catch2/catch.hpp>

namespace stopgate::terraform {

namespace {

std::string shown(std::string_view text) {
  const auto number = Number::parse(text);
  return number ? number->to_text() : "no number";
}

}  // namespace

TEST_CASE("numbers are printed with all their digits and no exponent") {
  struct Row {
    std::string_view text, expected;
  };
  for (const auto& [text, expected] : std::initializer_list<Row>{
           {"0", "0"},
           {"-0", "0"},
           {"007", "7"},
           {"1.50", "1.5"},
           {"1E-2", "0.01"},
           {"-0.001", "-0.001"},
           {".5", "0.5"},
           {"5.", "5"},
           {"1e3", "1000"},
           {"+7", "7"},
           {"9223372036854775807", "9223372036854775807"},
           {"-9223372036854775808", "-9223372036854775808"},
           {"18446744073709551616", "18446744073709551616"},
           {"123456789012345678901234567890.5", "123456789012345678901234567890.5"},
           {"", "no number"},
           {"-", "no number"},
           {"1e", "no number"},
           {"0x10", "no number"},
           {"1_000", "no number"},
           {" 1", "no number"},
           {"1e99999999999", "no number"},
           {"Inf", "no number"}}) {
    INFO(text);
    CHECK(shown(text) == expected);
  }
}

TEST_CASE("numbers that do not fit into 64 bits go on exactly") {
  const Number largest(INT64_MAX);
  const Number smallest(INT64_MIN);
  CHECK((largest + Number(1)).to_text() == "9223372036854775808");
  CHECK((largest + Number(1) - Number(1)).to_int64() == INT64_MAX);
  CHECK((-smallest).to_text() == "9223372036854775808");
  CHECK((largest * largest).to_text() == "85070591730234615847396907784232501249");
  CHECK(Number::divide(smallest, Number(-1))->to_text() == "9223372036854775808");
  CHECK(Number::modulo(smallest, Number(-1)).is_zero());
  CHECK(Number::divide(Number(1), Number(3))->to_text().size() == 157);
  CHECK_FALSE(Number::divide(Number(0), Number(0)));
  CHECK(Number::divide(Number(-1), Number(0))->to_text() == "-Inf");
}

TEST_CASE("numbers in other bases and formats") {
  CHECK(Number::parse_integer("ff", 16)->to_text() == "255");
  CHECK(Number::parse_integer("-Z", 36)->to_text() == "-35");
  CHECK(Number::parse_integer("Z", 62)->to_text() == "61");
  CHECK_FALSE(Number::parse_integer("2", 2));
  CHECK(Number(255).to_base(16) == "ff");
  CHECK(Number(-5).to_base(2) == "-101");
  CHECK((Number(INT64_MAX) + Number(1)).to_base(16) == "8000000000000000");
  CHECK(Number::parse("1e30")->to_base(10) == "1000000000000000000000000000000");
  CHECK(Number::parse("3.14159")->to_text('f', 2) == "3.14");
  CHECK(Number::parse("1234.5")->to_text('e', 6) == "1.234500e+03");
  CHECK(Number::parse("0.00001")->to_text('g', -1) == "1e-05");
  CHECK(Number::from_double(0.1).to_text() == "0.1");
}

}  // namespace stopgate::terraform
