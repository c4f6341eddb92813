// ip() and cidr().

#include "base/text.h"
#include "cel/cost.h"
#include "cel/ip_address.h"
#include "cel/libraries.h"
#include "cel/opaque.h"

namespace stopgate::cel {

namespace {

constexpr std::string_view kIp = "net.IP";
constexpr std::string_view kCidr = "net.CIDR";

std::string double_quoted(std::string_view text) {
  return "\"" + printable(text, 60) + "\"";
}

Result<IpAddress> read_ip(std::string_view text, Flavour flavour) {
  if (text.find('%') != text.npos && text.find(':') != text.npos)
    return fail("IP address " + double_quoted(text) + " with zone value is not allowed");
  auto address = parse_ip(text);
  if (!address)
    return fail("IP Address " + double_quoted(text) +
                " parse error during conversion from string: " + address.error().message);
  if (address->is_v4_mapped() && (flavour == Flavour::Kubernetes || text.find('.') != text.npos))
    return fail("IPv4-mapped IPv6 address " + double_quoted(text) + " is not allowed");
  return address->unmapped();
}

Result<IpPrefix> read_cidr(std::string_view text) {
  auto prefix = parse_prefix(text);
  if (!prefix)
    return fail("network address parse error during conversion from string: " +
                double_quoted(text) + ": " + prefix.error().message);
  if (prefix->address.is_v4_mapped())
    return fail(
        "network address parse error during conversion from string: IPv4-mapped IPv6 address " +
        double_quoted(text) + " is not allowed");
  return prefix;
}

bool covers(const IpPrefix& prefix, const IpAddress& address) {
  return prefix.address.is_v4 == address.is_v4 &&
         prefix.address.masked(prefix.length) == address.masked(prefix.length);
}

bool covers(const IpPrefix& prefix, const IpPrefix& other) {
  return prefix.length <= other.length && covers(prefix, other.address);
}

std::uint64_t cost_of_text(Args args) {
  return cost_of_length(length_of(args[0]));
}
std::uint64_t cost_of_canonical(Args args) {
  return cost_of_length(2 * length_of(args[0]));
}

std::uint64_t cost_of_containing(Args args) {
  const auto bytes = (unbox<IpPrefix>(args[0]).length + 7) / 8;
  return cost_of_length(2 * std::size_t{bytes}) +
         (args[1].is_string() ? cost_of_text(args.subspan(1)) : 0);
}

std::uint64_t cost_of_covering(Args args) {
  const auto bytes = (unbox<IpPrefix>(args[0]).length + 7) / 8;
  return cost_of_containing(args) + cost_of_length(bytes) + 1;
}

void add_class(Environment& environment, const std::string& name, bool (IpAddress::*test)() const) {
  add_function(environment, "net.IP." + name + "() -> bool", [test](EvalContext&, Args args) {
    return Datum::boolean((unbox<IpAddress>(args[0]).*test)());
  });
}

void add_ips(Environment& environment, Flavour flavour) {
  add_function(
      environment, "ip(string) -> net.IP",
      [flavour](EvalContext& ctx, Args args) {
        const auto address = read_ip(args[0].as_string(), flavour);
        return address ? box(ctx, kIp, *address) : fail(ctx, address.error().message);
      },
      cost_of_text);
  add_function(
      environment, "isIP(string) -> bool",
      [flavour](EvalContext&, Args args) {
        return Datum::boolean(read_ip(args[0].as_string(), flavour).has_value());
      },
      cost_of_text);
  add_function(
      environment, "ip.isCanonical(string) -> bool",
      [flavour](EvalContext& ctx, Args args) {
        const auto address = read_ip(args[0].as_string(), flavour);
        return address ? Datum::boolean(to_text(*address) == args[0].as_string())
                       : fail(ctx, address.error().message);
      },
      cost_of_canonical);
  add_function(environment, "net.IP.family() -> int", [](EvalContext&, Args args) {
    return Datum::integer(unbox<IpAddress>(args[0]).is_v4 ? 4 : 6);
  });
  add_class(environment, "isUnspecified", &IpAddress::is_unspecified);
  add_class(environment, "isLoopback", &IpAddress::is_loopback);
  add_class(environment, "isLinkLocalMulticast", &IpAddress::is_link_local_multicast);
  add_class(environment, "isLinkLocalUnicast", &IpAddress::is_link_local_unicast);
  add_class(environment, "isGlobalUnicast", &IpAddress::is_global_unicast);
  add_function(environment, "string(net.IP) -> string", [](EvalContext& ctx, Args args) {
    return Datum::string(ctx.arena(), args[0].as_opaque().to_text());
  });
}

void add_cidrs(Environment& environment, Flavour flavour) {
  add_function(
      environment, "cidr(string) -> net.CIDR",
      [](EvalContext& ctx, Args args) {
        const auto prefix = read_cidr(args[0].as_string());
        return prefix ? box(ctx, kCidr, *prefix) : fail(ctx, prefix.error().message);
      },
      cost_of_text);
  add_function(
      environment, "isCIDR(string) -> bool",
      [](EvalContext&, Args args) {
        return Datum::boolean(read_cidr(args[0].as_string()).has_value());
      },
      cost_of_text);
  add_function(
      environment, "net.CIDR.containsIP(net.IP) -> bool",
      [](EvalContext&, Args args) {
        return Datum::boolean(covers(unbox<IpPrefix>(args[0]), unbox<IpAddress>(args[1])));
      },
      cost_of_containing);
  add_function(
      environment, "net.CIDR.containsIP(string) -> bool",
      [flavour](EvalContext& ctx, Args args) {
        const auto address = read_ip(args[1].as_string(), flavour);
        return address ? Datum::boolean(covers(unbox<IpPrefix>(args[0]), *address))
                       : fail(ctx, "no such overload: " + address.error().message);
      },
      cost_of_containing);
  add_function(
      environment, "net.CIDR.containsCIDR(net.CIDR) -> bool",
      [](EvalContext&, Args args) {
        return Datum::boolean(covers(unbox<IpPrefix>(args[0]), unbox<IpPrefix>(args[1])));
      },
      cost_of_covering);
  add_function(
      environment, "net.CIDR.containsCIDR(string) -> bool",
      [](EvalContext& ctx, Args args) {
        const auto prefix = read_cidr(args[1].as_string());
        return prefix ? Datum::boolean(covers(unbox<IpPrefix>(args[0]), *prefix))
                      : fail(ctx, prefix.error().message);
      },
      cost_of_covering);
  add_function(environment, "net.CIDR.ip() -> net.IP", [](EvalContext& ctx, Args args) {
    return box(ctx, kIp, unbox<IpPrefix>(args[0]).address);
  });
  add_function(environment, "net.CIDR.masked() -> net.CIDR", [](EvalContext& ctx, Args args) {
    const auto& prefix = unbox<IpPrefix>(args[0]);
    return box(ctx, kCidr,
               IpPrefix{.address = prefix.address.masked(prefix.length), .length = prefix.length});
  });
  add_function(environment, "net.CIDR.prefixLength() -> int", [](EvalContext&, Args args) {
    return Datum::integer(unbox<IpPrefix>(args[0]).length);
  });
  add_function(environment, "string(net.CIDR) -> string", [](EvalContext& ctx, Args args) {
    return Datum::string(ctx.arena(), args[0].as_opaque().to_text());
  });
}

}  // namespace

void add_network(Environment& environment, Flavour flavour) {
  add_ips(environment, flavour);
  add_cidrs(environment, flavour);
}

}  // namespace stopgate::cel
