#pragma once

// Tells credentials from ordinary text, by the forms that their issuers document.

#include <string_view>

namespace stopgate::policy {

// "AWS access key", "private key", …; empty when the text has no such form. The view is static.
[[nodiscard]] std::string_view secret_kind(std::string_view text);

// At least 20 characters of mixed classes with the entropy of a generated key, and no spaces.
[[nodiscard]] bool looks_random(std::string_view text);

// Stands for a value put in later: changeme, ${VAR}, <password>, {{ x }}, vault:…, example, empty.
[[nodiscard]] bool is_placeholder(std::string_view text);

}  // namespace stopgate::policy
