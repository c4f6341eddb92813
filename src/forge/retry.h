#pragma once

// Tries again what a forge put off: rate limits by their own clock, passing failures by ours.

#include <cstdint>

#include "forge/http.h"

namespace stopgate::forge {

struct RetryOptions {
  int retries = 4;
  std::int64_t max_wait_seconds = 120;  // over all requests of a run
};

// Obeys Retry-After and X-RateLimit-Reset on 403 and 429. After a 5xx or no answer at all only what
// does no harm twice is sent again: never a POST, which may have been done.
class RetryingClient final : public HttpClient {
 public:
  RetryingClient(HttpClient& inner, Clock& clock, RetryOptions options)
      : inner_(inner), clock_(clock), options_(options) {}

  Result<Response> send(const Request& request) override;

 private:
  // Milliseconds until the next try; negative when there is none.
  [[nodiscard]] std::int64_t pause(const Request& request, const Result<Response>& answer,
                                   int attempt) const;

  HttpClient& inner_;
  Clock& clock_;
  RetryOptions options_;
  std::int64_t waited_ms_ = 0;
};

}  // namespace stopgate::forge
