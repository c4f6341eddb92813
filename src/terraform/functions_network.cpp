// Functions over IP networks: cidrhost, cidrnetmask, cidrsubnet, cidrsubnets.

#include <arpa/inet.h>

#include <array>
#include <charconv>

#include "base/text.h"
#include "terraform/functions.h"
#include "terraform/network.h"

namespace stopgate::terraform {

namespace {

// An address of 32 or 128 bits in the low bits of a number.
__extension__ using Wide = unsigned __int128;

struct Network {
  Wide address = 0;  // host bits cleared
  unsigned bits = 32;
  unsigned prefix = 0;

  [[nodiscard]] bool is_v4() const { return bits == 32; }
};

Wide low_bits(unsigned count) {
  return count >= 128 ? ~Wide{0} : (Wide{1} << count) - 1;
}

// Go accepted leading zeros in old versions, and Terraform still does: "010.0.0.0" is 10.0.0.0.
std::optional<Wide> parse_v4(std::string_view text) {
  Wide address = 0;
  const auto parts = split(text, '.');
  if (parts.size() != 4) return std::nullopt;
  for (const auto part : parts) {
    unsigned byte = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), byte);
    if (part.empty() || error != std::errc{} || end != part.data() + part.size() || byte > 255)
      return std::nullopt;
    address = (address << 8U) | byte;
  }
  return address;
}

std::optional<Wide> parse_v6(std::string_view text) {
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, std::string(text).c_str(), bytes.data()) != 1) return std::nullopt;
  Wide address = 0;
  for (const auto byte : bytes) address = (address << 8U) | byte;
  return address;
}

std::optional<Network> parse_network(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  Network network;
  auto address = parse_v4(text.substr(0, slash));
  if (!address) {
    network.bits = 128;
    address = parse_v6(text.substr(0, slash));
  }
  const auto length = text.substr(slash + 1);
  const auto [end, error] =
      std::from_chars(length.data(), length.data() + length.size(), network.prefix);
  if (!address || length.empty() || error != std::errc{} || end != length.data() + length.size() ||
      network.prefix > network.bits)
    return std::nullopt;
  network.address = *address & ~low_bits(network.bits - network.prefix);
  return network;
}

std::string address_text(Wide address, bool is_v4) {
  std::array<unsigned char, 16> bytes{};
  const std::size_t count = is_v4 ? 4 : 16;
  for (std::size_t at = count; at-- > 0; address >>= 8U)
    bytes[at] = static_cast<unsigned char>(address & 0xFFU);
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (inet_ntop(is_v4 ? AF_INET : AF_INET6, bytes.data(), text.data(), text.size()) == nullptr)
    return "";
  return text.data();
}

std::string network_text(const Network& network) {
  return address_text(network.address, network.is_v4()) + "/" + std::to_string(network.prefix);
}

Outcome not_a_network(const Invocation& call) {
  return Outcome::wrong_argument(0, quoted(call.text(0), 60) + " is not a network in CIDR notation",
                                 "write it as 10.0.0.0/16 or fd00::/64");
}

// A whole number, also one of more than 64 bits.
std::optional<Wide> magnitude(const Number& number) {
  if (!number.is_integer() || number.is_infinite()) return std::nullopt;
  Wide value = 0;
  for (const char c : number.to_text()) {
    if (c == '-') continue;
    if (value > (~Wide{0} - 9) / 10) return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

Outcome cidr_host(const Invocation& call) {
  const auto network = parse_network(call.text(0));
  if (!network) return not_a_network(call);
  const auto& number = call[1].as_number();
  const auto host = magnitude(number);
  const auto most = low_bits(network->bits - network->prefix);
  // Negative ones count from the end, -1 being the last address.
  const bool fits = host && (number.sign() < 0 ? *host - 1 <= most : *host <= most);
  if (!fits)
    return Outcome::wrong_argument(
        1, "the network has no host number " + number.to_text() + ": its prefix of " +
               std::to_string(network->prefix) + " leaves " +
               std::to_string(network->bits - network->prefix) + " bits for hosts");
  const auto offset = number.sign() < 0 ? most - (*host - 1) : *host;
  return CtyValue::string(address_text(network->address | offset, network->is_v4()));
}

Outcome cidr_netmask(const Invocation& call) {
  const auto network = parse_network(call.text(0));
  if (!network) return not_a_network(call);
  if (!network->is_v4())
    return Outcome::wrong_argument(0, "IPv6 networks have no netmask", "only IPv4 networks do");
  return CtyValue::string(address_text(low_bits(32) & ~low_bits(32 - network->prefix), true));
}

Outcome cidr_subnet(const Invocation& call) {
  const auto network = parse_network(call.text(0));
  if (!network) return not_a_network(call);
  const auto new_bits = call[1].as_number().to_int64();
  if (!new_bits || *new_bits < 0 || *new_bits > network->bits - network->prefix) {
    return Outcome::wrong_argument(1,
                                   "the prefix of " + std::to_string(network->prefix) +
                                       " cannot be extended by " + call[1].as_number().to_text() +
                                       " bits",
                                   "it can grow to " + std::to_string(network->bits));
  }
  const auto bits = static_cast<unsigned>(*new_bits);
  const auto number = magnitude(call[2].as_number());
  if (!number || call[2].as_number().sign() < 0 || *number > low_bits(bits)) {
    return Outcome::wrong_argument(2,
                                   "there is no subnet number " + call[2].as_number().to_text() +
                                       " in " + std::to_string(bits) + " bits",
                                   "numbers start at 0");
  }
  Network subnet = *network;
  subnet.prefix += bits;
  const auto shift = network->bits - subnet.prefix;
  if (shift < 128) subnet.address |= *number << shift;
  return CtyValue::string(network_text(subnet));
}

Outcome cidr_subnets(const Invocation& call) {
  const auto network = parse_network(call.text(0));
  if (!network) return not_a_network(call);
  std::vector<CtyValue> subnets;
  Wide next = network->address;
  const auto last = network->address | low_bits(network->bits - network->prefix);
  bool is_full = false;
  for (std::size_t at = 1; at < call.size(); ++at) {
    const auto bits = call[at].as_number().to_int64();
    if (!bits || *bits < 1)
      return Outcome::wrong_argument(
          at, "the prefix is extended by " + call[at].as_number().to_text() + " bits",
          "at least one bit is required");
    if (*bits > network->bits - network->prefix)
      return Outcome::wrong_argument(at, "the prefix of " + std::to_string(network->prefix) +
                                             " cannot be extended by " + std::to_string(*bits) +
                                             " bits");
    Network subnet{.address = 0,
                   .bits = network->bits,
                   .prefix = network->prefix + static_cast<unsigned>(*bits)};
    const auto size = low_bits(subnet.bits - subnet.prefix);
    // Subnets start at a multiple of their size.
    const auto start = (next + size) & ~size;
    if (is_full || start < next || start > last || last - start < size) {
      return Outcome::wrong_argument(at, "there is no room left in " + network_text(*network) +
                                             " for a subnet with a prefix of " +
                                             std::to_string(subnet.prefix));
    }
    subnet.address = start;
    is_full = last - start == size;
    next = start + size + 1;
    subnets.push_back(CtyValue::string(network_text(subnet)));
  }
  return CtyValue::list(Type::string(), std::move(subnets));
}

}  // namespace

std::optional<std::string> network_of(std::string_view text) {
  const auto network = parse_network(text);
  if (!network) return std::nullopt;
  return address_text(network->address, network->is_v4()) + "/" + std::to_string(network->prefix);
}

std::vector<Function> network_functions() {
  const auto string = Type::string();
  const Parameter prefix{"prefix", string};
  const Parameter new_bits{"newbits", Type::number()};
  return {
      {"cidrhost", {prefix, {"hostnum", Type::number()}}, {}, string, cidr_host},
      {"cidrnetmask", {prefix}, {}, string, cidr_netmask},
      {"cidrsubnet", {prefix, new_bits, {"netnum", Type::number()}}, {}, string, cidr_subnet},
      {"cidrsubnets", {prefix}, new_bits, Type::list(string), cidr_subnets},
  };
}

}  // namespace stopgate::terraform
