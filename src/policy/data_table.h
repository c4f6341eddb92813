#pragma once

// A table of policies/data, parsed: the YAML text that is built into the program, and its tree.

#include <string>
#include <string_view>

#include "source/source_file.h"
#include "yaml/reader.h"

namespace stopgate::policy {

class DataTable {
 public:
  DataTable(std::string name, std::string_view text) {
    const auto file = sources_.add(std::move(name), std::string(text));
    stream_ = yaml::read(sources_, file, {}, {yaml::Dialect::Ordinary});
  }

  // Null where the text is no YAML, which a test rules out.
  [[nodiscard]] value::Value root() const {
    return stream_.documents.empty() ? value::Value::null() : stream_.documents.front().root.value;
  }
  [[nodiscard]] const source::Diagnostics& diagnostics() const { return stream_.diagnostics; }

 private:
  source::SourceMap sources_;
  yaml::Stream stream_;
};

}  // namespace stopgate::policy
