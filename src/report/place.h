#pragma once

// Where findings, changes and diagnostics stand, in the words that every report shares.

#include <map>
#include <string>
#include <vector>

#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

// The file named by `path` where the place is not known; line 0 then.
[[nodiscard]] source::Location location_of(source::Place place, const std::string& path,
                                           const source::SourceMap& sources);
[[nodiscard]] source::Location location_of(const finding::Finding& finding,
                                           const source::SourceMap& sources);

// "main.tf:12:3", "main.tf" without a line; printable.
[[nodiscard]] std::string to_string(const source::Location& location);

// The bytes that hold secrets, by the word of the findings: no line that touches them is shown.
class SecretPlaces {
 public:
  explicit SecretPlaces(const review::Review& review);

  [[nodiscard]] bool touches(source::FileId file, source::Span span) const;

 private:
  struct Cover {
    source::Span span;
    std::uint32_t furthest = 0;  // end of any span up to this one
  };
  std::map<source::FileId, std::vector<Cover>> covers_;  // by where they begin
};

}  // namespace stopgate::report
