#include "policy/secrets.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

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
       "0123456789abcdefghijABCDEFGHIJ3mpbCX",
       "GitHub token"},
      {"ghp_"
       "0123456789abcdefghijABCDEFGHIJ456789",
       ""},  // its checksum is wrong
      {"grep -c 'BEGIN RSA PRIVATE KEY' *", ""},
      {"-----BEGIN RSA "
       "PRIVATE KEY-----\\nMIIE",
       "private key"},
      {"-----BEGIN PRIVATE "
       "KEY-----\n...",
       ""},
      {"eyJhbGciOiJIUzI1NiJ9."
       "eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlMTIz",
       "JSON web token"},
      {"eyJmb29iYXJiYXoiOjF9."
       "eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlMTIz",
       ""},  // a header that names no algorithm
      {"Authorization: Basic "
       "YWRtaW46aHVudGVyMjI=",
       "basic authorization"},
      {"postgres://app:changeme@db:5432/app", ""},
      {"xoxb-"
       "123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx",
       "Slack token"},
      {"npm_"
       "0123456789abcdefghijABCDEFGHIJ456789",
       "npm token"},
      {"rk_live_"
       "0123456789abcdefghijABCD",
       "Stripe key"},
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

TEST_CASE("every credential of a text is found, by place") {
  const std::string text = std::string("a: AKIA") + "QYLPMN5HHHFPZAM2\nb: plain\nc: npm_" +
                           "0123456789abcdefghijABCDEFGHIJ456789\nd: AKIA" + "QYLPMN5HHHFPZAM3";
  std::vector<std::string> found;
  for (const auto& one : find_credentials(text))
    found.push_back(std::string(one.kind) + " " + text.substr(one.begin, 4));
  CHECK(found ==
        std::vector<std::string>{"AWS access key AKIA", "npm token npm_", "AWS access key AKIA"});
}

TEST_CASE("every form compiles, and ordinary manifests hold none") {
  CHECK(secret_kind("apiVersion: apps/v1\nkind: Deployment\nimage: registry.example.com/app@sha256:"
                    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n") == "");
  CHECK(secret_kind("https://accounts.example.com/oauth?client=1&redirect=https://x.example.com") ==
        "");
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
