#include "finding/suppress.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/glob.h"
#include "base/text.h"

namespace stopgate::finding {

namespace {

bool is_date(std::string_view text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_dash = i == 4 || i == 7;
    if (is_dash ? text[i] != '-' : (text[i] < '0' || text[i] > '9')) return false;
  }
  return true;
}

// ISO dates compare as text.
bool is_expired(const Suppression& suppression, std::string_view today) {
  return !suppression.until.empty() && (!is_date(suppression.until) || suppression.until < today);
}

std::string peer_id(std::string_view text) {
  auto id = to_lower(text);
  if (id.starts_with("avd-")) id.erase(0, 4);
  return id;
}

struct Line {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;  // without the line break
};

// The line around an offset, as far as its nearest bytes go: a comment in a line of a megabyte is
// not worth reading the megabyte for each of them.
Line line_at(std::string_view text, std::size_t offset) {
  constexpr std::size_t kReach = 4'096;
  const auto first = offset - std::min(offset, kReach);
  const auto last = std::min(offset + kReach, text.size());
  const auto before = text.substr(first, offset - first).rfind('\n');
  const auto after = text.substr(offset, last - offset).find('\n');
  const auto begin = before == std::string_view::npos ? first : first + before + 1;
  const auto end = after == std::string_view::npos ? last : offset + after;
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

bool is_comment(std::string_view line) {
  return line.starts_with('#') || line.starts_with("//");
}

// The line the comment is about: its own, or the first below that is no comment. Nothing if that is
// blank.
Line subject_line(std::string_view text, source::Span comment) {
  auto line = line_at(text, comment.begin);
  if (!trim(text.substr(line.begin, comment.begin - line.begin)).empty()) return line;
  line = line_at(text, std::min<std::size_t>(comment.end, text.size()));
  constexpr std::size_t kStackedComments = 50;
  for (std::size_t i = 0; i <= kStackedComments && line.end < text.size(); ++i) {
    line = line_at(text, line.end + std::size_t{1});
    const auto content = trim(text.substr(line.begin, line.end - line.begin));
    if (content.empty()) return {};
    if (!is_comment(content)) return line;
  }
  return {};
}

using Indexes = std::vector<std::size_t>;

struct Interval {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// A finding, at one of the places where it may be silenced.
struct Member {
  std::size_t finding = 0;
  std::uint32_t begin = 0;
};

// The findings of one policy in one file, in their order there, against the scopes that name the
// policy.
class Group {
 public:
  explicit Group(std::vector<Member> members) : members_(std::move(members)) {
    std::ranges::sort(members_, {}, &Member::begin);
  }

  [[nodiscard]] std::span<const Member> inside(source::Span scope) const {
    const auto first = std::ranges::lower_bound(members_, scope.begin, {}, &Member::begin);
    const auto last =
        std::ranges::lower_bound(first, members_.end(), scope.end, {}, &Member::begin);
    return {first, last};
  }

  // One sweep: a finding is covered when some scope that began at or before it ends after it.
  void silence(std::vector<Interval> scopes, Indexes& silenced) const {
    std::ranges::sort(scopes, {}, &Interval::begin);
    std::uint32_t reach = 0;
    auto next = scopes.begin();
    for (const auto& member : members_) {
      for (; next != scopes.end() && next->begin <= member.begin; ++next)
        reach = std::max(reach, next->end);
      if (member.begin < reach) silenced.push_back(member.finding);
    }
  }

 private:
  std::vector<Member> members_;
};

bool has_pattern(std::string_view name) {
  return name.find_first_of("*?[{\\") != std::string_view::npos;
}

// The suppressions of one file by what they name, so that a policy asks for its own.
class Directory {
 public:
  void add(const Suppression& suppression, std::size_t index) {
    bool has_patterns = false;
    for (const auto& name : suppression.policies) {
      if (has_pattern(name))
        has_patterns = true;
      else
        by_name_[peer_id(name)].push_back(index);
    }
    if (has_patterns) patterns_.push_back(index);
  }

  // All that may name the policy, ascending.
  [[nodiscard]] Indexes candidates(std::string_view policy, const Aliases& aliases) const {
    Indexes out = patterns_;
    const auto collect = [&](std::string_view name) {
      const auto found = by_name_.find(peer_id(name));
      if (found != by_name_.end())
        out.insert(out.end(), found->second.begin(), found->second.end());
    };
    collect(policy);
    if (const auto known = aliases.find(policy); known != aliases.end())
      for (const auto& alias : known->second) collect(alias);
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

 private:
  std::unordered_map<std::string, Indexes> by_name_;
  Indexes patterns_;
};

}  // namespace

source::Place scope_of(Reach reach, source::Place comment, const source::SourceFile& file,
                       std::span<const source::Span> blocks) {
  const auto text = file.text();
  const auto place = [&](std::uint32_t begin, std::uint32_t end) {
    return source::Place{.file = comment.file, .span = {.begin = begin, .end = end}};
  };
  if (reach == Reach::File) return place(0, static_cast<std::uint32_t>(text.size()));
  if (reach == Reach::Enclosing) {
    // From one outermost block to the next, past all that stands inside.
    for (auto block = blocks.begin(); block != blocks.end() && block->begin < comment.span.begin;) {
      if (comment.span.end <= block->end) return place(block->begin, block->end);
      block =
          std::ranges::lower_bound(block + 1, blocks.end(), block->end, {}, &source::Span::begin);
    }
  }
  const auto line = subject_line(text, comment.span);
  if (line.begin == line.end) return place(comment.span.begin, comment.span.begin);
  if (reach != Reach::Line) {
    const auto block = std::ranges::lower_bound(blocks, line.begin, {}, &source::Span::begin);
    if (block != blocks.end() && block->begin < line.end)
      return place(line.begin, std::max(line.end, block->end));
  }
  return place(line.begin, line.end);
}

bool names_policy(const Suppression& suppression, std::string_view policy, const Aliases& aliases) {
  const auto known = aliases.find(policy);
  const auto names = [&](const std::string& pattern) {
    if (pattern == "*" || pattern == policy) return true;
    if (suppression.tool == "stopgate" && glob_match(pattern, policy, '.')) return true;
    if (known == aliases.end()) return false;
    const auto id = peer_id(pattern);
    return std::ranges::any_of(known->second,
                               [&](const std::string& alias) { return peer_id(alias) == id; });
  };
  return std::ranges::any_of(suppression.policies, names);
}

namespace {

using Key = std::pair<source::FileId, std::string_view>;

std::map<Key, Group> group(std::span<const Finding> findings,
                           const std::map<source::FileId, Directory>& by_file) {
  std::map<Key, std::vector<Member>> members;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const auto add = [&](source::Place place) {
      if (by_file.contains(place.file))
        members[{place.file, findings[i].policy}].push_back({i, place.span.begin});
    };
    add(findings[i].place);
    // A comment at the call of a module speaks for all that the module makes.
    if (!findings[i].subject.address.empty())
      for (const auto& call : findings[i].related) add(call.place);
  }
  std::map<Key, Group> out;
  for (auto& [key, list] : members) out.emplace(key, Group(std::move(list)));
  return out;
}

class Decider {
 public:
  Decider(std::span<const Finding> findings, const SuppressOptions& options)
      : findings_(findings), options_(options) {}

  // What the suppression does to the findings in its scope; true when the whole scope is silent.
  bool decide(const Suppression& suppression, std::span<const Member> members,
              SuppressionUse& use) {
    if (use.state == SuppressionState::Expired || use.state == SuppressionState::Reasonless) {
      use.findings += members.size();
      return false;
    }
    if (options_.unsuppressible.contains(findings_[members.front().finding].policy)) {
      if (use.state == SuppressionState::Unused) use.state = SuppressionState::Refused;
      return false;
    }
    if (suppression.condition.empty()) {
      use.findings += members.size();
      use.state = SuppressionState::Used;
      return true;
    }
    for (const auto& member : members) {
      const auto holds = options_.holds
                             ? options_.holds(findings_[member.finding], suppression.condition)
                             : std::nullopt;
      if (holds == true) {
        ++use.findings;
        use.state = SuppressionState::Used;
        silenced.push_back(member.finding);
      } else if (!holds && use.state == SuppressionState::Unused) {
        use.state = SuppressionState::Conditional;
      }
    }
    return false;
  }

  Indexes silenced;

 private:
  std::span<const Finding> findings_;
  const SuppressOptions& options_;
};

}  // namespace

Decision suppress(std::span<const Finding> findings, std::span<const Suppression> suppressions,
                  const Aliases& aliases, const SuppressOptions& options) {
  Decision decision;
  decision.uses.resize(suppressions.size());
  std::map<source::FileId, Directory> by_file;
  for (std::size_t i = 0; i < suppressions.size(); ++i) {
    if (suppressions[i].scope.is_known())
      by_file[suppressions[i].scope.file].add(suppressions[i], i);
    if (options.wants_reasons && suppressions[i].tool == "stopgate" &&
        suppressions[i].reason.empty())
      decision.uses[i].state = SuppressionState::Reasonless;
    if (is_expired(suppressions[i], options.today))
      decision.uses[i].state = SuppressionState::Expired;
  }
  Decider decider(findings, options);
  for (const auto& [key, members] : group(findings, by_file)) {
    std::vector<Interval> in_force;
    for (const auto i : by_file[key.first].candidates(key.second, aliases)) {
      const auto scope = suppressions[i].scope.span;
      const auto inside = members.inside(scope);
      if (inside.empty() || !names_policy(suppressions[i], key.second, aliases)) continue;
      if (decider.decide(suppressions[i], inside, decision.uses[i]))
        in_force.push_back({.begin = scope.begin, .end = scope.end});
    }
    members.silence(std::move(in_force), decider.silenced);
  }
  decision.silenced = std::move(decider.silenced);
  std::ranges::sort(decision.silenced);
  const auto repeated = std::ranges::unique(decision.silenced);
  decision.silenced.erase(repeated.begin(), repeated.end());
  return decision;
}

std::string_view name_of(SuppressionState state) {
  switch (state) {
    case SuppressionState::Used:
      return "used";
    case SuppressionState::Unused:
      return "unused";
    case SuppressionState::Expired:
      return "expired";
    case SuppressionState::Conditional:
      return "conditional";
    case SuppressionState::Reasonless:
      return "reasonless";
    case SuppressionState::Refused:
      return "refused";
  }
  return "";
}

std::optional<SuppressionState> parse_suppression_state(std::string_view name) {
  using enum SuppressionState;
  for (const auto state : {Used, Unused, Expired, Conditional, Reasonless, Refused})
    if (name_of(state) == name) return state;
  return std::nullopt;
}

}  // namespace stopgate::finding
