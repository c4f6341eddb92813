#pragma once

// Posts reviews on a pull request: one comment for all of them, edited in place, comments on
// changed lines, a commit status. What a forge refuses is said on the next rung down, and the
// verdict is the same wherever it ends up.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "finding/finding.h"
#include "forge/poster.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::forge {

// One report: a plan, a root, a chart.
struct Part {
  std::string name;  // "prod/network"
  const review::Review* review = nullptr;
  const source::SourceMap* sources = nullptr;
};

enum class OnEmpty : std::uint8_t { Update, Delete, Keep };
enum class Inline : std::uint8_t { Added, Context, None };

struct PostOptions {
  std::string key = "default";  // which comment, where several jobs post
  std::int64_t order = 0;       // of the run
  std::string version;          // ours, for the footer
  std::string run_url;
  std::string source_url;  // "https://…/blob/{head}/{path}#L{line}"
  Inline inline_comments = Inline::Added;
  std::size_t max_inline = 25;
  OnEmpty on_empty = OnEmpty::Update;
  bool with_status = true;
};

struct Outcome {
  // "comment created", "comment updated", "comment unchanged", "2 line comments posted"
  std::vector<std::string> done;
  std::vector<std::string> problems;  // what was refused, and what to do
  bool is_posted = false;             // the summary is where reviewers look
  std::string url;
};

[[nodiscard]] Outcome post(Poster& poster, const std::vector<Part>& parts,
                           const PostOptions& options);

// The comment's text without its marker: a row a part when there are several, then each report.
[[nodiscard]] std::string summary_body(const std::vector<Part>& parts, const PostOptions& options,
                                       std::size_t limit);

// One finding at its line, at most 600 characters or so.
[[nodiscard]] std::string line_body(const finding::Finding& finding);

}  // namespace stopgate::forge
