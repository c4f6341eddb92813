#include "terraform/source_text.h"

namespace stopgate::terraform {

std::string text_of(const hcl::Expression& expression, source::FileId file,
                    const source::SourceMap& sources) {
  // In JSON syntax other kinds keep their text too.
  if (expression.kind == hcl::ExpressionKind::String || !expression.text.empty())
    return std::string(expression.text);
  return std::string(sources.file(file).text(expression.span));
}

std::vector<std::string> texts_of(const hcl::Expression& expression, source::FileId file,
                                  const source::SourceMap& sources) {
  if (expression.kind != hcl::ExpressionKind::Tuple) return {text_of(expression, file, sources)};
  std::vector<std::string> texts;
  for (const auto* element : expression.elements) texts.push_back(text_of(*element, file, sources));
  return texts;
}

}  // namespace stopgate::terraform
