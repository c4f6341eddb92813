#pragma once

// What a change does to each attribute, as a reviewer reads it: only what differs, sets matched by
// their elements, documents in strings compared by their structure, texts line by line.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace stopgate::plan {

struct Change;

enum class Edit : std::uint8_t { Added, Removed, Changed, Reordered };

// Why a reader may pass over an edit.
enum class Noise : std::uint8_t {
  None,
  Computed,   // the provider says it after apply, and nobody wrote it
  Trivial,    // null, "", [] and {} stand for one another
  Duplicate,  // tags_all says again what tags says
};

struct AttributeEdit {
  std::string path;  // "ingress[1].cidr_blocks", "policy › Statement[0].Action", "user_data:12"
  // Where the attribute stands in the resource: the path before " › " and ":12".
  std::size_t attribute_size = 0;
  Edit edit = Edit::Changed;
  Noise noise = Noise::None;
  std::string before, after;  // as shown (show.h); empty on the side that is not there
  bool forces_replacement = false;
  bool is_unknown = false;    // the value after is known only after apply
  bool is_sensitive = false;  // so neither side shows it

  [[nodiscard]] std::string_view attribute() const {
    return std::string_view(path).substr(0, attribute_size);
  }
};

struct Diff {
  std::vector<AttributeEdit> edits;  // what forces a replacement first, noise last
  std::size_t left_out = 0;          // beyond the limit
};

struct DiffOptions {
  // Arguments that the configuration sets to a reference: unknown or not, somebody wrote them.
  const std::unordered_set<std::string_view>* configured = nullptr;
  std::size_t value_bytes = 300;  // of each value that is shown
  std::size_t edits = 200;
};

[[nodiscard]] Diff diff_of(const Change& change, const DiffOptions& options = {});

// What an update amounts to.
enum class Light : std::uint8_t {
  No,
  Tags,         // nothing but tags or labels
  Description,  // nothing but texts for people
  Computed,     // nothing but values that the provider says after apply
};

[[nodiscard]] std::string_view name_of(Light light);  // "tags", "description", "computed", ""

[[nodiscard]] Light light_of(const Diff& diff);

// "tags", "labels", …: the attribute that a path begins with.
[[nodiscard]] bool is_tag_path(std::string_view path);

}  // namespace stopgate::plan
