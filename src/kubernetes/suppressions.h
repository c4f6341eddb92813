#pragma once

// Suppressions that other tools' users wrote into labels and annotations, on the object and on its
// pod template. Both are honoured: what either silences is silent.

#include <string>
#include <vector>

#include "kubernetes/render.h"
#include "source/span.h"

namespace stopgate::kubernetes {

struct Suppression {
  std::string tool;    // "kube-linter", "kube-score", "polaris", "checkov", "monokle", "kubeaudit"
  std::string id;      // the tool's own; "*" for everything
  std::string reason;  // where the tool has a place for it
  std::string container;  // empty: the whole object
  source::Place place;    // of the label or annotation

  bool operator==(const Suppression&) const = default;
};

// In the order they are written, the object's before its pods'.
[[nodiscard]] std::vector<Suppression> find_suppressions(const Render& render, std::size_t object);

}  // namespace stopgate::kubernetes
