#pragma once

// The YAML parser's events, one at a time, with byte spans in the file. The YAML library is seen
// only behind this header.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/pool.h"
#include "source/span.h"

namespace stopgate::yaml {

enum class EventKind : std::uint8_t {
  DocumentStart,
  DocumentEnd,
  Alias,
  Scalar,
  ListStart,
  ListEnd,
  MapStart,
  MapEnd,
  StreamEnd,
  Failure,  // the text cannot be parsed from here on; see EventReader::failure()
};

// Its texts are valid until the next event.
struct Event {
  EventKind kind = EventKind::StreamEnd;
  bool is_plain = false;       // a scalar whose characters decide what it is
  bool is_block = false;       // a literal or folded scalar
  bool is_version_1_1 = true;  // of a document: no %YAML directive asks for another version
  source::Span span;           // without tag and anchor, of a scalar
  std::string_view text;       // of a scalar, decoded
  std::string_view anchor;     // of a node; the name, of an alias
  std::string_view tag;        // of a node, in full
};

struct Failure {
  source::Span span;
  std::string message;
  std::string help;
  source::Span context;           // where the construct that could not be read starts
  std::string_view context_name;  // "while parsing a block mapping"; empty when there is none
};

// Reads the part `piece` of `text`, which must be well-formed UTF-8 without a byte order mark. The
// library takes its memory from `pool`, if there is one, which must outlive the reader.
class EventReader {
 public:
  EventReader(std::string_view text, source::Span piece, Pool* pool = nullptr);
  ~EventReader();
  EventReader(const EventReader&) = delete;
  EventReader& operator=(const EventReader&) = delete;

  // The event stays as it is until the next call. After StreamEnd or Failure there is none.
  [[nodiscard]] const Event& next();
  [[nodiscard]] Failure failure();

 private:
  struct Parser;

  void take_node(std::string_view anchor, std::string_view tag);
  void take_scalar();

  std::unique_ptr<Parser> parser_;
  Event event_;
};

}  // namespace stopgate::yaml
