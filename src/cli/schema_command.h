#pragma once

// stopgate schema: the JSON Schema of what we read and write, for editors and programs.

#include <string>
#include <string_view>

#include "cli/app.h"

namespace stopgate::cli {

namespace data {
extern const std::string_view kConfigSchema;    // docs/schema/config.schema.json
extern const std::string_view kFindingsSchema;  // docs/schema/findings.schema.json
extern const std::string_view kPolicySchema;    // docs/schema/policy.schema.json
}  // namespace data

[[nodiscard]] int print_schema(const std::string& name, const World& world);

}  // namespace stopgate::cli
