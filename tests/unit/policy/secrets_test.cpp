#include "policy/secrets.h"

#include <catch2/catch.hpp>

using namespace stopgate::policy;

TEST_CASE("credentials are told by their form") {
  struct Row {
    std::string_view text, kind;
  };
  // Written in two pieces, so that no scanner takes this file for a leak.
  const auto row = GENERATE(values<Row>({
      {"AKIA"
       "2E0A8F3B244C9986",
       ""},  // a digit that keys of this form never have
      {"AKIA"
       "QYLPMN5HHHFPZAM2",
       "AWS access key"},
      {"AKIAIOSFODNN7EXAMPLE", ""},
      {"-----BEGIN RSA "
       "PRIVATE KEY-----\nMII",
       "private key"},
      {"-----BEGIN CERTIFICATE-----", ""},
      {"ghp_"
       "0123456789abcdefghijABCDEFGHIJ456789",
       "GitHub token"},
      {"postgres://app:s3cr3t"
       "word@db:5432/app",
       "password in a URL"},
      {"postgres://app:${PASSWORD}@db:5432/app", ""},
      {"https://example.com:8080/path", ""},
      {"an ordinary sentence", ""},
  }));
  CAPTURE(row.text);
  CHECK(secret_kind(row.text) == row.kind);
}

TEST_CASE("a generated key looks random, words and paths do not") {
  CHECK(looks_random("f3Kd92mQx7Lp0ZsT4vWb8Yc1"));
  CHECK_FALSE(looks_random("aaaaaaaaaaaaaaaaaaaaaaaa"));
  CHECK_FALSE(looks_random("/var/run/secrets/kubernetes.io/token"));
  CHECK_FALSE(looks_random("short1A"));
}

TEST_CASE("placeholders stand for a value put in later") {
  for (const auto* text :
       {"", "changeme", "CHANGE_ME", "${DB_PASSWORD}", "<password>", "{{ .Values.x }}",
        "vault:secret/data/x#y", "****", "your-password-here"}) {
    CAPTURE(text);
    CHECK(is_placeholder(text));
  }
  for (const auto* text : {"hunter2", "correct horse", "s3cr3tvalue"}) {
    CAPTURE(text);
    CHECK_FALSE(is_placeholder(text));
  }
}
