#pragma once

// A change as policies see it: one lenient map for CEL.
//
//   address previousAddress module mode type name index provider deposed reason
//   cause              why, in words: "engine_version 15 → 16 forces the replacement"
//   actions            as Terraform writes them: ["delete", "create"]
//   action             create update delete replace forget read no-op
//   createBeforeDestroy
//   before after       the values; unknown leaves and sensitive ones are marked in them
//   replacePaths       what forces the replacement
//   changed            paths of what differs between before and after, when there are both
//   escaped            paths of after where a sensitive value came to stand unmarked
//   tagOnly            an update of nothing but tags or labels
//   computedOnly       an update where all that differs is known only after apply
//   imported importId
//   planMode           normal, destroy, refresh-only
//   lossClass lossNote "D0" to "D4" and, say, "database": what goes away with the object (loss.h)
//   guards             what protects the object before the change, by name: finalSnapshot,
//   forceDestroy … guardsAfter        the same after it

#include <string>
#include <vector>

#include "base/arena.h"
#include "plan/plan.h"

namespace stopgate::plan {

// The map views the plan.
[[nodiscard]] value::Value change_facts(const Plan& plan, const Change& change, Arena& arena);

// Paths of the leaves that differ; a list that grew or shrank is one path.
[[nodiscard]] std::vector<std::string> changed_paths(const value::Value& before,
                                                     const value::Value& after);

}  // namespace stopgate::plan
