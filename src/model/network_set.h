#pragma once

// Sets of network traffic: protocol × ports × addresses, with union and difference by meaning.
//
// Held as disjoint ranges, so that 0.0.0.0/1 and 128.0.0.0/1 are 0.0.0.0/0.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stopgate::model {

// IPv4 in the last four bytes.
using Address = std::array<std::uint8_t, 16>;

struct AddressRange {
  Address first{}, last{};
  bool is_v6 = false;

  auto operator<=>(const AddressRange&) const = default;
};

// "10.0.0.0/8", "2001:db8::/32", or one address. Bits behind the prefix are ignored, as AWS does.
[[nodiscard]] std::optional<AddressRange> parse_cidr(std::string_view text);
// The fewest prefixes that make up the range.
[[nodiscard]] std::vector<std::string> to_cidrs(const AddressRange& range);

struct PortRange {
  std::uint16_t first = 0, last = 65535;

  auto operator<=>(const PortRange&) const = default;
};

// Traffic of one protocol to some ports from some addresses.
struct Flow {
  std::string protocol;  // "tcp", "udp", "icmp", "icmpv6", "50"; "other": all others
  PortRange ports;
  std::vector<AddressRange> addresses;  // sorted, disjoint, not adjacent

  bool operator==(const Flow&) const = default;
};

class NetworkSet {
 public:
  // `protocol` as providers write it: "tcp", "6", "-1" or "all" for every protocol and port.
  void add(std::string_view protocol, PortRange ports, const AddressRange& addresses);
  void add(const NetworkSet& other);

  [[nodiscard]] NetworkSet without(const NetworkSet& other) const;
  [[nodiscard]] NetworkSet within(const NetworkSet& other) const;
  [[nodiscard]] bool is_empty() const;
  // Held alike; sets that hold the same traffic otherwise may compare as different.
  bool operator==(const NetworkSet&) const = default;
  // By protocol, then port; neighbouring ports with the same addresses are one flow.
  [[nodiscard]] std::vector<Flow> flows() const;
  // Whether every address of a family may send this; ports of one flow are treated alike.
  [[nodiscard]] bool is_from_everywhere(const Flow& flow, bool v6) const;

 private:
  using Ranges = std::vector<AddressRange>;
  using ByPort = std::map<std::uint16_t, Ranges>;  // from this port up to the next key

  [[nodiscard]] const ByPort* of(const std::string& protocol) const;
  [[nodiscard]] NetworkSet combine(const NetworkSet& other,
                                   Ranges (*operation)(const Ranges&, const Ranges&)) const;

  std::map<std::string, ByPort> by_protocol_;
};

// "tcp/5432", "tcp/8000-8999", "udp", "every port".
[[nodiscard]] std::string port_text(const Flow& flow);

}  // namespace stopgate::model
