#pragma once

// The report as a comment on a pull request, as GitHub, GitLab, Gitea, Forgejo and Azure DevOps
// show it: the verdict first, what destroys never folded, all the rest folded.

#include <string>

#include "report/options.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

// At most `options.markdown_bytes`. Text of the input stands in code spans and fences, or is plain
// words.
[[nodiscard]] std::string markdown_report(const review::Review& review,
                                          const source::SourceMap& sources, const Options& options);

}  // namespace stopgate::report
