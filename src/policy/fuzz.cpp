#include "policy/fuzz.h"

#include <algorithm>
#include <set>

#include "base/hash.h"
#include "base/text.h"
#include "model/read.h"
#include "policy/example_run.h"
#include "policy/run.h"

namespace stopgate::policy {

namespace {

constexpr std::size_t kMutantsAnExample = 40;

// xorshift64*: the same numbers everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed | 1) {}
  std::size_t below(std::size_t limit) {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return static_cast<std::size_t>((state_ * 0x2545F4914F6CDD1DULL) >> 33) % limit;
  }

 private:
  std::uint64_t state_;
};

// One line of the input goes, or its value becomes something else of YAML, HCL or JSON.
std::string mutate(const std::string& text, Random& random) {
  const auto lines = split(text, '\n');
  const auto chosen = random.below(lines.size());
  constexpr std::string_view kValues[] = {"null", "[]", "{}", "\"\"", "0", "-1", "true", "\"x\""};
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto line = std::string(lines[i]);
    if (i == chosen) {
      const auto at = line.find_first_of(":=");
      if (random.below(3) == 0 || at == std::string::npos || at + 1 >= line.size()) continue;
      line = line.substr(0, at + 1) + " " + std::string(kValues[random.below(std::size(kValues))]);
    }
    out += line + '\n';
  }
  return out;
}

}  // namespace

std::vector<std::string> fuzz_policy(const LoadedPolicy& policy) {
  std::set<std::string> problems;
  for (const auto& example : policy.examples) {
    Random random(hash64(policy.policy.id + example.title));
    for (std::size_t i = 0; i < kMutantsAnExample; ++i) {
      auto mutant = example;
      auto& file = mutant.files[random.below(mutant.files.size())];
      file.text = mutate(file.text, random);
      for (const auto& problem : failures_on(policy, mutant)) problems.insert(problem);
    }
  }
  return {problems.begin(), problems.end()};
}

}  // namespace stopgate::policy
