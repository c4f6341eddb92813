#pragma once

// The `change` object of plan JSON: actions, and the values before and after with their marks put
// back.

#include <string>
#include <string_view>
#include <vector>

#include "plan/reading.h"

namespace stopgate::plan {

struct ChangeBody {
  Action action = Action::NoOp;
  bool has_actions = false;  // of a kind that we know
  value::Value before, after;
  std::vector<std::string_view> replace_paths;
  bool is_import = false;
  std::string_view import_id;
};

[[nodiscard]] ChangeBody read_change_body(Reading& reading, const json::ValueOptions& options);

}  // namespace stopgate::plan
