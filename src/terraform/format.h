#pragma once

// Terraform code as `terraform fmt` writes it: HCL's canonical layout, and the few rewrites that
// are Terraform's own: labels in quotes, "${x}" as x, types without quotes.

#include <optional>
#include <string>
#include <string_view>

#include "hcl/syntax.h"

namespace stopgate::terraform {

// `file` is what the parser made of `text`, without errors: laying out a file that was not
// understood could change its meaning.
[[nodiscard]] std::string format(const hcl::File& file, std::string_view text);

// The same of a text that was not parsed yet; nothing when it has syntax errors.
[[nodiscard]] std::optional<std::string> format(const std::string& path, std::string_view text);

// Does `terraform fmt` look at files of this name? (`*.tf`, `*.tfvars`, tests and their mocks, and
// OpenTofu's.)
[[nodiscard]] bool is_formatted_file(std::string_view name);

}  // namespace stopgate::terraform
