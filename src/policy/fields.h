#pragma once

// Reads the members of a YAML map into plain values, and says what is unknown, missing or of the
// wrong kind, with its place.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"
#include "source/diagnostic.h"
#include "value/value.h"

namespace stopgate::policy {

class Fields {
 public:
  // `what` names the map in messages: "policy", "validation". A node that is no map has no fields.
  Fields(const value::Node& node, std::string_view what, std::span<const std::string_view> known,
         source::Diagnostics& diagnostics);

  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] value::Node node(std::string_view key) const;

  [[nodiscard]] std::string text(std::string_view key);  // empty when absent
  [[nodiscard]] std::string required_text(std::string_view key);
  [[nodiscard]] Expression expression(std::string_view key);
  [[nodiscard]] std::optional<bool> boolean(std::string_view key);
  // A list of texts; a single text counts as a list of one.
  [[nodiscard]] std::vector<std::string> texts(std::string_view key);
  // The elements of a list; a diagnostic when it is something else.
  [[nodiscard]] std::vector<value::Node> list(std::string_view key);

  void report(std::string message, std::string help, source::Place place);

 private:
  value::Node node_;
  std::string_view what_;
  source::Diagnostics& diagnostics_;
};

}  // namespace stopgate::policy
