#pragma once

// A container image as it is written: registry and repository, tag, digest.

#include <string_view>

namespace stopgate::workflow {

struct ImageReference {
  std::string_view repository;  // "registry.example.com/shop/web"
  std::string_view tag;         // empty where none is written
  std::string_view digest;      // "sha256:…"
  // The end of the repository that holds no variable: "shop/web" of "$REGISTRY/shop/web".
  std::string_view known_end;
};

[[nodiscard]] ImageReference parse_image(std::string_view text);
// Whether a variable or expression stands in it.
[[nodiscard]] bool has_variables(std::string_view text);

}  // namespace stopgate::workflow
