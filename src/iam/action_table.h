#pragma once

// All actions of AWS, with their access levels: what wildcards stand for.
//
// The table (policies/iam/data/actions.txt) is embedded as text and read when it is first asked
// for.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stopgate::iam {

// From the least to the most worrying.
enum class AccessLevel : std::uint8_t { List, Read, Tagging, Write, Permissions };

inline constexpr std::size_t kAccessLevels = 5;

[[nodiscard]] std::string_view name_of(AccessLevel level);  // "list", …, "permissions management"

struct Action {
  std::string name;  // "s3:GetObject"
  AccessLevel level = AccessLevel::Write;
};

struct Service {
  std::string_view name;  // "s3"
  std::size_t first = 0;  // its actions in the table
  std::size_t count = 0;
};

class ActionTable {
 public:
  [[nodiscard]] const std::vector<Action>& actions() const { return actions_; }
  // Sorted by name.
  [[nodiscard]] const std::vector<Service>& services() const { return services_; }
  [[nodiscard]] const Service* service(std::string_view name) const;  // in lower case

  // Indexes of the actions that a pattern of a policy ("s3:Get*", "*") names.
  void match(std::string_view pattern, std::vector<std::size_t>& out) const;

  explicit ActionTable(std::string_view text);

 private:
  std::vector<Action> actions_;
  std::vector<Service> services_;
};

[[nodiscard]] const ActionTable& action_table();

// `*` and `?` as IAM reads them in actions: without regard to case.
[[nodiscard]] bool matches_action(std::string_view pattern, std::string_view action);

}  // namespace stopgate::iam
