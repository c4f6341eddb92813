#pragma once

// Evaluates HCL expressions as Terraform does.
//
// Evaluation never fails: what cannot be evaluated becomes an unknown value and a Diagnostic. It is
// pure but for the files that functions read, and those only through the FileSystem given.

#include <cstddef>
#include <memory>
#include <string>

#include "base/limits.h"
#include "hcl/syntax.h"
#include "source/diagnostic.h"
#include "source/file_system.h"
#include "source/source_file.h"
#include "terraform/cty_value.h"
#include "terraform/scope.h"

namespace stopgate::terraform {

// Templates that were read and parsed, so that a template used for a thousand instances is parsed
// once. Safe to share between threads.
class TemplateCache;
[[nodiscard]] std::shared_ptr<TemplateCache> make_template_cache();

struct EvalOptions {
  // For file(), templatefile(), fileset(): confined by the caller to what may be read
  // (source::ConfinedFileSystem). None: such calls are unknown.
  const source::FileSystem* files = nullptr;
  // The folder from which relative paths start: the root module's, where Terraform is run.
  std::string folder;
  std::string shown_folder;  // the same, as people know it; empty: `folder`
  // A canonical path: files outside are unknown, be they there or not. Empty: no bound but that of
  // `files`.
  std::string repository;
  // Takes the templates that templatefile() reads, so that diagnostics may point into them.
  source::SourceMap* sources = nullptr;
  std::shared_ptr<TemplateCache> templates =
      make_template_cache();  // copies of the options share it
  Limits limits;
  std::size_t max_string_bytes = std::size_t{16} << 20;  // of one string
  std::size_t max_elements = 1'000'000;                  // of one collection
  std::size_t max_steps = 10'000'000;                    // of one evaluation: loops within loops
};

struct EvalResult {
  CtyValue value;
  source::Diagnostics diagnostics;
};

// `file` is where the expression stands.
[[nodiscard]] EvalResult evaluate(const hcl::Expression& expression, source::FileId file,
                                  const Scope& scope, const EvalOptions& options);

// The same without any names to refer to.
[[nodiscard]] EvalResult evaluate_constant(const hcl::Expression& expression, source::FileId file,
                                           const EvalOptions& options);

}  // namespace stopgate::terraform
