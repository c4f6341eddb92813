#include "terraform/evaluation.h"

#include <algorithm>

#include "base/text.h"

namespace stopgate::terraform {

namespace {

// Declarations that wait for each other. Real configurations stay below 30.
constexpr std::size_t kMaxWaiting = 256;
// What a chain of them may take of the stack, whatever their expressions are.
constexpr std::ptrdiff_t kMaxStackBytes = std::ptrdiff_t{3} << 20;
// How many blocks of the most instances that one may have (Limits::instances) a root may hold.
constexpr std::size_t kInstanceLimits = 50;

const char* stack_position() {
  return static_cast<const char*>(__builtin_frame_address(0));
}

}  // namespace

Evaluation::Evaluation(source::SourceMap& sources, const source::FileSystem& files,
                       const source::FileSystem& callers_files, const Folder& root,
                       const LoadOptions& options)
    : sources_(sources),
      files_(files),
      callers_files_(callers_files),
      root_(root),
      options_(options),
      schemas_(options.provider_schemas, options.checks_arguments),
      stack_base_(stack_position()) {
  eval_options_.files = &files;
  eval_options_.folder = root.path;
  eval_options_.shown_folder = root.shown;
  eval_options_.repository = options.repository;
  eval_options_.sources = &sources;
  eval_options_.limits = options.limits;
}

CtyValue Evaluation::evaluate(const hcl::Expression& expression, source::FileId file,
                              const Scope& scope) {
  auto result = terraform::evaluate(expression, file, scope, eval_options_);
  report(result.diagnostics);
  return std::move(result.value);
}

void Evaluation::report(const source::Diagnostics& diagnostics) {
  for (const auto& diagnostic : diagnostics) report(diagnostic);
}

void Evaluation::report(source::Diagnostic diagnostic) {
  if (is_full_ || !seen_.emplace(diagnostic.place, diagnostic.path, diagnostic.message).second)
    return;
  diagnostics_.push_back(std::move(diagnostic));
  if (diagnostics_.size() < options_.limits.diagnostics) return;
  is_full_ = true;
  diagnostics_.push_back({.message = "more than " + std::to_string(options_.limits.diagnostics) +
                                     " problems; the rest is not listed",
                          .help = "solve these first, or raise the limit 'diagnostics'",
                          .path = root_.shown});
}

source::Diagnostics Evaluation::take_diagnostics() {
  return std::move(diagnostics_);
}

bool Evaluation::is_too_deep() const {
  const auto used = stack_base_ - stack_position();
  return busy_.size() >= kMaxWaiting || used > kMaxStackBytes || used < -kMaxStackBytes;
}

void Evaluation::report_cycle(const std::string& name, source::Place place) {
  const auto first = std::ranges::find(busy_, name);
  std::vector<std::string> names(first, busy_.end());
  if (names.size() == 1) {
    report({.message = quoted(name) + " refers to itself",
            .help = "remove the reference",
            .place = place,
            .path = {}});
    return;
  }
  // One message per circle, wherever it was entered.
  std::ranges::rotate(names, std::ranges::min_element(names));
  names.push_back(names.front());
  report({.message = "these need each other: " + printable(join(names, " -> "), 1000),
          .help = "break the circle",
          .place = place,
          .path = {}});
}

Evaluation::Turn Evaluation::begin(Task& task, const std::string& name, source::Place place) {
  switch (task.state) {
    case Task::State::Done:
      return Turn::Done;
    case Task::State::Busy:
      report_cycle(name, place);
      return Turn::Refused;
    case Task::State::New:
      break;
  }
  if (is_too_deep()) {
    report({.message = quoted(name) + " is not evaluated: more than " +
                       std::to_string(kMaxWaiting) + " declarations wait for each other here",
            .help = "shorten the chain of references",
            .place = place,
            .path = {}});
    return Turn::Refused;
  }
  task.state = Task::State::Busy;
  busy_.push_back(name);
  return Turn::Compute;
}

void Evaluation::finish(Task& task) {
  task.state = Task::State::Done;
  busy_.pop_back();
}

bool Evaluation::take_instance(source::Place place) {
  const auto limit = options_.limits.instances * kInstanceLimits;
  if (instances_ > limit) return false;
  if (++instances_ <= limit) return true;
  report({.message = "this root has more than " + std::to_string(limit) +
                     " resources and nested blocks; the rest is not read",
          .help = "raise the limit 'instances'",
          .place = place,
          .path = {}});
  return false;
}

CtyValue not_evaluated(std::string subject) {
  return CtyValue::unknown(Type::dynamic(),
                           {.reason = std::string(kNotEvaluated), .subject = std::move(subject)});
}

}  // namespace stopgate::terraform
