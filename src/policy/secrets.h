#pragma once

// Tells credentials from ordinary text, by the forms that their issuers document
// (policies/data/credentials.txt).

#include <cstddef>
#include <string_view>
#include <vector>

namespace stopgate::policy {

struct Credential {
  std::string_view kind;  // "AWS access key", static
  std::size_t begin = 0, end = 0;
};

// Every credential of a text, by place. Examples of documentations, placeholders and tokens whose
// checksum is wrong are none.
[[nodiscard]] std::vector<Credential> find_credentials(std::string_view text);

// The kind of the first form of the table that the text holds; empty for none. The view is static.
[[nodiscard]] std::string_view secret_kind(std::string_view text);

// At least 20 characters of mixed classes with the entropy of a generated key, and no spaces.
[[nodiscard]] bool looks_random(std::string_view text);

// Stands for a value put in later: changeme, ${VAR}, <password>, {{ x }}, vault:…, ENC[…], a sealed
// secret, example, empty.
[[nodiscard]] bool is_placeholder(std::string_view text);

}  // namespace stopgate::policy
