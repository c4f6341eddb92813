#include "terraform/json_syntax.h"

#include <catch2/catch.hpp>

#include "unit/terraform/loaded_root.h"

using namespace stopgate;
using namespace stopgate::terraform;
using test::Files;
using test::LoadedRoot;

using Lines = std::vector<std::string>;

TEST_CASE("JSON syntax means what HCL means") {
  struct Row {
    std::string name, text;
    Lines expected;
  };
  const std::vector<Row> rows = {
      {"arguments, templates and comments",
       R"x({"//": "a comment", "variable": {"v": {"default": "${not a template}", "type": "string"}}, "locals": {"n": -1.5},
           "resource": {"t": {"a": {"//": "x", "s": "p-${var.v}", "n": "${local.n + 1}", "l": [1, null, true]}}}})x",
       {R"x(t.a {"l":[1,null,true],"n":-0.5,"s":"p-${not a template}"})x"}},
      {"blocks and maps",
       R"x({"resource": {"t": {"a": {"tags": {"k": "v"}, "versioning": {"enabled": true}, "ingress": [{"port": 1}, {"port": 2}],
           "dynamic": {"rule": {"for_each": [3], "content": {"n": "${rule.value}"}}}, "lifecycle": {"prevent_destroy": true}}}}})x",
       {R"x(t.a {"ingress":[{"port":1},{"port":2}],"rule":[{"n":3}],"tags":{"k":"v"},"versioning":[{"enabled":true}]})x"}},
      {"several of a type, in lists",
       R"x({"resource": [{"t": {"a": {"x": 1}}}, {"t": [{"b": {"x": 2}}]}], "output": {"o": {"value": "${t.a.x}"}}})x",
       {R"x(t.a {"x":1})x", R"x(t.b {"x":2})x"}},
      {"types",
       R"x({"variable": {"v": {"type": "list(number)", "default": ["1"]}}, "resource": {"t": {"a": {"x": "${var.v}"}}}})x",
       {R"x(t.a {"x":[1]})x"}},
  };
  for (const auto& row : rows) {
    INFO(row.name);
    const LoadedRoot loaded(Files{{"main.tf.json", row.text}});
    CHECK(loaded.problems() == Lines{});
    CHECK(loaded.resources() == row.expected);
  }
}

TEST_CASE("mistakes in JSON syntax stand at their token") {
  struct Row {
    std::string text;
    Lines expected;
  };
  const std::vector<Row> rows = {
      {R"x({"resource": {"t": {"a": {"x": "${var.y}"}}}})x",
       {"main.tf.json:1:32: error: there is no variable 'y' in this module"}},
      {R"x([1])x",
       {"main.tf.json:1:1: error: a configuration in JSON is an object, this is a list"}},
      {R"x({"resource": {"t": 1}})x",
       {"main.tf.json:1:20: error: a resource block is an object or a list of objects, this is a "
        "number"}},
  };
  for (const auto& row : rows) {
    INFO(row.text);
    CHECK(LoadedRoot(Files{{"main.tf.json", row.text}}).problems() == row.expected);
  }
}
