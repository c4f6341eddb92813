#include "forge/retry.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace stopgate::forge {

namespace {

constexpr std::int64_t kNoTry = -1;

std::optional<std::int64_t> number_of(const std::string& text) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size() || out < 0) return std::nullopt;
  return out;
}

bool is_refused_for_rate(const Response& response) {
  if (response.status == 429) return true;
  if (response.status != 403) return false;
  // 403 without these is a token without rights, which waiting does not mend.
  return !response.header("retry-after").empty() ||
         response.header("x-ratelimit-remaining") == "0" ||
         response.body.find("rate limit") != std::string::npos;
}

}  // namespace

std::int64_t RetryingClient::pause(const Request& request, const Result<Response>& answer,
                                   int attempt) const {
  const std::int64_t backoff = std::int64_t{1'000} << std::min(attempt, 6);
  if (answer && is_refused_for_rate(*answer)) {
    if (const auto seconds = number_of(answer->header("retry-after"))) return *seconds * 1'000;
    if (answer->header("x-ratelimit-remaining") == "0")
      if (const auto reset = number_of(answer->header("x-ratelimit-reset")))
        return std::max<std::int64_t>(*reset - clock_.unix_seconds(), 1) * 1'000;
    // The secondary limit names no time; a minute is what its documentation asks for.
    return 60'000 + backoff;
  }
  const bool is_passing = !answer || answer->status >= 500;
  // An empty message with a 500 is how Gitea says that the target is not there.
  const bool is_absent = answer && answer->status == 500 && answer->body.size() < 40;
  if (is_passing && !is_absent && request.method != "POST") return backoff;
  return kNoTry;
}

Result<Response> RetryingClient::send(const Request& request) {
  for (int attempt = 0;; ++attempt) {
    auto answer = inner_.send(request);
    const auto wait = attempt < options_.retries ? pause(request, answer, attempt) : kNoTry;
    if (wait == kNoTry || waited_ms_ + wait > options_.max_wait_seconds * 1'000) return answer;
    waited_ms_ += wait;
    clock_.sleep(wait);
  }
}

}  // namespace stopgate::forge
