#include "forge/retry.h"

#include <catch2/catch.hpp>
#include <vector>

using namespace stopgate;
using namespace stopgate::forge;

namespace {

class Script final : public HttpClient {
 public:
  explicit Script(std::vector<Response> answers) : answers_(std::move(answers)) {}
  Result<Response> send(const Request&) override {
    const auto& answer = answers_[std::min(sent++, answers_.size() - 1)];
    if (answer.status == 0) return fail("no answer");
    return answer;
  }
  std::size_t sent = 0;

 private:
  std::vector<Response> answers_;
};

class TestClock final : public Clock {
 public:
  void sleep(std::int64_t milliseconds) override { slept += milliseconds; }
  std::int64_t unix_seconds() const override { return 1'000 + slept / 1'000; }
  std::int64_t slept = 0;
};

}  // namespace

TEST_CASE("what is tried again, and when") {
  struct Row {
    std::string name, method;
    std::vector<Response> answers;
    int status;  // of the last answer; 0: none
    std::size_t sent;
    std::int64_t slept;
  };
  const Response good{.status = 200, .headers = {}, .body = {}};
  const std::vector<Row> rows = {
      {"at once", "GET", {good}, 200, 1, 0},
      {"Retry-After", "POST", {{429, {{"retry-after", "7"}}, ""}, good}, 200, 2, 7'000},
      {"reset",
       "POST",
       {{403, {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "1030"}}, ""}, good},
       200,
       2,
       30'000},
      {"secondary limit", "POST", {{403, {}, "secondary rate limit"}, good}, 200, 2, 61'000},
      {"no rights", "POST", {{403, {}, "Resource not accessible"}}, 403, 1, 0},
      {"too long", "GET", {{429, {{"retry-after", "900"}}, ""}}, 429, 1, 0},
      {"passing, read", "GET", {{502, {}, std::string(50, 'x')}, good}, 200, 2, 1'000},
      {"passing, posted", "POST", {{502, {}, std::string(50, 'x')}}, 502, 1, 0},
      {"no answer, patched", "PATCH", {{0, {}, ""}, {0, {}, ""}, good}, 200, 3, 3'000},
      {"down", "GET", {{0, {}, ""}}, 0, 5, 15'000},
      {"Gitea's not there", "GET", {{500, {}, R"({"message":""})"}}, 500, 1, 0},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    Script script(row.answers);
    TestClock clock;
    RetryingClient client(script, clock, {});
    const auto answer = client.send({.method = row.method});
    CHECK((answer ? answer->status : 0) == row.status);
    CHECK(script.sent == row.sent);
    CHECK(clock.slept == row.slept);
  }
}
