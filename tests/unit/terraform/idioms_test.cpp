#include "terraform/idioms.h"

#include <catch2/catch.hpp>

#include "hcl/parser.h"

using namespace stopgate;

namespace {

std::vector<std::string> idioms_in(std::string text) {
  source::SourceMap sources;
  const auto id = sources.add("main.tf", std::move(text));
  const auto file = hcl::parse(sources, id);
  std::vector<std::string> out;
  for (const auto& idiom : terraform::idioms_of(file, sources.file(id).text()))
    out.push_back(std::string(terraform::name_of(idiom.kind)) + " " +
                  std::string(sources.file(id).text(idiom.span)));
  return out;
}

}  // namespace

TEST_CASE("old forms are found wherever expressions stand") {
  using Found = std::vector<std::string>;
  CHECK(idioms_in("a = [for x in b : x.0 if x == []]") ==
        Found{"legacy-index x.0", "empty-list-equality x == []"});
  CHECK(idioms_in("a { b = f(\"${c}\", lookup(d, e)) }") ==
        Found{"bare-interpolation \"${c}\"", "short-lookup lookup(d, e)"});
  CHECK(idioms_in("a = \"x-${terraform.workspace}\"") ==
        Found{"remote-workspace terraform.workspace"});
  CHECK(idioms_in("a = { b = 1, \"b\" = { c = 2, c = 3 } }") ==
        Found{"duplicate-key \"b\"", "duplicate-key c"});
  CHECK(idioms_in("// one\n# two\na = 1 // three\n/* // four */") ==
        Found{"slash-comment // one", "slash-comment // three"});
}

TEST_CASE("today's forms are not") {
  for (const auto* text : {"a = b[0]", "a = b[*].c", "a = \"${b}-${c}\"", "a = lookup(b, c, null)",
                           "a = lookup(b...)", "a = { (b) = 1, (b) = 2 }", "a = length(b) == 0",
                           "a = b == [1]", "a = workspace.terraform", "a = <<E\n${b}\nE\n"}) {
    INFO(text);
    CHECK(idioms_in(text).empty());
  }
}

TEST_CASE("the remote backend is seen") {
  source::SourceMap sources;
  const auto remote =
      hcl::parse(sources, sources.add("a.tf", "terraform {\n  backend \"remote\" {}\n}"));
  const auto other =
      hcl::parse(sources, sources.add("b.tf", "terraform {\n  backend \"s3\" {}\n}"));
  CHECK(terraform::has_remote_backend(remote));
  CHECK_FALSE(terraform::has_remote_backend(other));
}
