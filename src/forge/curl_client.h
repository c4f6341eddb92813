#pragma once

// HTTP over libcurl, which is seen only here. It is loaded with the first request.

#include <memory>
#include <string>

#include "forge/http.h"

namespace stopgate::forge {

struct ClientOptions {
  int timeout_seconds = 20;  // of one request
  std::string ca_file;       // certificates to trust instead of the system's
  std::string user_agent;
};

// Follows no redirect, since a token must not go where it was not sent; proxies come from the
// environment as curl reads it. Plain http is spoken with loopback addresses only.
[[nodiscard]] std::unique_ptr<HttpClient> make_curl_client(ClientOptions options);

}  // namespace stopgate::forge
