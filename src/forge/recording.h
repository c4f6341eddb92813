#pragma once

// Writes down what would be posted, for --dry-run: reading goes through, nothing is changed.

#include <ostream>

#include "forge/http.h"

namespace stopgate::forge {

class RecordingClient final : public HttpClient {
 public:
  // Each request that would change something becomes a line of JSON, without its headers: they hold
  // the token.
  RecordingClient(HttpClient& inner, std::ostream& out) : inner_(inner), out_(out) {}

  Result<Response> send(const Request& request) override;

 private:
  HttpClient& inner_;
  std::ostream& out_;
};

}  // namespace stopgate::forge
