#pragma once

// What a plan does, as a short text that stays when nothing of meaning changes: for approvals that
// outlive a second `terraform plan`.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plan/plan.h"

namespace stopgate::plan {

// Sixteen hexadecimal digits: action, address, what forces a replacement, and every attribute that
// changes. What is known only after apply, sensitive values, order and spelling do not count.
[[nodiscard]] std::string digest_of(const Change& change);

// Twenty of all changes, each as address and digest, in any order.
[[nodiscard]] std::string fingerprint_of(std::vector<std::pair<std::string, std::string>> digests);

}  // namespace stopgate::plan
