#pragma once

// Reads configuration files. Whatever is wrong in one is an error: a gate whose settings are not
// what their author thinks is worse than none.

#include <string>

#include "config/config.h"
#include "source/diagnostic.h"
#include "source/source_file.h"

namespace stopgate::config {

struct Loaded {
  Config config;
  source::Diagnostics diagnostics;
};

// `folder` is where the file lies, from the top of the repository; "" is the top.
[[nodiscard]] Loaded load_config(const source::SourceMap& sources, source::FileId file,
                                 const std::string& folder);

// YYYY-MM-DD, of a day that there is.
[[nodiscard]] bool is_date(std::string_view text);

}  // namespace stopgate::config
