#include "kubernetes/field_forms.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "base/text.h"
#include "kubernetes/cron.h"
#include "kubernetes/int_or_string.h"

namespace stopgate::kubernetes {

namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 22> kNames = {"any",
                                                     "dns-label",
                                                     "dns-subdomain",
                                                     "service-name",
                                                     "path-segment",
                                                     "label-key",
                                                     "label-value",
                                                     "label-map",
                                                     "annotation-map",
                                                     "data-key",
                                                     "data-map",
                                                     "selector-operator",
                                                     "number-or-percent",
                                                     "port-name",
                                                     "port-or-name",
                                                     "cron",
                                                     "image",
                                                     "environment-name",
                                                     "mount-path",
                                                     "ip",
                                                     "cidr",
                                                     "host"};

// The minor in which names of environment variables may be any printable ASCII but '='.
constexpr int kRelaxedEnvironment = 32;
// The minor in which Services may be named like other objects.
constexpr int kRelaxedServices = 36;

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_alphanumeric(char c) {
  return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z');
}

bool is_dns_label(std::string_view text) {
  return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
         std::ranges::all_of(text, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

bool is_dns_subdomain(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  return std::ranges::all_of(split(text, '.'), [](std::string_view part) {
    return !part.empty() && part.front() != '-' && part.back() != '-' &&
           std::ranges::all_of(part, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
  });
}

bool is_qualified_part(std::string_view text) {
  return !text.empty() && text.size() <= 63 && is_alphanumeric(text.front()) &&
         is_alphanumeric(text.back()) && std::ranges::all_of(text, [](char c) {
           return is_alphanumeric(c) || c == '-' || c == '_' || c == '.';
         });
}

bool is_label_key(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return is_qualified_part(text);
  return is_dns_subdomain(to_lower(text.substr(0, slash))) &&
         is_qualified_part(text.substr(slash + 1));
}

bool is_port_name(std::string_view text) {
  return !text.empty() && text.size() <= 15 && is_dns_label(text) &&
         std::ranges::any_of(text, is_lower) && text.find("--") == std::string_view::npos;
}

bool is_environment_name(std::string_view text, int minor) {
  if (text.empty() || text == "." || text == "..") return false;
  if (minor >= kRelaxedEnvironment)
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F && c != '='; });
  return !is_digit(text.front()) && std::ranges::all_of(text, [](char c) {
    return is_alphanumeric(c) || c == '-' || c == '_' || c == '.';
  });
}

bool is_data_key(std::string_view text) {
  return !text.empty() && text.size() <= 253 && text != "." && !text.starts_with("..") &&
         std::ranges::all_of(
             text, [](char c) { return is_alphanumeric(c) || c == '-' || c == '_' || c == '.'; });
}

bool is_ip(std::string_view text) {
  const std::string address(text);
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(AF_INET, address.c_str(), bytes.data()) == 1 ||
         inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1;
}

bool is_cidr(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos || !is_ip(text.substr(0, slash))) return false;
  int bits = -1;
  const auto length = text.substr(slash + 1);
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), bits);
  const int most = text.find(':') == std::string_view::npos ? 32 : 128;
  return error == std::errc{} && end == length.data() + length.size() && bits >= 0 && bits <= most;
}

bool is_host(std::string_view text) {
  if (text.empty()) return true;
  if (text.starts_with("*.")) text.remove_prefix(2);
  return is_dns_subdomain(text) && !is_ip(text);
}

bool fits(Form form, std::string_view text, int minor) {
  switch (form) {
    case Form::DnsLabel:
      return is_dns_label(text);
    case Form::DnsSubdomain:
      return is_dns_subdomain(text);
    case Form::ServiceName:
      return is_dns_label(text) && (minor >= kRelaxedServices || is_lower(text.front()));
    case Form::PathSegment:
      return text != "." && text != ".." && text.find_first_of("/%") == std::string_view::npos;
    case Form::LabelKey:
      return is_label_key(text);
    case Form::LabelValue:
      return text.empty() || is_qualified_part(text);
    case Form::DataKey:
      return is_data_key(text);
    case Form::SelectorOperator:
      return text == "In" || text == "NotIn" || text == "Exists" || text == "DoesNotExist";
    case Form::NumberOrPercent:
      return percent(text).value_or(-1) >= 0;
    case Form::PortName:
    case Form::PortOrName:
      return is_port_name(text);
    case Form::Cron:
      return is_cron(text);
    case Form::Image:
      return !text.empty() && trim(text) == text;
    case Form::EnvironmentName:
      return is_environment_name(text, minor);
    case Form::MountPath:
      return !text.empty() && text.find(':') == std::string_view::npos;
    case Form::Ip:
      return is_ip(text);
    case Form::Cidr:
      return is_cidr(text);
    case Form::Host:
      return is_host(text);
    case Form::Any:
    case Form::LabelMap:
    case Form::AnnotationMap:
    case Form::DataMap:
      return true;
  }
  return true;
}

std::string_view description(Form form) {
  switch (form) {
    case Form::DnsLabel:
      return "a DNS label: at most 63 lower case letters, digits and '-', with a letter or digit "
             "at both ends";
    case Form::DnsSubdomain:
      return "a DNS name: at most 253 lower case letters, digits, '-' and '.', with a letter or "
             "digit at both ends of each part";
    case Form::ServiceName:
      return "the name of a Service: at most 63 lower case letters, digits and '-', with a letter "
             "first";
    case Form::PathSegment:
      return "a name without '/' and '%'";
    case Form::LabelKey:
      return "a label key: at most 63 letters, digits, '-', '_' and '.', after an optional DNS "
             "name and '/'";
    case Form::LabelValue:
      return "a label value: at most 63 letters, digits, '-', '_' and '.', with a letter or digit "
             "at both ends";
    case Form::DataKey:
      return "a key: at most 253 letters, digits, '-', '_' and '.'";
    case Form::SelectorOperator:
      return "In, NotIn, Exists or DoesNotExist";
    case Form::NumberOrPercent:
      return "a number, or a percentage such as 25%";
    case Form::PortName:
      return "a port name: at most 15 lower case letters, digits and single '-', with at least "
             "one letter";
    case Form::PortOrName:
      return "a port number without quotes, or a port name: at most 15 lower case letters, digits "
             "and single '-'";
    case Form::Cron:
      return "a cron schedule: minute, hour, day of month, month, day of week";
    case Form::Image:
      return "an image without space around it";
    case Form::EnvironmentName:
      return "the name of an environment variable: letters, digits, '-', '_' and '.', no digit "
             "first";
    case Form::MountPath:
      return "a path without ':'";
    case Form::Ip:
      return "an IP address";
    case Form::Cidr:
      return "an IP range such as 10.0.0.0/16";
    case Form::Host:
      return "a DNS name in lower case, with '*.' at most at its start";
    case Form::Any:
    case Form::LabelMap:
    case Form::AnnotationMap:
    case Form::DataMap:
      return {};
  }
  return {};
}

}  // namespace

Form parse_form(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  return found == kNames.end() ? Form::Any : static_cast<Form>(found - kNames.begin());
}

std::string_view misfit(Form form, std::string_view text, int minor) {
  return fits(form, text, minor) ? std::string_view{} : description(form);
}

}  // namespace stopgate::kubernetes
