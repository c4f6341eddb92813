#include "forge/curl_client.h"

// The checks are macros, and macros cannot be called by pointer.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <dlfcn.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace stopgate::forge {

namespace {

constexpr std::size_t kResponseBytes = 32U << 20U;

constexpr const char* kFile = "libcurl.so.4";

#define STOPGATE_CURL_FUNCTIONS(use)                                                   \
  use(global_init) use(easy_init) use(easy_setopt) use(easy_perform) use(easy_cleanup) \
      use(easy_strerror) use(easy_getinfo) use(slist_append) use(slist_free_all)

// Loaded with the first request: linked in, it would cost every run several milliseconds.
struct Curl {
#define STOPGATE_CURL_POINTER(name) decltype(&curl_##name) name = nullptr;
  STOPGATE_CURL_FUNCTIONS(STOPGATE_CURL_POINTER)
#undef STOPGATE_CURL_POINTER
  std::string error;
};

Curl load() {
  Curl out;
  void* handle = dlopen(kFile, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    out.error =
        std::string("posting needs ") + kFile + " (package libcurl4), which cannot be loaded";
    return out;
  }
#define STOPGATE_CURL_LOAD(name)                                                 \
  out.name = reinterpret_cast<decltype(out.name)>(dlsym(handle, "curl_" #name)); \
  if (out.name == nullptr) out.error = std::string(kFile) + " has no curl_" #name;
  STOPGATE_CURL_FUNCTIONS(STOPGATE_CURL_LOAD)
#undef STOPGATE_CURL_LOAD
  if (out.error.empty() && out.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
    out.error = "libcurl cannot be set up";
  return out;
}

const Curl& curl() {
  static const Curl loaded = load();
  return loaded;
}

struct HandleDeleter {
  void operator()(CURL* handle) const { curl().easy_cleanup(handle); }
};
struct ListDeleter {
  void operator()(curl_slist* list) const { curl().slist_free_all(list); }
};

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* to) {
  auto& response = *static_cast<Response*>(to);
  const auto bytes = size * count;
  if (response.body.size() + bytes > kResponseBytes) return 0;  // curl gives up with a write error
  response.body.append(data, bytes);
  return bytes;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* to) {
  auto& response = *static_cast<Response*>(to);
  const std::string_view line(data, size * count);
  const auto colon = line.find(':');
  if (colon != std::string_view::npos && response.headers.size() < 200)
    response.headers[to_lower(trim(line.substr(0, colon)))] =
        std::string(trim(line.substr(colon + 1)));
  return size * count;
}

bool is_loopback(std::string_view url) {
  constexpr std::array<std::string_view, 3> kHosts = {"http://127.0.0.1", "http://localhost",
                                                      "http://[::1]"};
  return std::ranges::any_of(kHosts, [&](std::string_view host) {
    return url.starts_with(host) &&
           (url.size() == host.size() || url[host.size()] == ':' || url[host.size()] == '/');
  });
}

class CurlClient final : public HttpClient {
 public:
  explicit CurlClient(ClientOptions options) : options_(std::move(options)) {}

  Result<Response> send(const Request& request) override {
    if (!request.url.starts_with("https://") && !is_loopback(request.url))
      return fail("will not send a token to " + quoted(request.url) +
                  ": only https, or http on this machine");
    if (!curl().error.empty()) return fail(curl().error);
    const std::unique_ptr<CURL, HandleDeleter> handle(curl().easy_init());
    if (handle == nullptr) return fail("cannot start libcurl");
    Response response;
    const auto headers = set_up(handle.get(), request, response);
    std::array<char, CURL_ERROR_SIZE> error{};
    curl().easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, error.data());
    const auto code = curl().easy_perform(handle.get());
    if (code != CURLE_OK) {
      const std::string reason = error.front() != '\0' ? error.data() : curl().easy_strerror(code);
      return fail("no answer from " + printable(request.url) + ": " + printable(reason));
    }
    long status = 0;
    curl().easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    response.status = static_cast<int>(status);
    return response;
  }

 private:
  // The list of headers must live as long as the transfer.
  [[nodiscard]] std::unique_ptr<curl_slist, ListDeleter> set_up(CURL* handle,
                                                                const Request& request,
                                                                Response& response) const {
    std::unique_ptr<curl_slist, ListDeleter> headers;
    const auto add = [&](const std::string& line) {
      headers.reset(curl().slist_append(headers.release(), line.c_str()));
    };
    for (const auto& [name, value] : request.headers) add(name + ": " + value);
    add("Expect:");  // no pause before a body
    curl().easy_setopt(handle, CURLOPT_URL, request.url.c_str());
    curl().easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    curl().easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
    curl().easy_setopt(handle, CURLOPT_USERAGENT, options_.user_agent.c_str());
    curl().easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(options_.timeout_seconds));
    curl().easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl().easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl().easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
    curl().easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    if (!options_.ca_file.empty())
      curl().easy_setopt(handle, CURLOPT_CAINFO, options_.ca_file.c_str());
    if (!request.body.empty() || request.method == "POST") {
      curl().easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(request.body.size()));
      curl().easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.c_str());
    }
    curl().easy_setopt(handle, CURLOPT_WRITEFUNCTION, &take_body);
    curl().easy_setopt(handle, CURLOPT_WRITEDATA, &response);
    curl().easy_setopt(handle, CURLOPT_HEADERFUNCTION, &take_header);
    curl().easy_setopt(handle, CURLOPT_HEADERDATA, &response);
    return headers;
  }

  ClientOptions options_;
};

}  // namespace

std::unique_ptr<HttpClient> make_curl_client(ClientOptions options) {
  return std::make_unique<CurlClient>(std::move(options));
}

}  // namespace stopgate::forge
