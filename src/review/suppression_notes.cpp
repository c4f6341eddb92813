#include "review/suppression_notes.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"

namespace stopgate::review {

namespace {

using finding::Suppression;
using finding::SuppressionState;

// What makes two suppressions of two states of a repository the same one; lines may move.
using Identity = std::tuple<std::string, std::string, std::string, std::string, std::string,
                            std::string, finding::Reach>;

Identity identity_of(const Suppression& suppression, std::string file) {
  return {std::move(file),    suppression.tool,  join(suppression.policies, ","),
          suppression.reason, suppression.until, suppression.condition,
          suppression.reach};
}

std::map<Identity, std::size_t> count(const BaseSuppressions& base) {
  std::map<Identity, std::size_t> out;
  for (const auto& suppression : base.suppressions) {
    auto file = base.sources.locate(suppression.place).file;
    if (const auto renamed = base.renamed.find(file); renamed != base.renamed.end())
      file = renamed->second;
    ++out[identity_of(suppression, std::move(file))];
  }
  return out;
}

std::vector<std::string> problems_of(const Suppression& suppression,
                                     const finding::SuppressionUse& use) {
  const bool is_ours = suppression.tool == "stopgate";
  std::vector<std::string> out;
  switch (use.state) {
    case SuppressionState::Used:
      if (suppression.reason.empty() && is_ours) out.emplace_back("gives no reason");
      break;
    case SuppressionState::Unused:
      if (is_ours && suppression.policies.empty())
        out.emplace_back("names no policy, and silences nothing");
      else if (is_ours)
        out.emplace_back("silences nothing: no finding of that policy is here");
      break;
    case SuppressionState::Expired:
      if (use.findings > 0 || is_ours)
        out.push_back("ended on " + printable(suppression.until) + " and silences nothing");
      break;
    case SuppressionState::Conditional:
      out.push_back("silences nothing: whether " + printable(suppression.condition) +
                    " holds is not known");
      break;
    case SuppressionState::Reasonless:
      out.emplace_back("silences nothing: it gives no reason, and the configuration demands one");
      break;
    case SuppressionState::Refused:
      out.emplace_back("silences nothing: the policy may not be suppressed");
      break;
  }
  return out;
}

}  // namespace

std::vector<SuppressionNote> suppression_notes(const Suppressed& head, const BaseSuppressions* base,
                                               Listing listing) {
  auto known = base == nullptr ? std::map<Identity, std::size_t>() : count(*base);
  std::vector<SuppressionNote> out;
  for (std::size_t i = 0; i < head.suppressions.size(); ++i) {
    const auto& suppression = head.suppressions[i];
    SuppressionNote note{
        .place = suppression.place,
        .tool = suppression.tool,
        .policies = suppression.policies,
        .reason = suppression.reason,
        .owner = suppression.owner,
        .findings = head.uses[i].state == SuppressionState::Used ? head.uses[i].findings : 0,
        .problems = problems_of(suppression, head.uses[i]),
        .state = head.uses[i].state};
    if (base != nullptr) {
      const auto before =
          known.find(identity_of(suppression, head.sources.locate(suppression.place).file));
      if (before != known.end() && before->second > 0)
        --before->second;
      else
        // Another tool's comment that silences nothing of ours is no news.
        note.is_new = suppression.tool == "stopgate" || note.findings > 0;
    }
    if (listing == Listing::All || note.is_new || !note.problems.empty())
      out.push_back(std::move(note));
  }
  std::ranges::sort(out, {}, [&](const SuppressionNote& note) {
    return std::tuple(head.sources.locate(note.place).file, note.place.span, note.policies);
  });
  return out;
}

}  // namespace stopgate::review
