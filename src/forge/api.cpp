#include "forge/api.h"

#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"

namespace stopgate::forge {

namespace {

constexpr std::size_t kPages = 100;
constexpr std::size_t kPageSize = 100;

// `<https://…?page=2>; rel="next"`: the address, when it is of the API that was asked.
std::string next_page(const Response& response, const std::string& base) {
  const auto links = response.header("link");
  for (const auto part : split(links, ',')) {
    if (part.find("rel=\"next\"") == std::string_view::npos) continue;
    const auto open = part.find('<');
    const auto close = part.find('>');
    if (open == std::string_view::npos || close == std::string_view::npos) continue;
    const std::string url(part.substr(open + 1, close - open - 1));
    if (url.starts_with(base + "/")) return url.substr(base.size());
  }
  return {};
}

// Forges say why in `message`, in `errors`, or in words of their own.
std::string reason_of(const Response& response) {
  const auto json = Json::parse(response.body, nullptr, false);
  if (json.is_object()) {
    for (const auto* name : {"message", "error", "error_description"}) {
      const auto& found = member_of(json, name);
      if (found.is_string()) return found.get<std::string>();
      if (!found.is_null()) return found.dump();
    }
    if (const auto& errors = member_of(json, "errors"); !errors.is_null()) return errors.dump();
  }
  return response.body;
}

}  // namespace

std::string text_of(const Json& from, const char* name) {
  const auto& found = member_of(from, name);
  return found.is_string() ? found.get<std::string>() : std::string();
}

std::string id_of(const Json& from, const char* name) {
  const auto& found = member_of(from, name);
  if (found.is_number_integer()) return std::to_string(found.get<std::int64_t>());
  return found.is_string() ? found.get<std::string>() : std::string();
}

const Json& member_of(const Json& from, const char* name) {
  static const Json none;
  if (!from.is_object()) return none;
  const auto found = from.find(name);
  return found == from.end() ? none : *found;
}

Refusal Api::refusal_of(const Request& request, const Response& response) const {
  auto text = request.method + " " + printable(request.url) + " was answered with " +
              std::to_string(response.status);
  if (const auto reason = reason_of(response); !reason.empty())
    text += ": " + printable(reason, 300);
  if (response.status == 401)
    text += "; the token is not known there: is it of this forge, and has it not expired?";
  if (response.status == 403) text += "; the token may not do that: " + options_.token_hint;
  if (response.status == 404)
    text += "; is there such a pull request, and may the token see the repository?";
  return {.status = response.status, .message = std::move(text)};
}

Answer<Response> Api::exchange(Request request) {
  request.url = options_.base + request.url;
  for (const auto& header : options_.headers) request.headers.push_back(header);
  auto response = client_.send(request);
  if (!response) return tl::unexpected(Refusal{.status = 0, .message = response.error().message});
  if (!response->is_success()) return tl::unexpected(refusal_of(request, *response));
  return std::move(*response);
}

Answer<Json> Api::get(const std::string& path) {
  return send("GET", path);
}

Answer<std::string> Api::get_text(const std::string& path, const std::string& accept) {
  Request request{.method = "GET", .url = path, .headers = {{"Accept", accept}}};
  for (int hop = 0; hop < 3; ++hop) {
    auto sent = request;
    sent.url = options_.base + request.url;
    for (const auto& header : options_.headers) sent.headers.push_back(header);
    auto response = client_.send(sent);
    if (!response) return tl::unexpected(Refusal{.status = 0, .message = response.error().message});
    if (response->is_success()) return std::move(response->body);
    // Bitbucket keeps a diff elsewhere. Only within the API that was asked: the token goes along.
    const auto location = response->header("location");
    if (response->status / 100 != 3 || !location.starts_with(options_.base + "/"))
      return tl::unexpected(refusal_of(sent, *response));
    request.url = location.substr(options_.base.size());
  }
  return tl::unexpected(Refusal{
      .status = 0, .message = "too many redirects from " + printable(options_.base + path)});
}

Answer<Json> Api::send(const std::string& method, const std::string& path) {
  return send(method, path, nullptr);
}

Answer<Json> Api::send(const std::string& method, const std::string& path, const Json& body) {
  Request request{.method = method, .url = path, .headers = {{"Accept", "application/json"}}};
  if (!body.is_null()) {
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  auto response = exchange(std::move(request));
  if (!response) return tl::unexpected(response.error());
  if (response->body.empty()) return Json();
  auto json = Json::parse(response->body, nullptr, false);
  if (json.is_discarded())
    return tl::unexpected(Refusal{.status = response->status,
                                  .message = method + " " + printable(options_.base + path) +
                                             " was answered with something that is not JSON"});
  return json;
}

Answer<std::vector<Json>> Api::get_all(const std::string& path) {
  std::vector<Json> out;
  std::set<std::string> seen;
  const std::string joiner = path.find('?') == std::string::npos ? "?" : "&";
  const auto numbered = [&](std::size_t page) {
    return path + joiner + "per_page=" + std::to_string(kPageSize) +
           "&limit=" + std::to_string(kPageSize) + "&page=" + std::to_string(page);
  };
  auto next = numbered(1);
  for (std::size_t page = 1; page <= kPages && !next.empty(); ++page) {
    Request request{.method = "GET", .url = next, .headers = {{"Accept", "application/json"}}};
    auto response = exchange(std::move(request));
    if (!response) return tl::unexpected(response.error());
    const auto json = Json::parse(response->body, nullptr, false);
    if (!json.is_array())
      return tl::unexpected(
          Refusal{.status = response->status,
                  .message = "GET " + printable(options_.base + next) + " gave no list"});
    std::size_t added = 0;
    for (const auto& item : json) {
      if (const auto id = id_of(item, "id"); !id.empty() && !seen.insert(id).second) continue;
      out.push_back(item);
      ++added;
    }
    next = next_page(*response, options_.base);
    // Without a Link, ask on until nothing new comes: some servers ignore the page's size.
    if (next.empty() && response->header("link").empty() && added > 0 && json.size() >= 30)
      next = numbered(page + 1);
  }
  return out;
}

}  // namespace stopgate::forge
