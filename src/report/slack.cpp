#include "report/slack.h"

#include <nlohmann/json.hpp>

#include "report/chat.h"
#include "report/wording.h"

namespace stopgate::report {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kSectionBytes = 2'900;  // a section holds 3,000 characters

// What could be a mention, a link or markup is text: Slack reads these three and the marks.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '`')
      out += '\'';  // a code span knows no escape
    else
      out += c;
  }
  return out;
}

std::string code(std::string_view text) {
  return text.empty() ? std::string() : "`" + escaped(text) + "`";
}

Json section(const std::string& text) {
  return {{"type", "section"},
          {"text", {{"type", "mrkdwn"}, {"text", shortened(text, kSectionBytes)}}}};
}

}  // namespace

std::string slack_report(const review::Review& review, const source::SourceMap& sources,
                         const Options&) {
  const auto message = chat_message_of(review, sources);
  // Plain text holds no markup, so names from the change cannot make any.
  Json blocks = Json::array(
      {{{"type", "header"},
        {"text",
         {{"type", "plain_text"}, {"text", shortened(message.headline, 140)}, {"emoji", false}}}}});
  if (!message.losses.empty()) {
    std::string text = "*Data loss*";
    for (const auto& loss : message.losses) text += "\n• " + code(loss);
    blocks.push_back(section(text));
  }
  for (const auto& finding : message.findings)
    blocks.push_back(
        section("*" + finding.severity + "* " + code(finding.place) + "\n" + code(finding.text)));
  if (!message.rest.empty()) blocks.push_back(section(message.rest));
  const Json payload = {{"text", escaped(message.headline)}, {"blocks", std::move(blocks)}};
  return payload.dump(1, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace stopgate::report
