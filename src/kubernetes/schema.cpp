#include "kubernetes/schema.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/parallel.h"
#include "base/text.h"
#include "kubernetes/crd_check.h"
#include "kubernetes/crd_registry.h"
#include "kubernetes/lifecycle.h"
#include "kubernetes/names.h"
#include "kubernetes/type_check.h"

namespace stopgate::kubernetes {

namespace {

// The minors to check an object against: those asked for that serve it, else the nearest that does.
// That a version is not served is told elsewhere (apiLifecycle), and hides no other problem.
std::vector<int> minors_for(const ServedKind& served, Versions versions) {
  const auto& table = schema_table();
  std::vector<int> minors;
  for (const auto minor : versions)
    if (minor >= table.oldest && minor <= table.newest && (served.minors & table.bit(minor)) != 0)
      minors.push_back(minor);
  if (!minors.empty()) return minors;
  const auto wanted = versions.empty() ? table.newest : versions.front();
  std::optional<int> nearest;
  for (auto minor = table.oldest; minor <= table.newest; ++minor)
    if ((served.minors & table.bit(minor)) != 0 &&
        (!nearest || std::abs(minor - wanted) < std::abs(*nearest - wanted)))
      nearest = minor;
  return {nearest.value_or(table.newest)};
}

class ObjectCheck {
 public:
  ObjectCheck(const Object& object, std::size_t index, const CrdRegistry& registry)
      : object_(object), index_(index), registry_(registry) {}

  std::vector<SchemaProblem> check(Versions versions) {
    const auto& table = schema_table();
    const auto served = table.find(object_.api_version, object_.kind);
    if (!served.empty()) return check_own(served, versions);
    if (const auto* custom = registry_.find(object_.api_version, object_.kind))
      return check_custom_resource(*custom);
    ProblemSink sink(index_);
    if (find_lifecycle(object_.api_version, object_.kind) != nullptr) return {};
    if (!table.is_own_group(object_.group)) {
      sink.report(ProblemKind::NoSchema, object_.kind_place,
                  "the definition of " + std::string(object_.api_version) + ' ' +
                      std::string(object_.kind) + " is not here");
    } else {
      report_unknown_kind(sink);
    }
    return std::move(sink.problems());
  }

 private:
  std::vector<SchemaProblem> check_own(std::span<const ServedKind> served, Versions versions) {
    // Problems of several versions are told once, by place and text.
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::string>, bool> told;
    std::vector<SchemaProblem> problems;
    for (const auto& row : served) {
      const auto minors = minors_for(row, versions);
      for (const auto minor : minors) {
        ProblemSink sink(index_);
        check_type(object_.root, row.type, minor, sink);
        if (has_name()) check_name(object_, minor, sink);
        if (is_custom_definition(object_)) check_definition(object_, sink);
        for (auto& problem : sink.problems())
          if (told.try_emplace({problem.place.span.begin, problem.place.span.end,
                                problem.path + problem.message},
                               true)
                  .second)
            problems.push_back(std::move(problem));
      }
    }
    return problems;
  }

  // Reviews are questions to the API server, and have no name.
  [[nodiscard]] bool has_name() const {
    return !object_.kind.ends_with("Review") && object_.kind != "Binding";
  }

  std::vector<SchemaProblem> check_custom_resource(const CustomKind& custom) {
    static const auto kMetadataType = schema_table().by_name.at("meta.v1.ObjectMeta");
    ProblemSink sink(index_);
    const auto newest = schema_table().newest;
    const auto metadata = value::step(object_.root, names::kMetadata);
    const auto mark = sink.enter("metadata");
    check_type(metadata, kMetadataType, newest, sink);
    sink.leave(mark);
    check_name(object_, newest, sink);
    if (!custom.is_served)
      sink.report(ProblemKind::UnknownKind, object_.kind_place,
                  std::string(object_.api_version) + " is not served by the definition of " +
                      std::string(object_.kind) + ", which serves " +
                      registry_.served_versions(object_.group, object_.kind));
    check_custom(object_.root, custom.schema, sink);
    return std::move(sink.problems());
  }

  void report_unknown_kind(ProblemSink& sink) {
    const auto& table = schema_table();
    std::vector<std::string_view> kinds;
    std::string elsewhere;
    for (const auto& [key, rows] : table.kinds) {
      const auto space = key.find(' ');
      const auto kind = std::string_view(key).substr(space + 1);
      if (std::string_view(key).substr(0, space) == object_.api_version) kinds.push_back(kind);
      if (kind == object_.kind && (elsewhere.empty() || key < elsewhere)) elsewhere = key;
    }
    std::ranges::sort(kinds);
    const auto nearest = nearest_name(object_.kind, kinds);
    sink.report(ProblemKind::UnknownKind, object_.kind_place,
                std::string(object_.api_version) + " has no kind " + quoted(object_.kind),
                nearest ? std::string(*nearest)
                        : elsewhere.substr(0, std::min(elsewhere.find(' '), elsewhere.size())));
  }

  const Object& object_;
  std::size_t index_;
  const CrdRegistry& registry_;
};

}  // namespace

std::string_view name_of(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::UnknownKind:
      return "unknown-kind";
    case ProblemKind::UnknownField:
      return "unknown-field";
    case ProblemKind::MissingField:
      return "missing-field";
    case ProblemKind::WrongType:
      return "wrong-type";
    case ProblemKind::WrongValue:
      return "wrong-value";
    case ProblemKind::BrokenSchema:
      return "broken-schema";
    case ProblemKind::NoSchema:
      return "no-schema";
  }
  return {};
}

bool is_substituted(std::string_view text) {
  return text.find("${") != std::string_view::npos || text.find("{{") != std::string_view::npos ||
         text.starts_with("ENC[");
}

std::string describe(const value::Value& value) {
  switch (value.kind()) {
    case value::Kind::Null:
      return "null";
    case value::Kind::Bool:
      return value.as_bool() ? "the boolean true" : "the boolean false";
    case value::Kind::Int:
    case value::Kind::Uint:
    case value::Kind::Double:
      return "the number " + value::to_text(value);
    case value::Kind::String:
      return "the text " + quoted(value.as_string(), 60);
    case value::Kind::List:
      return "a list";
    case value::Kind::Map:
      return "a map";
    case value::Kind::Unknown:
      return "not known";
  }
  return {};
}

std::vector<std::vector<SchemaProblem>> check_schemas(std::span<const Render> renders,
                                                      Versions versions, std::size_t jobs) {
  // Objects a piece of work; a thread takes pieces until none is left.
  constexpr std::size_t kPiece = 128;
  const CrdRegistry registry(renders);
  struct Piece {
    std::size_t render, first, last;
    std::vector<SchemaProblem> problems;
  };
  std::vector<Piece> pieces;
  for (std::size_t r = 0; r < renders.size(); ++r)
    for (std::size_t i = 0; i < renders[r].objects.size(); i += kPiece)
      pieces.push_back({r, i, std::min(i + kPiece, renders[r].objects.size()), {}});
  parallel_for(pieces.size(), jobs, [&](std::size_t p) {
    auto& piece = pieces[p];
    for (auto i = piece.first; i < piece.last; ++i)
      std::ranges::move(ObjectCheck(renders[piece.render].objects[i], i, registry).check(versions),
                        std::back_inserter(piece.problems));
  });
  std::vector<std::vector<SchemaProblem>> out(renders.size());
  for (auto& piece : pieces)
    std::ranges::move(piece.problems, std::back_inserter(out[piece.render]));
  return out;
}

}  // namespace stopgate::kubernetes
