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
      problems;  // "expected at example.yaml:7: …", "not expected at …", one a line
};

[[nodiscard]] std::vector<ExampleResult> run_examples(const LoadedPolicy& policy,
                                                      const source::SourceMap& policy_sources);

}  // namespace stopgate::policy
