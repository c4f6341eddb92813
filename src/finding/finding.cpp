#include "finding/finding.h"

#include <array>

#include "base/hash.h"

namespace stopgate::finding {

namespace {

constexpr std::array<std::string_view, 5> kSeverities = {"info", "low", "medium", "high",
                                                         "critical"};
constexpr std::array<std::string_view, 3> kLevels = {"advisory", "overridable", "mandatory"};
constexpr std::size_t kFingerprintDigits = 20;

// Each field with its length before it: no two lists of fields give the same text.
void append_field(std::string& out, std::string_view field) {
  out += std::to_string(field.size());
  out += ':';
  out += field;
}

}  // namespace

std::string_view name_of(Severity severity) {
  return kSeverities[static_cast<std::size_t>(severity)];
}

std::optional<Severity> parse_severity(std::string_view name) {
  for (std::size_t i = 0; i < kSeverities.size(); ++i)
    if (kSeverities[i] == name) return static_cast<Severity>(i);
  return std::nullopt;
}

std::string_view name_of(Status status) {
  switch (status) {
    case Status::New:
      return "new";
    case Status::Old:
      return "old";
    case Status::Fixed:
      return "fixed";
  }
  return "";
}

std::string_view name_of(Level level) {
  return kLevels[static_cast<std::size_t>(level)];
}

std::optional<Level> parse_level(std::string_view name) {
  for (std::size_t i = 0; i < kLevels.size(); ++i)
    if (kLevels[i] == name) return static_cast<Level>(i);
  return std::nullopt;
}

std::string to_string(const Subject& subject) {
  if (!subject.address.empty()) return subject.address;
  auto text = subject.kind;
  for (const auto* part : {&subject.name_space, &subject.name}) {
    if (part->empty()) continue;
    if (!text.empty()) text += '/';
    text += *part;
  }
  return text;
}

std::string without_instance_keys(std::string_view address) {
  std::string out;
  out.reserve(address.size());
  bool in_key = false;
  bool in_string = false;
  for (std::size_t i = 0; i < address.size(); ++i) {
    const char c = address[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (in_key) {
      if (c == '"') in_string = true;
      if (c == ']') in_key = false;
    } else if (c == '[') {
      in_key = true;
    } else {
      out += c;
    }
  }
  return out;
}

std::string fingerprint(const Finding& finding, std::string_view file, std::size_t occurrence) {
  std::string text;
  append_field(text, finding.policy);
  append_field(text, file);
  append_field(text, without_instance_keys(finding.subject.address));
  append_field(text, finding.subject.kind);
  append_field(text, finding.subject.name_space);
  append_field(text, finding.subject.name);
  append_field(text, finding.attribute);
  append_field(text, finding.message);
  append_field(text, std::to_string(occurrence));
  return sha256_hex(text).substr(0, kFingerprintDigits);
}

}  // namespace stopgate::finding
