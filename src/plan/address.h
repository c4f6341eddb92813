#pragma once

// Resource addresses: module.a["x.y"].data.aws_ami.b[0].
//
// Terraform writes instance keys as HCL strings: `"`, `\`,
// `${` (as `$${`) and `%{` are escaped, dots and brackets are not. So addresses are parsed, never
// split.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace stopgate::plan {

using InstanceKey = std::variant<std::monostate, std::int64_t, std::string>;

struct ModuleStep {
  std::string name;
  InstanceKey key;
  bool operator==(const ModuleStep&) const = default;
};

struct Address {
  std::vector<ModuleStep> modules;
  bool is_data = false;
  std::string type;  // empty for the address of a module
  std::string name;
  InstanceKey key;

  bool operator==(const Address&) const = default;
};

[[nodiscard]] std::optional<Address> parse_address(std::string_view text);
[[nodiscard]] std::string to_string(const Address& address);
// Without any instance key: "module.a.aws_s3_bucket.b", the key under which configuration is found.
[[nodiscard]] std::string base_address(const Address& address);

}  // namespace stopgate::plan
