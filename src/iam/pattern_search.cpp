#include "iam/pattern_search.h"

#include <algorithm>
#include <deque>

namespace stopgate::iam {

namespace {

// Letters are bytes, then those of no byte.
constexpr std::uint32_t kAnyString = 256;
constexpr std::uint32_t kAnyCharacter = 257;
constexpr std::uint32_t kOther = 258;  // a character that no pattern names
constexpr std::uint32_t kFirstVariable = 259;
// Memory of one search, in words of state.
constexpr std::size_t kWordLimit = std::size_t{4} << 20;

struct StateHash {
  std::size_t operator()(const std::vector<std::uint64_t>& state) const {
    std::uint64_t hash = 0x9E3779B97F4A7C15ULL;
    for (const auto word : state) hash = (hash ^ word) * 0xFF51AFD7ED558CCDULL ^ (hash >> 29U);
    return hash;
  }
};

bool is_character(std::uint32_t letter) {
  return letter < 256 || letter == kOther;
}

}  // namespace

bool matches_resource(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_at = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_at = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++star_at;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::size_t PatternSet::add(std::string_view text, bool has_variables) {
  const auto key = std::string(has_variables ? "v" : "t") + std::string(text);
  const auto [known, is_new] = numbers_.try_emplace(key, patterns_.size());
  if (!is_new) return known->second;
  Pattern pattern;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto end = has_variables && text.substr(i).starts_with("${") ? text.find('}', i)
                                                                       : std::string_view::npos;
    if (end != std::string_view::npos) {
      const auto name = text.substr(i + 2, end - i - 2);
      if (name == "*" || name == "?" || name == "$") {
        pattern.letters.push_back(static_cast<unsigned char>(name[0]));
      } else {
        auto found = std::ranges::find(variables_, name);
        if (found == variables_.end()) found = variables_.insert(found, std::string(name));
        pattern.letters.push_back(kFirstVariable + static_cast<Letter>(found - variables_.begin()));
      }
      i = end;
    } else if (text[i] == '*') {
      if (pattern.letters.empty() || pattern.letters.back() != kAnyString)
        pattern.letters.push_back(kAnyString);
    } else {
      pattern.letters.push_back(text[i] == '?' ? kAnyCharacter
                                               : static_cast<unsigned char>(text[i]));
    }
  }
  pattern.first_word = words_;
  words_ += pattern.letters.size() / 64 + 1;
  patterns_.push_back(std::move(pattern));
  return known->second;
}

// A star may also stand for nothing: being before it is being behind it too.
void PatternSet::enter(State& state, const Pattern& pattern, std::size_t position) const {
  while (true) {
    state[pattern.first_word + position / 64] |= std::uint64_t{1} << (position % 64);
    if (position == pattern.letters.size() || pattern.letters[position] != kAnyString) return;
    ++position;
  }
}

PatternSet::State PatternSet::start() const {
  State state(words_);
  for (const auto& pattern : patterns_) enter(state, pattern, 0);
  return state;
}

PatternSet::State PatternSet::step(const State& state, Letter letter) const {
  State next(words_);
  for (const auto& pattern : patterns_) {
    for (std::size_t position = 0; position < pattern.letters.size(); ++position) {
      const auto word = state[pattern.first_word + position / 64];
      if (word == 0) {
        position |= 63U;
        continue;
      }
      if ((word >> (position % 64) & 1U) == 0) continue;
      const auto wanted = pattern.letters[position];
      if (wanted == kAnyString)
        enter(next, pattern, position);
      else if (wanted == letter || (wanted == kAnyCharacter && is_character(letter)))
        enter(next, pattern, position + 1);
    }
  }
  return next;
}

// The letters that lead somewhere else than the other character does.
std::vector<std::uint32_t> PatternSet::next_letters(const State& state) const {
  std::vector<Letter> letters;
  for (const auto& pattern : patterns_) {
    for (std::size_t position = 0; position < pattern.letters.size(); ++position) {
      const auto word = state[pattern.first_word + position / 64];
      if ((word >> (position % 64) & 1U) == 0) continue;
      const auto wanted = pattern.letters[position];
      if (wanted != kAnyString && wanted != kAnyCharacter) letters.push_back(wanted);
    }
  }
  std::ranges::sort(letters);
  const auto repeated = std::ranges::unique(letters);
  letters.erase(repeated.begin(), repeated.end());
  letters.push_back(kOther);
  return letters;
}

std::vector<PatternSet::Match> PatternSet::matches(const State& state) const {
  std::vector<Match> out(patterns_.size(), Match::Never);
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    const auto& pattern = patterns_[i];
    const auto is_at = [&](std::size_t position) {
      return (state[pattern.first_word + position / 64] >> (position % 64) & 1U) != 0;
    };
    const auto end = pattern.letters.size();
    for (std::size_t word = 0; word <= end / 64; ++word)
      if (state[pattern.first_word + word] != 0) out[i] = Match::Later;
    if (!is_at(end)) continue;
    out[i] = end > 0 && pattern.letters[end - 1] == kAnyString && is_at(end - 1) ? Match::Always
                                                                                 : Match::Now;
  }
  return out;
}

std::string PatternSet::text_of(const std::vector<Letter>& letters) const {
  std::string out;
  for (const auto letter : letters) {
    if (letter >= kFirstVariable)
      out += "${" + variables_[letter - kFirstVariable] + "}";
    else
      out += letter == kOther ? 'x' : static_cast<char>(letter);
  }
  return out;
}

PatternSet::Result PatternSet::search(
    const std::function<Verdict(const std::vector<Match>&)>& decide,
    std::size_t state_limit) const {
  struct Visit {
    std::size_t parent;
    Letter letter;
  };
  Result result;
  std::unordered_map<State, std::size_t, StateHash> seen;
  std::vector<Visit> visits;
  std::deque<const State*> queue;
  const auto visit = [&](State state, std::size_t parent, Letter letter) {
    const auto [at, is_new] = seen.try_emplace(std::move(state), visits.size());
    if (!is_new) return;
    visits.push_back({parent, letter});
    queue.push_back(&at->first);
  };
  visit(start(), 0, 0);
  for (std::size_t current = 0; !queue.empty(); ++current) {
    const auto& state = *queue.front();
    queue.pop_front();
    const auto verdict = decide(matches(state));
    if (verdict == Verdict::Prune) continue;
    if (verdict != Verdict::Continue) {
      std::vector<Letter> letters;
      for (auto at = current; at != 0; at = visits[at].parent) letters.push_back(visits[at].letter);
      std::ranges::reverse(letters);
      result.witness = text_of(letters);
      if (verdict == Verdict::Stop) return result;
    }
    if (visits.size() >= state_limit || visits.size() * words_ > kWordLimit) {
      result.is_complete = false;
      return result;
    }
    for (const auto letter : next_letters(state)) visit(step(state, letter), current, letter);
  }
  return result;
}

}  // namespace stopgate::iam
