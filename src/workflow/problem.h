#pragma once

// What GitHub would say to a workflow when it is pushed, or when a job starts: keys, values and
// expressions that it does not take. One problem each, so that none hides another.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/source_file.h"
#include "workflow/workflow.h"

namespace stopgate::workflow {

enum class ProblemKind : std::uint8_t {
  Syntax,      // a key or a value that the workflow syntax does not have
  Expression,  // ${{ … }} that cannot be read, or that names what is not there
};

[[nodiscard]] std::string_view name_of(ProblemKind kind);  // "syntax", "expression"

struct Problem {
  ProblemKind kind = ProblemKind::Syntax;
  std::string message;
  std::string suggestion;  // what was probably meant; may be empty
  source::Place place;
};

// Of a GitHub workflow; of nothing else.
[[nodiscard]] std::vector<Problem> check_workflow(const Workflow& workflow);

// The parts of it, in files of their own.
void check_syntax(const Workflow& workflow, std::vector<Problem>& out);
void check_expressions(const Workflow& workflow, std::vector<Problem>& out);

}  // namespace stopgate::workflow
