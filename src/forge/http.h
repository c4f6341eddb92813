#pragma once

// HTTP as the forges need it: one request, one whole response. A client is open to replacement:
// tests give their own, --dry-run gives one that only writes down.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace stopgate::forge {

struct Request {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct Response {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  [[nodiscard]] bool is_success() const { return status >= 200 && status < 300; }
  [[nodiscard]] std::string header(std::string_view name) const;  // empty when absent
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;

  // An Error when there is no answer at all; a refusal is a Response.
  [[nodiscard]] virtual Result<Response> send(const Request& request) = 0;
};

// What may take its time: real clocks wait, those of tests count.
class Clock {
 public:
  virtual ~Clock() = default;

  virtual void sleep(std::int64_t milliseconds) = 0;
  [[nodiscard]] virtual std::int64_t unix_seconds() const = 0;
};

[[nodiscard]] std::string url_encoded(std::string_view text);  // slashes too

}  // namespace stopgate::forge
