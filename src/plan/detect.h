#pragma once

// Recognises what people hand in instead of plan JSON, and says how to get from there to a plan.

#include <optional>
#include <string>
#include <string_view>

namespace stopgate::plan {

struct NotAPlan {
  std::string message;
  std::string help;
};

// By the first bytes: a binary plan file, UTF-16, the event stream of `terraform plan -json`, text
// output, nothing.
[[nodiscard]] std::optional<NotAPlan> recognise_other_format(std::string_view text);

}  // namespace stopgate::plan
