#pragma once

// What changes in one resource, in rows that the text and the Markdown report share.

#include <cstddef>
#include <string>
#include <vector>

#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

struct ChangeRow {
  char sign = '~';  // + - ~, or ! for what forces a replacement
  std::string text;
};

// "engine: mysql → postgres forces the replacement (line 12)", printable; what tells nothing is
// counted in the last row: "… 3 more; 12 values known only after apply". Findings stand under the
// attribute they are about: "^ high plan.replace".
[[nodiscard]] std::vector<ChangeRow> change_rows(const review::Review& review,
                                                 const review::ChangeGroup& group,
                                                 const source::SourceMap& sources,
                                                 std::size_t limit);

// "aws_instance.app[0] × 3", "12 resources": what the group is about.
[[nodiscard]] std::string group_title(const review::Review& review,
                                      const review::ChangeGroup& group);

// "aws_s3_bucket.logs: changed outside of Terraform, stays so: tags.a: 1 → 2".
[[nodiscard]] std::string drift_text(const review::DriftLine& drift);

// "url: a → b", "url is new: a", "url is gone; it was a".
[[nodiscard]] std::string output_text(const review::OutputLine& output);

// "database, no final snapshot; its block is gone from the configuration": the loss, the order of a
// replacement, and the reason where no row says it.
[[nodiscard]] std::string group_note(const review::ChangeLine& change);

}  // namespace stopgate::report
