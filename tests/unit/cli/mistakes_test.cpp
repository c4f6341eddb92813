// What the user got wrong, as the error stream tells it.

#include "cli/mistakes.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "source/memory_file_system.h"

using namespace stopgate;

namespace {

constexpr const char* kObject =
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\n";

struct Told {
  int status = 0;
  std::string errors;
};

Told run(const std::string& configuration, std::vector<std::string> arguments) {
  source::MemoryFileSystem files;
  files.add("/r/objects.yaml", kObject);
  files.add("/r/.git/HEAD", "");
  files.add("/r/.stopgate.yaml", configuration);
  std::ostringstream out, err;
  arguments.insert(arguments.begin(), {"check", "/r/objects.yaml"});
  const auto status =
      cli::run(arguments,
               {.files = files, .out = out, .err = err, .environment = {}, .today = "2026-01-01"});
  return {status, err.str()};
}

}  // namespace

TEST_CASE("a configuration that names what there is not is a mistake at its place") {
  struct Row {
    const char *configuration, *told;
  };
  const Row rows[] = {
      {"overrides:\n  k8s.probe.readiness.missin: {severity: low}\n",
       ".stopgate.yaml:2:3: error: no policy matches 'k8s.probe.readiness.missin'\n"
       "    2 |   k8s.probe.readiness.missin: {severity: low}\n"
       "      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
       "   help: did you mean 'k8s.probe.readiness.missing'?\n"},
      {"environments:\n  prod:\n    overrides: {nothing.like.it: {enabled: false}}\n",
       ".stopgate.yaml:3:17: error: no policy matches 'nothing.like.it'\n"
       "    3 |     overrides: {nothing.like.it: {enabled: false}}\n"
       "      |                 ^^^^^^^^^^^^^^^\n"
       "   help: 'stopgate policy list' shows them all\n"},
      {"parameters: {nodeCpuu: 3}\n",
       ".stopgate.yaml:1:14: error: no policy has a parameter 'nodeCpuu'\n"
       "    1 | parameters: {nodeCpuu: 3}\n"
       "      |              ^^^^^^^^\n"
       "   help: did you mean 'nodeCpu'?\n"},
  };
  for (const auto& row : rows) {
    const auto told = run(row.configuration, {});
    CHECK(told.status == 2);
    CHECK(told.errors == row.told);
  }
  CHECK(run("overrides: {k8s.probe.**: {severity: low}}\nparameters: {nodeCpu: 3}\n", {}).status ==
        0);
}

TEST_CASE("a parameter that no policy has is wrong use") {
  const auto told = run("", {"--param", "nodeCpuu=3"});
  CHECK(told.status == 2);
  CHECK(told.errors == "stopgate: no policy has a parameter 'nodeCpuu'; did you mean 'nodeCpu'?\n");
  const auto foreign = run("", {"--param", "somethingElse=3"});
  CHECK(foreign.status == 0);
  CHECK(foreign.errors ==
        "stopgate: warning: no policy has a parameter 'somethingElse', so it does nothing\n");
  CHECK(run("", {"--param", "k8s.resources.exceeds-node.nodeCpu=3"}).status == 0);
}
