#include "model/exposure.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace stopgate::model {

namespace {

using value::Value;

constexpr std::size_t kShownSources = 3;

constexpr std::array<std::string_view, 19> kTypes = {"aws_security_group",
                                                     "aws_default_security_group",
                                                     "aws_security_group_rule",
                                                     "aws_vpc_security_group_ingress_rule",
                                                     "aws_network_acl",
                                                     "aws_default_network_acl",
                                                     "aws_network_acl_rule",
                                                     "aws_lb",
                                                     "aws_alb",
                                                     "aws_elb",
                                                     "aws_lb_listener",
                                                     "aws_alb_listener",
                                                     "aws_db_instance",
                                                     "aws_rds_cluster_instance",
                                                     "aws_redshift_cluster",
                                                     "aws_eks_cluster",
                                                     "google_compute_firewall",
                                                     "azurerm_network_security_rule",
                                                     "azurerm_network_security_group"};

constexpr std::array<std::string_view, 2> kAnywhere = {"0.0.0.0/0", "::/0"};

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, text) != names.end();
}

std::string text_of(const Value& value) {
  if (value.is_string()) return std::string(value.as_string());
  return value.is_number() ? value::to_text(value) : std::string();
}

std::optional<std::uint16_t> port_of(const Value& value) {
  const auto text = text_of(value);
  int port = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || port > 65535) return std::nullopt;
    port = port * 10 + (c - '0');
  }
  if (text.empty() || port > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(port);
}

// One rule as its blocks and arguments say it.
class RuleReader {
 public:
  RuleReader(const Value& node, NetworkSet& into, bool& is_known)
      : node_(node), into_(into), is_known_(is_known) {}

  void read(std::string_view protocol, std::initializer_list<std::string_view> sources) {
    const auto written = text_of(node_.get(protocol));
    const auto first = port_of(node_.get("from_port"));
    const auto last = port_of(node_.get("to_port"));
    for (const auto key : {std::string_view("from_port"), std::string_view("to_port"), protocol})
      note(node_.get(key));
    const bool is_all = written == "-1" || written == "all";
    PortRange ports;
    // -1 as a port stands for all of them.
    if (first && last && !is_all && !(*first == 0 && *last == 0)) ports = {*first, *last};
    for (const auto source : sources) add(written, ports, node_.get(source));
  }

  void add(std::string_view protocol, PortRange ports, const Value& source) {
    note(source);
    for (const auto& item : source.items()) add(protocol, ports, item);
    if (!source.is_string()) return;
    if (const auto range = parse_cidr(source.as_string())) into_.add(protocol, ports, *range);
  }

 private:
  void note(const Value& value) {
    if (value.is_unknown()) is_known_ = false;
  }

  const Value& node_;
  NetworkSet& into_;
  bool& is_known_;
};

class ExposureReader {
 public:
  ExposureReader(const Stack& stack, Side side) : side_(stack, side, concerns_exposure) {}

  Exposures read() {
    for (const auto& item : side_.items()) read_groups(item);
    for (const auto& item : side_.items()) read_rules(item);
    for (const auto& item : side_.items()) read_acls(item);
    unite_rules();
    for (const auto& item : side_.items()) read_endpoints(item);
    unite_rules();
    return std::move(out_);
  }

 private:
  Exposed& thing(std::string_view kind, const SideItem* declared, std::string_view id) {
    const auto key = declared != nullptr ? std::string(declared->address)
                                         : std::string(kind) + " " + std::string(id);
    auto& out = out_[key];
    if (!out.kind.empty()) return out;
    out.kind = kind;
    out.name = id;
    if (declared == nullptr) return out;
    out.address = declared->address;
    const auto name = declared->attributes.value.get("name").string_if().value_or("");
    out.name = name.empty() ? declared->name : name;
    return out;
  }

  static void add_rule(Exposed& to, const SideItem& from, NetworkSet rule) {
    to.rules.push_back({std::string(from.address), std::move(rule)});
  }

  void read_groups(const SideItem& item) {
    const auto& node = item.attributes.value;
    if (is_one_of(item.type, {"aws_security_group", "aws_default_security_group"})) {
      auto& group = thing("security group", &item, {});
      NetworkSet inbound;
      if (node.get("ingress").is_unknown()) group.is_known = false;
      for (const auto& rule : node.get("ingress").items())
        RuleReader(rule, inbound, group.is_known)
            .read("protocol", {"cidr_blocks", "ipv6_cidr_blocks"});
      add_rule(group, item, std::move(inbound));
    } else if (item.type == "google_compute_firewall") {
      read_google(item);
    } else if (item.type == "azurerm_network_security_group") {
      auto& group = thing("security group", &item, {});
      for (const auto& rule : node.get("security_rule").items()) add_azure(group, item, rule);
    }
  }

  void read_rules(const SideItem& item) {
    const auto& node = item.attributes.value;
    const bool is_old = item.type == "aws_security_group_rule" &&
                        node.get("type").string_if().value_or("") == "ingress";
    if (is_old || item.type == "aws_vpc_security_group_ingress_rule") {
      auto& group = group_of(item, "security_group_id", "aws_security_group");
      NetworkSet inbound;
      RuleReader reader(node, inbound, group.is_known);
      if (is_old)
        reader.read("protocol", {"cidr_blocks", "ipv6_cidr_blocks"});
      else
        reader.read("ip_protocol", {"cidr_ipv4", "cidr_ipv6"});
      add_rule(group, item, std::move(inbound));
    } else if (item.type == "azurerm_network_security_rule") {
      auto& group = group_of(item, "network_security_group_name", "azurerm_network_security_group");
      add_azure(group, item, node);
    }
  }

  Exposed& group_of(const SideItem& item, std::string_view argument, std::string_view type) {
    const auto id = item.attributes.value.get(argument);
    const auto* declared = side_.named(item, argument, id, type);
    return thing("security group", declared, id.string_if().value_or(""));
  }

  void read_google(const SideItem& item) {
    const auto& node = item.attributes.value;
    if (node.get("direction").string_if().value_or("INGRESS") != "INGRESS" ||
        node.get("disabled").bool_if().value_or(false))
      return;
    auto& firewall = thing("firewall", &item, {});
    NetworkSet inbound;
    RuleReader reader(node, inbound, firewall.is_known);
    for (const auto& allow : node.get("allow").items()) {
      const auto protocol = text_of(allow.get("protocol"));
      const auto ports = allow.get("ports");
      if (ports.items().empty()) reader.add(protocol, {}, node.get("source_ranges"));
      for (const auto& port : ports.items())
        if (const auto range = port_range(text_of(port)))
          reader.add(protocol, *range, node.get("source_ranges"));
    }
    add_rule(firewall, item, std::move(inbound));
  }

  static std::optional<PortRange> port_range(std::string_view text) {
    if (text == "*") return PortRange{};
    const auto dash = text.find('-');
    const auto first = port_of(Value::string(text.substr(0, dash)));
    const auto last =
        dash == std::string_view::npos ? first : port_of(Value::string(text.substr(dash + 1)));
    if (!first || !last) return std::nullopt;
    return PortRange{*first, *last};
  }

  static void add_azure(Exposed& group, const SideItem& item, const Value& rule) {
    if (to_lower(text_of(rule.get("direction"))) != "inbound" ||
        to_lower(text_of(rule.get("access"))) != "allow")
      return;
    NetworkSet inbound;
    RuleReader reader(rule, inbound, group.is_known);
    std::vector<PortRange> ports;
    for (const auto* key : {"destination_port_range", "destination_port_ranges"}) {
      const auto written = rule.get(key);
      if (const auto range = port_range(text_of(written))) ports.push_back(*range);
      for (const auto& one : written.items())
        if (const auto range = port_range(text_of(one))) ports.push_back(*range);
    }
    for (const auto& range : ports) {
      for (const auto* key : {"source_address_prefix", "source_address_prefixes"}) {
        const auto source = rule.get(key);
        const auto protocol = text_of(rule.get("protocol"));
        if (is_one_of(to_lower(text_of(source)), {"*", "internet", "any"})) {
          for (const auto anywhere : kAnywhere) inbound.add(protocol, range, *parse_cidr(anywhere));
        } else {
          reader.add(protocol, range, source);
        }
      }
    }
    add_rule(group, item, std::move(inbound));
  }

  // Two by two, so that thousands of rules are not copied for each of them.
  void unite_rules() {
    for (auto& [key, exposed] : out_) {
      std::vector<NetworkSet> sets;
      for (const auto& rule : exposed.rules) sets.push_back(rule.inbound);
      while (sets.size() > 1) {
        for (std::size_t i = 0; i + 1 < sets.size(); i += 2) {
          sets[i].add(sets[i + 1]);
          if (i > 0) sets[i / 2] = std::move(sets[i]);
        }
        if (sets.size() % 2 == 1)
          sets[sets.size() / 2] = std::move(sets.back());  // never itself: there are three or more
        sets.resize((sets.size() + 1) / 2);
      }
      exposed.inbound = sets.empty() ? NetworkSet() : std::move(sets.front());
    }
  }

  // Rules of an ACL count in the order of their numbers; the first that matches decides.
  struct AclRule {
    std::int64_t number;
    bool allows;
    NetworkSet traffic;
    const SideItem* from;
  };

  void read_acls(const SideItem& item) {
    if (!is_one_of(item.type, {"aws_network_acl", "aws_default_network_acl"})) return;
    auto& acl = thing("network ACL", &item, {});
    std::vector<AclRule> rules;
    const auto add = [&](const Value& rule, const SideItem& from, std::string_view number,
                         std::string_view action) {
      AclRule one{rule.get(number).int_if().value_or(0),
                  to_lower(text_of(rule.get(action))) == "allow",
                  {},
                  &from};
      RuleReader(rule, one.traffic, acl.is_known)
          .read("protocol", {"cidr_block", "ipv6_cidr_block"});
      rules.push_back(std::move(one));
    };
    for (const auto& rule : item.attributes.value.get("ingress").items())
      add(rule, item, "rule_no", "action");
    for (const auto& other : side_.items()) {
      if (other.type != "aws_network_acl_rule") continue;
      const auto& rule = other.attributes.value;
      if (rule.get("egress").bool_if().value_or(false) ||
          side_.named(other, "network_acl_id", rule.get("network_acl_id"), item.type) != &item)
        continue;
      add(rule, other, "rule_number", "rule_action");
    }
    std::ranges::stable_sort(rules, {}, &AclRule::number);
    NetworkSet decided;
    for (auto& rule : rules) {
      if (rule.allows) add_rule(acl, *rule.from, rule.traffic.without(decided));
      decided.add(rule.traffic);
    }
  }

  void read_endpoints(const SideItem& item) {
    const auto& node = item.attributes.value;
    if (item.type == "aws_eks_cluster") {
      const auto settings = node.get("vpc_config");
      if (settings.items().empty()) return;
      const auto& first = settings.items()[0];
      if (!first.get("endpoint_public_access").bool_if().value_or(true)) return add_closed(item);
      auto& cluster = thing("cluster", &item, {});
      NetworkSet inbound;
      RuleReader reader(first, inbound, cluster.is_known);
      const auto sources = first.get("public_access_cidrs");
      if (sources.is_null() || (sources.is_list() && sources.items().empty()))
        inbound.add("tcp", {443, 443}, *parse_cidr(kAnywhere[0]));
      else
        reader.add("tcp", {443, 443}, sources);
      add_rule(cluster, item, std::move(inbound));
    } else if (is_one_of(item.type,
                         {"aws_db_instance", "aws_rds_cluster_instance", "aws_redshift_cluster"})) {
      const auto is_public = node.get("publicly_accessible");
      if (!is_public.bool_if().value_or(false)) return add_closed(item);
      add_behind_groups(thing("database", &item, {}), item, database_ports(node),
                        "vpc_security_group_ids");
    } else if (is_one_of(item.type, {"aws_lb", "aws_alb", "aws_elb"})) {
      if (node.get("internal").bool_if().value_or(false)) return add_closed(item);
      add_behind_groups(thing("load balancer", &item, {}), item, listener_ports(item),
                        "security_groups");
    }
  }

  // It is there, and nothing reaches it from outside.
  void add_closed(const SideItem& item) {
    const auto kind = item.type == "aws_eks_cluster"                           ? "cluster"
                      : is_one_of(item.type, {"aws_lb", "aws_alb", "aws_elb"}) ? "load balancer"
                                                                               : "database";
    thing(kind, &item, {});
  }

  static std::vector<PortRange> database_ports(const Value& node) {
    if (const auto port = port_of(node.get("port")); port && *port != 0) return {{*port, *port}};
    const auto engine = text_of(node.get("engine"));
    const std::uint16_t usual = engine.find("postgres") != std::string::npos ? 5432
                                : engine.starts_with("sqlserver")            ? 1433
                                : engine.starts_with("oracle")               ? 1521
                                : engine.empty()                             ? 5439
                                                                             : 3306;
    return {{usual, usual}};
  }

  std::vector<PortRange> listener_ports(const SideItem& balancer) const {
    std::vector<PortRange> out;
    for (const auto& listener : balancer.attributes.value.get("listener").items())
      if (const auto port = port_of(listener.get("lb_port"))) out.push_back({*port, *port});
    for (const auto& item : side_.items()) {
      if (!is_one_of(item.type, {"aws_lb_listener", "aws_alb_listener"})) continue;
      const auto arn = item.attributes.value.get("load_balancer_arn");
      if (side_.named(item, "load_balancer_arn", arn, balancer.type) != &balancer) continue;
      if (const auto port = port_of(item.attributes.value.get("port")))
        out.push_back({*port, *port});
    }
    return out;
  }

  // What the security groups let through to these ports; without known groups, everything.
  void add_behind_groups(Exposed& to, const SideItem& item, const std::vector<PortRange>& ports,
                         std::string_view argument) {
    NetworkSet wanted;
    for (const auto& range : ports)
      for (const auto anywhere : kAnywhere) wanted.add("tcp", range, *parse_cidr(anywhere));
    NetworkSet open;
    bool has_group = false;
    const auto groups = item.attributes.value.get(argument);
    const auto take = [&](const Value& id) {
      const auto* group = side_.named(item, argument, id, "aws_security_group");
      if (group == nullptr) return;
      has_group = true;
      open.add(out_.at(std::string(group->address)).inbound);
    };
    if (groups.is_unknown()) take(groups);
    for (const auto& id : groups.items()) take(id);
    add_rule(to, item, has_group ? wanted.within(open) : wanted);
  }

  SideItems side_;
  Exposures out_;
};

std::vector<OpenedFlow> describe(const NetworkSet& flows, const NetworkSet& whole) {
  std::vector<OpenedFlow> out;
  for (auto& flow : flows.flows()) {
    OpenedFlow one;
    const auto brings = [&](bool v6) {
      return std::ranges::find(flow.addresses, v6, &AddressRange::is_v6) != flow.addresses.end();
    };
    for (const bool v6 : {false, true}) {
      if (brings(v6) && whole.is_from_everywhere(flow, v6)) {
        one.is_from_everywhere = true;
        one.sources.emplace_back(kAnywhere[v6 ? 1 : 0]);
        continue;
      }
      for (const auto& range : flow.addresses) {
        if (range.is_v6 != v6) continue;
        const auto cidrs = to_cidrs(range);
        one.sources.insert(one.sources.end(), cidrs.begin(), cidrs.end());
      }
    }
    one.text = port_text(flow) + " from ";
    const auto shown = std::min(kShownSources, one.sources.size());
    for (std::size_t i = 0; i < shown; ++i) one.text += (i == 0 ? "" : ", ") + one.sources[i];
    if (one.sources.size() > shown)
      one.text += " and " + std::to_string(one.sources.size() - shown) + " more";
    one.flow = std::move(flow);
    out.push_back(std::move(one));
  }
  return out;
}

// Every protocol and port from the same sources is one line.
void fold_protocols(std::vector<OpenedFlow>& flows) {
  const auto is_whole = [](const OpenedFlow& one) { return one.flow.ports == PortRange{}; };
  const auto other =
      std::ranges::find(flows, "other", [](const OpenedFlow& one) { return one.flow.protocol; });
  if (other == flows.end()) return;
  const auto sources = other->sources;
  if (std::ranges::count_if(flows, [&](const OpenedFlow& one) {
        return is_whole(one) && one.sources == sources;
      }) < 5)
    return;
  auto all = *other;
  all.flow.protocol = "all";
  all.text = "every port" + all.text.substr(std::string_view("other protocols").size());
  std::erase_if(flows,
                [&](const OpenedFlow& one) { return is_whole(one) && one.sources == sources; });
  flows.insert(flows.begin(), std::move(all));
}

ExposureChange compare(const Exposed* before, const Exposed& after) {
  static const NetworkSet nothing;
  const auto& old_set = before == nullptr ? nothing : before->inbound;
  ExposureChange out;
  out.kind = after.kind;
  out.name = after.name;
  out.address = after.address;
  out.is_new = before == nullptr;
  out.is_known = after.is_known;
  const auto opened = after.inbound.without(old_set);
  out.opened = describe(opened, after.inbound);
  out.closed = describe(old_set.without(after.inbound), old_set);
  fold_protocols(out.opened);
  fold_protocols(out.closed);
  for (const auto& rule : after.rules) {
    if (rule.inbound.within(opened).is_empty()) continue;
    out.address = rule.address;
    break;
  }
  return out;
}

}  // namespace

bool concerns_exposure(std::string_view type) {
  return std::ranges::find(kTypes, type) != kTypes.end();
}

Exposures read_exposures(const Stack& stack, Side side) {
  return ExposureReader(stack, side).read();
}

std::vector<ExposureChange> exposure_changes(const Exposures& before, const Exposures& after) {
  std::vector<ExposureChange> out;
  for (const auto& [key, exposed] : after) {
    const auto found = before.find(key);
    if (found != before.end() && exposed.is_known && found->second.inbound == exposed.inbound)
      continue;
    auto change = compare(found == before.end() ? nullptr : &found->second, exposed);
    if (!change.opened.empty() || !change.closed.empty() || !change.is_known)
      out.push_back(std::move(change));
  }
  std::ranges::stable_sort(out, {}, &ExposureChange::address);
  return out;
}

}  // namespace stopgate::model
