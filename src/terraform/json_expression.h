#pragma once

// Expressions in JSON syntax: values, with templates in their strings.

#include <string_view>

#include "base/arena.h"
#include "base/limits.h"
#include "hcl/syntax.h"
#include "source/diagnostic.h"
#include "value/value.h"

namespace stopgate::terraform {

class JsonExpressions {
 public:
  // Everything made lives in `arena`.
  JsonExpressions(Arena& arena, source::FileId file, const Limits& limits,
                  source::Diagnostics& diagnostics)
      : arena_(arena), file_(file), limits_(limits), diagnostics_(diagnostics) {}

  // Strings are templates.
  [[nodiscard]] const hcl::Expression* build(const value::Value& value, source::Span span);
  // Strings are text: defaults and descriptions of variables, names of objects.
  [[nodiscard]] const hcl::Expression* build_literal(const value::Value& value, source::Span span);
  // Strings are expressions that name something: `depends_on`, the type of a variable. They keep
  // what was written as Expression::text, since their span is that of the JSON string.
  [[nodiscard]] const hcl::Expression* build_names(const value::Value& value, source::Span span);

 private:
  enum class Strings : std::uint8_t { Templates, Text, Names };
  [[nodiscard]] hcl::Expression* make(hcl::ExpressionKind kind, source::Span span);
  [[nodiscard]] const hcl::Expression* convert(const value::Value& value, source::Span span,
                                               Strings strings);
  [[nodiscard]] const hcl::Expression* convert_string(std::string_view text, source::Span span,
                                                      Strings strings);
  [[nodiscard]] const hcl::Expression* convert_name(std::string_view text, source::Span span);
  // A copy that stands at `span` as a whole: offsets inside a JSON string are those of its escapes.
  [[nodiscard]] const hcl::Expression* moved(const hcl::Expression* expression, source::Span span);
  void report(const source::Diagnostics& diagnostics, source::Span span);

  Arena& arena_;
  source::FileId file_;
  const Limits& limits_;
  source::Diagnostics& diagnostics_;
};

}  // namespace stopgate::terraform
