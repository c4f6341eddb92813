#pragma once

// What a scalar means: text, or one of the other kinds that its characters or its tag make it.
//
// The Kubernetes rules are those of the Go reader that kubectl and the API server use, down to its
// oddities: an Ingress path, an image tag or a Git hash becomes what the cluster would make of it,
// not what a YAML specification says.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "value/value.h"

namespace stopgate::yaml {

// The member that the kind names is set. Text means the scalar is the text itself.
struct Scalar {
  enum class Kind : std::uint8_t { Text, Null, Bool, Int, Uint, Double };

  Kind kind = Kind::Text;
  bool boolean = false;
  std::int64_t integer = 0;
  std::uint64_t unsigned_integer = 0;
  double number = 0;

  bool operator==(const Scalar&) const = default;
};

// A plain scalar as the API server resolves it (YAML 1.1, no dates, no base 60).
[[nodiscard]] Scalar resolve_kubernetes(std::string_view text);

// A plain scalar of the YAML 1.2 core schema.
[[nodiscard]] Scalar resolve_core(std::string_view text);

// What the tag `tag:yaml.org,2002:<name>` makes of the scalar that `resolved` says it looks like;
// nothing when the two do not agree (`!!int abc`). Tags that are not known leave the text.
[[nodiscard]] std::optional<Scalar> apply_tag(std::string_view name, Scalar resolved);

// The name behind `tag:yaml.org,2002:`; empty for any other tag.
[[nodiscard]] std::string_view standard_tag(std::string_view tag);

// The value of all but Text. A number that JSON writes without a fraction is an integer, as it is
// once the API server has turned YAML into JSON; nothing for infinities and NaN, which JSON lacks.
[[nodiscard]] std::optional<value::Value> kubernetes_value(const Scalar& scalar);
[[nodiscard]] value::Value core_value(const Scalar& scalar);

// The key that a scalar other than Text becomes in a manifest (`1.0:` is "1", `yes:` is "true");
// nothing for null and for integers above int64, which the API server refuses.
[[nodiscard]] std::optional<std::string> kubernetes_key(const Scalar& scalar);

// The bytes behind !!binary; nothing when the text is not base64.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

}  // namespace stopgate::yaml
