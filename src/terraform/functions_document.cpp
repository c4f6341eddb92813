// JSON and CSV.

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "json/reader.h"
#include "terraform/cty_json.h"
#include "terraform/evaluator.h"
#include "terraform/functions.h"
#include "terraform/functions_yaml.h"

namespace stopgate::terraform {

namespace {

CtyValue from_value(const value::Value& value) {
  using value::Kind;
  switch (value.kind()) {
    case Kind::Null:
      return CtyValue::null();
    case Kind::Bool:
      return CtyValue::boolean(value.as_bool());
    case Kind::Int:
      return CtyValue::number(value.as_int());
    case Kind::Uint:
      return CtyValue::number(Number::parse(std::to_string(value.as_uint())).value_or(Number()));
    case Kind::Double: {
      const auto exact = value.lexeme().empty() ? std::nullopt : Number::parse(value.lexeme());
      return CtyValue::number(exact ? *exact : Number::from_double(value.as_double()));
    }
    case Kind::String:
      return CtyValue::string(std::string(value.as_string()));
    case Kind::List: {
      std::vector<CtyValue> elements;
      for (const auto& item : value.items()) elements.push_back(from_value(item));
      return CtyValue::tuple(std::move(elements));
    }
    case Kind::Map: {
      std::vector<CtyMember> members;
      for (const auto& member : value.members())
        members.push_back({.key = member.key, .value = from_value(member.value)});
      return CtyValue::object(std::move(members));
    }
    case Kind::Unknown:
      return CtyValue::unknown(Type::dynamic(), {.reason = std::string(value.as_unknown().reason)});
  }
  return CtyValue::null();
}

Outcome json_decode(const Invocation& call) {
  const auto document = json::parse(call.text(0), call.evaluator.options().limits);
  const auto error = std::ranges::find(document.diagnostics, source::Severity::Error,
                                       &source::Diagnostic::severity);
  if (error != document.diagnostics.end())
    return Outcome::wrong_argument(0, "the string is not JSON: " + error->message, error->help);
  return from_value(document.root.value);
}

Outcome json_encode(const Invocation& call) {
  std::string text;
  if (append_json(text, call[0], JsonStyle::Encoded)) return CtyValue::string(std::move(text));
  auto info = unknown_result(call).unknown_info();
  info.not_null = true;
  info.prefix = CtyValue::string(std::move(text)).as_string();
  return CtyValue::unknown(Type::string(), std::move(info));
}

// One record of RFC 4180; `at` moves behind its line break.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] std::size_t line() const { return line_; }
  [[nodiscard]] const std::string& error() const { return error_; }

  // Empty for a blank line.
  std::vector<std::string> next() {
    std::vector<std::string> fields;
    if (skip_line_break()) return fields;
    for (;;) {
      fields.push_back(text_.substr(at_).starts_with('"') ? quoted_field() : plain_field());
      if (!error_.empty() || at_end() || skip_line_break()) return fields;
      ++at_;  // the comma
    }
  }

 private:
  bool skip_line_break() {
    const auto rest = text_.substr(at_);
    const std::size_t size = rest.starts_with("\r\n") ? 2 : rest.starts_with('\n') ? 1 : 0;
    at_ += size;
    line_ += size > 0 ? 1 : 0;
    return size > 0;
  }

  std::string plain_field() {
    const auto end = std::min(text_.find_first_of(",\n", at_), text_.size());
    auto field = text_.substr(at_, end - at_);
    at_ = end;
    if (field.ends_with('\r') && !at_end() && text_[at_] == '\n') {
      field.remove_suffix(1);
      --at_;
    }
    if (field.find('"') != std::string_view::npos)
      error_ = "line " + std::to_string(line_) + " has a quote within a field that is not quoted";
    return std::string(field);
  }

  std::string quoted_field() {
    std::string field;
    const auto first_line = line_;
    for (++at_; !at_end(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        field += text_[at_];
      } else if (text_.substr(at_ + 1).starts_with('"')) {
        field += text_[at_++];
      } else {
        ++at_;
        const auto rest = text_.substr(at_);
        if (!rest.empty() && !rest.starts_with(',') && !rest.starts_with('\n') &&
            !rest.starts_with("\r\n"))
          error_ = "line " + std::to_string(line_) + " has text after a quoted field";
        return field;
      }
    }
    error_ = "the quoted field that starts in line " + std::to_string(first_line) + " does not end";
    return field;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::string error_;
};

Outcome csv_decode(const Invocation& call) {
  CsvReader reader(call.text(0));
  std::vector<std::string> header;
  while (header.empty() && !reader.at_end()) header = reader.next();
  if (header.empty())
    return Outcome::wrong_argument(0, "the text has no header line",
                                   "the first line names the columns");
  std::vector<TypeAttribute> attributes;
  for (const auto& name : header) {
    const auto symbol = intern(name);
    if (std::ranges::find(attributes, symbol, &TypeAttribute::name) != attributes.end())
      return Outcome::wrong_argument(0, "the column " + quoted(name, 60) + " is there twice",
                                     "give each column its own name");
    attributes.push_back({.name = symbol, .type = Type::string()});
  }
  std::vector<CtyValue> rows;
  while (!reader.at_end() && reader.error().empty() &&
         rows.size() <= call.evaluator.options().max_elements) {
    const auto line = reader.line();
    auto fields = reader.next();
    if (fields.empty()) continue;
    if (reader.error().empty() && fields.size() != header.size()) {
      return Outcome::wrong_argument(
          0, "line " + std::to_string(line) + " has " + std::to_string(fields.size()) +
                 " fields, but there are " + std::to_string(header.size()) + " columns");
    }
    if (!reader.error().empty()) break;
    std::vector<CtyMember> members;
    for (std::size_t at = 0; at < header.size(); ++at)
      members.push_back(
          {.key = intern(header[at]), .value = CtyValue::string(std::move(fields[at]))});
    rows.push_back(CtyValue::object(std::move(members)));
  }
  if (!reader.error().empty())
    return Outcome::wrong_argument(0, "the text is not CSV: " + reader.error(),
                                   "quote the field, and double the quotes in it");
  return CtyValue::list(Type::object(std::move(attributes)), std::move(rows));
}

}  // namespace

std::vector<Function> document_functions() {
  const auto string = Type::string();
  const Parameter anything{"val", Type::dynamic(), kTakesNull | kTakesUnknown};
  return {
      {"csvdecode", {{"str", string}}, {}, Type::dynamic(), csv_decode},
      {"jsondecode", {{"str", string}}, {}, Type::dynamic(), json_decode},
      {"jsonencode", {anything}, {}, string, json_encode},
      {"yamldecode", {{"src", string}}, {}, Type::dynamic(), yaml_decode},
      {"yamlencode",
       {{"value", Type::dynamic(), kTakesNull | kTakesUnknown}},
       {},
       string,
       yaml_encode},
  };
}

}  // namespace stopgate::terraform
