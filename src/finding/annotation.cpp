#include <algorithm>
#include <array>

#include "base/text.h"
#include "finding/suppression.h"

namespace stopgate::finding {

namespace {

void add_names(Suppression& suppression, std::string_view list) {
  for (const auto piece : split(list, ','))
    if (const auto name = trim(piece); !name.empty()) suppression.policies.emplace_back(name);
}

// checkov.io/skip1: CKV_K8S_20=the reason
std::optional<Suppression> read_checkov(std::string_view key, std::string_view value) {
  constexpr std::array<std::string_view, 3> kPrefixes = {"checkov.io/skip", "bridgecrew.io/skip",
                                                         "cortex.io/skip"};
  const auto is_prefix = [&](std::string_view prefix) { return key.starts_with(prefix); };
  if (std::ranges::none_of(kPrefixes, is_prefix)) return std::nullopt;
  Suppression suppression{.tool = "checkov"};
  const auto equals = value.find('=');
  add_names(suppression, value.substr(0, equals));
  if (equals != std::string_view::npos) suppression.reason = trim(value.substr(equals + 1));
  return suppression;
}

std::optional<Suppression> read_kube_linter(std::string_view key, std::string_view value) {
  constexpr std::string_view kPrefix = "ignore-check.kube-linter.io/";
  Suppression suppression{.tool = "kube-linter", .reason = std::string(trim(value))};
  if (key == "kube-linter.io/ignore-all")
    suppression.policies = {"*"};
  else if (key.starts_with(kPrefix))
    add_names(suppression, key.substr(kPrefix.size()));
  else
    return std::nullopt;
  return suppression;
}

// Polaris takes the word "true" and nothing else.
std::optional<Suppression> read_polaris(std::string_view key, std::string_view value) {
  constexpr std::string_view kPrefix = "polaris.fairwinds.com/";
  constexpr std::string_view kSuffix = "-exempt";
  if (!key.starts_with(kPrefix) || value != "true") return std::nullopt;
  const auto name = key.substr(kPrefix.size());
  Suppression suppression{.tool = "polaris"};
  if (name == "exempt")
    suppression.policies = {"*"};
  else if (name.ends_with(kSuffix))
    add_names(suppression, name.substr(0, name.size() - kSuffix.size()));
  else
    return std::nullopt;
  return suppression;
}

// The text is the reason; "false" takes the suppression back.
std::optional<Suppression> read_monokle(std::string_view key, std::string_view value) {
  constexpr std::string_view kPrefix = "monokle.io/suppress.";
  if (!key.starts_with(kPrefix) || value == "false") return std::nullopt;
  Suppression suppression{.tool = "monokle",
                          .reason = value == "true" ? "" : std::string(trim(value))};
  const auto name = key.substr(kPrefix.size());
  add_names(suppression, name.substr(name.rfind('.') + 1));  // with or without the plugin's name
  return suppression;
}

}  // namespace

std::optional<Suppression> parse_annotation(std::string_view key, std::string_view value) {
  if (key == "stopgate.dev/ignore") {
    auto suppression = parse_comment("stopgate:ignore " + std::string(value));
    return suppression;
  }
  if (key == "kube-score/ignore") {
    Suppression suppression{.tool = "kube-score"};
    add_names(suppression, value);
    return suppression;
  }
  for (const auto read : {read_checkov, read_kube_linter, read_polaris, read_monokle})
    if (auto suppression = read(key, value)) return suppression;
  return std::nullopt;
}

}  // namespace stopgate::finding
