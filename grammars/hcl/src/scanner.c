// Heredocs: the part of HCL's lexis that no regular expression describes, since the marker that ends one
// is chosen by its author. The state is the stack of markers, innermost last, as hashes: the walk
// compares the markers themselves.

#include <string.h>

#include "tree_sitter/alloc.h"
#include "tree_sitter/parser.h"

enum TokenType { HEREDOC_MARKER, HEREDOC_TEXT, HEREDOC_END, NEVER };

// As many hashes as fit into what tree-sitter lets a scanner save.
enum { MAX_DEPTH = TREE_SITTER_SERIALIZATION_BUFFER_SIZE / sizeof(uint64_t) };

// Searches to the end of the file for a marker that is not there. Each costs the rest of the file, so
// that their number is bounded; after that a heredoc without an end takes the rest of the file.
enum { MAX_VAIN_SEARCHES = 16 };

// The lowest bit of a marker's hash: the heredoc is known to have an end.
static const uint64_t kHasEnd = 1;

typedef struct {
  uint64_t markers[MAX_DEPTH];
  unsigned depth;
  int vain_searches;  // not saved: a bound on work, not a fact about the text
} Scanner;

static bool is_name(int32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c >= 0x80;
}

// White space as Unicode has it, but for the newline.
static bool is_space(int32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r' && c != '\n') || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static void skip_spaces(TSLexer *lexer) {
  while (is_space(lexer->lookahead)) lexer->advance(lexer, false);
}

// The hash of the name ahead, its lowest bit clear.
static uint64_t scan_name(TSLexer *lexer) {
  uint64_t hash = 0xCBF29CE484222325u;
  while (is_name(lexer->lookahead) && !is_space(lexer->lookahead)) {
    hash = (hash ^ (uint32_t)lexer->lookahead) * 0x100000001B3u;
    lexer->advance(lexer, false);
  }
  return hash & ~kHasEnd;
}

static bool scan_marker(Scanner *self, TSLexer *lexer) {
  const int32_t first = lexer->lookahead;
  if (self->depth == MAX_DEPTH || !is_name(first) || first == '-' || (first >= '0' && first <= '9')) return false;
  const uint64_t marker = scan_name(lexer);
  if (lexer->lookahead == '\r') lexer->advance(lexer, false);
  if (lexer->lookahead != '\n') return false;
  lexer->advance(lexer, false);
  self->markers[self->depth++] = marker;
  lexer->result_symbol = HEREDOC_MARKER;
  return true;
}

// From the start of a line: whether it is the end marker, alone on a line that a newline ends. Consumes
// what it reads.
static bool scan_end_line(TSLexer *lexer, uint64_t marker) {
  skip_spaces(lexer);
  if (!is_name(lexer->lookahead) || scan_name(lexer) != marker) return false;
  skip_spaces(lexer);
  return lexer->lookahead == '\n';
}

// Consumes the rest of a line with its newline, or up to a template sequence, and tells the latter. The
// token ends there, before the sequence.
static bool scan_line_text(TSLexer *lexer, bool *has_text) {
  while (!lexer->eof(lexer)) {
    const int32_t c = lexer->lookahead;
    const bool is_sign = c == '$' || c == '%';
    if (is_sign) lexer->mark_end(lexer);
    lexer->advance(lexer, false);
    if (is_sign && lexer->lookahead == '{') return true;
    *has_text = true;
    if (c == '\n') break;
    // In a run of several before a brace the last two are an escape.
    if (!is_sign || lexer->lookahead != c) continue;
    while (lexer->lookahead == c) lexer->advance(lexer, false);
    if (lexer->lookahead == '{') lexer->advance(lexer, false);
  }
  lexer->mark_end(lexer);
  return false;
}

static bool return_end(Scanner *self, TSLexer *lexer) {
  self->depth--;
  lexer->result_symbol = HEREDOC_END;
  return true;
}

static bool return_text(TSLexer *lexer) {
  lexer->result_symbol = HEREDOC_TEXT;
  return true;
}

// Whether any line ahead is the end marker.
static bool find_end(Scanner *self, TSLexer *lexer, uint64_t marker) {
  if (self->vain_searches == MAX_VAIN_SEARCHES) return false;
  while (!lexer->eof(lexer)) {
    if (scan_end_line(lexer, marker)) return true;
    while (!lexer->eof(lexer) && lexer->lookahead != '\n') lexer->advance(lexer, false);
    lexer->advance(lexer, false);
  }
  self->vain_searches++;
  return false;
}

// At a line that starts with a closing brace, in a heredoc that may lack its end: where it does, it ends
// here for want of a better place, so that what follows is read. The token is empty in either case,
// since what was read to find out cannot be given back.
static bool scan_doubtful_line(Scanner *self, TSLexer *lexer) {
  uint64_t *marker = &self->markers[self->depth - 1];
  if (!find_end(self, lexer, *marker)) return return_end(self, lexer);
  *marker |= kHasEnd;
  return return_text(lexer);
}

// Text up to a template sequence or the line of the end marker; or that line.
static bool scan_text(Scanner *self, TSLexer *lexer) {
  const uint64_t marker = self->markers[self->depth - 1];
  bool has_text = false;
  bool at_line_start = lexer->get_column(lexer) == 0;
  lexer->mark_end(lexer);
  while (!lexer->eof(lexer)) {
    if (at_line_start) {
      if (lexer->lookahead == '}' && !(marker & kHasEnd)) return has_text ? return_text(lexer) : scan_doubtful_line(self, lexer);
      const bool starts_with_text = is_space(lexer->lookahead) || is_name(lexer->lookahead);
      if (scan_end_line(lexer, marker & ~kHasEnd)) {
        if (has_text) return return_text(lexer);
        lexer->mark_end(lexer);
        return return_end(self, lexer);
      }
      has_text = has_text || starts_with_text;
    }
    if (scan_line_text(lexer, &has_text)) return has_text && return_text(lexer);
    at_line_start = true;
  }
  return has_text ? return_text(lexer) : return_end(self, lexer);
}

void *tree_sitter_hcl_external_scanner_create(void) { return ts_calloc(1, sizeof(Scanner)); }

void tree_sitter_hcl_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_hcl_external_scanner_serialize(void *payload, char *buffer) {
  const Scanner *self = payload;
  const unsigned size = self->depth * sizeof self->markers[0];
  memcpy(buffer, self->markers, size);
  return size;
}

void tree_sitter_hcl_external_scanner_deserialize(void *payload, const char *buffer, unsigned size) {
  Scanner *self = payload;
  self->depth = size / sizeof self->markers[0];
  if (size > 0) memcpy(self->markers, buffer, size);
}

bool tree_sitter_hcl_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  Scanner *self = payload;
  // While the parser recovers, lines inside a heredoc are its text still, and never HCL.
  if (valid[NEVER]) return self->depth > 0 && lexer->get_column(lexer) == 0 && scan_text(self, lexer);
  if (valid[HEREDOC_TEXT] || valid[HEREDOC_END]) return self->depth > 0 && scan_text(self, lexer);
  return valid[HEREDOC_MARKER] && scan_marker(self, lexer);
}
