#pragma once

// A Review: the whole answer of one run, ready to be reported. Reports know nothing else.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "finding/finding.h"
#include "finding/shard.h"
#include "finding/suppress.h"
#include "finding/suppression.h"
#include "plan/diff.h"
#include "source/diagnostic.h"

namespace stopgate::review {

enum class Verdict : std::uint8_t { Pass, Fail, Incomplete };

[[nodiscard]] std::string_view name_of(Verdict verdict);  // "pass", "fail", "incomplete"

// A policy that could not be decided because something is not known.
struct Undecided {
  std::string policy;
  finding::Subject subject;
  std::string reason;  // "resource.kms_key_id: data.aws_ssm_parameter.x is known only after apply"
  source::Place place;
  bool operator==(const Undecided&) const = default;
};

struct PolicyCount {
  std::string policy;
  std::size_t matched = 0;  // resources, objects, changes it was evaluated on
  std::size_t findings = 0;
  std::size_t undecided = 0;
};

struct Coverage {
  std::size_t files = 0;                // seen
  std::size_t parsed = 0;               // understood, wholly or in part
  std::vector<std::string> unreadable;  // not understood at all, or with errors
  std::vector<std::pair<std::string, std::string>> skipped;  // path and why: not an input of ours
  std::size_t resources = 0;  // Terraform resources, Kubernetes objects, plan changes
  std::vector<PolicyCount> policies;
  std::vector<Undecided> undecided;
  std::size_t suppressed = 0;
  std::size_t accepted = 0;  // by the baseline
};

using plan::Edit;
using plan::Light;
using plan::Noise;

// What happens to one attribute, and where the configuration writes it.
struct AttributeLine {
  plan::AttributeEdit edit;
  source::Place place;
};

// One row of the plan part: what happens to a resource.
struct ChangeLine {
  std::string address;
  std::string action;  // "create", "update", "replace", "delete", "forget", "read", …
  std::string type;
  std::string reason;          // "cidr_block 10.0.0.0/16 → 10.1.0.0/16 forces the replacement"
  std::string loss;            // data-loss class "D0".."D4"; empty where nothing is destroyed
  std::string loss_note;       // "database, no final snapshot"
  source::Place place;         // the header of the block that declares it
  std::string plan;            // path of the plan it comes from
  std::string module;          // module.a["x"]; empty in the root
  source::Place block;         // all of the block
  bool creates_first = false;  // a replacement that makes the new object before the old one goes
  Light light = Light::No;     // an update of nothing but tags, texts or computed values
  // What differs; of what is made or destroyed whole only where a report asks for it.
  std::vector<AttributeLine> attributes;
  std::size_t attributes_left_out = 0;
  // What it comes from when no configuration asked for it: "drift", "deleted" (outside), "failed"
  // (an earlier apply), "request", "pending".
  std::string origin;
  std::vector<std::string> why;  // from the root to this change (plan/why.h)
  std::vector<std::string>
      dependents;  // of what is destroyed or replaced: "aws_lb.web", "output.url"
  std::size_t dependents_left_out = 0;
  std::string digest;  // plan/fingerprint.h; only where a report asks for it
};

// A change made outside of Terraform.
struct DriftLine {
  std::string address;
  std::string action;             // "update", "delete": what was done
  std::string outcome;            // "reverted", "accepted", "recreated"
  std::vector<std::string> rows;  // "retention_in_days: 90 → 1"
  std::string plan;
};

// An output of the root whose value changes.
struct OutputLine {
  std::string name;
  std::string action;         // "create", "update", "delete"
  std::string before, after;  // as a reader of a diff sees them; empty where there is none
  std::string plan;
};

struct PlanLine {
  std::string path;
  std::string mode;  // "normal", "destroy", "refresh-only"
  std::string terraform_version;
  std::string fingerprint;  // plan/fingerprint.h; only where a report asks for it
  bool is_errored = false;
  bool is_complete = true;  // false: -target, or changes put off
};

// A finding that stands in a change, at one of its attributes or at the whole of it.
struct FindingMark {
  std::size_t finding = 0;    // index into Review::findings
  std::size_t attribute = 0;  // index into the first change's attributes, or kWhole

  static constexpr std::size_t kWhole = static_cast<std::size_t>(-1);
  bool operator==(const FindingMark&) const = default;
};

// Changes that are read as one: instances that change alike, and updates of nothing but the same
// tags.
struct ChangeGroup {
  std::vector<std::size_t> changes;  // indexes into Review::changes
  std::vector<FindingMark> findings;
};

// A comment or annotation that silences findings, or was meant to, and why a reviewer should look.
struct SuppressionNote {
  source::Place place;
  std::string tool;  // whose form it has
  std::vector<std::string> policies;
  std::string reason, owner;
  std::size_t findings = 0;           // that it silences
  bool is_new = false;                // the change adds it
  std::vector<std::string> problems;  // "gives no reason", "ended on 2026-01-31", …
  finding::SuppressionState state = finding::SuppressionState::Used;
  bool operator==(const SuppressionNote&) const = default;
};

// How many findings of a severity may be there before the review fails.
struct Allowance {
  finding::Severity severity = finding::Severity::Medium;
  std::size_t most = 0;
  std::size_t found = 0;
};

// What was compared.
struct Comparison {
  std::string base, head;  // as given
  std::string base_commit,
      head_commit;        // the first where the histories parted; the second empty for a worktree
  std::size_t files = 0;  // that changed
};

// Someone entitled to it lets the change pass.
struct Override {
  std::string owner, label;
  std::size_t findings = 0;
};

struct Review {
  Verdict verdict = Verdict::Pass;
  finding::Severity gate = finding::Severity::High;
  bool judges_old = false;  // findings that were there before the change count too
  std::string headline;     // "STOP: destroys aws_db_instance.main (database, no final snapshot)"
  std::vector<finding::Finding> findings;  // ranked: worst first, then by place
  std::vector<ChangeLine> changes;         // data loss first
  std::vector<ChangeGroup> groups;         // of all changes, in their order
  std::vector<DriftLine> drift;            // by address
  std::vector<OutputLine> outputs;         // by name
  std::vector<PlanLine> plans;
  std::vector<source::Diagnostic> diagnostics;
  Coverage coverage;
  std::vector<SuppressionNote> suppressions;  // that a reviewer should look at, by place
  std::vector<Allowance> allowances;
  std::optional<Comparison> comparison;
  std::optional<Override> override_by;
  std::optional<finding::Shard> shard;  // where this is a part of a run
};

// 0 pass, 1 findings at or above the gate, 3 incomplete.
[[nodiscard]] int exit_status(const Review& review);

// Whether it is told and counted: new, or old in a review of everything.
[[nodiscard]] bool is_judged(const Review& review, const finding::Finding& finding);

// Whether it makes the review fail: judged, and at or above the gate, as far as its level says so.
[[nodiscard]] bool is_at_gate(const Review& review, const finding::Finding& finding);

// Data, keys or identities go, with or without a backup: classes D0 and D1.
[[nodiscard]] bool is_data_loss(const ChangeLine& change);

}  // namespace stopgate::review
