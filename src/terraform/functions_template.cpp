// templatefile() and templatestring().

#include <map>
#include <mutex>
#include <string>

#include "base/text.h"
#include "hcl/parser.h"
#include "terraform/evaluator.h"
#include "terraform/functions.h"
#include "terraform/functions_file.h"

namespace stopgate::terraform {

struct ParsedTemplate {
  source::FileId file = source::kNoFile;
  hcl::ParsedExpression parsed;
};

class TemplateCache {
 public:
  // `path` is empty for a text that comes from no file.
  const ParsedTemplate& parse(const std::string& path, std::string text, source::SourceMap& sources,
                              const Limits& limits) {
    const std::scoped_lock lock(mutex_);
    auto& slot = templates_[{path, text}];
    if (slot == nullptr) {
      slot = std::make_unique<ParsedTemplate>();
      slot->file = sources.add(path.empty() ? "templatestring()" : path, std::move(text));
      slot->parsed = hcl::parse_template(sources, slot->file, limits);
    }
    return *slot;
  }

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<ParsedTemplate>> templates_;
};

std::shared_ptr<TemplateCache> make_template_cache() {
  return std::make_shared<TemplateCache>();
}

namespace {

constexpr std::size_t kMaxTemplates = 16;  // within each other

// The variables that a template is given, and nothing else.
class TemplateScope final : public Scope {
 public:
  explicit TemplateScope(const CtyValue& variables) : variables_(variables) {}

  Resolved resolve(const hcl::Name& root, std::span<const hcl::Name>,
                   source::FileId file) const override {
    if (const auto* found = variables_.find(root.text))
      return {.value = found->value, .steps = 0, .error = {}};
    std::vector<std::string_view> names;
    for (const auto& member : variables_.members()) names.push_back(member.key.text());
    const auto nearest = nearest_name(root.text.text(), names);
    const auto name = quoted(root.text.text(), 60);
    return {.value = {},
            .steps = 0,
            .error = source::Diagnostic{
                .message = "the template uses " + name + ", which it is not given",
                .help = nearest ? "did you mean '" + std::string(*nearest) + "'?"
                                : "add it to the variables in the second argument",
                .place = {file, root.span},
                .path = {}}};
  }

 private:
  const CtyValue& variables_;
};

std::optional<Outcome> check_variables(const Invocation& call) {
  if (call[1].type().is_mapping()) return std::nullopt;
  return Outcome::wrong_argument(1, "a map or object is required, not " + name_of(call[1].type()),
                                 "write {name = value}");
}

// Renders; what is wrong in a file's template is told there.
Outcome render(const Invocation& call, const std::string& path, std::string text) {
  auto& evaluator = call.evaluator;
  const auto& options = evaluator.options();
  if (options.sources == nullptr)
    return CtyValue::unknown(Type::dynamic(),
                             {.reason = "templates are not rendered here", .subject = path});
  if (evaluator.budget().templates >= kMaxTemplates)
    return Outcome::wrong("templates are rendered more than " + std::to_string(kMaxTemplates) +
                              " deep within each other",
                          "a template must not render itself");
  const auto& parsed =
      options.templates->parse(path, std::move(text), *options.sources, options.limits);
  const TemplateScope scope(call[1]);
  Evaluator inner(parsed.file, scope, options, evaluator.budget());
  ++evaluator.budget().templates;
  auto value = inner.eval(*parsed.parsed.expression);
  --evaluator.budget().templates;
  auto diagnostics = parsed.parsed.diagnostics;
  for (auto& diagnostic : inner.take_diagnostics()) diagnostics.push_back(std::move(diagnostic));
  if (!source::has_errors(diagnostics)) return value;
  if (path.empty())
    return Outcome::wrong_argument(
        0, "the template cannot be rendered: " + diagnostics.front().message,
        diagnostics.front().help);
  evaluator.report(std::move(diagnostics));
  return CtyValue::unknown(Type::dynamic(), {.reason = std::string(kNotEvaluated)});
}

Outcome template_file(const Invocation& call) {
  if (auto wrong = check_variables(call)) return *wrong;
  auto file = read_file_text(call, 0);
  if (file.outcome) return *file.outcome;
  if (find_invalid_utf8(file.text))
    return Outcome::wrong_argument(0, "the file " + quoted(call.text(0)) + " is not UTF-8 text");
  return render(call, shown_path_of_file(call, call.text(0)), std::move(file.text));
}

Outcome template_string(const Invocation& call) {
  if (auto wrong = check_variables(call)) return *wrong;
  return render(call, "", call.text(0));
}

}  // namespace

std::vector<Function> template_functions() {
  const Parameter variables{"vars", Type::dynamic()};
  return {
      {"templatefile", {{"path", Type::string()}, variables}, {}, Type::dynamic(), template_file},
      {"templatestring",
       {{"template", Type::string()}, variables},
       {},
       Type::dynamic(),
       template_string},
  };
}

}  // namespace stopgate::terraform
