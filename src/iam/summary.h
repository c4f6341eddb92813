#pragma once

// Gained permissions in few words: patterns and levels instead of three hundred names.

#include <array>
#include <span>
#include <string>
#include <vector>

#include "iam/difference.h"

namespace stopgate::iam {

// What was gained on the same resources under the same conditions.
struct Summary {
  std::vector<std::string> actions;    // the worst first: "s3:Delete*", "iam:PassRole"
  std::size_t more = 0;                // actions that these do not name
  std::vector<std::string> resources;  // as written: "arn:aws:s3:::b/*"
  bool is_every_resource = false;
  bool inverts_resources = false;                   // every resource but these
  std::string condition;                            // the keys: "aws:SourceIp"
  std::array<std::size_t, kAccessLevels> levels{};  // how many actions of each
  std::vector<std::string> services;
  std::string witness;
  bool is_decided = true;
  // A statement that gives it, and what carries the statement.
  std::string sid, origin;
  source::Place place;
};

// The worst level first.
[[nodiscard]] std::vector<Summary> summarize(std::span<const Gained> gained);

// "s3:Delete* and s3:PutObject on every resource, where aws:SourceIp allows it".
[[nodiscard]] std::string to_text(const Summary& summary);

// "3 permissions management, 57 write".
[[nodiscard]] std::string levels_text(const Summary& summary);

// What the same services allowed before, in short: "s3:Get* on arn:aws:s3:::b/*"; empty for
// nothing.
[[nodiscard]] std::string held_text(const Permissions& before, const Summary& summary);

// "a, b and c"; "a, b and 3 more".
[[nodiscard]] std::string enumerate(std::span<const std::string> names, std::size_t limit,
                                    std::size_t more = 0);

}  // namespace stopgate::iam
