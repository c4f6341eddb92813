#pragma once

// The images that a step pushes to a registry: by docker, podman or buildah, or by the usual
// action.

#include <string>
#include <vector>

#include "workflow/workflow.h"

namespace stopgate::workflow {

struct PushedImage {
  std::string text;  // as written, variables and all
  source::Place place;
};

[[nodiscard]] std::vector<PushedImage> pushed_images(const Step& step);

}  // namespace stopgate::workflow
