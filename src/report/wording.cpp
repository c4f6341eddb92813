#include "report/wording.h"

#include "base/text.h"
#include "review/headline.h"

namespace stopgate::report {

namespace {

constexpr std::size_t kTextBytes = 1'000;

// Line by line, so that a snippet to type keeps its lines.
std::string printable_lines(std::string_view text) {
  std::string out;
  const auto kept = shortened(text, kTextBytes);
  for (const auto line : split(kept, '\n'))
    out += (out.empty() ? "" : "\n") + printable(line, kTextBytes);
  return out;
}

}  // namespace

std::string shortened(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
  return std::string(text.substr(0, limit)) + "…";
}

std::string message_of(const finding::Finding& finding) {
  auto message = printable(finding.message, kTextBytes);
  if (const auto more = finding.instances.size(); more > 0)
    message += " (and " + review::counted(more, "more instance", "more instances") + ")";
  return message;
}

std::string full_text_of(const finding::Finding& finding) {
  const auto subject = finding::to_string(finding.subject);
  auto text = (subject.empty() ? std::string() : printable(subject) + ": ") + message_of(finding);
  if (!finding.incident.empty()) text += "\nWhat breaks: " + printable_lines(finding.incident);
  if (!finding.remediation.empty()) text += "\nWhat to do: " + printable_lines(finding.remediation);
  return text;
}

std::vector<const finding::Finding*> present_findings(const review::Review& review) {
  std::vector<const finding::Finding*> out;
  for (const auto& finding : review.findings)
    if (finding.status != finding::Status::Fixed) out.push_back(&finding);
  return out;
}

std::string text_of(const source::Diagnostic& diagnostic) {
  return printable(diagnostic.message, kTextBytes) +
         (diagnostic.help.empty() ? "" : "\n" + printable(diagnostic.help, kTextBytes));
}

std::string_view repository_path(std::string_view file) {
  while (file.starts_with("./")) file.remove_prefix(2);
  return file;
}

}  // namespace stopgate::report
