#pragma once

// Reads YAML and JSON text into Values: either as the Kubernetes API server reads manifests, or as
// an ordinary YAML file.
//
// Reading never fails. A document that cannot be parsed becomes an Error diagnostic and an empty
// root, and the other documents of the file are still read; a single bad node becomes an Error and
// an unknown value, and the rest of its document is kept.

#include <memory>
#include <vector>

#include "base/arena.h"
#include "base/limits.h"
#include "source/diagnostic.h"
#include "source/source_file.h"
#include "value/value.h"

namespace stopgate::yaml {

enum class Dialect {
  // As kubectl and the API server read a manifest: split at lines that start with `---` before any
  // parsing, one document a piece, YAML 1.1 scalars (`on` is true, 0644 is 420), keys turned into
  // strings after that (`yes:` is the key "true"), merge keys; several JSON objects in a row are
  // several documents.
  Kubernetes,
  // Policies, configuration, CI files: an ordinary stream of documents, scalars of the YAML 1.2
  // core
  // schema (`on` is a string), keys as they are written, merge keys.
  Ordinary,
};

struct Options {
  Dialect dialect = Dialect::Kubernetes;
};

// A comment from its `#` to the end of the line, without the line break.
struct Comment {
  source::Span span;

  bool operator==(const Comment&) const = default;
};

struct Document {
  value::Node root;   // null for a document without content and for one that could not be parsed
  source::Span span;  // the bytes of the document in the file
  std::vector<Comment> comments;  // in order of the text
  bool has_errors = false;  // part of it, or all, was not understood: the diagnostics say what

  // Comments or blanks only, as Helm writes for a template that renders nothing.
  [[nodiscard]] bool is_empty() const { return root.value.is_null() && !has_errors; }
};

// Strings view the source text where they can: the SourceMap must outlive the Stream.
struct Stream {
  std::unique_ptr<Arena> arena;
  std::vector<Document> documents;
  source::Diagnostics diagnostics;  // in order of the text
};

[[nodiscard]] Stream read(const source::SourceMap& sources, source::FileId file,
                          const Limits& limits, Options options = {});

// Where byte `offset` of a scalar's value stands in the file, whatever its style: plain, quoted,
// literal or folded. `scalar` is the place of the scalar as the reader gave it. The span is that of
// one character; an offset past the end gives the end of the scalar.
[[nodiscard]] source::Place place_in_scalar(const source::SourceMap& sources, source::Place scalar,
                                            std::size_t offset);

}  // namespace stopgate::yaml
