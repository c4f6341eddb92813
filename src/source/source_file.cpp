#include "source/source_file.h"

#include <algorithm>
#include <cassert>

namespace stopgate::source {

std::string_view SourceFile::text(Span span) const {
  const auto begin = std::min<std::size_t>(span.begin, text_.size());
  const auto end = std::clamp<std::size_t>(span.end, begin, text_.size());
  return std::string_view(text_).substr(begin, end - begin);
}

const std::vector<std::uint32_t>& SourceFile::line_starts() const {
  std::call_once(indexed_, [this] {
    line_starts_.push_back(0);
    for (auto at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1))
      line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
  });
  return line_starts_;
}

Position SourceFile::position(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const auto& starts = line_starts();
  const auto next = std::upper_bound(starts.begin(), starts.end(), offset);
  const auto start = *(next - 1);
  // Code points: every byte that does not continue one.
  const auto begin = text_.begin() + start;
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  const auto bytes = offset - start;
  const auto inside = std::count_if(begin, begin + bytes, continues);
  return {static_cast<std::uint32_t>(next - starts.begin()),
          bytes - static_cast<std::uint32_t>(inside) + 1};
}

std::string_view SourceFile::line(std::uint32_t number) const {
  const auto& starts = line_starts();
  if (number == 0 || number > starts.size()) return {};
  const auto begin = starts[number - 1];
  auto line = std::string_view(text_).substr(begin);
  line = line.substr(0, line.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::uint32_t SourceFile::line_count() const {
  return static_cast<std::uint32_t>(line_starts().size());
}

SourceMap::SourceMap() = default;
SourceMap::~SourceMap() = default;

FileId SourceMap::add(std::string path, std::string text) {
  auto file = std::make_unique<SourceFile>(std::move(path), std::move(text));
  const std::lock_guard lock(mutex_);
  files_.push_back(std::move(file));
  return static_cast<FileId>(files_.size() - 1);
}

const SourceFile& SourceMap::file(FileId id) const {
  const std::lock_guard lock(mutex_);
  assert(id < files_.size());
  return *files_[id];
}

std::size_t SourceMap::size() const {
  const std::lock_guard lock(mutex_);
  return files_.size();
}

Location SourceMap::locate(Place place) const {
  if (!place.is_known()) return {};
  const auto& source = file(place.file);
  return {source.path(), source.position(place.span.begin),
          source.position(std::max(place.span.begin, place.span.end))};
}

}  // namespace stopgate::source
