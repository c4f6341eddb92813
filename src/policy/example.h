#pragma once

// The examples of a policy file: its tests, and the pictures in its documentation.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "source/span.h"

namespace stopgate::policy {

enum class ExampleKind : std::uint8_t { Kubernetes, Terraform, Plan, Workflow };

struct ExampleFile {
  std::string path;  // "main.tf"; made up when the example is one text
  std::string text;
  source::Place place;
};

struct Example {
  bool is_failing = false;  // `fail:` has findings, `pass:` none
  std::string title;
  ExampleKind kind = ExampleKind::Kubernetes;
  std::vector<ExampleFile> files;
  std::optional<std::vector<ExampleFile>> base;                 // before the change
  std::vector<std::pair<std::string, std::string>> parameters;  // as --param gives them
  source::Place place;
};

}  // namespace stopgate::policy
