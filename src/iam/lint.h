#pragma once

// Mistakes in a policy document for which AWS rejects it, or which make a statement do nothing.

#include <string>
#include <vector>

#include "iam/statement.h"

namespace stopgate::iam {

struct Mistake {
  std::string message;  // "'s3:GetObjekt' is no action of s3"
  source::Place place;
};

[[nodiscard]] std::vector<Mistake> mistakes_in(const PolicyDocument& document);

}  // namespace stopgate::iam
