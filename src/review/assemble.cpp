#include "review/assemble.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "review/callers.h"
#include "review/fold.h"
#include "review/headline.h"

namespace stopgate::review {

namespace {

using finding::Finding;

const std::string& file_of(const Finding& finding, const source::SourceMap& sources) {
  return finding.place.is_known() ? sources.file(finding.place.file).path() : finding.path;
}

// The message without the instance keys of the resource it is about.
std::string base_message(const Finding& finding, const std::string& base_address) {
  const auto& address = finding.subject.address;
  std::string out;
  std::size_t at = 0;
  if (address != base_address) {
    for (auto hit = finding.message.find(address); hit != std::string::npos;
         hit = finding.message.find(address, at)) {
      out.append(finding.message, at, hit - at);
      out += base_address;
      at = hit + address.size();
    }
  }
  return out.append(finding.message, at);
}

// What findings must share to be one; the path only where no place is known.
struct Identity {
  std::string policy, path, attribute, address, kind, name_space, name, message;
  source::Place place;
  finding::Severity severity = finding::Severity::Info;
  finding::Status status = finding::Status::New;

  auto operator<=>(const Identity&) const = default;
};

Identity identity_of(const Finding& finding) {
  auto address = finding::without_instance_keys(finding.subject.address);
  auto message = base_message(finding, address);
  return {.policy = finding.policy,
          .path = finding.place.is_known() ? std::string() : finding.path,
          .attribute = finding.attribute,
          .address = std::move(address),
          .kind = finding.subject.kind,
          .name_space = finding.subject.name_space,
          .name = finding.subject.name,
          .message = std::move(message),
          .place = finding.place,
          .severity = finding.severity,
          .status = finding.status};
}

// File ids follow the order of reading, which threads may change; paths do not.
auto order_of(const Finding& finding, const source::SourceMap& sources) {
  using View = std::string_view;
  const auto& subject = finding.subject;
  return std::make_tuple(View(file_of(finding, sources)), finding.place.span, View(finding.policy),
                         View(subject.address), View(subject.kind), View(subject.name_space),
                         View(subject.name), View(finding.attribute), View(finding.message),
                         finding.severity, finding.status);
}

// Sorts by keys that are made once a finding; equal keys keep their order.
template <typename KeyOf>
void sort_by(std::vector<Finding>& findings, const KeyOf& key_of) {
  using Key = decltype(key_of(findings.front()));
  std::vector<std::pair<Key, std::size_t>> keys;
  keys.reserve(findings.size());
  for (const auto& finding : findings) keys.emplace_back(key_of(finding), keys.size());
  std::ranges::sort(keys);
  std::vector<Finding> sorted;
  sorted.reserve(findings.size());
  for (const auto& key : keys) sorted.push_back(std::move(findings[key.second]));
  findings = std::move(sorted);
}

void sort_by_place(std::vector<Finding>& findings, const source::SourceMap& sources) {
  sort_by(findings, [&](const Finding& finding) { return order_of(finding, sources); });
}

void number(std::vector<Finding>& findings, const source::SourceMap& sources,
            const std::map<std::string, std::string>& renamed) {
  std::map<std::string, std::size_t> occurrences;  // by the fingerprint of the first
  for (auto& finding : findings) {
    const auto known = renamed.find(file_of(finding, sources));
    const auto& file = known == renamed.end() ? file_of(finding, sources) : known->second;
    finding.fingerprint = finding::fingerprint(finding, file, 0);
    if (const auto nth = occurrences[finding.fingerprint]++; nth > 0)
      finding.fingerprint = finding::fingerprint(finding, file, nth);
  }
}

std::size_t action_order(const std::string& action) {
  constexpr std::array<std::string_view, 7> kActions = {"delete", "replace", "forget", "update",
                                                        "create", "import",  "read"};
  return static_cast<std::size_t>(std::ranges::find(kActions, action) - kActions.begin());
}

// "D0" sorts before "D4", and both before nothing.
std::string_view loss_order(std::string_view loss) {
  return loss.empty() ? "~" : loss;
}

std::string file_of(const source::Diagnostic& diagnostic, const source::SourceMap& sources) {
  return diagnostic.place.is_known() ? sources.file(diagnostic.place.file).path() : diagnostic.path;
}

void sort_diagnostics(source::Diagnostics& diagnostics, const source::SourceMap& sources) {
  std::ranges::sort(diagnostics, {}, [&](const source::Diagnostic& d) {
    return std::make_tuple(-static_cast<int>(d.severity), file_of(d, sources), d.place.span.begin,
                           d.place.span.end, d.message, d.help);
  });
  diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end()), diagnostics.end());
}

void count_allowances(Review& review) {
  for (auto& allowance : review.allowances) {
    const auto counts = [&](const Finding& finding) {
      return finding.severity == allowance.severity && is_judged(review, finding) &&
             finding.level != finding::Level::Advisory;
    };
    allowance.found = static_cast<std::size_t>(std::ranges::count_if(review.findings, counts));
  }
}

// How many would fail if nobody had approved.
void count_overridden(Review& review) {
  if (!review.override_by) return;
  review.override_by->findings =
      static_cast<std::size_t>(std::ranges::count_if(review.findings, [&](const Finding& finding) {
        return finding.level == finding::Level::Overridable && finding.severity >= review.gate &&
               is_judged(review, finding);
      }));
}

void sort_coverage(Coverage& coverage, const source::SourceMap& sources) {
  std::ranges::sort(coverage.unreadable);
  coverage.unreadable.erase(std::unique(coverage.unreadable.begin(), coverage.unreadable.end()),
                            coverage.unreadable.end());
  std::ranges::sort(coverage.skipped);
  std::ranges::sort(coverage.policies, {}, &PolicyCount::policy);
  std::ranges::sort(coverage.undecided, {}, [&](const Undecided& undecided) {
    const auto& place = undecided.place;
    return std::make_tuple(
        undecided.policy, finding::to_string(undecided.subject), undecided.reason,
        place.is_known() ? sources.file(place.file).path() : std::string(), place.span);
  });
}

}  // namespace

void merge_instances(std::vector<Finding>& findings, const source::SourceMap& sources,
                     const std::map<std::string, std::string>& renamed) {
  sort_by_place(findings, sources);
  std::vector<Finding> merged;
  std::map<Identity, std::size_t> first;
  for (auto& finding : findings) {
    const auto [at, is_new] = first.try_emplace(identity_of(finding), merged.size());
    if (is_new) {
      merged.push_back(std::move(finding));
      continue;
    }
    auto& kept = merged[at->second];
    kept.is_secret = kept.is_secret || finding.is_secret;
    if (finding.subject.address != kept.subject.address)
      kept.instances.push_back(finding.subject.address);
    std::ranges::move(finding.instances, std::back_inserter(kept.instances));
    std::ranges::move(finding.environments, std::back_inserter(kept.environments));
    // Another root that calls the module, say.
    for (auto& related : finding.related)
      if (std::ranges::find(kept.related, related) == kept.related.end())
        kept.related.push_back(std::move(related));
  }
  for (auto& finding : merged) {
    std::ranges::sort(finding.instances);
    finding.instances.erase(std::unique(finding.instances.begin(), finding.instances.end()),
                            finding.instances.end());
    std::ranges::sort(finding.environments);
    finding.environments.erase(
        std::unique(finding.environments.begin(), finding.environments.end()),
        finding.environments.end());
  }
  findings = std::move(merged);
  number(findings, sources, renamed);
}

void rank(std::vector<Finding>& findings, const std::vector<ChangeLine>& changes,
          const source::SourceMap& sources) {
  std::unordered_map<std::string_view, std::string_view> losses;
  for (const auto& change : changes) {
    if (change.loss.empty()) continue;
    const auto [at, is_new] = losses.try_emplace(change.address, change.loss);
    if (!is_new) at->second = std::min<std::string_view>(at->second, change.loss);
  }
  const auto loss_of = [&](const Finding& finding) {
    const auto loss = losses.find(finding.subject.address);
    return loss == losses.end() ? loss_order("") : loss->second;
  };
  sort_by_place(findings, sources);
  sort_by(findings, [&](const Finding& finding) {
    // What the change brings comes before what was there and what it mends.
    return std::make_tuple(finding.status, -static_cast<int>(finding.severity), loss_of(finding));
  });
}

void rank(std::vector<ChangeLine>& changes) {
  std::ranges::sort(changes, {}, [](const ChangeLine& change) {
    return std::make_tuple(loss_order(change.loss), action_order(change.action),
                           std::string_view(change.address), std::string_view(change.plan),
                           std::string_view(change.reason));
  });
}

void count(Review& review) {
  count_allowances(review);
  count_overridden(review);
}

Review assemble(Parts parts, const source::SourceMap& sources) {
  Review review{.gate = parts.gate,
                .judges_old = parts.judges_old,
                .changes = std::move(parts.changes),
                .groups = {},
                .drift = std::move(parts.drift),
                .outputs = std::move(parts.outputs),
                .plans = std::move(parts.plans),
                .diagnostics = std::move(parts.diagnostics),
                .coverage = std::move(parts.coverage),
                .suppressions = std::move(parts.suppressions),
                .allowances = std::move(parts.allowances),
                .comparison = std::move(parts.comparison),
                .override_by = std::move(parts.override_by),
                .shard = parts.shard};
  const auto raw = std::ranges::stable_partition(
      parts.findings, [](const Finding& finding) { return !finding.fingerprint.empty(); });
  std::ranges::move(parts.findings.begin(), raw.begin(), std::back_inserter(review.findings));
  parts.findings.erase(parts.findings.begin(), raw.begin());
  point_at_calls(parts.findings, sources);
  merge_instances(parts.findings, sources);
  std::ranges::move(parts.findings, std::back_inserter(review.findings));
  rank(review.changes);
  rank(review.findings, review.changes, sources);
  std::ranges::sort(review.drift, {},
                    [](const DriftLine& line) { return std::tie(line.plan, line.address); });
  std::ranges::sort(review.outputs, {},
                    [](const OutputLine& line) { return std::tie(line.plan, line.name); });
  std::ranges::sort(review.plans, {}, &PlanLine::path);
  sort_diagnostics(review.diagnostics, sources);
  sort_coverage(review.coverage, sources);
  review.groups = fold(review);
  count(review);
  review.verdict = verdict_of(review);
  review.headline = headline_of(review);
  return review;
}

}  // namespace stopgate::review
