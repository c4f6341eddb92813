#include "value/quantity.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iostream>

#include "json/reader.h"
#include "kubernetes/int_or_string.h"

using stopgate::kubernetes::Rounding;
using stopgate::kubernetes::scaled;
using stopgate::kubernetes::to_int_or_string;
using stopgate::value::Quantity;
using stopgate::value::to_quantity;

namespace {

Quantity quantity(std::string_view text) {
  INFO(text);
  const auto parsed = Quantity::parse(text);
  REQUIRE(parsed);
  return *parsed;
}

// "2.500" and "2.5" are one number.
std::string without_trailing_zeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

TEST_CASE("quantities are read, written back and spelled out exactly") {
  struct Case {
    std::string_view text, canonical, decimal;
  };
  const auto [text, canonical, decimal] = GENERATE(values<Case>({
      {"0", "0", "0"},
      {"-0", "0", "0"},
      {"Mi", "0", "0"},
      {"1", "1", "1"},
      {"1000", "1k", "1000"},
      {"1500", "1500", "1500"},
      {"00012", "00012", "12"},
      {"0.5", "500m", "0.5"},
      {".5", "500m", "0.5"},
      {"5.", "5.", "5"},
      {"+1", "+1", "1"},
      {"-1.5", "-1500m", "-1.5"},
      {"1.5Gi", "1536Mi", "1610612736"},
      {"0.1Gi", "107374182400m", "107374182.4"},
      {"1024Ki", "1Mi", "1048576"},
      {"512", "512", "512"},
      {"0.5Ki", "512", "512"},
      {"1E", "1E", "1000000000000000000"},
      {"1E3", "1E3", "1000"},
      {"1000E", "1e21", "1000000000000000000000"},
      {"100e-2", "1", "1"},
      {"0.1n", "1n", "0.000000001"},
      {"1e-400", "1e-9", "0.000000001"},
      {"1.0000000001", "1000000001n", "1.000000001"},
      {"9999999999999999999999", "9999999999999999999999", "9999999999999999999999"},
      {"16Ei", "9223372036854775807", "9223372036854775807"},
      {"-16Ei", "-9223372036854775807", "-9223372036854775807"},
  }));
  INFO(text);
  CHECK(quantity(text).to_string() == canonical);
  CHECK(quantity(text).to_decimal() == decimal);
}

TEST_CASE("what is no quantity says why") {
  struct Case {
    std::string_view text, why;
  };
  const auto [text, why] = GENERATE(values<Case>({
      {"", "'' is no quantity"},
      {"1.2.3", "'1.2.3' is no quantity"},
      {"128MB", "'128MB' is no quantity"},
      {"100 Mi", "'100 Mi' is no quantity"},
      {"0x10", "'0x10' is no quantity"},
      {"128mi", "'128mi' has the unknown suffix 'mi'"},
      {"1K", "'1K' has the unknown suffix 'K'"},
      {"1.5e", "'1.5e' has the unknown suffix 'e'"},
      {"1e1000", "'1e1000' is larger than"},
      {"200000000000000000000e493", "is larger than 1e512"},
      {"1e99999999999999999999", "is larger than"},
  }));
  INFO(text);
  const auto parsed = Quantity::parse(text);
  REQUIRE_FALSE(parsed);
  CHECK_THAT(parsed.error().message, Catch::Matchers::Contains(std::string(why)));
}

TEST_CASE("quantities compare and add by value") {
  CHECK(quantity("1Gi") == quantity("1024Mi"));
  CHECK(quantity("1G") < quantity("1Gi"));
  CHECK(quantity("100m") == quantity("0.1"));
  CHECK(quantity("-1") < quantity("0"));
  CHECK(quantity("-2") < quantity("-1"));
  CHECK(quantity("9223372036854775807") < quantity("9223372036854775808"));
  CHECK((quantity("1Gi") + quantity("512Mi")).to_string() == "1536Mi");
  CHECK((quantity("100m") + quantity("900m")).to_string() == "1");
  CHECK((quantity("1") - quantity("1500m")).to_string() == "-500m");
  CHECK((quantity("1") - quantity("1")).sign() == 0);
  CHECK((Quantity() + quantity("1Gi")).to_string() == "1Gi");
  auto total = quantity("250m");
  CHECK((total *= 3).to_string() == "750m");
  CHECK(Quantity(-3) == quantity("-3"));
}

TEST_CASE("quantities become numbers only where they fit") {
  CHECK(quantity("1Ki").as_integer() == 1024);
  CHECK(quantity("-9223372036854775808").as_integer() == INT64_MIN);
  CHECK(quantity("9223372036854775808").as_integer() == std::nullopt);
  CHECK(quantity("1.5").as_integer() == std::nullopt);
  CHECK(quantity("1500m").as_double() == 1.5);
  CHECK(quantity("1e500").as_double() > 1e308);
}

TEST_CASE("a share of the replicas rounds as controllers do") {
  using stopgate::kubernetes::IntOrString;
  CHECK(scaled(IntOrString("25%"), 10, Rounding::Down) == 2);
  CHECK(scaled(IntOrString("25%"), 10, Rounding::Up) == 3);
  CHECK(scaled(IntOrString("100%"), 3, Rounding::Up) == 3);
  CHECK(scaled(IntOrString(2), 10, Rounding::Up) == 2);
  CHECK(scaled(IntOrString("2"), 10, Rounding::Up) == std::nullopt);
  CHECK(scaled(IntOrString("2.5%"), 10, Rounding::Up) == std::nullopt);
}

TEST_CASE("quantities and int-or-strings agree with the API server's own") {
  std::ifstream cases(STOPGATE_SHARED "/reference/kubernetes-yaml-cases.jsonl");
  if (!cases) {
    std::cout << "skipped: " STOPGATE_SHARED "/reference/kubernetes-yaml-cases.jsonl is absent\n";
    SUCCEED();
    return;
  }
  std::size_t compared = 0;
  for (std::string line; std::getline(cases, line);) {
    const auto document = stopgate::json::parse(line);
    const auto text = [&](std::string_view key) {
      return document.root.value.get(key).string_if();
    };
    const auto input = *text("input");
    INFO(line);
    if (text("case") == "quantity") {
      ++compared;
      const auto parsed = Quantity::parse(input);
      REQUIRE(parsed.has_value() == !text("error"));
      if (!parsed) continue;
      CHECK(parsed->to_string() == *text("canonical"));
      CHECK(parsed->to_decimal() == without_trailing_zeros(std::string(*text("decimal"))));
    } else if (text("case") == "int-or-string") {
      ++compared;
      const auto value = stopgate::json::parse(input);
      const auto parsed = to_int_or_string(value.root.value);
      REQUIRE(parsed.has_value() == !text("error"));
      if (!parsed) continue;
      CHECK((parsed->index() == 0 ? "int" : "string") == *text("kind"));
      if (parsed->index() == 0)
        CHECK(std::to_string(std::get<0>(*parsed)) == *text("canonical"));
      else
        CHECK(std::get<1>(*parsed) == text("canonical").value_or(""));
    }
  }
  CHECK(compared == 58);
}

TEST_CASE("a manifest's number is a quantity too") {
  using stopgate::value::Value;
  CHECK(to_quantity(Value::integer(2))->to_string() == "2");
  CHECK(to_quantity(Value::number(0.5))->to_string() == "500m");
  CHECK(to_quantity(Value::string("1Gi"))->to_string() == "1Gi");
  CHECK_FALSE(to_quantity(Value::boolean(true)));
  CHECK_FALSE(to_quantity(Value::null()));
}
