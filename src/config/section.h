#pragma once

// One map of a configuration file: its members as plain values, and what is wrong with them.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "source/diagnostic.h"
#include "value/value.h"

namespace stopgate::config {

class Section {
 public:
  // `what` names the map in messages: "the configuration", "an exemption". An empty list of keys
  // takes any key.
  Section(const value::Node& node, std::string_view what, std::span<const std::string_view> known,
          source::Diagnostics& diagnostics);

  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] value::Node node(std::string_view key) const;
  [[nodiscard]] source::Place place() const { return node_.place; }

  // Empty when absent.
  [[nodiscard]] std::string text(std::string_view key);
  // The same, and a diagnostic when it is absent.
  [[nodiscard]] std::string required_text(std::string_view key);
  [[nodiscard]] std::optional<bool> boolean(std::string_view key);
  // A list of texts; a single text counts as a list of one.
  [[nodiscard]] std::vector<std::string> texts(std::string_view key);
  [[nodiscard]] std::vector<value::Node> list(std::string_view key);
  // Key and value, in order, with the place of the key.
  struct Member {
    std::string key;
    value::Node value;
    source::Place place;
  };
  [[nodiscard]] std::vector<Member> members(std::string_view key);

  void report(std::string message, std::string help, source::Place place);

 private:
  value::Node node_;
  std::string what_;
  source::Diagnostics& diagnostics_;
};

// Text, a number or a truth as it is written; nothing of anything else.
[[nodiscard]] std::optional<std::string> scalar_text(const value::Value& value);

}  // namespace stopgate::config
