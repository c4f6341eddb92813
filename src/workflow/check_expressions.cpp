// ${{ … }}: whether it can be read, and whether what it names is there, at that place.

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "base/text.h"
#include "workflow/expression_tree.h"
#include "workflow/problem.h"
#include "workflow/readers.h"

namespace stopgate::workflow {

namespace {

using value::Node;

struct Function {
  std::string_view name;  // in lower case
  std::size_t least, most;
};

constexpr std::size_t kAnyNumber = 255;
constexpr auto kFunctions = std::to_array<Function>({
    {"always", 0, 0},
    {"cancelled", 0, 0},
    {"case", 3, kAnyNumber},
    {"contains", 2, 2},
    {"endswith", 2, 2},
    {"failure", 0, 0},
    {"format", 1, kAnyNumber},
    {"fromjson", 1, 1},
    {"hashfiles", 1, kAnyNumber},
    {"join", 1, 2},
    {"startswith", 2, 2},
    {"success", 0, 0},
    {"tojson", 1, 1},
});

// Where an expression stands, what it may name, and which of the functions that are not everywhere
// it may call. The first that fits counts; a place without any is no place for expressions, and is
// not looked at.
struct Place {
  enum Level : std::uint8_t { File, Job, Step } level;
  std::string_view field;  // up to a '.', with '*' for any name
  std::string_view contexts, functions = {};
};

constexpr std::string_view kJobContexts = "github needs strategy matrix vars inputs";
constexpr std::string_view kCredentials = "github needs strategy matrix env vars secrets inputs";
constexpr std::string_view kContainerEnv =
    "github needs strategy matrix job runner env vars secrets inputs";
constexpr std::string_view kStepContexts =
    "github needs strategy matrix job runner env vars secrets steps inputs";
constexpr std::string_view kStepCondition =
    "github needs strategy matrix job runner env vars steps inputs";
constexpr std::string_view kStates = "always cancelled success failure";

constexpr auto kPlaces = std::to_array<Place>({
    {Place::File, "run-name", "github inputs vars"},
    {Place::File, "concurrency", "github inputs vars"},
    {Place::File, "env", "github secrets inputs vars"},
    {Place::File, "on.workflow_call.inputs.*.default", "github inputs vars"},
    {Place::File, "on.workflow_call.outputs.*.value", "github jobs vars inputs"},
    {Place::Job, "container.credentials", kCredentials},
    {Place::Job, "container.env", kContainerEnv},
    {Place::Job, "container", kJobContexts},
    {Place::Job, "services.*.credentials", kCredentials},
    {Place::Job, "services.*.env", kContainerEnv},
    {Place::Job, "services", kJobContexts},
    {Place::Job, "defaults.run", "github needs strategy matrix env vars inputs"},
    {Place::Job, "env", "github needs strategy matrix vars secrets inputs"},
    {Place::Job, "environment.url",
     "github needs strategy matrix job runner env vars steps inputs"},
    {Place::Job, "if", "github needs vars inputs", kStates},
    {Place::Job, "outputs", kStepContexts},
    {Place::Job, "secrets", "github needs strategy matrix secrets inputs vars"},
    {Place::Job, "strategy", "github needs vars inputs"},
    {Place::Job, "concurrency", kJobContexts},
    {Place::Job, "continue-on-error", kJobContexts},
    {Place::Job, "environment", kJobContexts},
    {Place::Job, "name", kJobContexts},
    {Place::Job, "runs-on", kJobContexts},
    {Place::Job, "snapshot", kJobContexts},
    {Place::Job, "timeout-minutes", kJobContexts},
    {Place::Job, "with", kJobContexts},
    {Place::Step, "if", kStepCondition, "always cancelled success failure hashfiles"},
    {Place::Step, "continue-on-error", kStepContexts, "hashfiles"},
    {Place::Step, "env", kStepContexts, "hashfiles"},
    {Place::Step, "name", kStepContexts, "hashfiles"},
    {Place::Step, "run", kStepContexts, "hashfiles"},
    {Place::Step, "timeout-minutes", kStepContexts, "hashfiles"},
    {Place::Step, "with", kStepContexts, "hashfiles"},
    {Place::Step, "working-directory", kStepContexts, "hashfiles"},
});

constexpr std::string_view kContexts =
    "github needs strategy matrix job jobs runner env vars secrets steps inputs";

// Contexts that GitHub itself fills.
struct Known {
  std::string_view context, properties;
};
constexpr auto kKnown = std::to_array<Known>({
    {"github",
     "action action_path action_ref action_repository action_status actor actor_id api_url "
     "artifact_cache_size_limit base_ref env event event_name event_path graphql_url head_ref job "
     "output path ref ref_name ref_protected ref_type repository repository_id repository_owner "
     "repository_owner_id repository_visibility repositoryurl retention_days run_attempt run_id "
     "run_number secret_source server_url sha state step_summary token triggering_actor workflow "
     "workflow_ref workflow_sha workspace"},
    {"job",
     "check_run_id container services status workflow_file_path workflow_ref "
     "workflow_repository workflow_sha"},
    {"runner", "arch debug environment name os temp tool_cache workspace"},
    {"strategy", "fail-fast job-index job-total max-parallel"},
});

// What widely used actions give on. An action that is not here may give on anything.
constexpr auto kActionOutputs = std::to_array<Known>({
    {"actions/cache", "cache-hit"},
    {"actions/checkout", "ref commit"},
    {"actions/download-artifact", "download-path"},
    {"actions/upload-artifact", "artifact-id artifact-url artifact-digest"},
    {"octokit/request-action", "data headers status"},
});

bool names(std::string_view list, std::string_view name) {
  const auto all = split(list, ' ');
  return !list.empty() && std::ranges::find(all, name) != all.end();
}

// Whether a field is the pattern, or below it.
bool is_at(std::string_view field, std::string_view pattern) {
  const auto steps = split(field, '.');
  const auto wanted = split(pattern, '.');
  if (steps.size() < wanted.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (wanted[i] != "*" && wanted[i] != steps[i]) return false;
  return true;
}

const Place* place_of(Place::Level level, std::string_view field) {
  const auto found = std::ranges::find_if(
      kPlaces, [&](const Place& p) { return p.level == level && is_at(field, p.field); });
  return found == kPlaces.end() ? nullptr : &*found;
}

// Names that are declared somewhere, in lower case; nothing when an expression makes them.
using Names = std::optional<std::set<std::string>>;

Names keys_of(const Node& node) {
  if (node.value.is_string() && node.value.as_string().find("${{") != std::string_view::npos)
    return std::nullopt;
  std::set<std::string> out;
  for (const auto& member : node.value.members()) {
    if (member.key.text().find("${{") != std::string_view::npos) return std::nullopt;
    out.insert(to_lower(member.key.text()));
  }
  return out;
}

class ExpressionCheck {
 public:
  ExpressionCheck(const Workflow& workflow, std::vector<Problem>& out)
      : workflow_(workflow), out_(out) {
    for (const auto& job : workflow.jobs) jobs_.emplace(to_lower(job.id), &job);
    read_inputs();
  }

  void check() {
    for (const auto& expression : workflow_.expressions) look(expression, Place::File);
    for (const auto& job : workflow_.jobs) {
      job_ = &job;
      matrix_ = matrix_of(job);
      seen_ = job.steps.size();
      for (const auto& expression : job.expressions) look(expression, Place::Job);
      for (seen_ = 0; seen_ < job.steps.size(); ++seen_)
        for (const auto& expression : job.steps[seen_].expressions) look(expression, Place::Step);
    }
  }

 private:
  void report(std::size_t begin, std::size_t end, std::string message,
              std::string suggestion = {}) {
    auto place = expression_->place;
    const auto length = place.span.end - place.span.begin;
    // The place of a part, where the expression stands in the file as it is.
    if (length == expression_->text.size() && end <= length && begin < end)
      place.span = {place.span.begin + static_cast<std::uint32_t>(begin),
                    place.span.begin + static_cast<std::uint32_t>(end)};
    out_.push_back({ProblemKind::Expression, std::move(message), std::move(suggestion), place});
  }

  void read_inputs() {
    const auto on = child(workflow_.root, "on");
    const auto call = child(on, "workflow_call");
    inputs_ = std::set<std::string>{};
    for (const auto& event : {call, child(on, "workflow_dispatch")})
      for (const auto& member : child(event, "inputs").value.members())
        inputs_->insert(to_lower(member.key.text()));
    // Whoever calls with `secrets: inherit` gives more; but a list that is there is a promise.
    if (workflow_.triggers.size() == 1 && call.value.is_map() && call.value.has(intern("secrets")))
      secrets_ = keys_of(child(call, "secrets"));
    if (secrets_) secrets_->insert({"github_token", "actions_step_debug", "actions_runner_debug"});
  }

  static Names matrix_of(const Job& job) {
    const auto matrix = child(child(job.node, "strategy"), "matrix");
    auto out = keys_of(matrix);
    if (!out || child(job.node, "strategy").value.is_string()) return std::nullopt;
    const auto include = child(matrix, "include");
    if (include.value.is_string()) return std::nullopt;
    for (const auto& row : include.value.items()) {
      const auto more = keys_of({row, {}});
      if (!more || row.is_string()) return std::nullopt;
      out->insert(more->begin(), more->end());
    }
    out->erase("include");
    out->erase("exclude");
    return out;
  }

  void look(const Expression& expression, Place::Level level) {
    expression_ = &expression;
    place_ = place_of(level, expression.field);
    if (place_ == nullptr) return;
    if (!expression.is_closed) {
      report(0, 0, "'${{' is not closed");
      return;
    }
    const auto parsed = parse_expression(expression.text);
    if (!parsed.error.empty()) {
      report(parsed.error_at, parsed.error_at + 1,
             "the expression " + quoted(expression.text, 80) + " cannot be read: " + parsed.error);
      return;
    }
    visit(parsed.root);
    check_type(parsed.root);
  }

  // Mappings that are one expression must be given one.
  void check_type(const Term& root) {
    const bool is_mapping = expression_->field == "container.credentials" ||
                            is_exactly("services.*.credentials") ||
                            expression_->field == "strategy.matrix";
    if (!is_mapping || root.type == TermType::Any || root.type == TermType::Null) return;
    report(root.begin, root.end,
           "'" + expression_->field + "' is a mapping, and this expression gives none");
  }
  [[nodiscard]] bool is_exactly(std::string_view pattern) const {
    return is_at(expression_->field, pattern) &&
           std::ranges::count(expression_->field, '.') == std::ranges::count(pattern, '.');
  }

  void visit(const Term& term) {  // as deep as the parser went
    for (const auto& below : term.children) visit(below);
    if (term.kind == TermKind::Call) check_call(term);
    if (term.kind == TermKind::Context) check_context(term);
  }

  void check_call(const Term& term) {
    const auto name = to_lower(term.name);
    const auto found = std::ranges::find(kFunctions, name, &Function::name);
    if (found == kFunctions.end()) {
      std::vector<std::string_view> known;
      for (const auto& function : kFunctions) known.push_back(function.name);
      report(term.begin, term.end, "there is no function " + quoted(term.name, 60),
             std::string(nearest_name(name, known).value_or("")));
      return;
    }
    const auto count = term.children.size();
    if (count < found->least || count > found->most)
      report(term.begin, term.end,
             "'" + term.name + "' takes " + (count < found->least ? "at least " : "at most ") +
                 std::to_string(count < found->least ? found->least : found->most) +
                 (std::max(found->least, found->most) == 1 ? " argument" : " arguments") +
                 ", not " + std::to_string(count));
    const bool is_special = name == "hashfiles" || names(kStates, name);
    if (is_special && !names(place_->functions, name))
      report(term.begin, term.end,
             "'" + term.name + "' cannot be called in '" + expression_->field + "'");
  }

  void check_context(const Term& term) {
    const auto name = to_lower(term.name);
    if (!names(kContexts, name)) {
      const auto known = split(kContexts, ' ');
      report(term.begin, term.end, "there is no context " + quoted(term.name, 60),
             std::string(nearest_name(name, known).value_or("")));
      return;
    }
    if (!names(place_->contexts, name)) {
      report(term.begin, term.end,
             "'" + term.name + "' cannot be read in '" + expression_->field + "'");
      return;
    }
    if (term.properties.empty() || term.properties.front().name.empty()) return;
    const auto& first = term.properties.front();
    const auto property = to_lower(first.name);
    if (const auto known = std::ranges::find(kKnown, name, &Known::context);
        known != kKnown.end()) {
      if (names(known->properties, property)) return;
      const auto all = split(known->properties, ' ');
      report(first.begin, first.end,
             "'" + term.name + "' has no property " + quoted(first.name, 60),
             std::string(nearest_name(property, all).value_or("")));
      return;
    }
    if (name == "inputs") check_declared(inputs_, first, "the workflow declares no input ");
    if (name == "matrix")
      check_declared(matrix_, first, "the matrix of job " + quoted(job_->id, 60) + " has no ");
    if (name == "secrets")
      check_declared(secrets_, first, "the called workflow declares no secret ");
    if (name == "steps") check_step(term, property);
    if (name == "needs") check_need(term, property);
    if (name == "jobs") check_result(term, property, "outputs result");
  }

  void check_declared(const Names& declared, const Property& property, const std::string& message) {
    if (!declared || declared->contains(to_lower(property.name))) return;
    std::vector<std::string_view> known(declared->begin(), declared->end());
    report(property.begin, property.end, message + quoted(property.name, 60),
           std::string(nearest_name(to_lower(property.name), known).value_or("")));
  }

  void check_step(const Term& term, const std::string& id) {
    const Step* step = nullptr;
    for (std::size_t i = 0; i < std::min(seen_, job_->steps.size()); ++i)
      if (to_lower(text_of(child(job_->steps[i].node, "id"))) == id) step = &job_->steps[i];
    if (step == nullptr) {
      report(term.properties[0].begin, term.properties[0].end,
             "no earlier step of job " + quoted(job_->id, 60) + " has the id " + quoted(id, 60));
      return;
    }
    if (!check_member(term, "outputs outcome conclusion") || step->uses.empty()) return;
    const auto action = to_lower(step->uses.substr(0, step->uses.find('@')));
    const auto known = std::ranges::find(kActionOutputs, action, &Known::context);
    if (known == kActionOutputs.end()) return;
    check_output(term, "'" + action + "' gives no output ",
                 [&](const std::string& name) { return names(known->properties, name); });
  }

  // steps.ID.x, needs.ID.x: whether the second property is one of these. True where a third may
  // be looked at.
  bool check_member(const Term& term, std::string_view members) {
    if (term.properties.size() < 2 || term.properties[1].name.empty()) return false;
    const auto& second = term.properties[1];
    if (names(members, to_lower(second.name))) return to_lower(second.name) == "outputs";
    const auto known = split(members, ' ');
    report(second.begin, second.end,
           "'" + term.name + '.' + term.properties[0].name + "' has no property " +
               quoted(second.name, 60),
           std::string(nearest_name(second.name, known).value_or("")));
    return false;
  }

  template <typename IsKnown>
  void check_output(const Term& term, const std::string& message, const IsKnown& is_known) {
    if (term.properties.size() < 3 || term.properties[2].name.empty()) return;
    const auto& third = term.properties[2];
    if (!is_known(to_lower(third.name)))
      report(third.begin, third.end, message + quoted(third.name, 60));
  }

  void check_need(const Term& term, const std::string& id) {
    const bool is_needed = std::ranges::any_of(
        job_->needs, [&](std::string_view need) { return to_lower(need) == id; });
    if (!is_needed) {
      report(term.properties[0].begin, term.properties[0].end,
             "job " + quoted(job_->id, 60) + " does not wait for " + quoted(id, 60) +
                 ": 'needs' has no such entry");
      return;
    }
    check_result(term, id, "outputs result");
  }

  void check_result(const Term& term, const std::string& id, std::string_view members) {
    const auto found = jobs_.find(id);
    if (found == jobs_.end()) {
      // What `needs` names and is not there is a finding of its own.
      if (to_lower(term.name) == "jobs")
        report(term.properties[0].begin, term.properties[0].end,
               "the workflow has no job " + quoted(id, 60));
      return;
    }
    if (!check_member(term, members) || !found->second->uses.empty()) return;
    const auto outputs = keys_of(child(found->second->node, "outputs"));
    if (!outputs) return;
    check_output(term, "job " + quoted(found->second->id, 60) + " gives no output ",
                 [&](const std::string& name) { return outputs->contains(name); });
  }

  const Workflow& workflow_;
  std::vector<Problem>& out_;
  std::map<std::string, const Job*> jobs_;
  Names inputs_, secrets_, matrix_;
  const Expression* expression_ = nullptr;
  const Place* place_ = nullptr;
  const Job* job_ = nullptr;
  std::size_t seen_ = 0;  // steps of the job that have run
};

}  // namespace

void check_expressions(const Workflow& workflow, std::vector<Problem>& out) {
  ExpressionCheck(workflow, out).check();
}

}  // namespace stopgate::workflow
