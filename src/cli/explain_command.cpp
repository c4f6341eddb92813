#include "cli/explain_command.h"

#include <algorithm>
#include <ostream>

#include "base/text.h"
#include "cli/mistakes.h"
#include "cli/policies.h"
#include "cli/policy_show.h"
#include "model/read.h"
#include "policy/explain.h"
#include "policy/run.h"
#include "review/assemble.h"

namespace stopgate::cli {

namespace {

// The start of one is enough, as with commits.
bool is_fingerprint(std::string_view text) {
  return text.size() >= 4 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

void print(const finding::Finding& finding, const std::vector<policy::Explanation>& explanations,
           const source::SourceMap& sources, const World& world) {
  const auto location = sources.locate(finding.place);
  world.out << finding.policy << ": " << printable(finding.message) << '\n';
  if (finding.place.is_known())
    world.out << "  at " << printable(location.file) << ':' << location.begin.line << ':'
              << location.begin.column << '\n';
  world.out << "  in " << printable(finding::to_string(finding.subject)) << '\n';
  for (const auto& explanation : explanations) {
    std::size_t widest = 0;
    for (const auto& part : explanation.parts)
      widest = std::max(widest, 2 * part.depth + part.text.size());
    world.out << "\n  this should hold:\n";
    for (const auto& part : explanation.parts) {
      const auto indent = std::string(4 + 2 * part.depth, ' ');
      const auto used = 2 * part.depth + part.text.size();
      world.out << indent << part.text
                << std::string(std::min(widest, std::size_t{70}) > used
                                   ? std::min(widest, std::size_t{70}) - used
                                   : 0,
                               ' ')
                << "  = " << part.value << '\n';
    }
  }
  world.out << "\n  what breaks: " << finding.incident << "\n  help: " << finding.remediation
            << '\n';
}

int explain_fingerprint(const ExplainArguments& arguments, const policy::Catalogue& catalogue,
                        const source::SourceMap& policy_sources, const World& world) {
  auto model = model::read_model(world.files, arguments.paths, {});
  if (!model) return wrong_use(world, model.error().message);
  const auto selected = catalogue.select({.globs = {}, .with_disabled = true});
  if (!selected) return wrong_use(world, selected.error().message);
  const policy::AdmissionSet none;
  auto result =
      policy::run(*model, *selected, {.policy_sources = &policy_sources, .admission = &none});
  if (print_mistakes(result.diagnostics, policy_sources, world)) return 2;
  review::Parts parts;
  parts.findings = std::move(result.findings);
  const auto review = review::assemble(std::move(parts), *model->sources);
  bool is_found = false;
  for (const auto& finding : review.findings) {
    if (!finding.fingerprint.starts_with(arguments.what)) continue;
    is_found = true;
    const auto* policy = catalogue.find(finding.policy);
    print(finding,
          policy == nullptr ? std::vector<policy::Explanation>{}
                            : policy::explain(*model, *policy, finding, {}),
          *model->sources, world);
  }
  if (is_found) return 0;
  return wrong_use(world, "no finding of " + join(arguments.paths, ", ") + " has the fingerprint " +
                              stopgate::quoted(arguments.what) +
                              "; 'stopgate check --format json' shows them");
}

}  // namespace

int run_explain_command(const ExplainArguments& arguments, const World& world) {
  source::SourceMap sources;
  auto loaded = load_policies(sources, world.files, arguments.policy_paths);
  if (!loaded) return wrong_use(world, loaded.error().message);
  if (print_mistakes(loaded->diagnostics, sources, world)) return 2;
  auto catalogue = policy::Catalogue::built_in();
  for (auto& policy : loaded->policies) catalogue.add(policy.policy);
  const auto ids = catalogue.ids_of(arguments.what);
  for (const auto& id : ids) show_policy(*catalogue.find(id), world);
  if (!ids.empty()) return 0;
  if (is_fingerprint(arguments.what)) {
    if (arguments.paths.empty())
      return wrong_use(world,
                       "say where the finding is: stopgate explain " + arguments.what + " PATH…");
    return explain_fingerprint(arguments, catalogue, sources, world);
  }
  const auto selected = catalogue.select({.globs = {arguments.what}, .with_disabled = true});
  if (!selected) return wrong_use(world, selected.error().message);
  for (const auto* policy : *selected) show_policy(*policy, world);
  return 0;
}

}  // namespace stopgate::cli
