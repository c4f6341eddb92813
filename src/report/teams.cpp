#include "report/teams.h"

#include <nlohmann/json.hpp>

#include "report/chat.h"

namespace stopgate::report {

namespace {

using Json = nlohmann::ordered_json;

// A text run is shown as it is; a text block would be read as Markdown.
Json run(std::string_view text) {
  return {{"type", "TextRun"}, {"text", text}};
}

Json bold(std::string_view text) {
  auto out = run(text);
  out["weight"] = "Bolder";
  return out;
}

Json line(Json runs) {
  return {{"type", "RichTextBlock"}, {"inlines", std::move(runs)}};
}

}  // namespace

std::string teams_report(const review::Review& review, const source::SourceMap& sources,
                         const Options&) {
  const auto message = chat_message_of(review, sources);
  Json body = Json::array();
  auto headline = bold(message.headline);
  headline["size"] = "Large";
  body.push_back(line(Json::array({std::move(headline)})));
  for (const auto& loss : message.losses)
    body.push_back(line(Json::array({bold("data loss "), run(loss)})));
  for (const auto& finding : message.findings)
    body.push_back(line(
        Json::array({bold(finding.severity + " "), run(finding.place + "\n"), run(finding.text)})));
  if (!message.rest.empty()) body.push_back(line(Json::array({run(message.rest)})));
  const Json card = {{"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
                     {"type", "AdaptiveCard"},
                     {"version", "1.4"},
                     {"body", std::move(body)}};
  const Json payload = {
      {"type", "message"},
      {"attachments", Json::array({{{"contentType", "application/vnd.microsoft.card.adaptive"},
                                    {"content", card}}})}};
  return payload.dump(1, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace stopgate::report
