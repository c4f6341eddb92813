#include "plan/redaction.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "plan/taint.h"

namespace stopgate::plan {

TEST_CASE("secrets are scrubbed in every form") {
  Redactor redactor;
  redactor.add("p@ss w\"rd<1>");
  struct Case {
    std::string text;
    std::string scrubbed;
  };
  const std::vector<Case> cases{
      {"nothing here", "nothing here"},
      {"p@ss w\"rd<1>", "(sensitive)"},
      {"url://u:p@ss w\"rd<1>@host p@ss w\"rd<1>", "url://u:(sensitive)@host (sensitive)"},
      {R"j({"k": "p@ss w\"rd<1>"})j", R"j({"k": "(sensitive)"})j"},
      {R"j({"k": "p@ss w\"rd\u003c1\u003e"})j", R"j({"k": "(sensitive)"})j"},
      {R"j("{\"k\": \"p@ss w\\\"rd<1>\"}")j", R"j("{\"k\": \"(sensitive)\"}")j"},
      {"?p=p%40ss%20w%22rd%3C1%3E", "?p=(sensitive)"},
      {"?p=p%40ss+w%22rd%3c1%3e&x", "?p=(sensitive)&x"},
      {"cEBzcyB3InJkPDE+", "(sensitive)"},
      {"cEBzcyB3InJkPDE-", "(sensitive)"},
      {"p@ss w", "p@ss w"},
  };
  for (const auto& test : cases) {
    INFO(test.text);
    CHECK(redactor.scrub(test.text) == test.scrubbed);
  }
}

TEST_CASE("a secret within longer base64 text is found at every alignment") {
  Redactor redactor;
  redactor.add("correct-horse");
  // "a:correct-horse", "ab:correct-horse", "abc:correct-horse:z"
  for (const auto* text :
       {"YTpjb3JyZWN0LWhvcnNl", "YWI6Y29ycmVjdC1ob3JzZQ==", "YWJjOmNvcnJlY3QtaG9yc2U6eg=="}) {
    INFO(text);
    CHECK(redactor.scrub(text).find("(sensitive)") != std::string::npos);
  }
}

TEST_CASE("lines of a long secret are secrets") {
  Redactor redactor;
  redactor.add("-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA7\nx\n-----END KEY-----\n");
  CHECK(redactor.scrub("+ MIIEpAIBAAKCAQEA7") == "+ (sensitive)");
  CHECK(redactor.scrub("+ x") == "+ x");
}

TEST_CASE("the longest of several secrets wins") {
  Redactor redactor;
  redactor.add("abcd");
  redactor.add("abcdefgh");
  CHECK(redactor.scrub("abcdefgh abcdxyz") == "(sensitive) (sensitive)xyz");
}

TEST_CASE("short and common values hide nothing") {
  for (const auto* text : {"", "abc", "true", "FALSE", "null", "admin", "    ", "default"}) {
    INFO(text);
    CHECK_FALSE(is_secret_text(text));
    Redactor redactor;
    redactor.add(text);
    CHECK(redactor.is_empty());
  }
  CHECK(is_secret_text("admin1"));
  CHECK(is_secret_text("p4ss"));
}

}  // namespace stopgate::plan
