#include "yaml/writer.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "base/limits.h"
#include "yaml/scalar.h"

namespace stopgate::yaml {

namespace {

using value::Kind;
using value::Value;

// Whether the text is itself as a plain scalar, in YAML 1.1 and 1.2, for readers less careful than
// ours too: dates and base 60 figures (`12:30`) are quoted.
bool is_safe_plain(std::string_view text) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  constexpr std::string_view kInside =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./@ ";
  if (text.empty() || kLetters.find(text.front()) == std::string_view::npos) return false;
  if (text.back() == ' ' || text.find_first_not_of(kInside) != std::string_view::npos) return false;
  return resolve_kubernetes(text).kind == Scalar::Kind::Text &&
         resolve_core(text).kind == Scalar::Kind::Text;
}

// Lines of printable text, the last one ended, that a literal block gives back as they are;
// yaml-cpp writes no indentation figure, so the first line may not start with a blank.
bool is_literal_block(std::string_view text) {
  if (!text.ends_with('\n') || text.ends_with("\n\n") || text.front() == ' ' ||
      text.front() == '\n')
    return false;
  return std::ranges::all_of(text, [](char c) { return c == '\n' || (c >= ' ' && c < 0x7F); });
}

// Characters that a reader refuses or takes for a line break, and that yaml-cpp does not escape by
// itself.
bool needs_escapes(std::string_view text) {
  for (const std::string_view rare : {"\x7F", "\xE2\x80\xA8", "\xE2\x80\xA9"})
    if (text.find(rare) != std::string_view::npos) return true;
  return false;
}

class Writer {
 public:
  std::string write(const Value& value) {
    out_.SetIndent(2);
    out_.SetNullFormat(YAML::LowerNull);
    out_.SetSeqFormat(YAML::Block);
    out_.SetMapFormat(YAML::Block);
    write_value(value, 0);
    return std::string(out_.c_str(), out_.size()) + "\n";
  }

 private:
  void write_value(const Value& value, std::size_t depth);
  void write_list(const value::List& list, std::size_t depth);
  void write_map(const value::Map& map, std::size_t depth);
  void write_quotable(std::string_view text);
  void write_text(std::string_view text);
  void write_number(const Value& value);

  YAML::Emitter out_;
};

void Writer::write_quotable(std::string_view text) {
  if (!is_safe_plain(text)) out_ << YAML::DoubleQuoted;
  if (needs_escapes(text)) out_ << YAML::EscapeNonAscii;
  out_ << std::string(text);
}

void Writer::write_text(std::string_view text) {
  if (!is_literal_block(text)) return write_quotable(text);
  text.remove_suffix(1);  // the block's own end
  out_ << YAML::Literal << std::string(text);
}

void Writer::write_number(const Value& value) {
  const bool is_finite = value.kind() != Kind::Double || std::isfinite(value.as_double());
  if (is_finite)
    out_ << value::to_text(value);
  else
    out_ << (std::isnan(value.as_double()) ? ".nan" : value.as_double() > 0 ? ".inf" : "-.inf");
}

void Writer::write_list(const value::List& list, std::size_t depth) {
  if (list.size() == 0) out_ << YAML::Flow;
  out_ << YAML::BeginSeq;
  for (const auto& item : list.items()) write_value(item, depth + 1);
  out_ << YAML::EndSeq;
}

void Writer::write_map(const value::Map& map, std::size_t depth) {
  if (map.size() == 0) out_ << YAML::Flow;
  out_ << YAML::BeginMap;
  for (const auto& member : map.members()) {
    out_ << YAML::Key;
    write_quotable(member.key.text());
    out_ << YAML::Value;
    write_value(member.value, depth + 1);
  }
  out_ << YAML::EndMap;
}

void Writer::write_value(const Value& value, std::size_t depth) {
  // No reader of ours makes a tree this deep.
  if (depth > Limits{}.depth) return write_text("(nested too deep)");
  if (value.is_sensitive()) return write_quotable("(sensitive)");
  switch (value.kind()) {
    case Kind::Null:
      out_ << YAML::Null;
      break;
    case Kind::Bool:
      out_ << value.as_bool();
      break;
    case Kind::Int:
    case Kind::Uint:
    case Kind::Double:
      write_number(value);
      break;
    case Kind::String:
      write_text(value.as_string());
      break;
    case Kind::List:
      write_list(value.as_list(), depth);
      break;
    case Kind::Map:
      write_map(value.as_map(), depth);
      break;
    case Kind::Unknown:
      write_quotable("(unknown: " + std::string(value.as_unknown().reason) + ")");
      break;
  }
}

}  // namespace

std::string write(const Value& value) {
  return Writer().write(value);
}

}  // namespace stopgate::yaml
