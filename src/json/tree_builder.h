#pragma once

// Builds lists and maps from the inside out: children wait on one stack until their container
// closes.

#include <cstddef>
#include <span>
#include <vector>

#include "base/arena.h"
#include "base/symbol.h"
#include "source/span.h"
#include "value/value.h"

namespace stopgate::json {

enum class Places : bool { Absent, Kept };

// A member whose key had occurred before in its map.
struct Replacement {
  Symbol key;
  source::Span key_span;  // empty without places
};

class TreeBuilder {
 public:
  TreeBuilder(Arena& arena, Places places, value::Access access)
      : arena_(&arena), with_places_(places == Places::Kept), access_(access) {}

  [[nodiscard]] std::size_t depth() const { return frames_.size(); }
  // For another tree; the memory for unfinished ones is kept.
  void restart(Arena& arena, value::Access access);
  // A tree much like the one to be built, in memory that lives as long: containers that turn out
  // the same are taken from it.
  void set_twin(value::Value twin) { twin_ = twin; }

  // The key (of a child of a map) and the place of the container as far as it is known; its end is
  // given to close().
  void open(bool is_map, Symbol key, const value::MemberPlace& place);
  void add(Symbol key, value::Value value, const value::MemberPlace& place);
  // Returns the members that replaced an earlier one of the same key: valid until the next call.
  std::span<const Replacement> close(std::uint32_t end);

  // The finished tree; null when nothing was added.
  [[nodiscard]] value::Value root() const {
    return members_.empty() ? value::Value{} : members_.front().value;
  }
  [[nodiscard]] source::Place root_place() const;

 private:
  struct Frame {
    bool is_map = false;
    Symbol key;
    value::MemberPlace place;
    std::size_t first_child = 0;
    value::Value twin;
    bool is_same = false;  // as the twin, child for child so far
  };

  // The twin of the next child of the innermost container.
  [[nodiscard]] value::Value next_twin(Symbol key) const;

  [[nodiscard]] value::Value make_container(const Frame& frame);
  // Removes members that a later one of the same key replaces; the later value takes the earlier
  // place in the order.
  void drop_duplicates(std::size_t first);
  void replace(std::size_t earlier, std::size_t later);

  Arena* arena_;
  bool with_places_;
  value::Access access_;
  value::Value twin_;
  std::vector<Frame> frames_;
  std::vector<value::Member> members_;      // of all open containers
  std::vector<value::MemberPlace> places_;  // as long as members_, or empty
  std::vector<value::Value> items_;         // scratch
  std::vector<source::Place> item_places_;  // scratch
  std::vector<Replacement> replaced_;
};

}  // namespace stopgate::json
