#include "workflow/image_reference.h"

namespace stopgate::workflow {

bool has_variables(std::string_view text) {
  return text.find_first_of("$%{") != std::string_view::npos;
}

ImageReference parse_image(std::string_view text) {
  ImageReference out;
  if (const auto at = text.find('@'); at != std::string_view::npos) {
    out.digest = text.substr(at + 1);
    text = text.substr(0, at);
  }
  // The last colon behind the last slash that stands in no ${{ … }}.
  std::size_t depth = 0;
  std::size_t colon = std::string_view::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && depth > 0) --depth;
    if (depth > 0) continue;
    if (text[i] == '/') colon = std::string_view::npos;
    if (text[i] == ':' && colon == std::string_view::npos) colon = i;
  }
  out.repository = text.substr(0, colon);
  if (colon != std::string_view::npos) out.tag = text.substr(colon + 1);
  out.known_end = out.repository;
  if (has_variables(out.repository)) {
    const auto variable = out.repository.find_last_of("$%}");
    const auto after = out.repository.find('/', variable);
    out.known_end =
        after == std::string_view::npos ? std::string_view{} : out.repository.substr(after + 1);
  }
  return out;
}

}  // namespace stopgate::workflow
