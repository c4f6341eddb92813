#include "cli/migrate_command.h"

#include <algorithm>
#include <map>
#include <ostream>

#include "base/text.h"
#include "policy/peers.h"

namespace stopgate::cli {

namespace {

// Our ids and, for each, the peer's ids that named it.
struct Translated {
  std::map<std::string, std::vector<std::string>> policies;
  std::vector<std::string> unknown;
};

Translated translate(const std::vector<std::string>& ids, const policy::Catalogue& catalogue) {
  Translated out;
  for (const auto& id : ids) {
    bool is_found = false;
    for (const auto& policy : catalogue.policies()) {
      if (!policy::is_known_as(policy, id)) continue;
      is_found = true;
      out.policies[policy.id].push_back(id);
    }
    if (!is_found) out.unknown.push_back(id);
  }
  return out;
}

void write_list(std::string_view key, const Translated& list, std::string& out) {
  if (list.policies.empty()) return;
  out += "  " + std::string(key) + ":\n";
  for (const auto& [id, peers] : list.policies)
    out += "    - " + id + "  # " + join(peers, ", ") + "\n";
}

// Texts of a peer's file must not end a line or a comment of ours.
std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return out;
}

std::string yaml_text(std::string_view text) {
  std::string out = "'";
  for (const char c : printable(text)) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

void write_comments(std::string_view title, const std::vector<std::string>& lines,
                    std::string& out) {
  if (lines.empty()) return;
  out += "\n# " + std::string(title) + "\n";
  for (const auto& line : lines) out += "# - " + printable(line) + "\n";
}

// Peers' one rule may be several of ours, and one of ours several of theirs.
std::vector<std::string> wider(const Translated& disabled, const policy::Catalogue& catalogue) {
  std::vector<std::string> out;
  for (const auto& [id, named] : disabled.policies) {
    const auto* policy = catalogue.find(id);
    std::vector<std::string> others;
    for (const auto& peer : policy::peers()) {
      if (!peer.has(named.front())) continue;
      for (const auto& alias : policy->aliases)
        if (peer.has(alias) && std::ranges::none_of(named, [&](const std::string& name) {
              return policy::plain_peer_id(name) == policy::plain_peer_id(alias);
            }))
          others.push_back(alias);
    }
    if (!others.empty())
      out.push_back(id + " is " + join(others, ", ") + " as well, which stays on there");
  }
  return out;
}

}  // namespace

std::string configuration_of(std::string_view tool, const PeerSettings& settings,
                             const policy::Catalogue& catalogue) {
  const auto disabled = translate(settings.disabled, catalogue);
  const auto only = translate(settings.only, catalogue);
  const auto enabled = translate(settings.enabled, catalogue);
  std::string out = "# From " + printable(join(settings.files, ", ")) +
                    ". Suppression comments in the code that name ids of " + std::string(tool) +
                    " keep working.\n";
  if (!disabled.policies.empty() || !only.policies.empty() || !enabled.policies.empty()) {
    out += "policies:\n";
    write_list("only", only, out);
    write_list("enable", enabled, out);
    write_list("disable", disabled, out);
  }
  if (!settings.excluded_paths.empty()) {
    out += "exclude:\n";
    for (const auto& path : settings.excluded_paths) out += "  - " + yaml_text(path) + "\n";
  }
  if (!settings.fail_on.empty()) out += "fail-on: " + settings.fail_on + "\n";
  std::vector<std::string> unknown;
  for (const auto* list : {&disabled, &only, &enabled})
    unknown.insert(unknown.end(), list->unknown.begin(), list->unknown.end());
  write_comments("Nothing here checks these:", unknown, out);
  write_comments("Switched off more widely than there:", wider(disabled, catalogue), out);
  write_comments("To be looked at by hand:", settings.notes, out);
  return out;
}

int run_migrate_command(const MigrateArguments& arguments, const World& world) {
  const auto settings = read_peer_settings(arguments.tool, world.files, arguments.folder);
  if (!settings) {
    world.err << "stopgate: " << settings.error().message << '\n';
    return 2;
  }
  if (settings->files.empty()) {
    world.err << "stopgate: no configuration of " << arguments.tool << " in "
              << quoted(arguments.folder) << "; its suppression comments need none\n";
    return 2;
  }
  world.out << configuration_of(arguments.tool, *settings, policy::Catalogue::built_in());
  return 0;
}

}  // namespace stopgate::cli
