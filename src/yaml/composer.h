#pragma once

// Builds the tree of one document from the parser's events: anchors and aliases, merge keys, keys
// turned into strings, the places of every node, and the limits on all of it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "base/symbol_cache.h"
#include "yaml/comments.h"
#include "yaml/events.h"
#include "yaml/problems.h"
#include "yaml/reader.h"
#include "yaml/scalar.h"

namespace stopgate::yaml {

class Composer {
 public:
  struct Context {
    std::string_view text;  // of the whole file
    source::FileId file = source::kNoFile;
    const Limits& limits;
    Dialect dialect = Dialect::Kubernetes;
    Arena& arena;
    Problems& problems;
    SymbolCache& symbols;
  };

  explicit Composer(const Context& context) : context_(context) {}

  // Reads the events of one document, which `start` begins; the root is null when that did not
  // work. `comments` has been told of everything up to the document.
  enum class End { Complete, Broken };
  [[nodiscard]] End compose(EventReader& events, const Event& start, CommentFinder& comments,
                            Document& document);

  // What the parser says, as a diagnostic.
  void report(const Failure& failure);

 private:
  // A list or map whose end has not been seen yet.
  struct Frame {
    bool is_map = false;
    bool has_key = false;      // of a map: the next node is a value
    bool is_merge = false;     // that key is `<<`
    bool drops_value = false;  // that key could not be read
    std::size_t first = 0;     // of its pending members or items
    source::Span span;
    Symbol key;
    source::Span key_span;
    std::size_t nodes = 1;    // in the tree below, itself included, aliases counted in full
    std::size_t height = 0;   // levels below it
    std::string_view anchor;  // in the arena
  };
  struct PendingMember {
    Symbol key;
    value::Value value;
    value::MemberPlace place;
    bool is_merged = false;
  };
  struct Anchor {
    value::Node node;
    std::size_t nodes = 1;
    std::size_t height = 0;
    bool is_open = false;
  };
  struct Child {
    value::Value value;
    source::Span span;
    std::size_t nodes = 1;
    std::size_t height = 0;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return static_cast<std::size_t>(hash64(text));
    }
  };

  [[nodiscard]] bool take(const Event& event);  // false: give this document up
  [[nodiscard]] bool open(const Event& event);
  [[nodiscard]] bool close(const Event& event);
  [[nodiscard]] bool take_alias(const Event& event);
  [[nodiscard]] bool take_scalar(const Event& event);

  [[nodiscard]] std::optional<Scalar> resolve(const Event& event) const;
  [[nodiscard]] value::Value scalar_value(const Event& event);
  [[nodiscard]] value::Value text_value(std::string_view text, source::Span span);
  [[nodiscard]] value::Value binary_value(const Event& event);
  [[nodiscard]] value::Value unreadable(source::Span span, std::string message, std::string help);

  void take_key(const Event& event);
  void take_key_value(const Child& child);
  void set_key(Frame& frame, std::string_view text, source::Span span);
  void refuse_key(Frame& frame, source::Span span, std::string message);
  void add(const Child& child);
  void add_member(Frame& frame, const Child& child);
  void merge(Frame& frame, const Child& child);
  void merge_map(const value::Map& map);

  [[nodiscard]] value::Value finish_list(const Frame& frame);
  [[nodiscard]] value::Value finish_map(const Frame& frame);
  void collide(std::size_t earlier, const PendingMember& later);
  [[nodiscard]] std::size_t find_member(Symbol key, std::size_t pending);
  [[nodiscard]] bool count(std::size_t nodes, source::Span span);

  Context context_;
  Child root_;
  std::vector<Frame> frames_;
  std::vector<PendingMember> pending_;
  std::vector<value::Value> items_;
  std::vector<source::Place> item_places_;
  std::unordered_map<std::string, Anchor, Hash, std::equal_to<>> anchors_;
  std::size_t nodes_ = 0;
  std::size_t alias_nodes_ = 0;

  // Scratch space of finish_map.
  std::vector<value::Member> members_;
  std::vector<value::MemberPlace> places_;
  std::vector<std::uint8_t> merged_;
  std::vector<std::size_t> slots_;
};

}  // namespace stopgate::yaml
