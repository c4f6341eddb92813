#pragma once

// References by label: a Service and its pods, a ServiceMonitor and its Services.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kubernetes/label_index.h"
#include "kubernetes/relation_table.h"
#include "kubernetes/relations.h"

namespace stopgate::kubernetes {

class SelectorResolver {
 public:
  SelectorResolver(Render& render, const World& world) : render_(render), world_(world) {}

  // Adds the relation of one selector, unless it selects everything or nothing. Its target_name is
  // the selector as kubectl writes it; a near miss is the label that would match.
  void resolve(const RelationRow& row, std::size_t from, const value::Node& selector);

 private:
  // What a selector is tried on, and the objects that its ids stand for.
  struct Selectable {
    LabelIndex index;
    std::vector<std::size_t> objects;
  };

  [[nodiscard]] const Selectable& selectable(const std::string& kind);
  [[nodiscard]] std::vector<std::string_view> namespaces_of(const RelationRow& row,
                                                            std::size_t from,
                                                            const LabelIndex& index) const;

  Render& render_;
  const World& world_;
  std::map<std::string, Selectable, std::less<>>
      selectables_;  // by kind, built when first asked for
};

}  // namespace stopgate::kubernetes
