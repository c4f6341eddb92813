#include "cli/approval.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/limits.h"
#include "base/text.h"
#include "json/reader.h"

namespace stopgate::cli {

namespace {

constexpr std::size_t kFingerprintDigits = 20;
constexpr std::size_t kShownDifferences = 5;

struct Approved {
  std::set<std::string> fingerprints;
  std::map<std::string, std::pair<std::string, std::string>> changes;  // address: action, digest
  bool has_changes = false;
};

bool is_fingerprint(const std::string& text) {
  return text.size() == kFingerprintDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

Result<Approved> read_approved(const std::string& approved, const source::FileSystem& files) {
  Approved out;
  if (is_fingerprint(approved)) {
    out.fingerprints.insert(approved);
    return out;
  }
  auto text = files.read(approved, Limits{}.plan_bytes);
  if (!text)
    return fail("--approved wants a fingerprint of 20 hexadecimal digits or a JSON report: " +
                text.error().message);
  const auto document = json::parse(*text);
  const auto& report = document.root.value;
  for (const auto& plan : report.get("plans").items())
    out.fingerprints.emplace(plan.get("fingerprint").string_if().value_or(""));
  for (const auto& change : report.get("changes").items())
    out.changes.insert_or_assign(
        std::string(change.get("address").string_if().value_or("")),
        std::pair(std::string(change.get("action").string_if().value_or("")),
                  std::string(change.get("digest").string_if().value_or(""))));
  out.fingerprints.erase("");
  if (out.fingerprints.empty())
    return fail("the report " + quoted(approved) +
                " names no plan fingerprint; write it with 'stopgate plan --format json'");
  out.has_changes = true;
  return out;
}

// "replaces aws_db_instance.main, no longer updates aws_lb.web"
std::string differences(const Approved& approved, const review::Parts& parts) {
  std::vector<std::string> texts;
  std::set<std::string> present;
  for (const auto& change : parts.changes) {
    present.insert(change.address);
    const auto found = approved.changes.find(change.address);
    if (found == approved.changes.end()) {
      texts.push_back("now also " + change.action + " " + change.address);
    } else if (found->second.first != change.action) {
      texts.push_back(change.action + " instead of " + found->second.first + " " + change.address);
    } else if (found->second.second != change.digest) {
      texts.push_back(change.action + " " + change.address + " in another way");
    }
  }
  for (const auto& [address, change] : approved.changes)
    if (!present.contains(address)) texts.push_back("no longer " + change.first + " " + address);
  std::string out;
  for (std::size_t i = 0; i < std::min(texts.size(), kShownDifferences); ++i)
    out += (i == 0 ? "" : "; ") + printable(texts[i], 300);
  if (texts.size() > kShownDifferences)
    out += "; and " + std::to_string(texts.size() - kShownDifferences) + " more";
  return out;
}

}  // namespace

Result<std::vector<finding::Finding>> compare_approved(const std::string& approved,
                                                       const review::Parts& parts,
                                                       const source::FileSystem& files) {
  STOPGATE_TRY(const auto was, read_approved(approved, files));
  std::vector<finding::Finding> out;
  for (const auto& plan : parts.plans) {
    if (was.fingerprints.contains(plan.fingerprint)) continue;
    finding::Finding finding;
    finding.policy = "plan.approval";
    finding.severity = finding::Severity::Critical;
    finding.message =
        "this is not the plan that was approved: its fingerprint is " + plan.fingerprint;
    if (was.has_changes) finding.message += ": " + differences(was, parts);
    finding.incident = "What was read and approved is not what would be applied.";
    finding.remediation = "Review this plan, and approve it anew.";
    finding.path = plan.path;
    finding.subject.address = plan.path;
    out.push_back(std::move(finding));
  }
  return out;
}

}  // namespace stopgate::cli
