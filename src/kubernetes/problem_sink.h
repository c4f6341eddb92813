#pragma once

// Collects the problems of one object, with the path at which a walk stands.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kubernetes/schema.h"

namespace stopgate::kubernetes {

class ProblemSink {
 public:
  explicit ProblemSink(std::size_t object) : object_(object) {}

  void report(ProblemKind kind, source::Place place, std::string message,
              std::string suggestion = {}) {
    // More is noise: whoever repairs these sees the rest.
    constexpr std::size_t kMostOfOneObject = 100;
    if (problems_.size() >= kMostOfOneObject) return;
    problems_.push_back({.kind = kind,
                         .object = object_,
                         .path = path_,
                         .message = std::move(message),
                         .suggestion = std::move(suggestion),
                         .place = place});
  }

  // Steps into a member or an element, and out again with the size it gave.
  [[nodiscard]] std::size_t enter(std::string_view member) {
    const auto size = path_.size();
    if (!path_.empty()) path_ += '.';
    path_ += member;
    return size;
  }
  [[nodiscard]] std::size_t enter(std::size_t element) {
    const auto size = path_.size();
    path_ += '[' + std::to_string(element) + ']';
    return size;
  }
  void leave(std::size_t size) { path_.resize(size); }

  [[nodiscard]] std::vector<SchemaProblem>& problems() { return problems_; }

 private:
  std::size_t object_;
  std::string path_;
  std::vector<SchemaProblem> problems_;
};

// A text that stands for another one put in later: by Flux (${VAR}), by SOPS, by a template.
[[nodiscard]] bool is_substituted(std::string_view text);

// "a text", "a number": how messages name what was found.
[[nodiscard]] std::string describe(const value::Value& value);

}  // namespace stopgate::kubernetes
