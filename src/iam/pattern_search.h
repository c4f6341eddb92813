#pragma once

// Finds a string that some resource patterns match and others do not: the shortest, by walking all
// patterns at once.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace stopgate::iam {

// A resource pattern as letters. `*` stands for any string, `?` for one character; ${aws:username}
// is one letter that equals nothing but itself, ${*} is a plain star.
class PatternSet {
 public:
  // The number of the pattern; equal patterns have one number.
  std::size_t add(std::string_view text, bool has_variables);

  [[nodiscard]] std::size_t size() const { return patterns_.size(); }

  enum class Verdict : std::uint8_t {
    Continue,  // not this string
    Prune,     // nor any that starts with it
    Found,     // this one will do; a shorter one would have come before
    Stop,      // this one, and none can be better
  };
  // Whether a pattern matches the string at hand, and the strings that start with it.
  enum class Match : std::uint8_t { Never, Later, Now, Always };
  struct Result {
    std::optional<std::string> witness;  // the last string that was found
    bool is_complete = true;             // false: too many states, the rest was not looked at
  };

  // Walks strings from the shortest, one of each kind (strings that the same patterns match from
  // there on); `decide` is told which patterns match.
  [[nodiscard]] Result search(const std::function<Verdict(const std::vector<Match>&)>& decide,
                              std::size_t state_limit) const;

 private:
  using Letter = std::uint32_t;
  struct Pattern {
    std::vector<Letter> letters;
    std::size_t first_word = 0;  // of its positions in a state
  };
  using State = std::vector<std::uint64_t>;

  [[nodiscard]] State start() const;
  [[nodiscard]] State step(const State& state, Letter letter) const;
  [[nodiscard]] std::vector<Letter> next_letters(const State& state) const;
  [[nodiscard]] std::vector<Match> matches(const State& state) const;
  void enter(State& state, const Pattern& pattern, std::size_t position) const;
  [[nodiscard]] std::string text_of(const std::vector<Letter>& letters) const;

  std::vector<Pattern> patterns_;
  std::unordered_map<std::string, std::size_t> numbers_;
  std::vector<std::string> variables_;
  std::size_t words_ = 0;
};

// Whether a resource pattern without variables matches a text, with regard to case.
[[nodiscard]] bool matches_resource(std::string_view pattern, std::string_view text);

}  // namespace stopgate::iam
