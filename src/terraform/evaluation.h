#pragma once

// What the evaluation of one root module shares: its diagnostics, what it may read, and the order
// in which declarations are evaluated: each when it is first needed, and once.

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "source/diagnostic.h"
#include "source/file_system.h"
#include "source/source_file.h"
#include "terraform/evaluate.h"
#include "terraform/files.h"
#include "terraform/load.h"
#include "terraform/schema_check.h"

namespace stopgate::terraform {

// Something that is evaluated once, and may need other such things first.
struct Task {
  enum class State : std::uint8_t { New, Busy, Done };
  State state = State::New;
};

class Evaluation {
 public:
  // All must outlive the evaluation. `files` is confined to the repository, `callers_files` is not.
  Evaluation(source::SourceMap& sources, const source::FileSystem& files,
             const source::FileSystem& callers_files, const Folder& root,
             const LoadOptions& options);

  // Evaluates, keeps the diagnostics, answers the value.
  [[nodiscard]] CtyValue evaluate(const hcl::Expression& expression, source::FileId file,
                                  const Scope& scope);

  // Each message once for a place, however many instances give it.
  void report(source::Diagnostic diagnostic);
  void report(const source::Diagnostics& diagnostics);
  [[nodiscard]] source::Diagnostics take_diagnostics();

  enum class Turn : std::uint8_t {
    Compute,  // do it now, then finish()
    Done,     // it was done before
    Refused,  // it waits for itself, or too many others wait: reported; go on with an unknown
  };
  // `name` as people know it, "module.a.local.x"; `place` of its declaration.
  [[nodiscard]] Turn begin(Task& task, const std::string& name, source::Place place);
  void finish(Task& task);

  // False when the root has more objects and blocks than any root may: reported once, at `place`.
  [[nodiscard]] bool take_instance(source::Place place);

  [[nodiscard]] source::SourceMap& sources() const { return sources_; }
  [[nodiscard]] const source::FileSystem& files() const { return files_; }
  [[nodiscard]] const source::FileSystem& callers_files() const { return callers_files_; }
  [[nodiscard]] const Folder& root() const { return root_; }
  [[nodiscard]] const LoadOptions& options() const { return options_; }
  [[nodiscard]] const EvalOptions& eval_options() const { return eval_options_; }
  [[nodiscard]] SchemaChecker& schemas() { return schemas_; }

 private:
  void report_cycle(const std::string& name, source::Place place);
  [[nodiscard]] bool is_too_deep() const;

  source::SourceMap& sources_;
  const source::FileSystem& files_;
  const source::FileSystem& callers_files_;
  const Folder& root_;
  const LoadOptions& options_;
  EvalOptions eval_options_;
  SchemaChecker schemas_;
  std::vector<std::string> busy_;  // names of the tasks begun and not finished, outermost first
  const char* stack_base_;
  source::Diagnostics diagnostics_;
  std::set<std::tuple<source::Place, std::string, std::string>> seen_;
  bool is_full_ = false;
  std::size_t instances_ = 0;
};

// The value of what is declared but could not be evaluated.
[[nodiscard]] CtyValue not_evaluated(std::string subject);

}  // namespace stopgate::terraform
