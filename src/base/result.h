#pragma once

// Result<T>: a value, or the Error that the world gave us instead.
//
// Broken input is not an Error: parsers return what they understood plus Diagnostics. An Error is a
// file that cannot be read, a configuration or a policy file that is wrong, a server that said no.

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace stopgate {

struct Error {
  std::string message;

  // "loading policies/x.yaml: message": added on the way out, by the caller who knows what was
  // tried.
  [[nodiscard]] Error with_context(std::string_view context) && {
    return Error{std::string(context) + ": " + message};
  }

  bool operator==(const Error&) const = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(std::string message) {
  return tl::unexpected<Error>(Error{std::move(message)});
}

}  // namespace stopgate

#define STOPGATE_CONCAT_INNER(a, b) a##b
#define STOPGATE_CONCAT(a, b) STOPGATE_CONCAT_INNER(a, b)

// STOPGATE_TRY(auto text, read_file(path)); returns the Error to our caller, or declares `text`.
#define STOPGATE_TRY(declaration, expression) \
  STOPGATE_TRY_IMPL(STOPGATE_CONCAT(stopgate_result_, __LINE__), declaration, expression)
#define STOPGATE_TRY_IMPL(result, declaration, expression)                          \
  auto result = (expression);                                                       \
  if (!result) return tl::unexpected<::stopgate::Error>(std::move(result).error()); \
  declaration = std::move(result).value()

// The same for Result<void>.
#define STOPGATE_CHECK(expression)                                                   \
  do {                                                                               \
    auto stopgate_checked = (expression);                                            \
    if (!stopgate_checked)                                                           \
      return tl::unexpected<::stopgate::Error>(std::move(stopgate_checked).error()); \
  } while (false)
