#pragma once

// A FileSystem in which "-" is what came on the standard input.

#include <istream>
#include <iterator>
#include <optional>
#include <string>

#include "source/file_system.h"

namespace stopgate::cli {

class WithStandardInput final : public source::FileSystem {
 public:
  // Reads `in` when "-" is first asked for.
  WithStandardInput(const source::FileSystem& inner, std::istream& in) : inner_(inner), in_(in) {}

  source::FileKind kind(std::string_view path) const override {
    return path == "-" ? source::FileKind::Regular : inner_.kind(path);
  }
  Result<std::string> read(std::string_view path, std::uint64_t limit) const override {
    if (path != "-") return inner_.read(path, limit);
    if (!text_)
      text_.emplace(std::istreambuf_iterator<char>(in_), std::istreambuf_iterator<char>());
    if (text_->size() > limit)
      return fail("has " + std::to_string(text_->size()) + " bytes, more than the limit of " +
                  std::to_string(limit));
    return *text_;
  }
  Result<std::vector<source::DirectoryEntry>> list(std::string_view path) const override {
    return inner_.list(path);
  }
  Result<std::string> canonical(std::string_view path) const override {
    return path == "-" ? Result<std::string>("-") : inner_.canonical(path);
  }

 private:
  const source::FileSystem& inner_;
  std::istream& in_;
  mutable std::optional<std::string> text_;
};

}  // namespace stopgate::cli
