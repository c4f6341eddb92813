#include "policy/evaluate_line.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <optional>

#include "base/text.h"
#include "cel/declaration.h"
#include "cel/program.h"
#include "json/reader.h"
#include "json/writer.h"
#include "policy/typed_value.h"

namespace stopgate::policy {

namespace {

using value::Value;

// As an API server has it for one expression.
constexpr std::uint64_t kCostLimit = 1'000'000;

std::string text_member(std::string_view name, std::string_view text) {
  return "{\"" + std::string(name) + "\":" + json::write(Value::string(text)) + "}";
}

Result<unsigned> kubernetes_minor(std::string_view env) {
  constexpr std::string_view kPrefix = "kubernetes-1.";
  if (env.empty() || env == "cel-go") return 0U;
  unsigned minor = 0;
  if (env.starts_with(kPrefix)) {
    const auto digits = env.substr(kPrefix.size());
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), minor);
    if (result.ec == std::errc() && result.ptr == digits.data() + digits.size() && minor >= 25)
      return minor;
  }
  return fail("unknown env " + quoted(env) + "; one of cel-go, kubernetes-1.25 and later");
}

// "fn(A) -> R [id]; A.fn(B) -> R [id]": functions that are declared, and have no body here.
Result<void> declare_functions(cel::Environment& environment, const std::string& name,
                               std::string_view declarations) {
  for (const auto piece : split(declarations, ';')) {
    auto overload = cel::parse_declaration(trim(piece.substr(0, piece.find('['))));
    if (!overload) return fail("cannot read the declaration " + quoted(trim(piece)));
    overload->name = name;
    overload->call = [](cel::EvalContext& ctx, std::span<const cel::Datum>) {
      return cel::Datum::error(ctx.arena(), "the function has no body here");
    };
    environment.add(std::move(*overload));
  }
  return {};
}

class Line {
 public:
  explicit Line(const Value& record) : record_(record) {}

  Result<std::string> answer() {
    STOPGATE_TRY(const auto minor, kubernetes_minor(record_.get("env").string_if().value_or("")));
    environment_.emplace(cel::Environment::standard(minor));
    STOPGATE_CHECK(declare());
    const auto text = record_.get("expr").string_if();
    if (!text) return fail("a line needs \"expr\", a string");
    const auto compiled =
        cel::compile(*environment_, *text,
                     {.container = std::string(record_.get("container").string_if().value_or("")),
                      .check_types = !record_.get("disable_check").bool_if().value_or(false)});
    if (!compiled.program) return fail(compiled.issues.front().message);
    if (record_.get("check_only").bool_if().value_or(false))
      return text_member("result_type", cel::to_string(compiled.result));
    return evaluate(compiled);
  }

 private:
  Result<void> declare() {
    for (const auto& pattern : record_.get("unknown").items()) {
      STOPGATE_TRY(auto parsed, cel::parse_attribute_pattern(pattern.string_if().value_or("")));
      slots_.try_emplace(parsed.variable);
      unknown_.push_back(std::move(parsed));
    }
    for (const auto& binding : record_.get("bindings").members())
      slots_.try_emplace(std::string(binding.key.text()));
    for (auto& [name, slot] : slots_) slot = environment_->declare(name, cel::Type::dyn());
    for (const auto& member : record_.get("type_env").members()) {
      const std::string name(member.key.text());
      const auto type = member.value.string_if().value_or("");
      if (type.find("->") != std::string_view::npos) {
        STOPGATE_CHECK(declare_functions(*environment_, name, type));
        continue;
      }
      const auto parsed = cel::parse_type(type);
      if (!parsed) return fail("cannot read the type " + quoted(type));
      environment_->declare(name, *parsed);
    }
    return {};
  }

  Result<std::string> evaluate(const cel::Compiled& compiled) {
    cel::Activation activation(*environment_);
    for (const auto& binding : record_.get("bindings").members()) {
      STOPGATE_TRY(const auto datum, read_typed(arena_, binding.value));
      activation.bind(slots_.at(std::string(binding.key.text())), datum);
    }
    cel::Evaluator evaluator;
    const auto outcome = evaluator.evaluate(*compiled.program, activation,
                                            {.cost_limit = kCostLimit,
                                             .partly_unknown = cel::PartlyUnknown::Whole,
                                             .unknown = unknown_});
    auto out = outcome_text(outcome.value);
    for (const auto& shown : record_.get("show").items()) {
      out.pop_back();
      if (shown.string_if() == "cost") out += ",\"cost\":" + std::to_string(outcome.cost);
      if (shown.string_if() == "type")
        out += ",\"result_type\":" + json::write(Value::string(cel::to_string(compiled.result)));
      out += '}';
    }
    return out;
  }

  std::string outcome_text(const cel::Datum& datum) {
    if (datum.is_error()) return text_member("error", datum.as_error().message);
    if (!datum.is_unknown()) return "{\"value\":" + write_typed(datum) + "}";
    std::vector<std::string> paths;
    for (const auto& attribute : datum.as_unknown()) paths.emplace_back(attribute.path);
    std::ranges::sort(paths);
    std::vector<Value> items;
    for (const auto& path : paths) items.push_back(Value::string(path));
    return "{\"unknown\":" + json::write(value::List::make(arena_, items)) + "}";
  }

  const Value& record_;
  std::optional<cel::Environment> environment_;
  std::map<std::string, std::size_t> slots_;
  std::vector<cel::AttributePattern> unknown_;
  Arena arena_;
};

}  // namespace

std::string evaluate_line(std::string_view line) {
  const auto document = json::parse(line);
  if (source::has_errors(document.diagnostics))
    return text_member("error", "not JSON: " + document.diagnostics.front().message);
  if (!document.root.value.is_map()) return text_member("error", "a line must be a JSON object");
  auto answer = Line(document.root.value).answer();
  return answer ? *answer : text_member("error", answer.error().message);
}

}  // namespace stopgate::policy
