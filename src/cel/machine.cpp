#include "cel/machine.h"

#include <algorithm>

namespace stopgate::cel {

namespace {

// A pattern may not take more than this to compile or match; RE2 refuses dearer ones.
constexpr std::int64_t kRegexMemory = std::int64_t{4} << 20;
constexpr std::size_t kCachedRegexes = 256;

}  // namespace

std::unique_ptr<RE2> compile_regex(std::string_view pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kRegexMemory);
  return std::make_unique<RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
}

Machine::Machine(const Program& program, Workspace& workspace, Activation& activation,
                 const EvalOptions& options)
    : program_(program),
      arena_(&workspace.arena),
      kept_(&workspace.kept),
      regexes_(&workspace.regexes),
      places_(&workspace.places),
      activation_(&activation),
      options_(options),
      locals_(workspace.arena.make_array<Local>(program.locals)) {}

Machine::Machine(Program& program, std::uint64_t cost_limit)
    : program_(program), arena_(&program.arena), kept_(&program.kept), regexes_(&own_regexes_) {
  options_.cost_limit = cost_limit;
}

Machine::~Machine() = default;

const Opaque& Machine::keep(std::unique_ptr<Opaque> value) {
  return *kept_->emplace_back(std::move(value));
}

bool Machine::charge(std::uint64_t cost) {
  cost_ = cost > UINT64_MAX - cost_ ? UINT64_MAX : cost_ + cost;
  if (cost_ > options_.cost_limit) exhausted_ = true;
  return !exhausted_;
}

const RE2& Machine::regex(std::string_view pattern) {
  const auto found = regexes_->find(pattern);
  if (found != regexes_->end()) return *found->second;
  if (regexes_->size() >= kCachedRegexes) regexes_->clear();
  return *regexes_->emplace(std::string(pattern), compile_regex(pattern)).first->second;
}

Datum Machine::run(const Node& node) {
  return evaluate(node);
}

Outcome Machine::finish(const Datum& result) {
  Outcome outcome{.value = result, .cost = cost_, .read_sensitive = read_sensitive_};
  if (exhausted_)
    outcome.value = error(*program_.root, "operation cancelled: actual cost limit exceeded");
  if (options_.trace != nullptr && last_read_ != nullptr)
    options_.trace->last_path = path_of(*last_read_);
  return outcome;
}

Datum Machine::evaluate(const Node& node) {
  const auto value = evaluate_by_kind(node);
  return options_.steps == nullptr ? value : noted(node, value);
}

// Constants speak for themselves.
Datum Machine::noted(const Node& node, const Datum& value) {
  if (node.kind != NodeKind::Constant)
    options_.steps->push_back({node.span, value, read_sensitive_});
  return value;
}

// Everything but attributes in one place: what a reader wants to know is which function does what.
Datum Machine::evaluate_by_kind(const Node& node) {
  if (exhausted_) return error(node, "operation cancelled: actual cost limit exceeded");
  switch (node.kind) {
    case NodeKind::Constant:
      cost_ += node.cost;
      return node.constant;
    case NodeKind::Variable:
    case NodeKind::Local:
    case NodeKind::Select:
    case NodeKind::Index:
      return partly_unknown(node, whole(node));
    case NodeKind::Has:
    case NodeKind::OptionalSelect:
    case NodeKind::OptionalIndex:
      return whole(node);
    case NodeKind::And:
    case NodeKind::Or:
      return logic(node);
    case NodeKind::Conditional:
      return conditional(node);
    case NodeKind::OptionalOr:
    case NodeKind::OptionalOrValue:
      return optional_or(node);
    case NodeKind::Not:
    case NodeKind::Negate:
      return unary(node);
    case NodeKind::Equal:
    case NodeKind::NotEqual:
    case NodeKind::Less:
    case NodeKind::LessOrEqual:
    case NodeKind::Greater:
    case NodeKind::GreaterOrEqual:
    case NodeKind::Add:
    case NodeKind::Subtract:
    case NodeKind::Multiply:
    case NodeKind::Divide:
    case NodeKind::Modulo:
    case NodeKind::In:
      return binary(node);
    case NodeKind::Size:
      return size(node);
    case NodeKind::Matches:
      return matches(node);
    case NodeKind::Call:
      return call(node);
    case NodeKind::List:
      return list(node);
    case NodeKind::Map:
      return map(node);
    case NodeKind::Fold:
      return fold(node);
  }
  return {};
}

Datum Machine::error(const Node& node, std::string_view message) {
  return Datum::error(*arena_, message, node.span);
}

Datum Machine::located(const Node& node, const Datum& result) {
  if (!result.is_error() || result.as_error().span != source::Span{}) return result;
  return Datum::error(*arena_, result.as_error().message, node.span);
}

Datum Machine::unknown(const Node& node, std::string_view subject, std::string_view reason) {
  auto path = path_of(node);
  if (path.empty()) path = std::string(subject);
  const UnknownAttribute attribute{arena_->copy(path), reason};
  return Datum::unknown(*arena_, {&attribute, 1});
}

// The attributes of both, each once.
Datum Machine::merge(const Datum& a, const Datum& b) {
  if (!a.is_unknown()) return b;
  if (!b.is_unknown()) return a;
  std::vector<UnknownAttribute> all(a.as_unknown().begin(), a.as_unknown().end());
  for (const auto& attribute : b.as_unknown()) {
    const bool is_known = std::any_of(
        all.begin(), all.end(), [&](const auto& other) { return other.path == attribute.path; });
    if (!is_known) all.push_back(attribute);
  }
  return Datum::unknown(*arena_, all);
}

Datum Machine::partly_unknown(const Node& node, const Datum& value) {
  if (options_.partly_unknown == PartlyUnknown::Precise || value.is_unknown() || value.is_error())
    return value;
  return holds_unknown(value) ? unknown(node, {}, "part of it is not known") : value;
}

}  // namespace stopgate::cel
