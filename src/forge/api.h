#pragma once

// A JSON API: requests with a token, answers as JSON, lists over all their pages.

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "forge/http.h"

namespace stopgate::forge {

using Json = nlohmann::ordered_json;

struct ApiOptions {
  std::string base;                                          // without a slash at its end
  std::vector<std::pair<std::string, std::string>> headers;  // with the token
  std::string token_hint;  // what a token must be allowed, for the message when it is refused
};

// A refusal, kept apart from "no answer": what is done next hangs on its status.
struct Refusal {
  int status = 0;  // 0: no answer at all
  std::string message;
};

template <typename T>
using Answer = tl::expected<T, Refusal>;

class Api {
 public:
  Api(HttpClient& client, ApiOptions options) : client_(client), options_(std::move(options)) {}

  // `path` begins with a slash and follows the base.
  [[nodiscard]] Answer<Json> get(const std::string& path);
  [[nodiscard]] Answer<std::string> get_text(const std::string& path, const std::string& accept);
  [[nodiscard]] Answer<Json> send(const std::string& method, const std::string& path,
                                  const Json& body);
  [[nodiscard]] Answer<Json> send(const std::string& method, const std::string& path);

  // All pages of a list: `Link: rel="next"`, or `page` until a page is short or repeats an id.
  [[nodiscard]] Answer<std::vector<Json>> get_all(const std::string& path);

 private:
  [[nodiscard]] Answer<Response> exchange(Request request);
  [[nodiscard]] Refusal refusal_of(const Request& request, const Response& response) const;

  HttpClient& client_;
  ApiOptions options_;
};

// Members of what a forge said; nothing where they are absent or of another type.
[[nodiscard]] std::string text_of(const Json& from, const char* name);
[[nodiscard]] std::string id_of(const Json& from, const char* name);      // numbers as text
[[nodiscard]] const Json& member_of(const Json& from, const char* name);  // null when absent

}  // namespace stopgate::forge
