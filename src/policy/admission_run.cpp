#include "policy/admission_run.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "policy/admission_plan.h"
#include "policy/admission_request.h"
#include "policy/copy.h"
#include "policy/subjects.h"
#include "yaml/reader.h"

namespace stopgate::policy {

namespace {

using Answer = kubernetes::Match;
using value::Value;

// As an API server counts them (oracles: cost of one expression, of one evaluation of a policy, of
// its match conditions).
constexpr std::uint64_t kExpressionCost = 1'000'000;
constexpr std::uint64_t kPolicyCost = 10'000'000;
constexpr std::uint64_t kConditionsCost = 2'500'000;
constexpr std::size_t kLongestMessage = 5 * 1024;

// A policy without a binding of its own, given by the user: bound to all it matches.
const AdmissionBinding kOwnBinding{.severity = finding::Severity::High};

finding::Subject subject_of(const ObjectPair& pair) {
  const auto& object = (pair.is_there() ? pair.after : pair.before).object();
  return {.address = {},
          .kind = std::string(object.kind),
          .name_space = std::string(object.name_space),
          .name = std::string(object.name)};
}

// One evaluation of one policy: a request, and parameters or none.
class Evaluation {
 public:
  Evaluation(const PlannedAdmission& policy, const RequestValues& request, const Value& params)
      : policy_(policy), activation_(policy.environment) {
    bind("object", request.object);
    bind("oldObject", request.old_object);
    bind("request", request.record);
    bind("namespaceObject", request.namespace_object);
    if (policy.slots.contains("params")) bind("params", params);
    for (const auto* name : {"authorizer", "authorizer.requestResource"})
      activation_.bind_unknown(policy.slots.find(name)->second,
                               "nobody can be asked here what a user may do");
    for (const auto& [slot, program] : policy.variables)
      activation_.bind_lazily(
          slot, [this, &code = *program](cel::EvalContext&) { return evaluate(code, trace_); });
  }

  void allow(std::uint64_t cost) { budget_ = cost; }

  cel::Datum evaluate(const cel::Program& program, cel::Trace* trace) {
    trace_ = trace;
    const auto outcome = evaluator_.evaluate(
        program, activation_, {.cost_limit = std::min(budget_, kExpressionCost), .trace = trace});
    budget_ -= std::min(budget_, outcome.cost);
    return outcome.value;
  }

  // What the API server would answer; empty when the expression gives no usable text.
  std::string message(const cel::Program& program) {
    const auto value = evaluate(program, nullptr);
    if (!value.is_string()) return {};
    const auto text = std::string(trim(value.as_string()));
    return text.size() > kLongestMessage || text.find('\n') != std::string::npos ? "" : text;
  }

 private:
  void bind(std::string_view name, const Value& value) {
    activation_.bind(policy_.slots.find(name)->second, cel::Datum::of(arena_, value));
  }

  const PlannedAdmission& policy_;
  Arena arena_;
  cel::Activation activation_;
  cel::Evaluator evaluator_;
  cel::Trace* trace_ = nullptr;
  std::uint64_t budget_ = 0;
};

// One policy on all requests.
class PolicyRun {
 public:
  PolicyRun(const model::Model& model, const BaseObjects& base, const ResourceNames& names,
            const AdmissionSet& set, const PlannedAdmission& policy, RunResult& out)
      : model_(model), base_(base), names_(names), policy_(policy), out_(out) {
    for (const auto& binding : set.bindings)
      if (binding.policy == policy.source->name) bindings_.push_back(&binding);
    if (bindings_.empty() && policy.source->is_given) bindings_.push_back(&kOwnBinding);
  }

  void run() {
    if (bindings_.empty()) {
      out_.notes.push_back(
          {.severity = source::Severity::Note,
           .message = "ValidatingAdmissionPolicy " + quoted(policy_.source->name) +
                      " is bound by no ValidatingAdmissionPolicyBinding here, and was not run",
           .place = policy_.source->place});
      return;
    }
    for (const auto& pair : base_.pairs()) {
      // The API server does not show its own admission configuration to admission policies.
      const auto& object = (pair.is_there() ? pair.after : pair.before).object();
      if (object.group == "admissionregistration.k8s.io") continue;
      Arena arena;
      const auto request =
          make_request(model_, base_, pair, names_, policy_.source->constraints, arena);
      for (const auto* binding : bindings_)
        if (binding->severity && applies(pair, request, *binding))
          with_params(pair, request, *binding);
    }
  }

 private:
  bool applies(const ObjectPair& pair, const RequestValues& request,
               const AdmissionBinding& binding) {
    auto match = policy_.source->constraints.rules.empty()
                     ? Answer::No
                     : matches(policy_.source->constraints, request.request);
    if (match != Answer::No && binding.resources) {
      const auto narrowed = matches(*binding.resources, request.request);
      if (narrowed != Answer::Yes) match = narrowed;
    }
    if (match == Answer::Unknown)
      undecided(pair, "labels of Namespace " + quoted(request.request.name_space) +
                          ": the Namespace is not among the files");
    return match == Answer::Yes;
  }

  void with_params(const ObjectPair& pair, const RequestValues& request,
                   const AdmissionBinding& binding) {
    if (policy_.source->param_kind.empty() || !binding.params) {
      evaluate(pair, request, binding, Value::null());
      return;
    }
    const auto& reference = *binding.params;
    Arena arena;
    bool is_found = false;
    for (const auto& render : model_.renders) {
      for (const auto index : render.of_kind(policy_.source->param_kind)) {
        const auto& object = render.objects[index];
        if (object.api_version != policy_.source->param_api_version ||
            !is_meant(reference, render, object, request.request))
          continue;
        is_found = true;
        evaluate(pair, request, binding, copy_tree(arena, object.root.value));
      }
    }
    if (is_found) return;
    const auto name =
        reference.name.empty() ? std::string(" that paramRef selects") : "/" + reference.name;
    undecided(pair, "params: " + policy_.source->param_kind + name + " is not among the files");
  }

  bool is_meant(const ParamReference& reference, const kubernetes::Render& render,
                const kubernetes::Object& object, const AdmissionRequest& request) const {
    if (names_.of(object.group, object.kind).is_namespaced) {
      const auto wanted = reference.name_space.empty() ? request.name_space
                                                       : std::string_view(reference.name_space);
      if (render.namespace_of(object) != wanted) return false;
    }
    if (!reference.name.empty()) return object.name == reference.name;
    return kubernetes::selects(reference.selector, object.labels());
  }

  void evaluate(const ObjectPair& pair, const RequestValues& request,
                const AdmissionBinding& binding, const Value& params) {
    Evaluation evaluation(policy_, request, params);
    evaluation.allow(kConditionsCost);
    if (!meets_conditions(pair, evaluation)) return;
    evaluation.allow(kPolicyCost);
    for (const auto& validation : policy_.validations)
      validate(pair, binding, validation, evaluation);
    evaluation.allow(kPolicyCost);
    for (const auto& audit : policy_.audit) {
      const auto value = evaluation.evaluate(*audit, nullptr);
      if (value.is_error()) undecided(pair, failure(value));
    }
  }

  // Any false skips the policy, even when another fails.
  bool meets_conditions(const ObjectPair& pair, Evaluation& evaluation) {
    std::string open;
    for (const auto& condition : policy_.conditions) {
      const auto value = evaluation.evaluate(*condition, nullptr);
      if (value.is_false()) return false;
      if (!value.is_true() && open.empty()) open = failure(value);
    }
    if (!open.empty()) undecided(pair, open);
    return open.empty();
  }

  void validate(const ObjectPair& pair, const AdmissionBinding& binding,
                const PlannedAdmission::Validation& validation, Evaluation& evaluation) {
    cel::Trace trace{.only_placed = true};
    const auto value = evaluation.evaluate(*validation.expression, &trace);
    if (value.is_true()) return;
    if (!value.is_false()) {
      undecided(pair, failure(value));
      return;
    }
    finding::Finding finding;
    finding.policy = id_of(*policy_.source);
    finding.severity = *binding.severity;
    if (validation.message != nullptr) finding.message = evaluation.message(*validation.message);
    if (finding.message.empty()) finding.message = std::string(trim(validation.source->message));
    if (finding.message.empty())
      finding.message =
          "failed expression: " + std::string(trim(validation.source->expression.text));
    finding.subject = subject_of(pair);
    finding.incident = incident(finding, binding);
    finding.remediation = "Change the object so that this holds: " +
                          std::string(trim(validation.source->expression.text));
    place(pair, trace, finding);
    out_.findings.push_back(std::move(finding));
  }

  [[nodiscard]] std::string incident(const finding::Finding& finding,
                                     const AdmissionBinding& binding) const {
    const auto who = "ValidatingAdmissionPolicy " + quoted(policy_.source->name) +
                     (binding.name.empty() ? "" : ", bound by " + quoted(binding.name) + ",");
    const auto what = finding::to_string(finding.subject);
    switch (*binding.severity) {
      case finding::Severity::High:
        return "The API server refuses " + what + ": " + who + " denies it.";
      case finding::Severity::Medium:
        return "The API server takes " + what + " with a warning: " + who + " warns about it.";
      default:
        return "The API server takes " + what + " and records it: " + who + " audits it.";
    }
  }

  static void place(const ObjectPair& pair, const cel::Trace& trace, finding::Finding& finding) {
    finding.attribute = trace.last_path;
    if (!pair.is_there()) return;
    finding.place = trace.last_read.is_known() ? trace.last_read : pair.after.object().name_place;
  }

  static std::string failure(const cel::Datum& value) {
    if (value.is_error())
      return std::string(value.as_error().message) +
             "; the API server may fill in what is not written";
    if (!value.is_unknown()) return "the expression gave no boolean";
    std::string reason;
    for (const auto& attribute : value.as_unknown())
      reason += (reason.empty() ? "" : "; ") + std::string(attribute.path) + ": " +
                std::string(attribute.reason);
    return reason;
  }

  void undecided(const ObjectPair& pair, const std::string& reason) {
    if (!said_.insert(reason).second) return;
    out_.undecided.push_back(
        {.policy = id_of(*policy_.source),
         .subject = subject_of(pair),
         .reason = reason,
         .place = pair.is_there() ? pair.after.object().name_place : source::Place{}});
  }

  const model::Model& model_;
  const BaseObjects& base_;
  const ResourceNames& names_;
  const PlannedAdmission& policy_;
  RunResult& out_;
  std::vector<const AdmissionBinding*> bindings_;
  std::set<std::string> said_;
};

source::Place place_of(const AdmissionMistake& mistake, const source::SourceMap& sources) {
  auto place = mistake.expression->place;
  if (!place.is_known()) return place;
  const auto span = mistake.issue.span;
  place = yaml::place_in_scalar(sources, mistake.expression->place, span.begin);
  const auto end = yaml::place_in_scalar(sources, mistake.expression->place,
                                         span.end > span.begin ? span.end - 1 : span.end);
  place.span.end = std::max(place.span.end, end.span.end);
  return place;
}

// Of our user's policy a mistake ends the run; of one in the tree it is what is wrong with the
// tree.
void tell_mistakes(const model::Model& model, const PlannedAdmission& policy,
                   const RunOptions& options, RunResult& out) {
  for (const auto& mistake : policy.mistakes) {
    if (policy.source->is_given) {
      out.diagnostics.push_back({.message = policy.source->name + ": " + mistake.issue.message,
                                 .help = mistake.issue.help,
                                 .place = options.policy_sources == nullptr
                                              ? source::Place{}
                                              : place_of(mistake, *options.policy_sources)});
      continue;
    }
    finding::Finding finding;
    finding.policy = id_of(*policy.source);
    finding.severity =
        policy.source->ignores_failure ? finding::Severity::Medium : finding::Severity::High;
    finding.message = "the expression does not compile: " + mistake.issue.message;
    finding.incident = policy.source->ignores_failure
                           ? "The policy never runs: what it should stop goes through."
                           : "The API server refuses the policy, or every request that it matches.";
    finding.remediation =
        mistake.issue.help.empty() ? "Correct the expression." : mistake.issue.help;
    finding.place = place_of(mistake, *model.sources);
    finding.subject = {.address = {},
                       .kind = "ValidatingAdmissionPolicy",
                       .name_space = {},
                       .name = policy.source->name};
    out.findings.push_back(std::move(finding));
  }
}

}  // namespace

AdmissionSet find_admission(const model::Model& model, const AdmissionSet& given) {
  auto set = given;
  for (const auto& render : model.renders)
    for (const auto& object : render.objects) static_cast<void>(read_admission(object, false, set));
  return set;
}

void run_admission(const model::Model& model, const AdmissionSet& set, const RunOptions& options,
                   RunResult& out) {
  static const std::vector<std::string> kNone;
  for (const auto& name : options.admission_ids.empty() ? set.mutating : kNone)
    out.notes.push_back({.severity = source::Severity::Note,
                         .message = "MutatingAdmissionPolicy " + quoted(name) +
                                    " changes objects before they are stored, and was not run"});
  if (set.policies.empty()) return;
  const auto minor = admission_minor(options.parameters);
  const BaseObjects base(model);
  const ResourceNames names(model);
  for (const auto& policy : set.policies) {
    if (!matches_any(options.admission_ids, id_of(policy))) continue;
    const auto planned = plan_admission(policy, minor);
    if (planned.mistakes.empty())
      PolicyRun(model, base, names, set, planned, out).run();
    else
      tell_mistakes(model, planned, options, out);
  }
}

}  // namespace stopgate::policy
