#pragma once

// IP addresses and prefixes: strict text forms, canonical printing, the usual classes.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stopgate::cel {

struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};  // IPv4 in the first four
  bool is_v4 = false;

  [[nodiscard]] unsigned bits() const { return is_v4 ? 32 : 128; }
  // ::ffff:1.2.3.4
  [[nodiscard]] bool is_v4_mapped() const;
  [[nodiscard]] IpAddress unmapped() const;
  [[nodiscard]] bool is_unspecified() const;
  [[nodiscard]] bool is_loopback() const;
  [[nodiscard]] bool is_link_local_multicast() const;
  [[nodiscard]] bool is_link_local_unicast() const;
  [[nodiscard]] bool is_global_unicast() const;
  // Bits behind the prefix cleared.
  [[nodiscard]] IpAddress masked(unsigned prefix) const;
  bool operator==(const IpAddress&) const = default;
};

// No leading zeros, no zone.
[[nodiscard]] Result<IpAddress> parse_ip(std::string_view text);
[[nodiscard]] std::string to_text(const IpAddress& address);  // RFC 5952

struct IpPrefix {
  IpAddress address;
  unsigned length = 0;
  bool operator==(const IpPrefix&) const = default;
};

[[nodiscard]] Result<IpPrefix> parse_prefix(std::string_view text);
[[nodiscard]] std::string to_text(const IpPrefix& prefix);

}  // namespace stopgate::cel
