#pragma once

// The walk over an expression: one Evaluator a call of evaluate(), and one for each template that
// the expression renders.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "terraform/cty_convert.h"
#include "terraform/evaluate.h"

namespace stopgate::terraform {

// What one evaluation may cost, templates included.
struct Budget {
  std::size_t steps = 0;
  std::size_t depth = 0;
  std::size_t templates = 0;  // that are being rendered, one within the other
  bool is_reported = false;
};

class Evaluator {
 public:
  Evaluator(source::FileId file, const Scope& scope, const EvalOptions& options, Budget& budget)
      : file_(file), scope_(scope), options_(options), budget_(budget) {}

  [[nodiscard]] CtyValue eval(const hcl::Expression& expression);
  // Each message once, those of names first.
  [[nodiscard]] source::Diagnostics take_diagnostics();

  // What a function found in a file of its own.
  void report(source::Diagnostics diagnostics);

  // What functions need to know.
  [[nodiscard]] const EvalOptions& options() const { return options_; }
  [[nodiscard]] Budget& budget() { return budget_; }
  [[nodiscard]] source::FileId file() const { return file_; }

 private:
  struct LocalName {
    Symbol name;
    CtyValue value;
  };
  struct Operand {
    CtyValue value;  // unmarked
    Marks marks;
    bool is_usable = false;  // concrete and of the type asked for
  };
  // A template while it is put together.
  struct Rendering {
    std::string text;
    Marks marks;
    std::optional<UnknownInfo> unknown;  // of the first part that is not known: text stops there
  };
  struct ForItem {
    CtyValue key;
    CtyValue value;
  };

  [[nodiscard]] CtyValue eval_kind(const hcl::Expression& expression);
  [[nodiscard]] source::Place place_of(const hcl::Expression& expression) const {
    return {file_, expression.span};
  }

  // evaluate_traversal.cpp
  [[nodiscard]] CtyValue eval_variable(const hcl::Expression& expression);
  [[nodiscard]] CtyValue eval_attribute(const hcl::Expression& expression);
  [[nodiscard]] CtyValue eval_index(const hcl::Expression& expression);
  [[nodiscard]] CtyValue eval_splat(const hcl::Expression& expression);
  [[nodiscard]] CtyValue splat_elements(const hcl::Expression& expression, const CtyValue& source,
                                        bool is_wrapped);
  [[nodiscard]] CtyValue splat_of_unknown(const hcl::Expression& expression,
                                          const CtyValue& source);
  [[nodiscard]] std::optional<CtyValue> eval_reference(const hcl::Expression& expression);
  [[nodiscard]] CtyValue attribute_of(const CtyValue& value, const hcl::Name& name);
  [[nodiscard]] CtyValue element_of(const CtyValue& collection, const CtyValue& key,
                                    const hcl::Expression& index);
  [[nodiscard]] CtyValue sequence_element(const CtyValue& collection, const CtyValue& key,
                                          source::Place place);
  [[nodiscard]] CtyValue mapping_element(const CtyValue& collection, const CtyValue& key,
                                         source::Place place);

  // evaluate_operator.cpp
  [[nodiscard]] CtyValue eval_unary(const hcl::Expression& expression);
  [[nodiscard]] CtyValue eval_binary(const hcl::Expression& expression);
  [[nodiscard]] CtyValue eval_equality(const hcl::Expression& expression);
  [[nodiscard]] CtyValue eval_logic(const hcl::Expression& expression);
  [[nodiscard]] CtyValue arithmetic(const hcl::Expression& expression, const Number& a,
                                    const Number& b);
  [[nodiscard]] CtyValue eval_conditional(const hcl::Expression& expression);
  [[nodiscard]] CtyValue undecided_branches(const Operand& condition, const CtyValue& yes,
                                            const CtyValue& no, const Type& type);
  // Evaluates, takes marks off, converts; an unknown is returned as such, with its reason.
  [[nodiscard]] Operand operand(const hcl::Expression& expression, const Type& type,
                                std::string_view role);
  [[nodiscard]] Operand converted(const CtyValue& value, const Type& type, source::Place place,
                                  std::string_view role);

  // evaluate_for.cpp
  [[nodiscard]] CtyValue eval_tuple(const hcl::Expression& expression);
  [[nodiscard]] CtyValue eval_object(const hcl::Expression& expression);
  [[nodiscard]] CtyValue eval_for(const hcl::Expression& expression);
  [[nodiscard]] CtyValue for_tuple(const hcl::Expression& expression,
                                   const std::vector<ForItem>& items, Marks marks);
  [[nodiscard]] CtyValue for_object(const hcl::Expression& expression,
                                    const std::vector<ForItem>& items, Marks marks);
  // The items of what stands after `in`; nothing when that is unknown or no collection: then
  // `undecided` is the result.
  [[nodiscard]] std::optional<std::vector<ForItem>> items_of(const CtyValue& collection,
                                                             source::Place place,
                                                             CtyValue& undecided);
  // An object's key as text; nothing when it cannot be told: then `undecided` is the result.
  [[nodiscard]] std::optional<std::string> object_key(const CtyValue& key, source::Place place,
                                                      Marks& marks, CtyValue& undecided);
  enum class Keep : std::uint8_t { Yes, No, Undecided };
  [[nodiscard]] Keep keeps(const hcl::Expression& expression, Marks& marks, CtyValue& undecided);
  class Bound;  // evaluate_bound.h

  // template.cpp
  [[nodiscard]] CtyValue eval_template(const hcl::Expression& expression);
  void render(std::span<const hcl::TemplatePart> parts, Rendering& out);
  void render_value(const hcl::TemplatePart& part, Rendering& out);
  [[nodiscard]] std::size_t render_if(std::span<const hcl::TemplatePart> parts, std::size_t at,
                                      Rendering& out);
  [[nodiscard]] std::size_t render_for(std::span<const hcl::TemplatePart> parts, std::size_t at,
                                       Rendering& out);

  // evaluate_call.cpp
  [[nodiscard]] CtyValue eval_call(const hcl::Expression& expression);
  [[nodiscard]] CtyValue eval_try(const hcl::Expression& expression);
  [[nodiscard]] CtyValue eval_can(const hcl::Expression& expression);
  [[nodiscard]] std::optional<std::vector<CtyValue>> arguments(const hcl::Expression& expression,
                                                               CtyValue& undecided);
  struct Attempt {
    CtyValue value;
    source::Diagnostics errors;
    bool has_static_error = false;
  };
  [[nodiscard]] Attempt attempt(const hcl::Expression& expression);

  // An error at the place; its value.
  CtyValue fail(source::Place place, std::string message, std::string help = {});
  [[nodiscard]] static CtyValue not_evaluated();
  // Of what depends on `cause`, which is not wholly known.
  [[nodiscard]] static CtyValue unknown_because(const CtyValue& cause,
                                                const Type& type = Type::dynamic());
  // Whether the walk may go on: the depth and the number of steps are bounded.
  [[nodiscard]] bool spend(source::Place place);
  [[nodiscard]] CtyValue bounded(CtyValue value, source::Place place);

  source::FileId file_;
  const Scope& scope_;
  const EvalOptions& options_;
  Budget& budget_;
  std::vector<LocalName> names_;
  std::vector<CtyValue> splat_items_;
  source::Diagnostics diagnostics_;
  source::Diagnostics warnings_;            // no reason for `try` to try further
  source::Diagnostics static_diagnostics_;  // undeclared names: `try` does not catch them
};

// An unknown for the same reason, of another type.
[[nodiscard]] UnknownInfo reason_of(const UnknownInfo& info);

}  // namespace stopgate::terraform
