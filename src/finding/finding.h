#pragma once

// A Finding: what a policy says is wrong, where, what happens if it merges, and what to type.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "source/source_file.h"

namespace stopgate::finding {

enum class Severity : std::uint8_t { Info, Low, Medium, High, Critical };

[[nodiscard]] std::string_view name_of(Severity severity);  // "info", …
[[nodiscard]] std::optional<Severity> parse_severity(std::string_view name);

enum class Status : std::uint8_t { New, Old, Fixed };

[[nodiscard]] std::string_view name_of(Status status);  // "new", "old", "fixed"

// How binding a policy is.
enum class Level : std::uint8_t {
  Advisory,     // reported, never fails
  Overridable,  // fails at the gate, unless someone entitled to it takes the responsibility
  Mandatory,    // fails at every severity; nobody silences or overrides it
};

[[nodiscard]] std::string_view name_of(Level level);  // "advisory", …
[[nodiscard]] std::optional<Level> parse_level(std::string_view name);

// What a finding is about: a Terraform address, or a Kubernetes object.
struct Subject {
  std::string address;                 // Terraform; empty for Kubernetes
  std::string kind, name_space, name;  // Kubernetes; empty for Terraform
  bool operator==(const Subject&) const = default;
};

[[nodiscard]] std::string to_string(
    const Subject& subject);  // "aws_s3_bucket.b", "Deployment/shop/web"

struct Related {
  source::Place place;
  std::string message;  // "called here"
  bool operator==(const Related&) const = default;
};

// One replacement: an empty span inserts.
struct Edit {
  source::Place place;
  std::string text;
  bool operator==(const Edit&) const = default;
};

// What to write instead, so that a machine can do it. The edits do not overlap; whoever applies
// them sorts them by place.
struct Fix {
  std::string title;  // "write it as terraform fmt does"
  std::vector<Edit> edits;
  bool operator==(const Fix&) const = default;
};

struct Finding {
  std::string policy;  // its id
  Severity severity = Severity::Medium;
  std::string message;
  std::string incident;     // what breaks, seen by whom
  std::string remediation;  // what to type
  source::Place place;      // unknown for a plan that joins no configuration
  std::string path;         // the file when `place` is unknown
  Subject subject;
  std::string attribute;  // "spec.template.spec.containers[0].image": part of the fingerprint
  std::vector<Related> related;
  std::vector<std::string> instances;     // further addresses with the same finding
  std::vector<std::string> environments;  // of a root evaluated in several: those that have it
  std::optional<Fix> fix;
  Status status = Status::New;
  Level level = Level::Overridable;
  bool is_indirect = false;  // new, on lines that the change leaves as they are
  bool is_secret = false;    // the source it points at holds a secret: no report shows its text
  std::string fingerprint;   // see fingerprint()

  bool operator==(const Finding&) const = default;
};

// The address without any instance key: module.a["x"].aws_s3_bucket.b[0] is
// module.a.aws_s3_bucket.b.
[[nodiscard]] std::string without_instance_keys(std::string_view address);

// Twenty hexadecimal digits, stable when lines move: policy, file, subject without instance keys,
// attribute, message with its numbers left in. `occurrence` tells equal findings of one file apart,
// from 0.
[[nodiscard]] std::string fingerprint(const Finding& finding, std::string_view file,
                                      std::size_t occurrence);

}  // namespace stopgate::finding
