#include "cel/url.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace stopgate::cel {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_unreserved(char c) {
  return is_letter(c) || is_digit(c) || std::string_view("-_.~").find(c) != std::string_view::npos;
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Nothing when a percent sign is not followed by two hexadecimal digits.
std::optional<std::string> unescape(std::string_view text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size() || hex_value(text[i + 1]) < 0 || hex_value(text[i + 2]) < 0)
        return std::nullopt;
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    }
  }
  return out;
}

// Left as written when everything in it may stand in a path, else encoded anew.
std::string escaped_path(std::string_view written, const std::string& path) {
  constexpr std::string_view kAllowed = "!$&'()*+,;=:@[]/%";
  if (std::all_of(written.begin(), written.end(),
                  [&](char c) { return is_unreserved(c) || kAllowed.find(c) != kAllowed.npos; }))
    return std::string(written);
  constexpr std::string_view kPlain = "$&+,/:;=@";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    if (is_unreserved(c) || kPlain.find(c) != kPlain.npos) {
      out += c;
      continue;
    }
    out += '%';
    out += kDigits[static_cast<unsigned char>(c) >> 4U];
    out += kDigits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

bool is_optional_port(std::string_view text) {
  return text.empty() || (text[0] == ':' && std::all_of(text.begin() + 1, text.end(), is_digit));
}

Result<void> check_host(std::string_view host) {
  std::string_view port;
  if (host.starts_with('[')) {
    const auto close = host.rfind(']');
    if (close == host.npos) return fail("missing ']' in host");
    port = host.substr(close + 1);
  } else if (const auto colon = host.find(':'); colon != host.npos) {
    port = host.substr(colon);
  }
  if (!is_optional_port(port)) return fail("invalid port " + quoted(port, 40) + " after host");
  constexpr std::string_view kAllowed = "!$&'()*+,;=:[]<>\"%";
  for (const char c : host)
    if (static_cast<unsigned char>(c) < 0x80 && !is_unreserved(c) &&
        kAllowed.find(c) == kAllowed.npos)
      return fail("invalid character " + quoted({&c, 1}) + " in host name");
  if (!unescape(host, false)) return fail("invalid URL escape in host");
  return {};
}

// The scheme at the front, without its colon; empty when there is none.
Result<std::string_view> take_scheme(std::string_view& rest) {
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const char c = rest[i];
    if (is_letter(c)) continue;
    if (c == ':') {
      if (i == 0) return fail("missing protocol scheme");
      const auto scheme = rest.substr(0, i);
      rest.remove_prefix(i + 1);
      return scheme;
    }
    if (i == 0 || !(is_digit(c) || c == '+' || c == '-' || c == '.')) break;
  }
  return std::string_view{};
}

Result<void> take_authority(std::string_view& rest, Url& url) {
  rest.remove_prefix(2);
  auto authority = rest.substr(0, std::min(rest.find('/'), rest.size()));
  rest.remove_prefix(authority.size());
  url.has_authority = true;
  if (const auto at = authority.rfind('@'); at != authority.npos) {
    constexpr std::string_view kAllowed = "-._:~!$&'()*+,;=%@";
    url.user = std::string(authority.substr(0, at));
    if (!std::all_of(url.user.begin(), url.user.end(), [&](char c) {
          return is_letter(c) || is_digit(c) || kAllowed.find(c) != kAllowed.npos;
        }))
      return fail("invalid user information");
    authority.remove_prefix(at + 1);
  }
  STOPGATE_CHECK(check_host(authority));
  url.host = std::string(authority);
  return {};
}

Result<Url> parse(std::string_view text) {
  if (text.empty()) return fail("empty url");
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }))
    return fail("invalid control character in URL");
  Url url;
  auto rest = text;
  STOPGATE_TRY(const auto scheme, take_scheme(rest));
  url.scheme = to_lower(scheme);
  if (const auto question = rest.find('?'); question != rest.npos) {
    url.has_query = true;
    url.query = std::string(rest.substr(question + 1));
    rest = rest.substr(0, question);
  }
  if (!rest.starts_with('/')) {
    if (url.scheme.empty()) return fail("invalid URI for request");
    url.opaque = std::string(rest);
    return url;
  }
  if (!url.scheme.empty() && rest.starts_with("//")) {
    STOPGATE_CHECK(take_authority(rest, url));
  }
  const auto path = unescape(rest, false);
  if (!path) return fail("invalid URL escape in path");
  url.path = escaped_path(rest, *path);
  return url;
}

}  // namespace

std::string Url::hostname() const {
  if (host.starts_with('[')) return host.substr(1, host.rfind(']') - 1);
  return host.substr(0, host.find(':'));
}

std::string Url::port() const {
  const auto colon = host.find(':', host.starts_with('[') ? host.rfind(']') : 0);
  return colon == std::string::npos ? std::string() : host.substr(colon + 1);
}

std::vector<std::pair<std::string, std::vector<std::string>>> Url::parameters() const {
  std::vector<std::pair<std::string, std::vector<std::string>>> found;
  if (query.empty()) return found;
  for (const auto pair : split(query, '&')) {
    if (pair.empty() || pair.find(';') != pair.npos) continue;
    const auto equals = pair.find('=');
    auto key = unescape(pair.substr(0, equals), true);
    auto value = unescape(equals == pair.npos ? std::string_view{} : pair.substr(equals + 1), true);
    if (!key || !value) continue;
    auto known = std::find_if(found.begin(), found.end(),
                              [&](const auto& other) { return other.first == *key; });
    if (known == found.end()) known = found.insert(found.end(), {std::move(*key), {}});
    known->second.push_back(std::move(*value));
  }
  return found;
}

Result<Url> parse_url(std::string_view text) {
  auto url = parse(text);
  if (!url) return fail("parse \"" + printable(text, 100) + "\": " + url.error().message);
  return url;
}

std::string to_text(const Url& url) {
  std::string text;
  if (!url.scheme.empty()) text += url.scheme + ":";
  if (url.has_authority) text += "//" + (url.user.empty() ? "" : url.user + "@") + url.host;
  text += url.opaque + url.path;
  if (url.has_query) text += "?" + url.query;
  return text;
}

}  // namespace stopgate::cel
