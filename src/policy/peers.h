#pragma once

// Peers: the tools whose ids our policies carry as aliases, from policies/data/peers.yaml.

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"

namespace re2 {
class RE2;
}

namespace stopgate::policy {

namespace data {
extern const std::string_view kPeers;
}

struct Peer {
  std::string name;  // "checkov"
  std::vector<std::shared_ptr<const re2::RE2>> patterns;
  std::vector<std::string> ids;

  [[nodiscard]] bool has(std::string_view id) const;
};

// In the order of the file; read when first asked for.
[[nodiscard]] std::span<const Peer> peers();

// An id as policies list it: trivy's may come with and without "AVD-", with and without hyphen.
[[nodiscard]] std::string plain_peer_id(std::string_view id);

// Whether a policy carries this id of a peer.
[[nodiscard]] bool is_known_as(const Policy& policy, std::string_view peer_id);

}  // namespace stopgate::policy
