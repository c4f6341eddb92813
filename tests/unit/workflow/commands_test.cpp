#include "workflow/commands.h"

#include <catch2/catch.hpp>

#include "base/text.h"

using namespace stopgate;

namespace {

// One line a command: its words, then what becomes of its output.
std::string commands_of(std::string script) {
  source::SourceMap sources;
  const auto size = static_cast<std::uint32_t>(script.size());
  const auto id = sources.add("x.sh", std::move(script));
  std::vector<workflow::Command> all;
  REQUIRE(workflow::add_commands(workflow::PlacedText::of_source(sources, {id, {0, size}}), all));
  std::string out;
  for (const auto& command : all) {
    out += join(command.words, "|");
    if (command.is_piped) out += " >pipe";
    if (command.is_redirected) out += " >file";
    out += " @" + std::to_string(sources.locate(command.place).begin.line) + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("a script is taken apart into its commands") {
  struct Case {
    std::string script, commands;
  };
  const Case cases[] = {
      {"make test", "make|test @1\n"},
      {"a && b || c; d", "a @1\nb @1\nc @1\nd @1\n"},
      {"a \\\n  -x\nb", "a|-x @1\nb @3\n"},
      {"a \\\\\n  -x", "a|-x @1\n"},
      {"echo \"x; y\" 'z && w'", "echo|x; y|z && w @1\n"},
      {"# no\necho a # no", "echo|a @2\n"},
      {"echo a#b", "echo|a#b @1\n"},
      {"echo $X | tee log", "echo|$X >pipe @1\ntee|log @1\n"},
      {"echo $X > log", "echo|$X|log >file @1\n"},
      {"make 2>&1", "make @1\n"},
      {"sudo env A=b terraform apply", "terraform|apply @1\n"},
      {"if ! make; then exit 1; fi", "make @1\nexit|1 @1\nfi @1\n"},
      {"cat <<EOF\nterraform destroy\nEOF\nmake", "cat @1\nmake @4\n"},
      {"cat <<<x\nmake", "cat|x @1\nmake @2\n"},
      {"echo ${{ a || b }}", "echo|${{ a || b }} @1\n"},
      {"x=$(a; b) make", "make @1\n"},
      {"", ""},
  };
  for (const auto& c : cases) {
    INFO(c.script);
    CHECK(commands_of(c.script) == c.commands);
  }
}

TEST_CASE("what is never closed is one command") {
  CHECK(commands_of("echo 'a\nb") == "echo|a\nb @1\n");
  CHECK(commands_of("echo ${{ a\nb") == "echo|${{ a\nb @1\n");
  CHECK(commands_of("cat <<EOF\nmake") == "cat @1\n");
  CHECK(commands_of("echo $((((") == "echo|$(((( @1\n");
}

TEST_CASE("a script has a largest number of commands") {
  std::string script;
  for (std::size_t i = 0; i <= workflow::kMostCommands; ++i) script += "a\n";
  source::SourceMap sources;
  const auto size = static_cast<std::uint32_t>(script.size());
  const auto id = sources.add("x.sh", std::move(script));
  std::vector<workflow::Command> all;
  CHECK_FALSE(
      workflow::add_commands(workflow::PlacedText::of_source(sources, {id, {0, size}}), all));
  CHECK(all.size() == workflow::kMostCommands);
}
