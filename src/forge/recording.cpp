#include "forge/recording.h"

#include <nlohmann/json.hpp>

namespace stopgate::forge {

Result<Response> RecordingClient::send(const Request& request) {
  if (request.method == "GET") return inner_.send(request);
  using Json = nlohmann::ordered_json;
  Json line = {{"method", request.method}, {"url", request.url}};
  auto body = Json::parse(request.body, nullptr, false);
  if (!body.is_discarded()) line["body"] = std::move(body);
  out_ << line.dump(-1, ' ', true, Json::error_handler_t::replace) << '\n';
  // What a forge says to a review, so that the next step is written down too.
  return Response{.status = 200, .headers = {}, .body = R"({"id": 0, "state": "COMMENT"})"};
}

}  // namespace stopgate::forge
