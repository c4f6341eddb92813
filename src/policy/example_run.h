#pragma once

// Runs the examples of a policy file: a `fail` example yields exactly the findings it marks, a
// `pass` example none.
//
// A mark is a comment at the end of a line, `# <- message`: a finding with that very message is
// expected there. Plans have no lines of their own; their marks only say which messages are
// expected.

#include <string>
#include <vector>

#include "policy/load.h"

namespace stopgate::policy {

struct ExampleResult {
  std::string title;
  bool has_passed = false;
  std::vector<std::string>
      problems;             // "expected at example.yaml:7: …", "not expected at …", one a line
  std::size_t matched = 0;  // subjects that the policy was evaluated on
  std::vector<std::size_t> failures;  // findings of each validation
};

[[nodiscard]] std::vector<ExampleResult> run_examples(const LoadedPolicy& policy,
                                                      const source::SourceMap& policy_sources);

// What the policy's expressions fail on in an example's input, whatever is found there. Nothing of
// an input that the API server would refuse.
[[nodiscard]] std::vector<std::string> failures_on(const LoadedPolicy& policy,
                                                   const Example& example);

}  // namespace stopgate::policy
