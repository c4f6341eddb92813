#include "yaml/reader.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "base/pool.h"
#include "base/text.h"
#include "yaml/composer.h"
#include "yaml/splitter.h"
#include "yaml/surrogates.h"

namespace stopgate::yaml {

namespace {

using source::Span;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The parser compares each %TAG line with all before it: a file of nothing else would take hours.
constexpr std::size_t kTagDirectives = 100;

bool is_utf16(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return true;
  return text.size() >= 2 && (text[0] == '\0') != (text[1] == '\0');
}

// What a document costs beside its nodes is bounded too: `{}{}{}…` is a document every two bytes.
constexpr std::size_t kDocuments = 200'000;

class Reader {
 public:
  Reader(const source::SourceMap& sources, source::FileId file, const Limits& limits,
         Dialect dialect)
      : text_(sources.file(file).text()),
        parsed_(text_),
        limits_(limits),
        problems_(sources, file, limits, stream_.diagnostics),
        composer_({text_, file, limits, dialect, *stream_.arena, problems_, symbols_}) {}

  Stream read(Dialect dialect) {
    if (!is_readable()) return std::move(stream_);
    if (dialect == Dialect::Kubernetes)
      read_manifests();
    else
      read_ordinary();
    return std::move(stream_);
  }

 private:
  bool is_readable();
  [[nodiscard]] Span without_mark(Span piece) const;
  [[nodiscard]] bool check_bytes(Span piece);
  [[nodiscard]] bool has_room(Span next);
  void rewrite_json_escapes(Span piece);

  void read_manifests();
  void read_manifest(Span piece);
  void warn_of_rest(const Document& document, Span piece, CommentFinder& comments);

  void read_ordinary();
  [[nodiscard]] std::uint32_t read_until_broken(Span piece);

  Stream stream_{.arena = std::make_unique<Arena>(), .documents = {}, .diagnostics = {}};
  std::string_view text_;
  std::string_view
      parsed_;  // the text as the parser gets it, which is the same but for JSON's escapes
  std::string rewritten_;  // what parsed_ views then
  const Limits& limits_;
  Problems problems_;
  Pool pool_;
  SymbolCache symbols_;
  Composer composer_;
};

bool Reader::is_readable() {
  const auto size = static_cast<std::uint32_t>(
      std::min<std::size_t>(text_.size(), std::numeric_limits<std::uint32_t>::max()));
  if (text_.size() > limits_.file_bytes ||
      text_.size() >= std::numeric_limits<std::uint32_t>::max()) {
    problems_.error({0, 0},
                    "the file has " + std::to_string(text_.size()) +
                        " bytes, more than the limit of " + std::to_string(limits_.file_bytes),
                    "split it, or raise the limit on file size");
    return false;
  }
  if (is_utf16(text_)) {
    problems_.error({0, std::min(size, 2U)}, "the file is UTF-16", "save it as UTF-8");
    return false;
  }
  return true;
}

Span Reader::without_mark(Span piece) const {
  if (text_.substr(piece.begin, piece.size()).starts_with(kByteOrderMark)) piece.begin += 3;
  return piece;
}

// What the parser would not do: it takes invalid UTF-8 for the end of sense, or for hours of work.
bool Reader::check_bytes(Span piece) {
  const auto text = text_.substr(piece.begin, piece.size());
  if (const auto bad = find_invalid_utf8(text)) {
    const auto at = piece.begin + static_cast<std::uint32_t>(*bad);
    problems_.error({at, at + 1}, "the byte " + quoted(text_.substr(at, 1)) + " is not UTF-8",
                    "save the file as UTF-8");
    return false;
  }
  std::size_t directives = 0;
  for (auto at = text.find("%TAG"); at != std::string_view::npos; at = text.find("%TAG", at + 1)) {
    if (at != 0 && text[at - 1] != '\n' && text[at - 1] != '\r') continue;
    if (++directives <= kTagDirectives) continue;
    const auto begin = piece.begin + static_cast<std::uint32_t>(at);
    problems_.error({begin, begin + 4},
                    "more than " + std::to_string(kTagDirectives) + " %TAG lines", "remove them");
    return false;
  }
  return true;
}

void Reader::read_manifests() {
  const auto split = split_documents(text_);
  for (const auto span : split.bad_separators)
    problems_.error(span,
                    "the separator '---' is followed by " +
                        quoted(text_.substr(span.begin, span.size())) +
                        ", so the API server refuses this file",
                    "put '---' on a line of its own, and indent text that is part of a value");
  for (const auto span : split.documents)
    for (const auto piece : split_json_objects(text_.substr(span.begin, span.size()), span.begin)) {
      if (!has_room(piece)) return;
      read_manifest(piece);
    }
}

bool Reader::has_room(Span next) {
  if (stream_.documents.size() < kDocuments) return true;
  problems_.error({next.begin, next.begin},
                  "more than " + std::to_string(kDocuments) + " documents, the rest is not read",
                  "split the file");
  return false;
}

// Only in JSON: in YAML the API server's reader refuses these escapes as ours does.
void Reader::rewrite_json_escapes(Span piece) {
  const auto text = text_.substr(0, piece.end);
  if (!starts_json_object(text.substr(piece.begin))) return;
  for (auto at = find_surrogate_pair(text, piece.begin); at;
       at = find_surrogate_pair(text, *at + kSurrogatePairSize)) {
    if (rewritten_.empty()) {
      rewritten_ = text_;
      parsed_ = rewritten_;
    }
    rewritten_.replace(*at, kSurrogatePairSize,
                       yaml_escape(*parse_surrogate_pair(text.substr(*at))));
  }
}

void Reader::read_manifest(Span piece) {
  Document document;
  document.span = {piece.begin, piece.begin};
  const auto errors_before = problems_.errors();
  CommentFinder comments(text_, piece.begin);
  const auto part = without_mark(piece);
  if (check_bytes(part)) {
    rewrite_json_escapes(part);
    EventReader events(parsed_, part, &pool_);
    const auto& start = events.next();
    if (start.kind == EventKind::DocumentStart) {
      if (composer_.compose(events, start, comments, document) == Composer::End::Complete)
        warn_of_rest(document, piece, comments);
    } else if (start.kind == EventKind::StreamEnd) {
      comments.advance(piece.end);
    } else {
      composer_.report(events.failure());
    }
  }
  document.span = piece;
  document.comments = comments.take();
  document.has_errors = problems_.errors() > errors_before;
  stream_.documents.push_back(std::move(document));
}

// The API server's reader takes the first document of a piece and does not look at what follows.
void Reader::warn_of_rest(const Document& document, Span piece, CommentFinder& comments) {
  const auto rest = skip_to_content(text_.substr(0, piece.end), document.span.end);
  comments.advance(static_cast<std::uint32_t>(rest));
  if (rest >= piece.end) return;
  const auto line_end = std::min<std::size_t>(text_.find('\n', rest), piece.end);
  problems_.warning({static_cast<std::uint32_t>(rest), static_cast<std::uint32_t>(line_end)},
                    "the API server ignores everything from here to the end of the document",
                    "put '---' on a line of its own before it");
}

void Reader::read_ordinary() {
  Span piece{0, static_cast<std::uint32_t>(text_.size())};
  piece = without_mark(piece);
  if (!check_bytes(piece)) {
    stream_.documents.push_back({.root = {}, .span = piece, .comments = {}, .has_errors = true});
    return;
  }
  while (piece.begin < piece.end && !problems_.is_full() && stream_.documents.size() < kDocuments)
    piece.begin = read_until_broken(piece);
}

// Where to go on: the document after the one that could not be read, or the end.
std::uint32_t Reader::read_until_broken(Span piece) {
  EventReader events(text_, piece, &pool_);
  CommentFinder comments(text_, piece.begin);
  auto begin = piece.begin;
  while (true) {
    const auto& start = events.next();
    if (start.kind == EventKind::StreamEnd || !has_room(start.span)) return piece.end;
    Document document;
    document.span = {begin, start.span.end};
    const auto errors_before = problems_.errors();
    const auto errors_at = stream_.diagnostics.size();
    bool is_broken = true;
    if (start.kind == EventKind::DocumentStart)
      is_broken = composer_.compose(events, start, comments, document) == Composer::End::Broken;
    else
      composer_.report(events.failure());
    auto next = document.span.end;
    if (is_broken) {
      const auto at = errors_at < stream_.diagnostics.size()
                          ? stream_.diagnostics.back().place.span.begin
                          : piece.end;
      const auto found = text_.find("\n---", std::max(at, begin + 1) - 1);
      next = found == std::string_view::npos ? piece.end : static_cast<std::uint32_t>(found + 1);
      document.span.end = next;
    }
    document.comments = comments.take();
    document.has_errors = problems_.errors() > errors_before;
    stream_.documents.push_back(std::move(document));
    if (is_broken) return next;
    begin = next;
  }
}

}  // namespace

Stream read(const source::SourceMap& sources, source::FileId file, const Limits& limits,
            Options options) {
  return Reader(sources, file, limits, options.dialect).read(options.dialect);
}

}  // namespace stopgate::yaml
