#include "review/compare.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace stopgate::review {

namespace {

using finding::Finding;
using finding::Status;

// What a finding is about, whatever it says.
using Matter = std::tuple<std::string, std::string, std::string, std::string, std::string>;

class Comparer {
 public:
  Comparer(Side& head, Side& base, const Context& context)
      : head_(head), base_(base), context_(context) {
    for (const auto& finding : base.findings) {
      base_fingerprints_.insert(finding.fingerprint);
      base_matters_.insert(matter_of(finding, base.sources));
    }
  }

  void mark(Finding& finding) const {
    finding.status = Status::New;
    if (base_fingerprints_.contains(finding.fingerprint)) {
      finding.status = Status::Old;
      return;
    }
    if (!finding.place.is_known() || is_on_changed_line(finding)) return;
    if (base_matters_.contains(matter_of(finding, head_.sources)))
      finding.status = Status::Old;
    else
      finding.is_indirect = true;
  }

  [[nodiscard]] std::vector<Finding> fixed() const {
    std::set<std::string> still_there;
    std::set<Matter> matters;
    for (const auto* list : {&head_.findings, &head_.silenced})
      for (const auto& finding : *list) {
        still_there.insert(finding.fingerprint);
        // What stands on a changed line as a new finding does not hide that the old one is gone.
        if (list == &head_.silenced || finding.status == Status::Old)
          matters.insert(matter_of(finding, head_.sources));
      }
    std::set<std::pair<std::string, std::string>> undecided;
    for (const auto& item : context_.undecided)
      undecided.emplace(item.policy, finding::to_string(item.subject));
    std::vector<Finding> out;
    for (const auto& finding : base_.findings) {
      auto path = path_of(finding, base_.sources);
      if (still_there.contains(finding.fingerprint) || context_.unreadable.contains(path) ||
          matters.contains(matter_of(finding, base_.sources)) ||
          undecided.contains({finding.policy, finding::to_string(finding.subject)}))
        continue;
      auto& copy = out.emplace_back(finding);
      copy.status = Status::Fixed;
      copy.path = std::move(path);
      copy.place = {};
      copy.related.clear();
    }
    return out;
  }

 private:
  // The path in the head.
  [[nodiscard]] std::string path_of(const Finding& finding,
                                    const source::SourceMap& sources) const {
    const auto& path =
        finding.place.is_known() ? sources.file(finding.place.file).path() : finding.path;
    const auto renamed = context_.renamed.find(path);
    const bool is_of_base = &sources == &base_.sources;
    return is_of_base && renamed != context_.renamed.end() ? renamed->second : path;
  }

  [[nodiscard]] Matter matter_of(const Finding& finding, const source::SourceMap& sources) const {
    return {finding.policy, path_of(finding, sources),
            finding::without_instance_keys(finding.subject.address),
            finding.subject.address.empty() ? finding::to_string(finding.subject) : std::string(),
            finding.attribute};
  }

  [[nodiscard]] bool is_on_changed_line(const Finding& finding) const {
    const auto location = head_.sources.locate(finding.place);
    const auto found = context_.changed_lines.find(location.file);
    if (found == context_.changed_lines.end()) return false;
    return std::ranges::any_of(found->second, [&](const git::LineRange& range) {
      return range.first <= location.end.line && location.begin.line <= range.last;
    });
  }

  const Side& head_;
  const Side& base_;
  const Context& context_;
  std::set<std::string> base_fingerprints_;
  std::set<Matter> base_matters_;
};

}  // namespace

std::vector<Finding> compare(Side head, Side base, const Context& context) {
  const Comparer comparer(head, base, context);
  for (auto& finding : head.findings) comparer.mark(finding);
  auto out = comparer.fixed();
  std::ranges::move(head.findings, std::back_inserter(out));
  return out;
}

}  // namespace stopgate::review
