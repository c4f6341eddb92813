#include "model/network_set.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.h"

namespace stopgate::model {

namespace {

using Ranges = std::vector<AddressRange>;

constexpr std::array<std::string_view, 5> kProtocols = {"icmp", "icmpv6", "other", "tcp", "udp"};
constexpr std::string_view kOther = "other";

Address successor(Address address) {
  for (std::size_t i = address.size(); i-- > 0;)
    if (++address[i] != 0) break;
  return address;
}

Address predecessor(Address address) {
  for (std::size_t i = address.size(); i-- > 0;)
    if (address[i]-- != 0) break;
  return address;
}

Address highest(bool v6) {
  Address out{};
  for (std::size_t i = v6 ? 0 : 12; i < out.size(); ++i) out[i] = 255;
  return out;
}

bool is_adjacent(const AddressRange& a, const AddressRange& b) {
  return a.is_v6 == b.is_v6 && a.last != highest(a.is_v6) && successor(a.last) == b.first;
}

bool by_family_and_start(const AddressRange& a, const AddressRange& b) {
  return a.is_v6 != b.is_v6 ? b.is_v6 : a.first < b.first;
}

Ranges unite(const Ranges& a, const Ranges& b) {
  Ranges all = a;
  all.insert(all.end(), b.begin(), b.end());
  std::ranges::sort(all, by_family_and_start);
  Ranges out;
  for (const auto& range : all) {
    if (!out.empty() && out.back().is_v6 == range.is_v6 &&
        (range.first <= out.back().last || is_adjacent(out.back(), range)))
      out.back().last = std::max(out.back().last, range.last);
    else
      out.push_back(range);
  }
  return out;
}

// The first range that does not end before this one starts.
Ranges::const_iterator first_behind(const Ranges& ranges, const AddressRange& start) {
  return std::ranges::lower_bound(
      ranges, start, [](const AddressRange& range, const AddressRange& from) {
        return range.is_v6 != from.is_v6 ? from.is_v6 : range.last < from.first;
      });
}

Ranges subtract(const Ranges& a, const Ranges& b) {
  Ranges out;
  for (auto range : a) {
    bool is_gone = false;
    for (auto at = first_behind(b, range); at != b.end(); ++at) {
      const auto& hole = *at;
      if (hole.is_v6 != range.is_v6 || range.last < hole.first) break;
      if (range.first < hole.first)
        out.push_back({range.first, predecessor(hole.first), range.is_v6});
      is_gone = range.last <= hole.last;
      if (is_gone) break;
      range.first = successor(hole.last);
    }
    if (!is_gone) out.push_back(range);
  }
  return out;
}

Ranges intersect(const Ranges& a, const Ranges& b) {
  Ranges out;
  for (const auto& x : a) {
    for (auto at = first_behind(b, x); at != b.end(); ++at) {
      const auto& y = *at;
      if (x.is_v6 != y.is_v6 || x.last < y.first) break;
      const AddressRange common{std::max(x.first, y.first), std::min(x.last, y.last), x.is_v6};
      if (common.first <= common.last) out.push_back(common);
    }
  }
  std::ranges::sort(out, by_family_and_start);
  return out;
}

std::string protocol_name(std::string_view written) {
  const auto lower = to_lower(written);
  if (lower == "6") return "tcp";
  if (lower == "17") return "udp";
  if (lower == "1") return "icmp";
  if (lower == "58") return "icmpv6";
  return lower;
}

bool is_every_protocol(std::string_view name) {
  return name == "-1" || name == "all" || name == "*" || name.empty();
}

bool has_ports(std::string_view protocol) {
  return protocol == "tcp" || protocol == "udp";
}

const Ranges& at_port(const std::map<std::uint16_t, Ranges>& by_port, std::uint16_t port) {
  static const Ranges nothing;
  const auto next = by_port.upper_bound(port);
  return next == by_port.begin() ? nothing : std::prev(next)->second;
}

void split_at(std::map<std::uint16_t, Ranges>& by_port, std::uint32_t port) {
  if (port > 65535) return;
  const auto key = static_cast<std::uint16_t>(port);
  if (!by_port.contains(key)) by_port.emplace(key, at_port(by_port, key));
}

// Trailing zero bits of the start, or fewer so that the prefix ends within the range.
unsigned longest_block(const Address& first, const Address& last, bool v6) {
  const unsigned width = v6 ? 128 : 32;
  unsigned free = 0;
  Address end = first;
  while (free < width) {
    const auto byte = 15 - free / 8;
    const auto bit = static_cast<std::uint8_t>(1U << (free % 8));
    if ((end[byte] & bit) != 0) break;
    auto wider = end;
    wider[byte] = static_cast<std::uint8_t>(wider[byte] | bit);
    if (last < wider) break;
    end = wider;
    ++free;
  }
  return free;
}

}  // namespace

std::optional<AddressRange> parse_cidr(std::string_view text) {
  const auto slash = text.find('/');
  const std::string address(text.substr(0, slash));
  AddressRange out;
  out.is_v6 = address.find(':') != std::string::npos;
  const auto read = out.is_v6 ? inet_pton(AF_INET6, address.c_str(), out.first.data())
                              : inet_pton(AF_INET, address.c_str(), out.first.data() + 12);
  if (read != 1) return std::nullopt;
  const unsigned width = out.is_v6 ? 128 : 32;
  unsigned length = width;
  if (slash != std::string_view::npos) {
    const auto digits = text.substr(slash + 1);
    const auto end = digits.data() + digits.size();
    const auto number = std::from_chars(digits.data(), end, length);
    if (number.ec != std::errc() || number.ptr != end || length > width) return std::nullopt;
  }
  out.last = out.first;
  for (unsigned bit = 0; bit < width - length; ++bit) {
    const auto mask = static_cast<std::uint8_t>(1U << (bit % 8));
    out.first[15 - bit / 8] = static_cast<std::uint8_t>(out.first[15 - bit / 8] & ~mask);
    out.last[15 - bit / 8] = static_cast<std::uint8_t>(out.last[15 - bit / 8] | mask);
  }
  return out;
}

std::vector<std::string> to_cidrs(const AddressRange& range) {
  std::vector<std::string> out;
  auto first = range.first;
  const unsigned width = range.is_v6 ? 128 : 32;
  while (true) {
    const auto free = longest_block(first, range.last, range.is_v6);
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(range.is_v6 ? AF_INET6 : AF_INET, first.data() + (range.is_v6 ? 0 : 12), text.data(),
              text.size());
    out.push_back(std::string(text.data()) + "/" + std::to_string(width - free));
    Address last = first;
    for (unsigned bit = 0; bit < free; ++bit)
      last[15 - bit / 8] = static_cast<std::uint8_t>(last[15 - bit / 8] | 1U << (bit % 8));
    if (last >= range.last) return out;
    first = successor(last);
  }
}

void NetworkSet::add(std::string_view protocol, PortRange ports, const AddressRange& addresses) {
  const auto name = protocol_name(protocol);
  if (is_every_protocol(name)) {
    for (const auto each : kProtocols) add(each, {}, addresses);
    for (auto& [known, by_port] : by_protocol_)
      for (auto& [port, ranges] : by_port) ranges = unite(ranges, {addresses});
    return;
  }
  if (ports.last < ports.first) return;
  if (!has_ports(name)) ports = {};
  // What holds for all other protocols holds for this one.
  if (const auto* known = of(name); known != nullptr && !by_protocol_.contains(name))
    by_protocol_.emplace(name, ByPort(*known));
  auto& by_port = by_protocol_[name];
  split_at(by_port, ports.first);
  split_at(by_port, std::uint32_t{ports.last} + 1);
  for (auto at = by_port.find(ports.first); at != by_port.end() && at->first <= ports.last; ++at)
    at->second = unite(at->second, {addresses});
}

void NetworkSet::add(const NetworkSet& other) {
  *this = combine(other, unite);
}

const NetworkSet::ByPort* NetworkSet::of(const std::string& protocol) const {
  auto found = by_protocol_.find(protocol);
  const bool is_listed = std::ranges::find(kProtocols, protocol) != kProtocols.end();
  // A protocol that has no rules of its own is one of the others.
  if (found == by_protocol_.end() && !is_listed) found = by_protocol_.find(std::string(kOther));
  return found == by_protocol_.end() ? nullptr : &found->second;
}

NetworkSet NetworkSet::combine(const NetworkSet& other,
                               Ranges (*operation)(const Ranges&, const Ranges&)) const {
  static const ByPort nothing;
  std::set<std::string> protocols;
  for (const auto* set : {this, &other})
    for (const auto& [protocol, by_port] : set->by_protocol_) protocols.insert(protocol);
  NetworkSet out;
  for (const auto& protocol : protocols) {
    const auto* mine = of(protocol) == nullptr ? &nothing : of(protocol);
    const auto* theirs = other.of(protocol) == nullptr ? &nothing : other.of(protocol);
    std::set<std::uint16_t> starts = {0};
    for (const auto* by_port : {mine, theirs})
      for (const auto& [port, ranges] : *by_port) starts.insert(port);
    auto& result = out.by_protocol_[protocol];
    for (const auto port : starts)
      result[port] = operation(at_port(*mine, port), at_port(*theirs, port));
  }
  return out;
}

NetworkSet NetworkSet::without(const NetworkSet& other) const {
  return combine(other, subtract);
}

NetworkSet NetworkSet::within(const NetworkSet& other) const {
  return combine(other, intersect);
}

bool NetworkSet::is_empty() const {
  return flows().empty();
}

std::vector<Flow> NetworkSet::flows() const {
  std::vector<Flow> out;
  for (const auto& [protocol, by_port] : by_protocol_) {
    for (auto at = by_port.begin(); at != by_port.end(); ++at) {
      const auto next = std::next(at);
      const auto last = next == by_port.end() ? std::uint16_t{65535}
                                              : static_cast<std::uint16_t>(next->first - 1);
      if (at->second.empty()) continue;
      if (!out.empty() && out.back().protocol == protocol &&
          out.back().ports.last + 1 == at->first && out.back().addresses == at->second)
        out.back().ports.last = last;
      else
        out.push_back({protocol, {at->first, last}, at->second});
    }
  }
  return out;
}

bool NetworkSet::is_from_everywhere(const Flow& flow, bool v6) const {
  const auto* by_port = of(flow.protocol);
  if (by_port == nullptr) return false;
  const AddressRange all{{}, highest(v6), v6};
  return std::ranges::find(at_port(*by_port, flow.ports.first), all) !=
         at_port(*by_port, flow.ports.first).end();
}

std::string port_text(const Flow& flow) {
  if (flow.protocol == kOther) return "other protocols";
  const auto name = flow.protocol.find_first_not_of("0123456789") == std::string::npos
                        ? "protocol " + flow.protocol
                        : flow.protocol;
  if (flow.ports == PortRange{}) return has_ports(name) ? "every " + name + " port" : name;
  if (flow.ports.first == flow.ports.last) return name + "/" + std::to_string(flow.ports.first);
  return name + "/" + std::to_string(flow.ports.first) + "-" + std::to_string(flow.ports.last);
}

}  // namespace stopgate::model
