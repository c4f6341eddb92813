#include "workflow/expression_tree.h"

#include <catch2/catch.hpp>

using namespace stopgate;
using workflow::parse_expression;
using workflow::Term;
using workflow::TermKind;

namespace {

// The tree in prefix form: contexts with their properties, [?] for one that only a run knows.
std::string shown(const Term& term) {
  std::string out;
  switch (term.kind) {
    case TermKind::Literal:
      out = term.type == workflow::TermType::Text ? "'" + term.name + "'" : "literal";
      break;
    case TermKind::Context:
    case TermKind::Call:
      out = term.name;
      break;
    case TermKind::Not:
      out = "not";
      break;
    case TermKind::Compare:
      out = "compare";
      break;
    case TermKind::Logic:
      out = "logic";
      break;
    case TermKind::Computed:
      out = "computed";
      break;
  }
  for (const auto& property : term.properties)
    out += property.name.empty() ? "[?]" : "." + property.name;
  if (term.children.empty()) return out;
  out += "(";
  for (std::size_t i = 0; i < term.children.size(); ++i)
    out += (i == 0 ? "" : ", ") + shown(term.children[i]);
  return out + ")";
}

}  // namespace

TEST_CASE("expressions of GitHub Actions are read into a tree") {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"github.event.number", "github.event.number"},
      {"a.b || c && d", "logic(a.b, logic(c, d))"},
      {"!a == b", "compare(not(a), b)"},
      {"contains(needs.*.result, 'it''s')", "contains(needs[?].result, 'it's')"},
      {"matrix['os'][0].name", "matrix.os[?].name(literal)"},
      {"env[format('{0}', 1)]", "env[?](format('{0}', literal))"},
      {"fromJSON(x).y", "computed.y(x)"},
      {"(a || b).c", "computed.c(a, b)"},
      {"-1.5e3 < 0xff", "compare(literal, literal)"},
      {"true && null", "logic(literal, literal)"},
  };
  for (const auto& [text, tree] : cases) {
    INFO(text);
    const auto parsed = parse_expression(text);
    CHECK(parsed.error.empty());
    CHECK(shown(parsed.root) == tree);
  }
}

TEST_CASE("what is no expression says why, and where") {
  const std::tuple<std::string_view, std::string_view, std::size_t> cases[] = {
      {"a == \"b\"", "texts stand in single quotes", 5},
      {"a &&", "it ends too early", 4},
      {"", "it ends too early", 0},
      {"'a", "a text is not closed", 0},
      {"a b", "nothing may start with 'b' here", 2},
      {"f(a", "it ends too early", 3},
      {"a.", "nothing may start with '.' here", 1},
      {"- ", "'-' is no number", 0},
      {"'a'.b", "a literal has no properties", 4},
  };
  for (const auto& [text, error, at] : cases) {
    INFO(text);
    const auto parsed = parse_expression(text);
    CHECK(parsed.error == error);
    CHECK(parsed.error_at == at);
  }
}

TEST_CASE("an expression that is nested too deep is refused") {
  for (const std::string_view opening : {"(", "!", "f(", "a["}) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += opening;
    CHECK(parse_expression(text).error == "it is nested more than 50 deep");
  }
}
