#include "cel/checker.h"
#include "cel/node.h"
#include "cel/parser.h"
#include "cel/planner.h"
#include "cel/program.h"

namespace stopgate::cel {

Compiled compile(const Environment& environment, std::string_view text,
                 const CompileOptions& options) {
  Compiled compiled;
  auto program = std::make_shared<Program>();
  program->text = std::string(text);
  program->environment = &environment;
  Arena arena;  // of the syntax tree, which nobody needs after planning
  const auto parsed =
      parse(arena, program->text, environment.tables().dialect, options.depth_limit);
  if (parsed.root == nullptr) {
    compiled.issues.push_back(*parsed.issue);
    return compiled;
  }
  if (options.check_types) {
    compiled.result = check(environment, *parsed.root, options, compiled.issues);
    if (!compiled.issues.empty()) return compiled;
  }
  plan(*program, *parsed.root, options, compiled.issues);
  if (compiled.issues.empty()) compiled.program = std::move(program);
  return compiled;
}

}  // namespace stopgate::cel
