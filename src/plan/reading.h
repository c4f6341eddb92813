#pragma once

// What the parts of the plan reader share while one plan is read.

#include <cstddef>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "json/stream.h"
#include "plan/marks.h"
#include "plan/plan.h"
#include "plan/taint.h"

namespace stopgate::plan {

struct Reading {
  Reading(Plan& target, std::string_view text, std::size_t depth_limit)
      : plan(target),
        arena(*target.arena),
        stream(text, depth_limit),
        unknown_leaves(arena),
        taint(arena) {}

  Plan& plan;
  Arena& arena;
  json::Stream stream;
  UnknownLeaves unknown_leaves;
  Taint taint;
  std::unordered_set<std::string_view> sensitive_variables;  // of the root module
  std::size_t state_resources = 0;
};

// Values of resources: what is not set reads as absent.
[[nodiscard]] inline json::ValueOptions resource_values() {
  return {.access = value::Access::Lenient, .null_is_absent = true, .twin = {}};
}

// Each reads the JSON value at the stream.
void read_changes(Reading& reading, std::vector<Change>& out);  // resource_changes, resource_drift
void read_deferred_changes(Reading& reading, std::vector<Change>& out);  // deferred_changes
void read_output_changes(Reading& reading);
void read_checks(Reading& reading);
void read_configuration(Reading& reading);
// Only for the sensitive values in it.
void read_prior_state(Reading& reading);

}  // namespace stopgate::plan
