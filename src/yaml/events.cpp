#include "yaml/events.h"

#include <yaml.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.h"
#include "yaml/character_offsets.h"
#include "yaml/line_end.h"
#include "yaml/memory.h"

namespace stopgate::yaml {

namespace {

std::string_view view(const yaml_char_t* text) {
  return text == nullptr ? std::string_view{}
                         : std::string_view(reinterpret_cast<const char*>(text));
}

// Where the scalar itself starts, behind `!tag`, `&anchor`, blanks and comments.
std::size_t skip_properties(std::string_view text, std::size_t at, std::size_t end) {
  constexpr std::string_view kBlanks = " \t\r\n";
  constexpr std::string_view kNameCharacters =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";
  while (at < end) {
    if (kBlanks.find(text[at]) != std::string_view::npos) {
      ++at;
    } else if (text[at] == '#') {
      at = std::min(find_line_end(text, at), end);
    } else if (text[at] == '!') {
      at = std::min(text.find_first_of(kBlanks, at), end);
    } else if (text[at] == '&') {
      // What cannot be part of a name ends it, even without a blank: `&a:b` is the scalar `:b`.
      at = std::min(text.find_first_not_of(kNameCharacters, at + 1), end);
    } else {
      break;
    }
  }
  return std::min(at, end);
}

struct Advice {
  std::string_view problem;
  std::string_view help;
};

// Words of the library, as they are in 0.2.5, and what to do.
constexpr std::array<Advice, 9> kAdvice{{
    {"found a tab character that violates indentation", "indent with spaces"},
    {"found character that cannot start any token",
     "indent with spaces, not tabs, and quote a value that starts with '@', '`' or '%'"},
    {"mapping values are not allowed in this context",
     "quote a value that holds ': ', and check the indentation of this line"},
    {"did not find expected key", "check the indentation of this line and the quotes before it"},
    {"did not find expected '-' indicator", "check the indentation of this line"},
    {"could not find expected ':'",
     "add ': ' after the key, or indent the text that goes on from the line before"},
    {"did not find expected <document start>",
     "put '---' on a line of its own between two documents"},
    {"found unexpected end of stream", "close the quote or bracket that starts here"},
    {"control characters are not allowed",
     "remove the character, or write it as an escape in double quotes"},
}};

std::string_view advice(std::string_view problem) {
  const auto* found = std::ranges::find(kAdvice, problem, &Advice::problem);
  return found == kAdvice.end() ? std::string_view{} : found->help;
}

}  // namespace

// The library doubles what it needs, and a pool's blocks have 32-bit sizes.
constexpr std::uint32_t kLargestPooled = std::uint32_t{512} << 20U;

struct EventReader::Parser {
  std::string_view text;
  source::Span piece;
  CharacterOffsets offsets;
  Pool* pool = nullptr;
  yaml_parser_t parser{};
  yaml_event_t event{};
  bool has_event = false;
  bool is_ready = false;
};

EventReader::EventReader(std::string_view text, source::Span piece, Pool* pool)
    : parser_(new Parser{.text = text,
                         .piece = piece,
                         .offsets = CharacterOffsets(text, piece),
                         .pool = piece.size() > kLargestPooled ? nullptr : pool}) {
  const MemoryScope memory(parser_->pool);
  parser_->is_ready = yaml_parser_initialize(&parser_->parser) != 0;
  if (!parser_->is_ready) return;
  yaml_parser_set_input_string(&parser_->parser,
                               reinterpret_cast<const unsigned char*>(text.data()) + piece.begin,
                               piece.size());
  yaml_parser_set_encoding(&parser_->parser, YAML_UTF8_ENCODING);
}

EventReader::~EventReader() {
  const MemoryScope memory(parser_->pool);
  if (parser_->has_event) yaml_event_delete(&parser_->event);
  if (parser_->is_ready) yaml_parser_delete(&parser_->parser);
}

void EventReader::take_node(std::string_view anchor, std::string_view tag) {
  event_.anchor = anchor;
  event_.tag = tag;
}

void EventReader::take_scalar() {
  const auto& scalar = parser_->event.data.scalar;
  event_.kind = EventKind::Scalar;
  event_.is_plain = scalar.plain_implicit != 0;
  event_.is_block =
      scalar.style == YAML_LITERAL_SCALAR_STYLE || scalar.style == YAML_FOLDED_SCALAR_STYLE;
  event_.text = {reinterpret_cast<const char*>(scalar.value), scalar.length};
  take_node(view(scalar.anchor), view(scalar.tag));
  // A lone `!` says nothing: the Go reader resolves such a scalar like any plain one.
  const bool has_lone_mark =
      event_.tag == "!" ||
      (event_.span.size() > 0 && parser_->text[event_.span.begin] == '!' && event_.tag.empty());
  if (has_lone_mark) {
    event_.tag = {};
    event_.is_plain = true;
  }
  if (scalar.anchor != nullptr || scalar.tag != nullptr || has_lone_mark)
    event_.span.begin = static_cast<std::uint32_t>(
        skip_properties(parser_->text, event_.span.begin, event_.span.end));
}

const Event& EventReader::next() {
  const MemoryScope memory(parser_->pool);
  auto& raw = parser_->event;
  if (parser_->has_event) yaml_event_delete(&raw);
  parser_->has_event = parser_->is_ready && yaml_parser_parse(&parser_->parser, &raw) != 0;
  event_ = Event{};
  if (!parser_->has_event) {
    event_.kind = EventKind::Failure;
    return event_;
  }
  event_.span.begin = parser_->offsets.byte(raw.start_mark.index);
  event_.span.end = std::max(event_.span.begin, parser_->offsets.byte(raw.end_mark.index));
  switch (raw.type) {
    case YAML_STREAM_START_EVENT:
      return next();
    case YAML_NO_EVENT:
    case YAML_STREAM_END_EVENT:
      event_.kind = EventKind::StreamEnd;
      break;
    case YAML_DOCUMENT_START_EVENT: {
      const auto* version = raw.data.document_start.version_directive;
      event_.kind = EventKind::DocumentStart;
      event_.is_version_1_1 = version == nullptr || (version->major == 1 && version->minor == 1);
      break;
    }
    case YAML_DOCUMENT_END_EVENT:
      event_.kind = EventKind::DocumentEnd;
      break;
    case YAML_ALIAS_EVENT:
      event_.kind = EventKind::Alias;
      event_.anchor = view(raw.data.alias.anchor);
      break;
    case YAML_SCALAR_EVENT:
      take_scalar();
      break;
    case YAML_SEQUENCE_START_EVENT:
      event_.kind = EventKind::ListStart;
      take_node(view(raw.data.sequence_start.anchor), view(raw.data.sequence_start.tag));
      break;
    case YAML_SEQUENCE_END_EVENT:
      event_.kind = EventKind::ListEnd;
      break;
    case YAML_MAPPING_START_EVENT:
      event_.kind = EventKind::MapStart;
      take_node(view(raw.data.mapping_start.anchor), view(raw.data.mapping_start.tag));
      break;
    case YAML_MAPPING_END_EVENT:
      event_.kind = EventKind::MapEnd;
      break;
  }
  return event_;
}

Failure EventReader::failure() {
  const auto& parser = parser_->parser;
  const auto& piece = parser_->piece;
  Failure out;
  if (!parser_->is_ready || parser.error == YAML_MEMORY_ERROR) {
    out.span = piece;
    out.message = "not enough memory to read this document";
    return out;
  }
  const std::string_view problem = parser.problem == nullptr ? "cannot be parsed" : parser.problem;
  const auto end = piece.end;
  if (parser.error == YAML_READER_ERROR) {
    const auto at = std::min(piece.begin + static_cast<std::uint32_t>(std::min<std::size_t>(
                                               parser.problem_offset, piece.size())),
                             end);
    out.span = {at, std::min(at + 1, end)};
  } else {
    const auto at = parser_->offsets.byte(parser.problem_mark.index);
    out.span = {at, std::max(at, parser_->offsets.byte(parser.problem_mark.index + 1))};
  }
  out.message = std::string(problem);
  out.help = std::string(advice(problem));
  if (parser.context != nullptr && parser.error != YAML_READER_ERROR) {
    out.context_name = parser.context;
    const auto at = parser_->offsets.byte(parser.context_mark.index);
    out.context = {at, at};
  }
  return out;
}

}  // namespace stopgate::yaml
