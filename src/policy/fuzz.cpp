#include "policy/fuzz.h"

#include <algorithm>
#include <set>
#include <span>

#include "base/hash.h"
#include "base/text.h"
#include "model/read.h"
#include "policy/example_run.h"
#include "policy/run.h"

namespace stopgate::policy {

namespace {

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

using Texts = std::span<const std::string_view>;

// What a YAML file may hold in place of anything.
constexpr std::string_view kAnything[] = {"null", "[]", "{}", "\"\"", "0", "-1", "true", "\"x\""};
constexpr std::string_view kTexts[] = {"null", "\"\"", "\"x\""};
constexpr std::string_view kNumbers[] = {"null", "0", "-1"};
constexpr std::string_view kTruths[] = {"null", "true", "false"};
constexpr std::string_view kLists[] = {"null", "[]"};
constexpr std::string_view kMaps[] = {"null", "{}"};

// Terraform and the API server refuse a value of another type before anybody asks us.
Texts values_like(std::string_view written) {
  const bool is_quoted = written.starts_with('"') || written.starts_with('\'');
  if (is_quoted) written.remove_prefix(1);
  const bool is_number =
      !written.empty() && (written[0] == '-' || (written[0] >= '0' && written[0] <= '9'));
  if (is_number) return kNumbers;
  if (is_quoted) return kTexts;
  if (written.starts_with('[')) return kLists;
  if (written.starts_with('{')) return kMaps;
  if (written.starts_with("true") || written.starts_with("false")) return kTruths;
  return Texts(kAnything).first(1);
}

// One line of the input goes, or its value becomes something else of YAML, HCL or JSON.
std::string mutate(const std::string& text, bool keeps_types, Random& random) {
  const auto lines = split(text, '\n');
  const auto chosen = random.below(lines.size());
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto line = std::string(lines[i]);
    if (i == chosen) {
      const auto at = line.find_first_of(":=");
      if (random.below(3) == 0 || at == std::string::npos || at + 1 >= line.size()) continue;
      const auto values =
          keeps_types ? values_like(trim(std::string_view(line).substr(at + 1))) : Texts(kAnything);
      line = line.substr(0, at + 1) + " " + std::string(values[random.below(values.size())]);
    }
    out += line + '\n';
  }
  return out;
}

}  // namespace

std::vector<std::string> fuzz_policy(const LoadedPolicy& policy, std::size_t inputs) {
  std::set<std::string> problems;
  for (const auto& example : policy.examples) {
    const bool keeps_types = example.kind != ExampleKind::Workflow;
    Random random(hash64(policy.policy.id + example.title));
    for (std::size_t i = 0; i < inputs; ++i) {
      auto mutant = example;
      auto& file = mutant.files[random.below(mutant.files.size())];
      file.text = mutate(file.text, keeps_types, random);
      for (const auto& problem : failures_on(policy, mutant)) problems.insert(problem);
    }
  }
  return {problems.begin(), problems.end()};
}

}  // namespace stopgate::policy
