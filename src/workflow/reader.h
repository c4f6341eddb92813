#pragma once

// Reads a CI file of any of the formats.

#include <optional>
#include <string_view>

#include "base/limits.h"
#include "workflow/workflow.h"

namespace stopgate::workflow {

// By the path alone: .github/workflows/*.yml, action.yml, .gitlab-ci.yml, Jenkinsfile, …
[[nodiscard]] std::optional<Format> format_of_path(std::string_view path);
// By the first lines, for files that go by another name.
[[nodiscard]] std::optional<Format> format_of_text(std::string_view path, std::string_view text);

// Strings view the source text: the SourceMap must outlive the Workflow.
[[nodiscard]] Workflow read_workflow(const source::SourceMap& sources, source::FileId file,
                                     Format format, const Limits& limits = {});

}  // namespace stopgate::workflow
