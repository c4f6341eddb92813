#pragma once

// What a change makes reachable from where: security groups and their rules, network ACLs,
// firewalls, load balancers, databases and cluster endpoints, as sets of traffic before and after.

#include <map>
#include <string>
#include <vector>

#include "model/network_set.h"
#include "model/side.h"

namespace stopgate::model {

// Something that traffic may reach.
struct Exposed {
  std::string kind;  // "security group", "network ACL", "load balancer", "database", "cluster"
  std::string name;
  std::string address;  // empty when the configuration does not declare it
  NetworkSet inbound;
  struct Rule {
    std::string address;  // of the resource that says it
    NetworkSet inbound;
  };
  std::vector<Rule> rules;
  bool is_known = true;  // false: some source or port is not known before the apply
};

using Exposures = std::map<std::string, Exposed>;  // by address, or by kind and id

[[nodiscard]] bool concerns_exposure(std::string_view type);
[[nodiscard]] Exposures read_exposures(const Stack& stack, Side side);

struct OpenedFlow {
  Flow flow;
  bool is_from_everywhere = false;   // every IPv4 or IPv6 address, after the change
  std::vector<std::string> sources;  // "0.0.0.0/0" when it is, else what was added
  std::string text;                  // "tcp/5432 from 0.0.0.0/0"
};

struct ExposureChange {
  std::string address;  // of the rule that brings it, else of the thing itself
  std::string kind, name;
  bool is_new = false;  // was not there before
  bool is_known = true;
  std::vector<OpenedFlow> opened, closed;
};

// Sorted by address. Nothing where the same traffic passes, however it is written.
[[nodiscard]] std::vector<ExposureChange> exposure_changes(const Exposures& before,
                                                           const Exposures& after);

}  // namespace stopgate::model
