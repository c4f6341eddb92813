#pragma once

// A Terraform or OpenTofu plan, from `terraform show -json` (format_version 1.x).
//
// https://developer.hashicorp.com/terraform/internals/json-format; what it hides is in the join
// with the configuration (model room).

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/symbol.h"
#include "source/diagnostic.h"
#include "value/value.h"

namespace stopgate::plan {

enum class Action : std::uint8_t {
  NoOp,
  Create,
  Read,
  Update,
  Delete,
  Forget,
  Replace,           // delete, then create
  CreateThenDelete,  // replace with create_before_destroy
  CreateThenForget,  // replace that leaves the old object behind, unmanaged
};

[[nodiscard]] std::string_view name_of(Action action);  // "no-op", "create", …, "replace"

struct Change {
  std::string_view address, previous_address, module_address, type, name, provider_name, deposed;
  std::string_view action_reason;  // "replace_because_cannot_update"; empty for none
  bool is_managed = true;          // else a data source
  value::Value index;              // number or string as written; null for none
  Action action = Action::NoOp;
  // Lenient maps. `after` has the unknown leaves of after_unknown in their places, and what either
  // sensitivity tree marks is sensitive. Null on create (before) and delete or forget (after).
  value::Value before, after;
  // "root_block_device[0].encrypted": what forces the replacement.
  std::vector<std::string_view> replace_paths;
  bool is_import = false;
  std::string_view import_id;
  // Paths of `after` where a sensitive value came to stand, alone or in a longer text, and nothing
  // marks it.
  std::vector<std::string> escaped;

  [[nodiscard]] bool is_replace() const {
    return action == Action::Replace || action == Action::CreateThenDelete ||
           action == Action::CreateThenForget;
  }
  [[nodiscard]] bool destroys() const {
    return action == Action::Delete || action == Action::Replace ||
           action == Action::CreateThenDelete;
  }
};

struct OutputChange {
  std::string_view name;
  Action action = Action::NoOp;
  value::Value before, after;
};

struct CheckResult {
  std::string_view address;
  std::string_view status;  // pass, fail, error, unknown
  std::vector<std::string_view> problems;
};

// A resource, as the configuration part of the plan declares it.
struct ConfiguredReference {
  std::string_view address;  // without instance keys: "module.a.aws_s3_bucket.b"
  std::string_view argument;
  std::string_view target;  // as written in the module: "aws_kms_key.k.arn"
};

enum class PlanMode : std::uint8_t { Normal, Destroy, RefreshOnly };

struct Plan {
  std::unique_ptr<Arena> arena = std::make_unique<Arena>();
  std::unique_ptr<const std::string> text;  // most strings below view it
  std::string path;
  std::string_view format_version, terraform_version, timestamp;
  bool is_errored = false;
  bool is_complete = true;  // false: -target, deferred changes
  bool is_applyable = true;
  PlanMode mode = PlanMode::Normal;
  std::vector<Change> changes;  // in the plan's order, no-ops included
  std::vector<Change> drift;    // changes made outside of Terraform
  std::vector<Change> deferred;
  std::vector<OutputChange> outputs;
  std::vector<CheckResult> checks;
  std::vector<ConfiguredReference> references;
  value::Value providers;  // configuration.provider_config, as it is
  value::Value variables;  // name -> value; sensitive ones marked
  // What redaction hides: the values that are marked sensitive anywhere in the plan, prior state
  // included.
  std::vector<std::string_view> secrets;
  source::Diagnostics diagnostics;
};

}  // namespace stopgate::plan
