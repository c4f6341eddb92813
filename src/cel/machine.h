#pragma once

// One evaluation of one program: walks its nodes, counts cost, follows unknowns and, when asked,
// remembers what was read last.

#include <re2/re2.h>

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "cel/equality.h"
#include "cel/node.h"
#include "cel/program.h"

namespace stopgate::cel {

// Never null; ask ok().
[[nodiscard]] std::unique_ptr<RE2> compile_regex(std::string_view pattern);

// Patterns that are known only at run time, compiled once an evaluator.
using RegexCache = std::unordered_map<std::string, std::unique_ptr<RE2>, TextHash, std::equal_to<>>;

// Where the elements of a list that an expression made stand, by the list's own address.
using MadePlaces = std::unordered_map<const void*, std::span<const source::Place>>;

// What outlives an evaluation: its results point here.
struct Workspace {
  Arena arena;
  MadePlaces places;
  std::vector<std::unique_ptr<Opaque>> kept;
  RegexCache regexes;
};

// The value of a macro's variable, and where it comes from.
struct Local {
  Datum value;
  const Node* origin = nullptr;  // the range, or the value that was bound
  Datum step;                    // index or key within the range
  bool is_element = false;
  source::Place place;
};

class Machine final : public EvalContext {
 public:
  Machine(const Program& program, Workspace& workspace, Activation& activation,
          const EvalOptions& options);
  // For constants: nothing bound, results in the program itself.
  Machine(Program& program, std::uint64_t cost_limit);
  ~Machine() override;

  [[nodiscard]] Datum run(const Node& node);
  [[nodiscard]] Outcome finish(const Datum& result);
  [[nodiscard]] std::uint64_t cost() const { return cost_; }

  [[nodiscard]] Arena& arena() override { return *arena_; }
  const Opaque& keep(std::unique_ptr<Opaque> value) override;
  [[nodiscard]] const void* host() const override { return options_.host; }
  bool charge(std::uint64_t cost) override;
  [[nodiscard]] const RE2& regex(std::string_view pattern);

 private:
  Datum evaluate(const Node& node);
  Datum evaluate_by_kind(const Node& node);
  Datum noted(const Node& node, const Datum& value);

  // attributes.cpp: what is read from bound values
  Datum operand(const Node& node);
  Datum whole(const Node& node);
  Datum variable(const Node& node);
  Datum local(const Node& node);
  Datum select(const Node& node);
  Datum select_from(const Node& node, const Datum& from);
  Datum has(const Node& node);
  Datum index(const Node& node);
  Datum index_of(const Node& node, const Datum& from, const Datum& key);
  Datum list_item(const Node& node, const Datum& list, const Datum& key);
  Datum member(const Node& node, const value::Map& map, Symbol key);
  Datum optional_read(const Node& node);
  Datum optional_member(const Node& node, const Datum& from, const Datum& key);
  Datum read(const Node& node, const value::Value& value, source::Place place);

  // logic.cpp: what does not look at all its operands
  Datum logic(const Node& node);
  Datum conditional(const Node& node);
  Datum optional_or(const Node& node);

  // calls.cpp: operators, functions, literals of lists and maps
  Datum binary(const Node& node);
  Datum equal(const Node& node, const Datum& a, const Datum& b);
  bool charge_for_depth(std::size_t compared);
  Datum ordered(const Node& node, const Datum& a, const Datum& b);
  Datum in(const Node& node, const Datum& item, const Datum& container);
  Datum unary(const Node& node);
  Datum size(const Node& node);
  Datum matches(const Node& node);
  Datum call(const Node& node);
  Datum list(const Node& node);
  Datum map(const Node& node);

  // folds.cpp: macros
  Datum fold(const Node& node);
  Datum bind(const Node& node, const Datum& value);
  Datum optional_map(const Node& node, const Datum& from);
  Datum quantify(const Node& node, const Datum& range);
  Datum exists_one(const Node& node, const Datum& range);
  Datum filter(const Node& node, const Datum& range);
  Datum map_list(const Node& node, const Datum& range);
  Datum transform_map(const Node& node, const Datum& range);
  Datum sort_by(const Node& node, const Datum& range);
  void bind_element(const Node& node, const Datum& range, std::size_t index);
  // The filter's word on the element bound now; an error or unknown stands for itself.
  Datum passes(const Node& node);

  Datum error(const Node& node, std::string_view message);
  Datum no_overload(const Node& node, std::string_view function, std::span<const Datum> args);
  Datum located(const Node& node, const Datum& result);
  Datum unknown(const Node& node, std::string_view subject, std::string_view reason);
  Datum merge(const Datum& a, const Datum& b);
  Datum partly_unknown(const Node& node, const Datum& value);

  // unknown_attributes.cpp: patterns of attributes that are not known
  std::optional<Datum> named_unknown(const Node& node);
  std::optional<std::string_view> attribute_of(const Node& node, std::vector<Datum>& steps);
  std::string path_of(const Node& node);
  bool is_aside(const Node& node) const;
  std::string_view written(const Node& node) const;
  void note(const Node& node, source::Place place);
  // A list with the places of its elements; none when nobody asked for places.
  Datum placed_list(std::span<const Datum> items, std::span<const source::Place> places);
  source::Place made_place(const Datum& list, std::size_t index) const;

  const Program& program_;
  Arena* arena_;
  std::vector<std::unique_ptr<Opaque>>* kept_;
  RegexCache* regexes_;
  MadePlaces* places_ = nullptr;
  RegexCache own_regexes_;
  Activation* activation_ = nullptr;
  EvalOptions options_;
  std::span<Local> locals_;
  std::uint64_t cost_ = 0;
  bool exhausted_ = false;
  bool read_sensitive_ = false;
  const Node* last_read_ = nullptr;
};

}  // namespace stopgate::cel
