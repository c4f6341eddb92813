#include "hcl/parser.h"

#include <catch2/catch.hpp>
#include <string>

#include "hcl/print.h"

namespace stopgate::hcl {
namespace {

struct Row {
  std::string text;
  std::string expected;
};

TEST_CASE("reads one expression") {
  const auto row = GENERATE(values<Row>({
      {"1 + 2", "(+ 1 2)"},
      {"\n a\n .b\n", "(. a b)"},
      {"\"${x}\"", "(template x)"},
      {"x # comment", "x"},
      {"<<E\na\nE\n", "heredoc \"a\\n\""},
      {"", "invalid"},
      {"1 +", "invalid"},
      {"1) + (2", "invalid"},
      {"1)\ny = (2", "invalid"},
      {"a = 1", "invalid"},
  }));
  source::SourceMap sources;
  const auto result = parse_expression(sources, sources.add("console", row.text));
  INFO(row.text);
  CHECK(print(*result.expression) == row.expected);
  CHECK(result.diagnostics.empty() == (row.expected != "invalid"));
}

TEST_CASE("reads a whole file as a template") {
  const auto row = GENERATE(values<Row>({
      {"", "\"\""},
      {"a", "\"a\""},
      {"a\nb\n", "\"a\\nb\\n\""},
      {"${x}", "(template x)"},
      {"a ${x} \"b\" \\n\n", "(template \"a \" x \" \\\"b\\\" \\\\n\\n\")"},
      {"${x ~}\n", "(template x \"\")"},
      {"%{ for v in l ~}\n${v}\n%{ endfor ~}\n",
       "(template %for v in l \"\" v \"\\n\" %endfor \"\")"},
      {"}\nEND\n", "\"}\\nEND\\n\""},
      {"$${x} $", "\"${x} $\""},
      {"${", "invalid"},
      {"%{ if x }", "invalid"},
  }));
  source::SourceMap sources;
  const auto result = parse_template(sources, sources.add("motd.tftpl", row.text));
  INFO(row.text);
  CHECK(print(*result.expression) == row.expected);
}

TEST_CASE("spans of one expression count in its own text") {
  source::SourceMap sources;
  const auto id = sources.add("console", "a + f(b)");
  const auto result = parse_expression(sources, id);
  CHECK(sources.file(id).text(result.expression->span) == "a + f(b)");
  CHECK(sources.file(id).text(result.expression->right->span) == "f(b)");
  const auto broken = sources.add("console", "a\n& b");
  const auto diagnostics = parse_expression(sources, broken).diagnostics;
  REQUIRE(diagnostics.size() == 1);
  CHECK(sources.locate(diagnostics[0].place).begin == source::Position{2, 1});
}

TEST_CASE("spans are byte-exact") {
  source::SourceMap sources;
  const auto id = sources.add("main.tf", "b \"l\" {\n  a = x.y[0].z # c\n}\n");
  const auto file = parse(sources, id);
  const auto text = [&](Span span) { return sources.file(id).text(span); };
  const auto& block = *file.body.blocks[0];
  CHECK(text(block.span) == "b \"l\" {\n  a = x.y[0].z # c\n}");
  CHECK(text(block.header) == "b \"l\" {");
  CHECK(text(block.labels[0].span) == "\"l\"");
  const auto* attribute = block.body.find(intern("a"));
  REQUIRE(attribute != nullptr);
  CHECK(text(attribute->span) == "a = x.y[0].z");
  CHECK(text(attribute->value->operand->span) == "x.y[0]");
  CHECK(text(attribute->value->operand->index->span) == "0");
  REQUIRE(file.comments.size() == 1);
  CHECK(text(file.comments[0].span) == "# c");
  CHECK(block.body.find(intern("missing")) == nullptr);
}

std::string repeat(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

TEST_CASE("hostile input gives diagnostics, soon") {
  const auto text = GENERATE(values<std::string>({
      "x = " + repeat("[", 66'000),
      "x = " + repeat("[", 20'000) + repeat("]", 20'000) + "\n",
      repeat("a {\n", 50'000),
      "x = " + repeat("{a=", 30'000),
      "x = \"" + repeat("${", 100'000),
      "x = a" + repeat(".b", 100'000) + "\n",
      "x = a" + repeat(" + a", 20'000) + "\n",
      "x = " + repeat("a ? b : ", 20'000) + "c\n",
      "x = " + repeat("<<A\n${", 500),
      repeat("x = <<A\n}\n", 2'000),
      repeat("}", 50'000),
      repeat("\"", 50'000),
      repeat("x = 1\r", 5'000),
      std::string(10'000, '\0'),
      "x = \"" + std::string("\xFF\xFE") + "\"\n",
  }));
  source::SourceMap sources;
  const auto file = parse(sources, sources.add("main.tf", text));
  CHECK(source::has_errors(file.diagnostics));
  CHECK(file.body.has_errors);
  CHECK(file.diagnostics.size() <= Limits{}.diagnostics + 1);
}

TEST_CASE("every prefix of a file is read") {
  const std::string text =
      "a \"b\" {\n  x = \"y ${f(1, [2])} z\"\n  h = <<-E\n    ${i}\n  E\n}\nc = { d = e ? 1 : 2 "
      "}\n";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    source::SourceMap sources;
    const auto file = parse(sources, sources.add("main.tf", text.substr(0, size)));
    CHECK(file.body.has_errors == source::has_errors(file.diagnostics));
  }
}

TEST_CASE("each limit is a diagnostic") {
  source::SourceMap sources;
  const auto id = sources.add("main.tf", "a = [[[[1]]]]\nb = @\nc = @\nd = @\n");
  const auto message = [&](const Limits& limits) {
    return parse(sources, id, limits).diagnostics.front().message;
  };
  CHECK(message({.file_bytes = 10}) == "the file has 32 bytes, more than the limit of 10");
  CHECK(message({.nodes = 10}) == "the file has more than 10 syntax elements");
  CHECK(message({.depth = 0}) == "blocks and expressions are nested more than 0 deep");
  const auto cut = parse(sources, id, {.diagnostics = 2}).diagnostics;
  REQUIRE(cut.size() == 3);
  CHECK(cut.back().message == "more than 2 problems: the rest of this file's is not shown");
}

TEST_CASE("operators have symbols") {
  CHECK(symbol_of(Operator::Or) == "||");
  CHECK(symbol_of(Operator::LessEqual) == "<=");
  CHECK(symbol_of(Operator::Not) == "!");
}

}  // namespace
}  // namespace stopgate::hcl
