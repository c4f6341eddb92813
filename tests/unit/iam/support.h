#pragma once

// Permissions from the text of a policy document.

#include <string>
#include <string_view>

#include "base/arena.h"
#include "iam/difference.h"
#include "iam/document.h"
#include "json/reader.h"

namespace stopgate::iam::test {

class Document {
 public:
  Document(std::string_view type, std::string_view argument, std::string_view json) {
    const value::Member member{intern(argument), value::Value::string(arena_, json)};
    const value::Node attributes{value::Map::make(arena_, std::span(&member, 1)), {}};
    documents_ = documents_of(type, attributes, {}, arena_);
  }
  [[nodiscard]] const PolicyDocument& get() const { return documents_.at(0); }
  [[nodiscard]] Grants grants() const { return grants_of(get(), "aws_iam_policy.p").grants; }

 private:
  Arena arena_;
  std::vector<PolicyDocument> documents_;
};

inline Grants grants(std::string_view json) {
  return Document("aws_iam_policy", "policy", json).grants();
}

inline Permissions permissions(std::string_view json) {
  return {{grants(json)}};
}

}  // namespace stopgate::iam::test
