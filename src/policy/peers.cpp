#include "policy/peers.h"

#include <re2/re2.h>

#include <algorithm>

#include "base/text.h"
#include "policy/data_table.h"

namespace stopgate::policy {

namespace {

std::vector<Peer> read_peers() {
  const DataTable table("peers.yaml", data::kPeers);
  std::vector<Peer> out;
  for (const auto& row : table.root().get("peers").items()) {
    Peer peer{
        .name = std::string(row.get("name").string_if().value_or("")), .patterns = {}, .ids = {}};
    for (const auto& pattern : row.get("patterns").items())
      peer.patterns.push_back(std::make_shared<const re2::RE2>(pattern.string_if().value_or("")));
    for (const auto& id : row.get("ids").items())
      peer.ids.emplace_back(id.string_if().value_or(""));
    out.push_back(std::move(peer));
  }
  return out;
}

}  // namespace

bool Peer::has(std::string_view id) const {
  return std::ranges::find(ids, id) != ids.end() ||
         std::ranges::any_of(patterns, [&](const std::shared_ptr<const re2::RE2>& pattern) {
           return re2::RE2::FullMatch({id.data(), id.size()}, *pattern);
         });
}

std::span<const Peer> peers() {
  static const auto* const read = new std::vector<Peer>(read_peers());
  return *read;
}

std::string plain_peer_id(std::string_view id) {
  std::string out(id);
  if (out.starts_with("AVD-")) out.erase(0, 4);
  // KSV014 and KSV-0014 are one.
  if (out.starts_with("KSV") && out.size() >= 6 && out[3] != '-')
    out = "KSV-" + std::string(out.size() == 6 ? "0" : "") + out.substr(3);
  return out;
}

bool is_known_as(const Policy& policy, std::string_view peer_id) {
  const auto wanted = plain_peer_id(peer_id);
  return std::ranges::any_of(
      policy.aliases, [&](const std::string& alias) { return plain_peer_id(alias) == wanted; });
}

}  // namespace stopgate::policy
