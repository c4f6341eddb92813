#include "policy/run.h"

#include <algorithm>
#include <cassert>
#include <unordered_map>

#include "base/parallel.h"
#include "base/text.h"
#include "policy/admission_run.h"
#include "policy/crd_rules.h"
#include "policy/dated_facts.h"
#include "policy/fix.h"
#include "policy/kubernetes_version.h"
#include "policy/render_cache.h"
#include "policy/subjects.h"

namespace stopgate::policy {

namespace {

// What one thread found on its share of the subjects.
struct Share {
  std::vector<finding::Finding> findings;
  std::vector<Undecided> undecided;
  std::unordered_map<const PlannedPolicy*, Count> counts;
};

// The policies of one target, planned, and the subjects they look at.
struct Job {
  TargetEnvironment target;
  std::unique_ptr<Subjects> subjects;
  std::vector<std::unique_ptr<PlannedPolicy>> policies;
  // By Subjects::key: the policies that match.
  std::unordered_map<std::string, std::vector<const PlannedPolicy*>> by_key;
};

// Evaluates every matching policy on one subject.
class SubjectRun {
 public:
  SubjectRun(const model::Model& model, RenderCache& renders, const Job& job, std::size_t subject,
             const RunOptions& options, cel::Evaluator& evaluator, cel::Activation& activation,
             Share& share)
      : job_(job),
        subject_(subject),
        options_(options),
        evaluator_(evaluator),
        activation_(activation),
        share_(share),
        host_(job.subjects->host(subject)) {
    host_.model = &model;
    host_.renders = &renders;
  }

  void run(const PlannedPolicy& policy) {
    auto& count = share_.counts[&policy];
    const auto before = share_.findings.size();
    count_ = &count;
    undecided_before_ = share_.undecided.size();
    bind(policy);
    if (!applies(policy)) {
      count.undecided += share_.undecided.size() - undecided_before_;
      return;
    }
    ++count.matched;
    count.failures.resize(policy.validations.size());
    for (std::size_t i = 0; i < policy.validations.size(); ++i) {
      const auto found = share_.findings.size();
      validate(policy, policy.validations[i]);
      count.failures[i] += share_.findings.size() - found;
    }
    count.findings += share_.findings.size() - before;
    count.undecided += share_.undecided.size() - undecided_before_;
  }

 private:
  void bind(const PlannedPolicy& policy) {
    activation_.bind_aside(job_.target.slot("params"), cel::Datum::of(policy.parameters));
    for (const auto& variable : policy.variables) {
      const auto* program = variable.expression.get();
      activation_.bind_lazily(
          variable.slot, [this, program](cel::EvalContext&) { return evaluate(*program, trace_); });
    }
  }

  // A variable is evaluated inside the expression that names it, and leaves its reads in its trace.
  cel::Datum evaluate(const LazyProgram& program, cel::Trace* trace) {
    return evaluate_whole(program, trace).value;
  }

  cel::Outcome evaluate_whole(const LazyProgram& program, cel::Trace* trace) {
    const auto* compiled = program.get();
    assert(compiled != nullptr);
    trace_ = trace;
    auto outcome = evaluator_.evaluate(
        *compiled, activation_,
        {.cost_limit = options_.limits.policy_cost, .host = &host_, .trace = trace});
    count_->cost += outcome.cost;
    return outcome;
  }

  bool applies(const PlannedPolicy& policy) {
    for (const auto& condition : policy.conditions) {
      cel::Trace trace;
      const auto verdict = evaluate(*condition, &trace);
      if (verdict.is_true()) continue;
      if (!verdict.is_false()) undecided(policy, verdict, trace);
      return false;
    }
    return true;
  }

  void validate(const PlannedPolicy& policy, const PlannedValidation& validation) {
    // The state before the change stands in files that are not under review.
    cel::Trace trace{.only_placed = policy.source->target == Target::ObjectChange};
    const auto verdict = evaluate(*validation.expression, &trace);
    if (verdict.is_true()) return;
    if (!verdict.is_false()) {
      undecided(policy, verdict, trace);
      return;
    }
    auto description = job_.subjects->describe(subject_);
    finding::Finding finding;
    finding.policy = policy.source->id;
    finding.severity = validation.source->severity.value_or(policy.source->severity);
    finding.message = message(policy, validation);
    finding.incident = policy.source->incident;
    finding.remediation = policy.source->remediation;
    finding.is_secret = policy.source->is_secret;
    if (validation.at != nullptr) {
      cel::Trace pointed;
      static_cast<void>(evaluate(*validation.at, &pointed));
      if (pointed.last_read.is_known() || !pointed.last_path.empty()) trace = std::move(pointed);
    }
    finding.place = place(trace, description);
    finding.path = description.path;
    finding.attribute = trace.last_path;
    finding.subject = std::move(description.subject);
    finding.related = std::move(description.related);
    if (!description.environment.empty())
      finding.environments.push_back(std::move(description.environment));
    finding.fix = fix(policy, validation);
    share_.findings.push_back(std::move(finding));
  }

  std::string message(const PlannedPolicy& policy, const PlannedValidation& validation) {
    if (validation.message != nullptr) {
      const auto text = evaluate_whole(*validation.message, nullptr);
      // What a sensitive value went into is not printed: the title has to do.
      if (text.value.is_string() && !text.read_sensitive)
        return std::string(text.value.as_string());
    }
    return validation.source->message.empty()
               ? to_lower(policy.source->title.substr(0, 1)) + policy.source->title.substr(1)
               : validation.source->message;
  }

  // What a secret or a sensitive value went into is not offered: a report would print it.
  std::optional<finding::Fix> fix(const PlannedPolicy& policy,
                                  const PlannedValidation& validation) {
    if (validation.fix_text == nullptr || policy.source->is_secret) return std::nullopt;
    const auto text = evaluate_whole(*validation.fix_text, nullptr);
    if (text.read_sensitive) return std::nullopt;
    cel::Trace trace;
    const auto replaces = evaluate(*validation.fix_replaces, &trace);
    return make_fix(validation.source->fix.title, text.value, replaces, place_read(trace));
  }

  source::Place place_read(const cel::Trace& trace) const {
    if (trace.last_read.is_known()) return trace.last_read;
    return job_.subjects->place_of(subject_, trace.last_path);
  }

  source::Place place(const cel::Trace& trace, const Description& description) const {
    const auto read = place_read(trace);
    return read.is_known() ? read : description.place;
  }

  void undecided(const PlannedPolicy& policy, const cel::Datum& verdict, const cel::Trace& trace) {
    // One reason is enough: a policy is undecided on a subject once, however many validations hang
    // on it.
    if (share_.undecided.size() > undecided_before_) return;
    auto description = job_.subjects->describe(subject_);
    Undecided out{.policy = policy.source->id,
                  .subject = std::move(description.subject),
                  .reason = {},
                  .place = place(trace, description),
                  .is_error = false};
    if (verdict.is_unknown()) {
      for (const auto& attribute : verdict.as_unknown()) {
        if (!out.reason.empty()) out.reason += "; ";
        out.reason += std::string(attribute.path) + ": " + std::string(attribute.reason);
      }
    } else {
      out.is_error = true;
      out.reason = verdict.is_error() ? std::string(verdict.as_error().message)
                                      : "the expression gave no boolean";
    }
    share_.undecided.push_back(std::move(out));
  }

  const Job& job_;
  std::size_t subject_;
  const RunOptions& options_;
  cel::Evaluator& evaluator_;
  cel::Activation& activation_;
  Share& share_;
  Host host_;
  cel::Trace* trace_ = nullptr;
  Count* count_ = nullptr;            // of the policy at hand
  std::size_t undecided_before_ = 0;  // of the policy at hand
};

// Subjects of one piece of work: small enough to share out, large enough to pay for an evaluator.
constexpr std::size_t kSubjectsAPiece = 64;

// Variables that are the same for every subject.
struct Common {
  value::Value kubernetes;
  value::Value as_of;
};

// The state before a change has places in files of the state after it, which tell nothing here.
std::string_view path_of(source::Place place, std::string_view path, const model::Model& model) {
  return place.is_known() && place.file < model.sources->size()
             ? std::string_view(model.sources->file(place.file).path())
             : path;
}

bool is_in(const finding::Shard& shard, const Description& description, const model::Model& model) {
  return shard.holds(description.subject, path_of(description.place, description.path, model));
}

void run_piece(const model::Model& model, RenderCache& renders, const Job& job, std::size_t first,
               std::size_t last, const Common& common, const RunOptions& options, Share& share) {
  cel::Evaluator evaluator;
  cel::Activation activation(job.target.environment);
  for (auto i = first; i < last; ++i) {
    const auto found = job.by_key.find(job.subjects->key(i));
    if (found == job.by_key.end() || found->second.empty()) continue;
    if (options.shard.count > 1 && !is_in(options.shard, job.subjects->describe(i), model))
      continue;
    evaluator.reset();
    activation.reset();
    Arena arena;
    Binder binder(job.target, activation, arena);
    job.subjects->bind(i, binder);
    binder.bind_aside("kubernetes", common.kubernetes);
    binder.bind_aside("asOf", common.as_of);
    SubjectRun run(model, renders, job, i, options, evaluator, activation, share);
    for (const auto* policy : found->second) run.run(*policy);
  }
}

Job make_job(Target target, const model::Model& model, const SubjectOptions& subject_options,
             const std::vector<const Policy*>& policies, const RunOptions& options, Arena& arena,
             source::Diagnostics& diagnostics) {
  Job job{.target = {cel::Environment::standard(), {}},
          .subjects = make_subjects(target, model, subject_options),
          .policies = {},
          .by_key = {}};
  std::vector<std::size_t> firsts;
  for (std::size_t i = 0; i < job.subjects->size(); ++i)
    if (job.by_key.try_emplace(job.subjects->key(i)).second) firsts.push_back(i);
  std::vector<const Policy*> wanted;
  for (const auto* policy : policies) {
    if (policy->target != target) continue;
    if (std::ranges::any_of(firsts,
                            [&](std::size_t i) { return job.subjects->matches(policy->match, i); }))
      wanted.push_back(policy);
  }
  if (wanted.empty()) return job;
  job.target = make_environment(target);
  for (const auto* policy : wanted) declare_variables(*policy, job.target);
  for (const auto* policy : wanted) {
    if (!options.are_checked) {
      source::Diagnostics mistakes;
      check_expressions(*policy, job.target, options.policy_sources, mistakes);
      std::ranges::copy(mistakes, std::back_inserter(diagnostics));
      if (!mistakes.empty()) continue;
    }
    auto planned = plan_policy(*policy, job.target, options.parameters, arena);
    for (const auto i : firsts)
      if (job.subjects->matches(policy->match, i))
        job.by_key[job.subjects->key(i)].push_back(planned.get());
    job.policies.push_back(std::move(planned));
  }
  return job;
}

void merge(std::vector<Share>& shares, RunResult& out) {
  std::unordered_map<const Policy*, Count*> by_policy;
  for (auto& count : out.counts) by_policy.emplace(count.policy, &count);
  for (auto& share : shares) {
    std::ranges::move(share.findings, std::back_inserter(out.findings));
    std::ranges::move(share.undecided, std::back_inserter(out.undecided));
    for (const auto& [planned, count] : share.counts) {
      auto& total = *by_policy.at(planned->source);
      total.matched += count.matched;
      total.failures.resize(std::max(total.failures.size(), count.failures.size()));
      for (std::size_t i = 0; i < count.failures.size(); ++i)
        total.failures[i] += count.failures[i];
      total.findings += count.findings;
      total.undecided += count.undecided;
      total.cost += count.cost;
    }
  }
}

// What rules of Kubernetes' own found. They are run whole by every shard: they are few.
void take_rules(RunResult&& rules, const finding::Shard& shard, const model::Model& model,
                RunResult& out) {
  for (auto& finding : rules.findings)
    if (shard.holds(finding.subject, path_of(finding.place, finding.path, model)))
      out.findings.push_back(std::move(finding));
  for (auto& undecided : rules.undecided)
    if (shard.holds(undecided.subject, path_of(undecided.place, {}, model)))
      out.undecided.push_back(std::move(undecided));
  std::ranges::move(rules.diagnostics, std::back_inserter(out.diagnostics));
  std::ranges::move(rules.notes, std::back_inserter(out.notes));
}

}  // namespace

RunResult run(const model::Model& model, const std::vector<const Policy*>& policies,
              const RunOptions& options) {
  RunResult out;
  for (const auto* policy : policies) out.counts.push_back({.policy = policy});
  Arena arena;
  RenderCache renders;
  auto clusters = read_clusters(options.parameters);
  if (!clusters) {
    out.diagnostics.push_back(
        {.message = clusters.error().message, .help = {}, .place = {}, .path = {}});
    clusters = std::vector<Cluster>{};
  }
  const Common common{.kubernetes = kubernetes_version_facts(*clusters, arena),
                      .as_of = value::Value::string(
                          arena, options.as_of.empty() ? dated_facts().as_of : options.as_of)};
  const SubjectOptions subject_options{.kubernetes_minors = minors_of(*clusters),
                                       .jobs = options.jobs};
  for (std::size_t t = 0; t < kTargetCount; ++t) {
    const auto target = static_cast<Target>(t);
    if (std::ranges::none_of(policies,
                             [&](const Policy* policy) { return policy->target == target; }))
      continue;
    const auto job =
        make_job(target, model, subject_options, policies, options, arena, out.diagnostics);
    if (job.policies.empty()) continue;
    const auto pieces = (job.subjects->size() + kSubjectsAPiece - 1) / kSubjectsAPiece;
    std::vector<Share> shares(pieces);
    parallel_for(pieces, options.jobs, [&](std::size_t piece) {
      const auto first = piece * kSubjectsAPiece;
      run_piece(model, renders, job, first, std::min(first + kSubjectsAPiece, job.subjects->size()),
                common, options, shares[piece]);
    });
    merge(shares, out);
  }
  if (options.admission != nullptr) {
    RunResult rules;
    run_admission(model, find_admission(model, *options.admission), options, rules);
    run_crd_rules(model, options, rules);
    take_rules(std::move(rules), options.shard, model, out);
  }
  return out;
}

}  // namespace stopgate::policy
