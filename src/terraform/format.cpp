#include "terraform/format.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "hcl/format.h"
#include "hcl/parser.h"
#include "hcl/token.h"

namespace stopgate::terraform {

namespace {

using hcl::Token;
using hcl::TokenKind;

struct Edit {
  source::Span span;
  std::string text;
};

bool is(const Token& token, TokenKind kind) {
  return token.kind == kind;
}

// What stands inside of "${…}" when that is all there is to a string.
std::span<const Token> sole_interpolation(std::span<const Token> tokens) {
  if (tokens.size() < 5 || !is(tokens[0], TokenKind::OpenQuote) ||
      !is(tokens[1], TokenKind::OpenInterpolation) ||
      !is(tokens[tokens.size() - 2], TokenKind::CloseSequence) ||
      !is(tokens.back(), TokenKind::CloseQuote))
    return {};
  const auto inside = tokens.subspan(2, tokens.size() - 4);
  std::size_t quotes = 0;
  for (const auto& token : inside) {
    if (is(token, TokenKind::OpenQuote)) ++quotes;
    if (is(token, TokenKind::CloseQuote) && quotes > 0) --quotes;
    if (quotes > 0) continue;
    // "${a}${b}", "${a} b": more than one part. A heredoc inside is not looked into.
    if (is(token, TokenKind::OpenInterpolation) || is(token, TokenKind::CloseSequence) ||
        is(token, TokenKind::QuotedText))
      return {};
  }
  return inside;
}

std::span<const Token> without_newlines_around(std::span<const Token> tokens) {
  while (!tokens.empty() && is(tokens.front(), TokenKind::Newline)) tokens = tokens.subspan(1);
  while (!tokens.empty() && is(tokens.back(), TokenKind::Newline))
    tokens = tokens.first(tokens.size() - 1);
  return tokens;
}

// The expression of a string that is one interpolation; several lines of it need parentheses, since
// a line break would end the attribute.
std::string unwrapped(std::span<const Token> inside) {
  const auto kept = without_newlines_around(inside);
  if (kept.empty()) return {};
  const auto* begin = kept.front().text.data();
  const auto* end = kept.back().text.data() + kept.back().text.size();
  const std::string text(begin, end);
  const bool has_lines =
      std::ranges::any_of(kept, [](const Token& token) { return is(token, TokenKind::Newline); });
  const bool has_parentheses =
      is(kept.front(), TokenKind::OpenParenthesis) && is(kept.back(), TokenKind::CloseParenthesis);
  return has_lines && !has_parentheses ? "(" + text + ")" : text;
}

// Types as Terraform 0.11 wrote them, and collections that do not say of what.
std::string modern_type(std::string_view text) {
  constexpr std::array<std::string_view, 3> kCollections = {"list", "map", "set"};
  if (std::ranges::find(kCollections, text) != kCollections.end())
    return std::string(text) + "(any)";
  if (text == "\"string\"") return "string";
  if (text == "\"list\"") return "list(string)";
  if (text == "\"map\"") return "map(string)";
  return {};
}

std::string quoted_label(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = text[i];
    if (c == '"' || c == '\\') out += '\\';
    if ((c == '$' || c == '%') && text.substr(i + 1, 1) == "{") out += c;
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      out += c;
    }
  }
  return out + '"';
}

class Rewriter {
 public:
  explicit Rewriter(std::string_view text) : text_(text) {}

  // Blocks nest no deeper than the parser's limit.
  void rewrite(const hcl::Body& body, std::size_t depth, bool is_variable) {
    for (const auto& attribute : body.attributes)
      rewrite(attribute, is_variable && attribute.name.text.text() == "type");
    for (const auto* block : body.blocks) {
      rewrite_labels(*block);
      rewrite(block->body, depth + 1, depth == 0 && block->type.text.text() == "variable");
    }
  }

  std::string result() && {
    std::ranges::sort(edits_, {}, [](const Edit& edit) { return edit.span.begin; });
    std::string out;
    std::size_t at = 0;
    for (const auto& edit : edits_) {
      out += text_.substr(at, edit.span.begin - at);
      out += edit.text;
      at = edit.span.end;
    }
    out += text_.substr(at);
    return out;
  }

 private:
  void rewrite(const hcl::Attribute& attribute, bool is_type) {
    const auto span = attribute.value->span;
    const auto value = text_.substr(span.begin, span.size());
    if (is_type) {
      if (auto type = modern_type(value); !type.empty()) edits_.push_back({span, std::move(type)});
      return;
    }
    if (!value.starts_with("\"${") || !value.ends_with("}\"")) return;
    const auto tokens = hcl::tokenize(value);
    const auto inside = sole_interpolation(tokens);
    if (!inside.empty()) edits_.push_back({span, unwrapped(inside)});
  }

  // One blank between type and labels, each in quotes, whatever stood between them.
  void rewrite_labels(const hcl::Block& block) {
    if (block.labels.empty()) return;
    std::string labels;
    for (const auto& label : block.labels) labels += " " + quoted_label(label.text);
    edits_.push_back({{block.type.span.end, block.labels.back().span.end}, std::move(labels)});
  }

  std::string_view text_;
  std::vector<Edit> edits_;
};

}  // namespace

std::string format(const hcl::File& file, std::string_view text) {
  Rewriter rewriter(text);
  rewriter.rewrite(file.body, 0, false);
  return hcl::layout(std::move(rewriter).result());
}

std::optional<std::string> format(const std::string& path, std::string_view text) {
  source::SourceMap sources;
  const auto file = hcl::parse(sources, sources.add(path, std::string(text)));
  if (source::has_errors(file.diagnostics)) return std::nullopt;
  return format(file, text);
}

bool is_formatted_file(std::string_view name) {
  constexpr std::array<std::string_view, 7> kEndings = {
      ".tf", ".tfvars", ".tftest.hcl", ".tfmock.hcl", ".tofu", ".tofutest.hcl", ".tfquery.hcl"};
  return std::ranges::any_of(kEndings,
                             [&](std::string_view ending) { return name.ends_with(ending); });
}

}  // namespace stopgate::terraform
