#pragma once

// Evaluates expressions as if they stood in a root module: `terraform console` without init,
// providers or state.

#include <memory>
#include <string>
#include <string_view>

#include "terraform/evaluate.h"
#include "terraform/load.h"

namespace stopgate::terraform {

class Console {
 public:
  // `sources` and `files` must outlive the console. A folder without Terraform files is a root that
  // declares nothing.
  Console(source::SourceMap& sources, const source::FileSystem& files, std::string_view folder,
          const LoadOptions& options);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  // Mistakes of the root, found while loading it and by the evaluations so far.
  [[nodiscard]] source::Diagnostics take_root_diagnostics();

  // One expression; its diagnostics have their places in a source of their own.
  [[nodiscard]] EvalResult evaluate(std::string_view expression);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The type as Terraform's plan JSON writes it: "string", ["list","number"],
// ["object",{"a":"bool"}].
[[nodiscard]] std::string type_json(const Type& type);

// What the console answers, as one JSON object: {"value":…,"type":…}, with "sensitive":true where
// the value is; {"unknown":reason} for what is not known; {"value":…,"unknown":reason,
// "after_unknown":…} for a value with unknown parts, which are null in `value` and true in
// `after_unknown`; {"error":message}.
[[nodiscard]] std::string answer_json(const EvalResult& result);

// The same for people: the value as JSON, "(sensitive value)", "(unknown: reason)" or "error: …".
[[nodiscard]] std::string answer_text(const EvalResult& result);

}  // namespace stopgate::terraform
