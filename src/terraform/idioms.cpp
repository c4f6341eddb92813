#include "terraform/idioms.h"

#include <algorithm>
#include <map>

#include "base/text.h"

namespace stopgate::terraform {

namespace {

using hcl::Expression;
using hcl::ExpressionKind;

bool is_empty_list(const Expression& expression) {
  const auto* at = &expression;
  while (at->kind == ExpressionKind::Parentheses) at = at->operand;
  return at->kind == ExpressionKind::Tuple && at->elements.empty();
}

// Recursion is as deep as the parser's own limit on nesting lets code be.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  void body(const hcl::Body& body) {
    for (const auto& attribute : body.attributes) visit(*attribute.value);
    for (const auto* block : body.blocks) this->body(block->body);
  }

  void comments(std::span<const hcl::Comment> comments) {
    for (const auto& comment : comments)
      if (text_.substr(comment.span.begin).starts_with("//"))
        add(IdiomKind::SlashComment, comment.span, "the comment starts with '//'",
            "start it with '#', as terraform fmt and the style guide have it");
  }

  std::vector<Idiom> take() && {
    std::ranges::stable_sort(found_, {}, [](const Idiom& idiom) { return idiom.span.begin; });
    return std::move(found_);
  }

 private:
  void add(IdiomKind kind, source::Span span, std::string message, std::string help) {
    found_.push_back({kind, std::move(message), std::move(help), span});
  }
  [[nodiscard]] std::string written(source::Span span) const {
    return quoted(text_.substr(span.begin, span.end - span.begin), 60);
  }

  void visit_if(const Expression* expression) {
    if (expression != nullptr) visit(*expression);
  }

  void visit(const Expression& expression) {
    look(expression);
    visit_if(expression.operand);
    visit_if(expression.index);
    visit_if(expression.left);
    visit_if(expression.right);
    visit_if(expression.condition);
    visit_if(expression.each);
    for (const auto* element : expression.elements) visit(*element);
    for (const auto& item : expression.items) {
      visit(*item.key);
      visit(*item.value);
    }
    for (const auto& part : expression.parts) visit_if(part.expression);
  }

  void look(const Expression& expression) {
    switch (expression.kind) {
      case ExpressionKind::Index:
        if (expression.flag)
          add(IdiomKind::LegacyIndex, expression.span,
              written(expression.span) + " takes an element by a dot",
              "write it in square brackets: [0]");
        break;
      case ExpressionKind::Template:
        look_at_template(expression);
        break;
      case ExpressionKind::Binary:
        look_at_comparison(expression);
        break;
      case ExpressionKind::Call:
        if (expression.name.text.text() == "lookup" && expression.elements.size() == 2 &&
            !expression.flag)
          add(IdiomKind::ShortLookup, expression.span, written(expression.span) + " has no default",
              "write map[key], or give a default as the third argument");
        break;
      case ExpressionKind::Object:
        look_at_keys(expression);
        break;
      case ExpressionKind::Attribute:
        if (expression.name.text.text() == "workspace" &&
            expression.operand->kind == ExpressionKind::Variable &&
            expression.operand->name.text.text() == "terraform")
          add(IdiomKind::Workspace, expression.span,
              "terraform.workspace is always \"default\" where the remote backend runs the plan",
              "take a variable that each workspace sets");
        break;
      default:
        break;
    }
  }

  void look_at_template(const Expression& expression) {
    if (expression.flag || expression.parts.size() != 1 ||
        expression.parts[0].kind != hcl::TemplatePart::Kind::Interpolation)
      return;
    add(IdiomKind::BareInterpolation, expression.span,
        written(expression.span) + " is an expression in quotes", "write it without \"${ }\"");
  }

  void look_at_comparison(const Expression& expression) {
    const bool is_equality =
        expression.op == hcl::Operator::Equal || expression.op == hcl::Operator::NotEqual;
    if (!is_equality || (!is_empty_list(*expression.left) && !is_empty_list(*expression.right)))
      return;
    add(IdiomKind::EmptyListEquality, expression.span,
        written(expression.span) +
            (expression.op == hcl::Operator::Equal ? " is never true" : " is always true") +
            " for a list: [] is a tuple, which is of another type",
        "compare length(…) with 0");
  }

  void look_at_keys(const Expression& expression) {
    std::map<std::string_view, source::Span> seen;
    for (const auto& item : expression.items) {
      if (item.key->kind != ExpressionKind::String) continue;
      const auto [earlier, is_new] = seen.emplace(item.key->text, item.key->span);
      if (is_new) continue;
      const auto before = text_.substr(0, earlier->second.begin);
      add(IdiomKind::DuplicateKey, item.key->span,
          "key " + quoted(item.key->text, 60) + " is already set on line " +
              std::to_string(std::ranges::count(before, '\n') + 1) + ": the last one wins",
          "remove one of the two");
    }
  }

  std::string_view text_;
  std::vector<Idiom> found_;
};

}  // namespace

std::string_view name_of(IdiomKind kind) {
  switch (kind) {
    case IdiomKind::SlashComment:
      return "slash-comment";
    case IdiomKind::LegacyIndex:
      return "legacy-index";
    case IdiomKind::BareInterpolation:
      return "bare-interpolation";
    case IdiomKind::EmptyListEquality:
      return "empty-list-equality";
    case IdiomKind::ShortLookup:
      return "short-lookup";
    case IdiomKind::DuplicateKey:
      return "duplicate-key";
    case IdiomKind::Workspace:
      return "remote-workspace";
  }
  return "";
}

std::vector<Idiom> idioms_of(const hcl::File& file, std::string_view text) {
  Reader reader(text);
  reader.comments(file.comments);
  reader.body(file.body);
  return std::move(reader).take();
}

bool has_remote_backend(const hcl::File& file) {
  for (const auto* block : file.body.blocks) {
    if (block->type.text.text() != "terraform") continue;
    for (const auto* nested : block->body.blocks)
      if (nested->type.text.text() == "backend" && !nested->labels.empty() &&
          nested->labels[0].text == "remote")
        return true;
  }
  return false;
}

}  // namespace stopgate::terraform
