#pragma once

// The payload of a Slack message (incoming webhooks, chat.postMessage) in Block Kit.

#include <string>

#include "report/options.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

[[nodiscard]] std::string slack_report(const review::Review& review,
                                       const source::SourceMap& sources, const Options& options);

}  // namespace stopgate::report
