#include "forge/marker.h"

#include <array>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace stopgate::forge {

namespace {

using Json = nlohmann::ordered_json;

struct Form {
  std::string_view open, close;
};

// In the order of MarkerForm.
constexpr std::array kForms = {Form{"<!-- stopgate:1 ", " -->"}, Form{"[//]: # (stopgate:1 ", ")"}};

// The form that a body begins with, and where its marker ends.
struct Found {
  Form form;
  std::size_t end = 0;
};

std::optional<Found> find_form(std::string_view body) {
  for (const auto& form : kForms) {
    const auto end = body.find(form.close);
    if (body.starts_with(form.open) && end != std::string_view::npos && end < 4'096)
      return Found{form, end};
  }
  return std::nullopt;
}

std::string text_at(const Json& from, const char* name) {
  const auto found = from.find(name);
  return found != from.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::string to_comment(const Marker& marker, MarkerForm form) {
  Json json = {{"kind", marker.kind}, {"key", marker.key}, {"head", marker.head}};
  if (marker.order > 0) json["order"] = marker.order;
  if (!marker.fingerprint.empty()) json["fp"] = marker.fingerprint;
  std::string text;
  // "--", ">" and ")" would end the marker.
  for (const char c : json.dump(-1, ' ', true, Json::error_handler_t::replace)) {
    if (c == '-')
      text += "\\u002d";
    else if (c == '>')
      text += "\\u003e";
    else if (c == ')')
      text += "\\u0029";
    else if (c == '(')
      text += "\\u0028";
    else
      text += c;
  }
  const auto& ends = kForms[static_cast<std::size_t>(form)];
  return std::string(ends.open) + text + std::string(ends.close) + "\n";
}

std::optional<Marker> find_marker(std::string_view body) {
  const auto found = find_form(body);
  if (!found) return std::nullopt;
  const auto begin = found->form.open.size();
  const auto json = Json::parse(body.substr(begin, found->end - begin), nullptr, false);
  if (!json.is_object()) return std::nullopt;
  Marker out{.kind = text_at(json, "kind"),
             .key = text_at(json, "key"),
             .head = text_at(json, "head"),
             .fingerprint = text_at(json, "fp")};
  if (const auto order = json.find("order"); order != json.end() && order->is_number_integer())
    out.order = order->get<std::int64_t>();
  return out;
}

std::string_view without_marker(std::string_view body) {
  const auto found = find_form(body);
  return trim(found ? body.substr(found->end + found->form.close.size()) : body);
}

}  // namespace stopgate::forge
