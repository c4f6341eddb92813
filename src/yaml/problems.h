#pragma once

// Collects what was wrong with one file, up to the limit.

#include <cstdint>
#include <string>

#include "base/limits.h"
#include "source/diagnostic.h"
#include "source/source_file.h"

namespace stopgate::yaml {

class Problems {
 public:
  Problems(const source::SourceMap& sources, source::FileId file, const Limits& limits,
           source::Diagnostics& out)
      : source_(sources.file(file)), file_(file), limit_(limits.diagnostics), out_(out) {}

  void error(source::Span span, std::string message, std::string help = {}) {
    ++errors_;
    add(source::Severity::Error, span, std::move(message), std::move(help));
  }
  void warning(source::Span span, std::string message, std::string help = {}) {
    add(source::Severity::Warning, span, std::move(message), std::move(help));
  }

  [[nodiscard]] std::size_t errors() const { return errors_; }
  // Nothing more is kept; a reader that starts again after each error may stop.
  [[nodiscard]] bool is_full() const { return out_.size() > limit_; }
  // "line 12", for messages that name a second place.
  [[nodiscard]] std::string line(std::uint32_t offset) const {
    return "line " + std::to_string(source_.position(offset).line);
  }

 private:
  void add(source::Severity severity, source::Span span, std::string message, std::string help) {
    if (is_full()) return;
    if (out_.size() == limit_) {
      severity = source::Severity::Error;
      message = "more than " + std::to_string(limit_) +
                " diagnostics in this file, the rest is not shown";
      help = "correct these first";
    }
    out_.push_back({severity, std::move(message), std::move(help), {file_, span}, {}});
  }

  const source::SourceFile& source_;
  source::FileId file_;
  std::size_t limit_;
  std::size_t errors_ = 0;
  source::Diagnostics& out_;
};

}  // namespace stopgate::yaml
