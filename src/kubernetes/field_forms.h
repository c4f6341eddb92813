#pragma once

// Forms that the API server demands of texts: names, labels, ports, schedules. Each is a row of
// field-rules.txt away from being checked.

#include <cstdint>
#include <string_view>

namespace stopgate::kubernetes {

enum class Form : std::uint8_t {
  Any,
  DnsLabel,
  DnsSubdomain,
  ServiceName,
  PathSegment,
  LabelKey,
  LabelValue,
  LabelMap,       // keys and values
  AnnotationMap,  // keys
  DataKey,
  DataMap,  // keys
  SelectorOperator,
  NumberOrPercent,
  PortName,
  PortOrName,
  Cron,
  Image,
  EnvironmentName,
  MountPath,
  Ip,
  Cidr,
  Host,
};

// By its name in field-rules.txt: "dns-label". Any for a name that is none.
[[nodiscard]] Form parse_form(std::string_view name);

// What the text must be, when it is not: "a DNS label: lower case letters, …". Empty when it is.
// Forms of maps and Any fit every text. `minor` is the version of Kubernetes that judges.
[[nodiscard]] std::string_view misfit(Form form, std::string_view text, int minor);

}  // namespace stopgate::kubernetes
