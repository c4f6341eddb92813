#pragma once

// The path language of our data tables: where in an object something stands.
//
//   spec.template.spec            members
//   spec.tls[].secretName         each element of a list
//   spec.tfReplicaSpecs.*         each member of a map
//   metadata.annotations['a/b']   a member whose name has dots or slashes

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/symbol.h"
#include "value/value.h"

namespace stopgate::kubernetes {

class Path {
 public:
  Path() = default;  // the node itself
  [[nodiscard]] static Path parse(std::string_view text);

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool empty() const { return steps_.empty(); }
  // Ends in `.*`: what it names are the keys of a map.
  [[nodiscard]] bool names_keys() const {
    return !steps_.empty() && steps_.back().kind == StepKind::EachMember;
  }

  // Calls for each node there is, in order; null where a member is written and null, never for
  // absent ones.
  void visit(const value::Node& from, const std::function<void(const value::Node&)>& found) const;
  // The first of them; a null value without a place when there is none.
  [[nodiscard]] value::Node first(const value::Node& from) const;

 private:
  enum class StepKind : std::uint8_t { Member, EachElement, EachMember };
  struct Step {
    StepKind kind = StepKind::Member;
    Symbol key;
  };
  void visit_from(std::size_t step, const value::Node& node,
                  const std::function<void(const value::Node&)>& found) const;

  std::string text_;
  std::vector<Step> steps_;
};

// What a path names: the keys of a map where it ends in `.*`, else the text of scalars.
[[nodiscard]] std::vector<std::string> collect_names(const value::Node& from, const Path& path);

// The text of a string or an integer; empty for anything else.
[[nodiscard]] std::string scalar_text(const value::Value& value);

}  // namespace stopgate::kubernetes
