#include "yaml/scalar.h"

#include <catch2/catch.hpp>

using stopgate::value::to_text;
using stopgate::yaml::kubernetes_key;
using stopgate::yaml::kubernetes_value;
using stopgate::yaml::resolve_core;
using stopgate::yaml::resolve_kubernetes;
using stopgate::yaml::Scalar;

namespace {

// As a value of a manifest, as a key of one, and as a value elsewhere; "text" where it stays what
// it is.
struct Row {
  std::string text, value, key, core;
};

std::string show(const Scalar& scalar, const std::optional<stopgate::value::Value>& value) {
  if (scalar.kind == Scalar::Kind::Text) return "text";
  return value ? to_text(*value) : "none";
}

}  // namespace

TEST_CASE("a plain scalar becomes what its reader makes of it") {
  const auto row = GENERATE(values<Row>({
      {"", "null", "none", "null"},
      {"~", "null", "none", "null"},
      {"nULL", "text", "text", "text"},
      {"y", "true", "true", "text"},
      {"Off", "false", "false", "text"},
      {"oN", "text", "text", "text"},
      {"False", "false", "false", "false"},
      {"0", "0", "0", "0"},
      {"-0", "0", "0", "0"},
      {"007", "7", "7", "7"},
      {"08", "8", "8", "8"},
      {"-012", "-10", "-10", "-12"},
      {"0o17", "15", "15", "15"},
      {"0B11", "3", "3", "text"},
      {"-0x1f", "-31", "-31", "text"},
      {"0x", "text", "text", "text"},
      {"0b2", "text", "text", "text"},
      {"1_000", "1000", "1000", "text"},
      {"0x_1F", "31", "31", "text"},
      {"_1", "text", "text", "text"},
      {".5_0", "text", "text", "text"},
      {"1e3", "1000", "1000", "1000"},
      {"1.50", "1.5", "1.5", "1.5"},
      {"12345678.0", "12345678", "1.2345678e+07", "12345678"},
      {"0.00001", "1e-05", "1e-05", "1e-05"},
      {"1e400", "text", "text", "text"},
      {"1e-400", "0", "0", "0"},
      {"9223372036854775807", "9223372036854775807", "9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808", "-9223372036854775808",
       "-9223372036854775808"},
      {"18446744073709551615", "18446744073709551615", "none", "18446744073709551615"},
      {"1152921504606846976.0", "1152921504606847000", "1.1529215e+18", "1152921504606846976"},
      {"12:30", "text", "text", "text"},
      {"2001-01-01", "text", "text", "text"},
      {"1.2.3", "text", "text", "text"},
      {"-", "text", "text", "text"},
      {"+", "text", "text", "text"},
      {".", "text", "text", "text"},
      {"1e", "text", "text", "text"},
      {"<<", "text", "text", "text"},
  }));
  CAPTURE(row.text);
  const auto manifest = resolve_kubernetes(row.text);
  CHECK(show(manifest, kubernetes_value(manifest)) == row.value);
  CHECK(
      (manifest.kind == Scalar::Kind::Text ? "text" : kubernetes_key(manifest).value_or("none")) ==
      row.key);
  const auto core = resolve_core(row.text);
  CHECK(show(core, stopgate::yaml::core_value(core)) == row.core);
}

TEST_CASE("infinities and NaN have no JSON form, but are keys") {
  for (const auto* text : {".inf", "+.Inf", "-.INF", ".NaN"}) {
    CAPTURE(text);
    CHECK_FALSE(kubernetes_value(resolve_kubernetes(text)));
    CHECK(kubernetes_key(resolve_kubernetes(text)));
  }
}

TEST_CASE("base64 needs its padding and nothing else") {
  using stopgate::yaml::decode_base64;
  CHECK(decode_base64("aGk=") == "hi");
  CHECK(decode_base64("aGlo\naGk=") == "hihhi");
  CHECK(decode_base64("") == "");
  for (const auto* text : {"aGk", "aGk==", "a===", "=", "aG k=", "aGk=aGk="})
    CHECK_FALSE(decode_base64(text));
}
