#pragma once

// The files of one run: their paths, their bytes, and the way from a byte offset to line and
// column.

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "source/span.h"

namespace stopgate::source {

// Line and column as editors show them, from 1.
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;  // in code points, from 1

  auto operator<=>(const Position&) const = default;
};

struct Location {
  std::string file;
  Position begin;
  Position end;  // just past the last character

  bool operator==(const Location&) const = default;
};

class SourceFile {
 public:
  SourceFile(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {}

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::string_view text(Span span) const;

  [[nodiscard]] Position position(std::uint32_t offset) const;
  // The line (from 1) without its line break; empty past the end.
  [[nodiscard]] std::string_view line(std::uint32_t number) const;
  [[nodiscard]] std::uint32_t line_count() const;

 private:
  // Line starts are found once, when the first position is asked for.
  [[nodiscard]] const std::vector<std::uint32_t>& line_starts() const;

  std::string path_;
  std::string text_;
  mutable std::once_flag indexed_;
  mutable std::vector<std::uint32_t> line_starts_;
};

// Owns the files of a run. Adding is thread-safe, and neither a FileId nor a SourceFile ever moves.
class SourceMap {
 public:
  SourceMap();
  ~SourceMap();
  SourceMap(const SourceMap&) = delete;
  SourceMap& operator=(const SourceMap&) = delete;

  FileId add(std::string path, std::string text);
  [[nodiscard]] const SourceFile& file(FileId id) const;
  [[nodiscard]] std::size_t size() const;

  // An empty file name when the place is not known.
  [[nodiscard]] Location locate(Place place) const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<SourceFile>> files_;
};

}  // namespace stopgate::source
