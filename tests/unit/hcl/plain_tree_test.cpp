// The reader of plain text against tree-sitter: whatever it reads, it reads as tree-sitter does.

#include "hcl/plain_tree.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/text.h"
#include "hcl/tree.h"

namespace stopgate::hcl {
namespace {

// Texts that have no errors, so that none of them may need tree-sitter.
const std::vector<std::string>& plain_texts() {
  static const std::vector<std::string> texts{
      "",
      "\n\n",
      "# only a comment",
      "a = 1",
      "a = 1 # one\n",
      "  a=1\r\n\tb = -2.5e-3\r\n",
      "block {}\n",
      "block { a = 1 }\n",
      "resource \"aws_instance\" \"a\" {\n  ami = \"x\"\n\n  inner label {\n  }\n} // end\n",
      "a = var.x\nb = data.a.b[0].c\nc = x-y\nd = a.0.b\ne = a.b.1\n",
      "a = x[*].id\nb = x.*.id\nc = x[0][k].y\nd = f(x)[0]\ne = x [ 0 ]\nf = x[\n*]\n",
      "a = f()\nb = f(1, 2,)\nc = f(\n  x,\n  y...\n)\nd = provider::a::b(1)\n",
      "a = 1 + 2 * 3 - -4 % 5\nb = !x && y || z == 1 && w != 2\nc = 1 < 2\nd = a >= b\n",
      "a = x ? 1 : y ? 2 : 3\nb = (x\n  ? 1\n  : 2)\nc = x ? y ? 1 : 2 : 3\n",
      "a = [1, 2, [3],]\nb = [\n  # first\n  1,\n\n  2 /* last */\n]\nc = []\n",
      "a = {}\nb = {\n}\nc = { a = 1, b : 2 }\nd = {\n  a = 1\n  (k) = 2\n\n  \"c\" = 3,\n  d = "
      "{}\n}\n",
      "a = [for x in xs : x]\nb = [for k, v in xs : v if v != null]\n",
      "a = {for k, v in xs : k => v}\nb = {\n  for x in xs :\n  x.k => x.v... if x.ok\n}\n",
      "a = { for_each = 1 }\nb = { x = 1, for = 2 }\nc = [fortune]\n",
      "a = \"\"\nb = \"x\\n\\\"\\u00e9\"\nc = \"$${x} %%{y} 100% $\"\nd = \"$$\"\n",
      "a = \"${x}\"\nb = \"a ${ x.y[0] } b\"\nc = \"${x ? \"y\" : \"${z}\"}\"\nd = \"$$$${x}\"\n",
      "a = \"%{ if x ~} y %{ else }z%{~ endif }\"\nb = \"%{for a, b in c}${a}%{endfor}\"\n",
      "a = \"# ${x}\"\nb = \"${x} // ${y} /* ${z} */ %{if a}# ${b}%{endif}\"\n",
      "a = \"$%{if x}%{endif}\"\nb = \"${~ x ~}%$\"\nc = \" ${x} # ${y} // \"\n",
      "a = <<EOT\ntext ${x}\n$${y} $$\nEOT\nb = 1\n",
      "a = <<-EOT\n  {\n}\n  }\n}\n  EOT\n",
      "a = <<A\n${<<B\nx\nB\n}\nA\n",
      "a = f(<<A\nx\nA\n)\nb = [<<A\nA\n, 1]\n",
      "a = <<EOT\r\nx\r\nEOT\r\n",
      "a = <<EOT\nEOTX\n EOT x\n EOT \n",
      "\xC3\xA9t\xC3\xA9 = \"\xE2\x82\xAC ${\xC3\xA9}\"\n",
      "a = \"x\" == \"y\" ? [1][0] : {a = 1}.a\n",
  };
  return texts;
}

std::vector<std::string> shared_texts() {
  std::vector<std::string> texts;
  std::ifstream file(std::filesystem::path(STOPGATE_SHARED) / "oracles/hcl-snippets.jsonl");
  for (std::string line; std::getline(file, line);) {
    const auto snippet = nlohmann::json::parse(line);
    for (const auto& [key, value] : snippet.items()) {
      if (value.is_string() && value.get_ref<const std::string&>().find('\n') != std::string::npos)
        texts.push_back(value);
    }
  }
  return texts;
}

// Equal but for the span of the whole file, which nothing reads.
bool are_equal(const Tree& a, const Tree& b) {
  return a.comments == b.comments && a.nodes.size() == b.nodes.size() &&
         a.nodes[0].descendants == b.nodes[0].descendants &&
         std::equal(a.nodes.begin() + 1, a.nodes.end(), b.nodes.begin() + 1);
}

std::string listing(const Tree& tree) {
  std::string out;
  for (const auto& node : tree.nodes)
    out += std::to_string(static_cast<int>(node.kind)) + ' ' + std::to_string(node.span.begin) +
           '-' + std::to_string(node.span.end) + ' ' + std::to_string(node.descendants) +
           (node.has_error ? " error\n" : "\n");
  return out;
}

// Gives whether the plain reader reads the text.
bool check(const std::string& text) {
  if (find_invalid_utf8(text)) return false;
  const auto plain = read_plain_tree(text, {});
  if (!plain) return false;
  const auto full = parse_tree(text, {});
  if (!are_equal(*plain, full)) {
    INFO(text);
    CHECK(listing(*plain) == listing(full));
  }
  return true;
}

}  // namespace

TEST_CASE("what is right is read without tree-sitter, and alike") {
  for (const auto& text : plain_texts()) {
    INFO(text);
    CHECK(check(text));
  }
}

TEST_CASE("what is wrong, or may be, is left to tree-sitter") {
  for (const std::string text : {"a",
                                 "a =",
                                 "a = ]",
                                 "a = \"x",
                                 "a = \"\\q\"",
                                 "a = 1 b = 2\n",
                                 "a = 1x\n",
                                 "x \"${y}\" {}\n",
                                 "a = <<E\nx",
                                 "a = <<E\n}\n",
                                 "a = [for]\n",
                                 "a = {for = 1}\n",
                                 "a = 1 /* x\n",
                                 "a { b = 1",
                                 "\xEF\xBB\xBF"
                                 "a = 1\n",
                                 "a = \"${}\"\n",
                                 "a : 1\n",
                                 "\"a\" = 1\n",
                                 "a = b c\n",
                                 "}\n"}) {
    INFO(text);
    CHECK_FALSE(read_plain_tree(text, {}));
  }
  CHECK_FALSE(read_plain_tree(std::string("a = \"\0\"", 7), {}));
  CHECK_FALSE(read_plain_tree("a = [1, 2, 3]", {.nodes = 5}));
}

TEST_CASE("depth and work are bounded") {
  const std::string many(100'000, '[');
  CHECK_FALSE(read_plain_tree("a = " + many, {}));
  CHECK_FALSE(read_plain_tree("a = " + std::string(100'000, '-') + "1", {}));
  std::string chain = "a = 1";
  for (int i = 0; i < 50'000; ++i) chain += "+1";
  CHECK_FALSE(read_plain_tree(chain, {}));
}

TEST_CASE("the two readers agree on every small change of a text") {
  auto texts = plain_texts();
  const auto shared = shared_texts();
  if (shared.empty()) WARN("skipped: the HCL snippets of the shared folder are absent");
  texts.insert(texts.end(), shared.begin(), shared.end());
  std::size_t read = 0;
  for (const auto& text : texts) {
    check(text);
    for (std::size_t at = 0; at < text.size(); ++at) {
      auto changed = text;
      changed.erase(at, 1);
      read += check(changed) ? 1 : 0;
      for (const char c : std::string_view("\n\"${}[(a1.=:-? #~/<,*")) {
        changed = text;
        changed.insert(at, 1, c);
        read += check(changed) ? 1 : 0;
      }
    }
  }
  CHECK(read > 1'000);
}

}  // namespace stopgate::hcl
