#include "base/symbol.h"

#include <array>
#include <mutex>
#include <unordered_set>

#include "base/arena.h"
#include "base/hash.h"

namespace stopgate {

// Shards keep parser threads from waiting for each other; the low bits of the hash choose one.
class InternTable {
 public:
  Symbol find_or_add(std::string_view text) {
    const auto hash = static_cast<std::size_t>(hash64(text));
    auto& shard = shards_[hash % shards_.size()];
    const std::lock_guard lock(shard.mutex);
    if (auto found = shard.entries.find(Probe{text, hash}); found != shard.entries.end())
      return Symbol(*found);
    const auto* entry = shard.arena.make<Symbol::Entry>(shard.arena.copy(text), hash);
    shard.entries.insert(entry);
    return Symbol(entry);
  }

 private:
  struct Probe {
    std::string_view text;
    std::size_t hash;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(const Symbol::Entry* entry) const { return entry->hash; }
    std::size_t operator()(const Probe& probe) const { return probe.hash; }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(const Symbol::Entry* a, const Symbol::Entry* b) const { return a == b; }
    bool operator()(const Probe& a, const Symbol::Entry* b) const { return a.text == b->text; }
    bool operator()(const Symbol::Entry* a, const Probe& b) const { return a->text == b.text; }
  };
  struct Shard {
    std::mutex mutex;
    Arena arena;
    std::unordered_set<const Symbol::Entry*, Hash, Equal> entries;
  };
  std::array<Shard, 16> shards_;
};

Symbol intern(std::string_view text) {
  // Never destroyed: symbols in static tables outlive main.
  static auto* const table = new InternTable;
  return table->find_or_add(text);
}

}  // namespace stopgate
