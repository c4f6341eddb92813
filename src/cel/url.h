#pragma once

// URLs as Kubernetes reads them: an absolute URI or an absolute path.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace stopgate::cel {

struct Url {
  std::string scheme;  // lower case
  std::string user;    // as written, without '@'
  std::string host;    // with port and brackets
  std::string path;    // percent-encoded
  std::string opaque;  // of mailto:someone@example.com
  std::string query;   // as written
  bool has_authority = false;
  bool has_query = false;

  [[nodiscard]] std::string hostname() const;
  [[nodiscard]] std::string port() const;
  // Keys in their order, each with its values.
  [[nodiscard]] std::vector<std::pair<std::string, std::vector<std::string>>> parameters() const;
  bool operator==(const Url& other) const = default;
};

[[nodiscard]] Result<Url> parse_url(std::string_view text);
[[nodiscard]] std::string to_text(const Url& url);

}  // namespace stopgate::cel
