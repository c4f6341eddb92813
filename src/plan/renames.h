#pragma once

// Resources that a plan destroys at one address and makes at another although they are the same
// thing: renamed, put into a module, counted otherwise.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"

namespace stopgate::plan {

enum class RenameKind : std::uint8_t {
  Name,        // another name in the same module
  Module,      // another module
  Repetition,  // count or for_each came, went or changed into the other
  Key,         // another key of the same for_each or count
};

[[nodiscard]] std::string_view name_of(RenameKind kind);  // "name", "module", …

struct Rename {
  const Change* from = nullptr;  // destroyed
  const Change* to = nullptr;    // made
  RenameKind kind = RenameKind::Name;
};

// Pairs of one type that agree in their name or in nearly all that is set; each resource once.
[[nodiscard]] std::vector<Rename> renames_of(const Plan& plan);

// "moved {\n  from = …\n  to   = …\n}".
[[nodiscard]] std::string moved_block(const Rename& rename);

// An element went out of the middle of the list behind a count: all behind it take the place of
// their neighbour.
struct IndexShift {
  std::string_view resource;  // without its index, from the first change
  std::int64_t index = 0;     // where the element went out
  std::size_t shifted = 0;    // instances that become their neighbours
};

[[nodiscard]] std::vector<IndexShift> index_shifts_of(const Plan& plan);

}  // namespace stopgate::plan
