#pragma once

// How a finding is put into words by the formats that other programs read.

#include <string>
#include <string_view>
#include <vector>

#include "finding/finding.h"
#include "review/review.h"
#include "source/diagnostic.h"

namespace stopgate::report {

// Whole characters of a text that may be cut; "…" stands for the rest.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t limit);

// The message on one line, and how many further instances have the same finding.
[[nodiscard]] std::string message_of(const finding::Finding& finding);

// "Deployment/shop/web: no readiness probe\nWhat breaks: …\nWhat to do: …", the lines that there
// are.
[[nodiscard]] std::string full_text_of(const finding::Finding& finding);

// Message and help, a line each.
[[nodiscard]] std::string text_of(const source::Diagnostic& diagnostic);

// Those that are there after the change, worst first.
[[nodiscard]] std::vector<const finding::Finding*> present_findings(const review::Review& review);

// As repositories name it: without "./" in front.
[[nodiscard]] std::string_view repository_path(std::string_view file);

}  // namespace stopgate::report
