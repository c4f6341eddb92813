#include "terraform/functions_yaml.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <unordered_map>

#include "base/text.h"
#include "terraform/cty_json.h"
#include "terraform/evaluator.h"
#include "yaml/events.h"

namespace stopgate::terraform {

namespace {

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, text) != words.end();
}

constexpr std::array<std::string_view, 5> kNulls = {"", "~", "null", "Null", "NULL"};
constexpr std::array<std::string_view, 11> kTrues = {"y",    "Y",    "yes", "Yes", "YES", "true",
                                                     "True", "TRUE", "on",  "On",  "ON"};
constexpr std::array<std::string_view, 11> kFalses = {"n",     "N",     "no",  "No",  "NO", "false",
                                                      "False", "FALSE", "off", "Off", "OFF"};

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<Number> plain_number(std::string_view text) {
  const auto unsigned_text = text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text;
  const auto in_base = [&](int base) {
    const auto number = Number::parse_integer(unsigned_text.substr(2), base);
    return number && text.starts_with('-') ? std::optional(-*number) : number;
  };
  if (unsigned_text.starts_with("0x")) return in_base(16);
  if (unsigned_text.starts_with("0o")) return in_base(8);
  if (unsigned_text.starts_with("0b")) return in_base(2);
  if (unsigned_text == ".inf" || unsigned_text == ".Inf" || unsigned_text == ".INF")
    return text.starts_with('-') ? -Number::infinity() : Number::infinity();
  if (unsigned_text.empty() ||
      std::string_view("0123456789.").find(unsigned_text[0]) == std::string_view::npos)
    return std::nullopt;
  return Number::parse(text);
}

// Dates become RFC 3339 texts: 2020-01-01 is "2020-01-01T00:00:00Z".
std::optional<std::string> plain_date(std::string_view text) {
  const auto digits = [&](std::size_t at, std::size_t count) {
    return text.size() >= at + count && all_digits(text.substr(at, count));
  };
  if (!digits(0, 4) || !digits(5, 2) || !digits(8, 2) || text[4] != '-' || text[7] != '-')
    return std::nullopt;
  if (text.size() == 10) return std::string(text) + "T00:00:00Z";
  if (!digits(11, 2) || !digits(14, 2) || !digits(17, 2) || text[13] != ':' || text[16] != ':')
    return std::nullopt;
  if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return std::nullopt;
  const auto rest = text.substr(19);
  return std::string(text.substr(0, 10)) + "T" + std::string(text.substr(11, 8)) +
         (rest.empty() ? "Z" : std::string(rest));
}

CtyValue plain_value(std::string_view text) {
  if (is_one_of(text, kNulls)) return CtyValue::null();
  if (is_one_of(text, kTrues)) return CtyValue::boolean(true);
  if (is_one_of(text, kFalses)) return CtyValue::boolean(false);
  if (const auto number = plain_number(text)) return CtyValue::number(*number);
  if (auto date = plain_date(text)) return CtyValue::string(std::move(*date));
  return CtyValue::string(std::string(text));
}

class Decoder {
 public:
  Decoder(const std::string& text, const Limits& limits)
      : events_(text, {0, static_cast<std::uint32_t>(text.size())}), text_(text), limits_(limits) {}

  Outcome decode() {
    auto event = take();
    CtyValue root;
    bool has_root = false;
    if (event.kind == yaml::EventKind::DocumentStart) {
      event = take();
      has_root = event.kind != yaml::EventKind::DocumentEnd;
      if (has_root) root = node(event);
      if (error_.empty() && has_root) (void)take();  // the document's end
      if (error_.empty() && take().kind == yaml::EventKind::DocumentStart)
        fail("the text has several documents", "decode each alone: split(\"\\n---\\n\", text)");
    } else if (error_.empty()) {
      fail("the text is empty", "a YAML document is required; null is written as null");
    }
    if (!error_.empty()) return Outcome::wrong_argument(0, error_, help_);
    return root;
  }

 private:
  // The parts of an event that outlive the next one.
  struct Event {
    yaml::EventKind kind = yaml::EventKind::StreamEnd;
    bool is_plain = false;
    std::uint32_t begin = 0;
    std::string text, anchor, tag;
  };
  struct Anchor {
    CtyValue value;
    std::size_t nodes = 0;
  };

  Event take() {
    if (!error_.empty()) return {};
    const auto& event = events_.next();
    if (event.kind == yaml::EventKind::Failure) {
      const auto failure = events_.failure();
      fail("line " + std::to_string(line_of(failure.span.begin)) + ": " + failure.message,
           failure.help);
      return {};
    }
    return {event.kind,
            event.is_plain,
            event.span.begin,
            std::string(event.text),
            std::string(event.anchor),
            std::string(event.tag)};
  }

  CtyValue node(const Event& event) {
    if (++depth_ > limits_.depth)
      fail("the text is nested more than " + std::to_string(limits_.depth) + " deep", "");
    if (++nodes_ > limits_.nodes)
      fail("the text has more than " + std::to_string(limits_.nodes) + " nodes", "");
    const auto before = nodes_;
    CtyValue value;
    if (error_.empty()) value = content(event);
    --depth_;
    if (!event.anchor.empty() && event.kind != yaml::EventKind::Alias)
      anchors_[event.anchor] = {value, nodes_ - before + 1};
    return value;
  }

  CtyValue content(const Event& event) {
    switch (event.kind) {
      case yaml::EventKind::Scalar:
        return scalar(event);
      case yaml::EventKind::ListStart:
        return list();
      case yaml::EventKind::MapStart:
        return map();
      case yaml::EventKind::Alias:
        return alias(event);
      default:
        return CtyValue();
    }
  }

  CtyValue alias(const Event& event) {
    const auto found = anchors_.find(event.anchor);
    if (found == anchors_.end()) {
      fail("line " + std::to_string(line_of(event.begin)) + ": there is no anchor '" +
               printable(event.anchor, 60) + "' before the alias",
           "");
      return {};
    }
    // Shared in memory, but every walk over the value sees it again.
    alias_nodes_ += found->second.nodes;
    nodes_ += found->second.nodes;
    if (alias_nodes_ > limits_.alias_nodes)
      fail("aliases stand for more than " + std::to_string(limits_.alias_nodes) + " nodes", "");
    return found->second.value;
  }

  CtyValue scalar(const Event& event) {
    constexpr std::string_view kStandard = "tag:yaml.org,2002:";
    const auto tag = std::string_view(event.tag);
    const auto name = tag.starts_with(kStandard) ? tag.substr(kStandard.size()) : tag;
    if (name == "str" || name == "!" || (name.empty() && !event.is_plain))
      return CtyValue::string(event.text);
    const auto value = plain_value(event.text);
    if (event.is_plain && (event.text == ".nan" || event.text == ".NaN" || event.text == ".NAN"))
      fail("the text has a value that is not a number", "Terraform has no NaN");
    const bool fits = name.empty() || (name == "null" && value.is_null()) ||
                      (name == "bool" && value.kind() == TypeKind::Bool) ||
                      ((name == "int" || name == "float") && value.kind() == TypeKind::Number) ||
                      (name == "timestamp" && plain_date(event.text)) || name == "binary";
    if (name == "binary") return CtyValue::string(event.text);
    if (!fits)
      fail("line " + std::to_string(line_of(event.begin)) + ": " + quoted(event.text, 60) +
               " does not fit the tag " + quoted(event.tag, 60),
           "remove the tag, or change the value");
    return value;
  }

  CtyValue list() {
    std::vector<CtyValue> elements;
    for (auto event = take(); error_.empty() && event.kind != yaml::EventKind::ListEnd;
         event = take())
      elements.push_back(node(event));
    return CtyValue::tuple(std::move(elements));
  }

  CtyValue map() {
    // What is written here wins over what is merged in; of merged maps the first wins, of equal
    // keys the last.
    std::map<std::string, CtyValue> own;
    std::map<std::string, CtyValue> merged;
    for (auto event = take(); error_.empty() && event.kind != yaml::EventKind::MapEnd;
         event = take()) {
      const bool is_merge =
          event.kind == yaml::EventKind::Scalar && event.is_plain && event.text == "<<";
      const auto begin = event.begin;
      const auto key = is_merge ? std::string() : key_text(node(event), begin);
      const auto value = node(take());
      if (!error_.empty()) break;
      if (is_merge) {
        merge(value, merged, begin);
      } else {
        own.insert_or_assign(key, value);
      }
    }
    own.merge(merged);
    std::vector<CtyMember> members;
    for (auto& [key, value] : own)
      members.push_back({.key = intern(key), .value = std::move(value)});
    return CtyValue::object(std::move(members));
  }

  void merge(const CtyValue& value, std::map<std::string, CtyValue>& into, std::uint32_t begin) {
    if (value.kind() == TypeKind::Object && value.is_concrete()) {
      for (const auto& member : value.members())
        into.emplace(std::string(member.key.text()), member.value);
    } else if (value.kind() == TypeKind::Tuple) {
      for (const auto& element : value.elements()) {
        if (element.kind() == TypeKind::Object) merge(element, into, begin);
      }
    } else {
      fail("line " + std::to_string(line_of(begin)) + ": '<<' merges something that is no map",
           "give it an alias of a map");
    }
  }

  std::string key_text(const CtyValue& key, std::uint32_t begin) {
    if (!error_.empty()) return "";
    if (key.is_concrete() && key.kind() == TypeKind::String) return key.as_string();
    if (key.is_concrete() && key.kind() == TypeKind::Number) return key.as_number().to_text();
    if (key.is_concrete() && key.kind() == TypeKind::Bool) return key.as_bool() ? "true" : "false";
    fail("line " + std::to_string(line_of(begin)) + ": a key of a map is not a string", "");
    return "";
  }

  [[nodiscard]] std::size_t line_of(std::uint32_t offset) const {
    return 1 + static_cast<std::size_t>(std::count(
                   text_.begin(),
                   text_.begin() +
                       static_cast<std::ptrdiff_t>(std::min<std::size_t>(offset, text_.size())),
                   '\n'));
  }

  void fail(std::string message, std::string help) {
    if (!error_.empty()) return;
    error_ = "the string is not YAML that can be decoded: " + std::move(message);
    help_ = std::move(help);
  }

  yaml::EventReader events_;
  std::string_view text_;
  const Limits& limits_;
  std::unordered_map<std::string, Anchor> anchors_;
  std::size_t depth_ = 0;
  std::size_t nodes_ = 0;
  std::size_t alias_nodes_ = 0;
  std::string error_;
  std::string help_;
};

void indent_to(std::string& out, std::size_t indent) {
  out.append(indent, ' ');
}

void encode(std::string& out, const CtyValue& value, std::size_t indent);

// Several lines as a literal block, which keeps or strips the last line break.
void encode_string(std::string& out, const std::string& text, std::size_t indent) {
  const bool is_block =
      text.find('\n') != std::string::npos && !text.starts_with(' ') && !text.starts_with('\n') &&
      text.find_first_of("\r\t\x7F") == std::string::npos && std::ranges::none_of(text, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n';
      });
  if (!is_block) {
    append_json_string(out, text, JsonStyle::Shown);
    return;
  }
  const bool ends = text.ends_with('\n');
  const bool ends_twice = text.ends_with("\n\n");
  out += ends_twice ? "|+" : ends ? "|" : "|-";
  const auto body = std::string_view(text).substr(0, text.size() - (ends ? 1 : 0));
  for (const auto line : split(body, '\n')) {
    out += '\n';
    if (!line.empty()) indent_to(out, std::max<std::size_t>(indent, 2));
    out += line;
  }
}

void encode_list(std::string& out, const CtyValue& value, std::size_t indent) {
  bool is_first = true;
  for (const auto& element : value.elements()) {
    if (!is_first) {
      out += '\n';
      indent_to(out, indent);
    }
    is_first = false;
    out += "- ";
    encode(out, element, indent + 2);
  }
}

void encode_map(std::string& out, const CtyValue& value, std::size_t indent) {
  bool is_first = true;
  for (const auto& member : value.members()) {
    if (!is_first) {
      out += '\n';
      indent_to(out, indent);
    }
    is_first = false;
    append_json_string(out, member.key.text(), JsonStyle::Shown);
    out += ':';
    const bool nests = member.value.is_concrete() && !member.value.type().is_primitive() &&
                       member.value.size() > 0;
    if (!nests) {
      out += ' ';
      encode(out, member.value, indent + 2);
      continue;
    }
    // Lists stand under their key without further indentation.
    const auto inner = member.value.type().is_mapping() ? indent + 2 : indent;
    out += '\n';
    indent_to(out, inner);
    encode(out, member.value, inner);
  }
}

void encode(std::string& out, const CtyValue& value, std::size_t indent) {
  if (value.is_null()) {
    out += "null";
  } else if (value.kind() == TypeKind::String) {
    encode_string(out, value.as_string(), indent);
  } else if (value.type().is_primitive()) {
    append_json(out, value, JsonStyle::Shown);
  } else if (value.size() == 0) {
    out += value.type().is_mapping() ? "{}" : "[]";
  } else if (value.type().is_mapping()) {
    encode_map(out, value, indent);
  } else {
    encode_list(out, value, indent);
  }
}

}  // namespace

Outcome yaml_decode(const Invocation& call) {
  return Decoder(call.text(0), call.evaluator.options().limits).decode();
}

Outcome yaml_encode(const Invocation& call) {
  const auto& value = call[0];
  if (!value.is_wholly_known()) return unknown_result(call, Type::string());
  std::string out;
  encode(out, value, 0);
  // A plain scalar as a whole document is ended as such.
  const bool is_plain =
      value.is_null() || value.kind() == TypeKind::Number || value.kind() == TypeKind::Bool;
  return CtyValue::string(out + (is_plain ? "\n...\n" : "\n"));
}

}  // namespace stopgate::terraform
