#pragma once

// What a chat message says: the headline, the worst findings, how many more there are.

#include <string>
#include <vector>

#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

struct ChatLine {
  std::string severity;  // "high"
  std::string place;     // "main.tf:12:3"
  std::string text;      // message and policy
};

struct ChatMessage {
  std::string headline;
  std::vector<std::string> losses;  // "aws_db_instance.main: delete, database, no final snapshot"
  std::vector<ChatLine> findings;   // new ones, worst first
  std::string rest;                 // "12 more findings"; empty when all are shown
};

[[nodiscard]] ChatMessage chat_message_of(const review::Review& review,
                                          const source::SourceMap& sources);

}  // namespace stopgate::report
