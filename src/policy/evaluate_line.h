#pragma once

// One line of `stopgate policy eval --json`: an expression and its bindings in, what it gives out.
//
//   in   {"expr", "bindings": {name: typed value}, "unknown": [patterns], "env", "container",
//         "disable_check", "type_env": {name: type}, "check_only", "show": ["cost", "type"]}
//   out  {"value": typed value}, {"unknown": [paths]} or {"error": message}
//
// `env` is "kubernetes-1.N" for what an API server of that version has, else everything there is.
// With `check_only`, {"result_type": type}.

#include <string>
#include <string_view>

namespace stopgate::policy {

[[nodiscard]] std::string evaluate_line(std::string_view line);

}  // namespace stopgate::policy
