#include "model/network_set.h"

#include <catch2/catch.hpp>

using namespace stopgate::model;

namespace {

std::string text(const NetworkSet& set) {
  std::string out;
  for (const auto& flow : set.flows()) {
    out += port_text(flow) + " from";
    for (const auto& range : flow.addresses)
      for (const auto& cidr : to_cidrs(range)) out += " " + cidr;
    out += "; ";
  }
  return out;
}

void add(NetworkSet& set, const std::string& protocol, PortRange ports, const std::string& cidr) {
  set.add(protocol, ports, *parse_cidr(cidr));
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}
  std::size_t below(std::size_t bound) {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return static_cast<std::size_t>(state_ % bound);
  }

 private:
  std::uint64_t state_;
};

// Protocol, port and last octet of 10.0.0.x, all small enough to try them all.
using Plain = std::array<bool, 4 * 8 * 16>;
constexpr std::array<const char*, 4> kProtocols = {"tcp", "udp", "50", "51"};

struct Both {
  NetworkSet set;
  Plain plain{};
};

Both random_set(Random& random) {
  Both out;
  const auto rules = random.below(6);
  for (std::size_t i = 0; i < rules; ++i) {
    const bool every = random.below(6) == 0;
    const auto protocol = random.below(4);
    const auto first = random.below(8);
    const auto last = first + random.below(8 - first);
    const auto bits = random.below(5);
    const auto octet = random.below(16) >> bits << bits;
    add(out.set, every ? "-1" : kProtocols.at(protocol),
        {static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(last)},
        "10.0.0." + std::to_string(octet) + "/" + std::to_string(32 - bits));
    for (std::size_t p = 0; p < 4; ++p)
      for (std::size_t port = 0; port < 8; ++port)
        for (std::size_t x = octet; x < octet + (std::size_t{1} << bits); ++x)
          if (every || (p == protocol && (p > 1 || (port >= first && port <= last))))
            out.plain.at((p * 8 + port) * 16 + x) = true;
  }
  return out;
}

bool holds(const NetworkSet& set, std::size_t p, std::size_t port, std::size_t x) {
  NetworkSet one;
  const auto number = static_cast<std::uint16_t>(port);
  add(one, kProtocols.at(p), {number, number}, "10.0.0." + std::to_string(x));
  return !one.within(set).is_empty();
}

}  // namespace

TEST_CASE("prefixes are read and written") {
  for (const auto* cidr : {"0.0.0.0/0", "10.1.2.3/32", "10.0.0.0/8", "::/0", "2001:db8::/32"}) {
    const auto range = parse_cidr(cidr);
    REQUIRE(range);
    CHECK(to_cidrs(*range) == std::vector<std::string>{cidr});
  }
  CHECK(to_cidrs(*parse_cidr("10.1.2.3/8")) == std::vector<std::string>{"10.0.0.0/8"});
  for (const auto* wrong : {"", "10.0.0.0/33", "10.0.0", "x", "10.0.0.0/", "::/129", "10.0.0.0/-1"})
    CHECK_FALSE(parse_cidr(wrong));
}

TEST_CASE("two halves are the whole") {
  NetworkSet set;
  add(set, "tcp", {5432, 5432}, "0.0.0.0/1");
  add(set, "6", {5433, 5440}, "0.0.0.0/0");
  add(set, "tcp", {5432, 5432}, "128.0.0.0/1");
  CHECK(text(set) == "tcp/5432-5440 from 0.0.0.0/0; ");
  CHECK(set.is_from_everywhere(set.flows()[0], false));
  CHECK_FALSE(set.is_from_everywhere(set.flows()[0], true));
}

TEST_CASE("set operations agree with trying every protocol, port and address") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Random random(seed);
    const auto a = random_set(random);
    const auto b = random_set(random);
    auto both = a.set;
    both.add(b.set);
    const auto less = a.set.without(b.set);
    const auto common = a.set.within(b.set);
    for (std::size_t p = 0; p < 4; ++p)
      for (std::size_t port = 0; port < 8; ++port)
        for (std::size_t x = 0; x < 16; ++x) {
          const auto at = (p * 8 + port) * 16 + x;
          const bool in_a = a.plain.at(at);
          const bool in_b = b.plain.at(at);
          if (holds(a.set, p, port, x) != in_a || holds(both, p, port, x) != (in_a || in_b) ||
              holds(less, p, port, x) != (in_a && !in_b) ||
              holds(common, p, port, x) != (in_a && in_b))
            FAIL("seed " << seed << " " << kProtocols.at(p) << "/" << port << " from " << x);
        }
  }
  SUCCEED();
}
