#include "kubernetes/reader.h"

#include <algorithm>

#include "base/text.h"
#include "kubernetes/names.h"
#include "yaml/reader.h"

namespace stopgate::kubernetes {

namespace {

using source::Severity;

std::string_view text_of(const value::Value& value) {
  return value.string_if().value_or("");
}

// "# Source: chart/templates/x.yaml", which Helm writes above each document.
std::optional<HelmSource> find_helm_source(const source::SourceMap& sources, source::FileId file,
                                           const yaml::Document& document) {
  constexpr std::string_view kMark = "# Source: ";
  for (const auto& comment : document.comments) {
    if (comment.span.begin >= document.root.place.span.begin) return std::nullopt;
    const auto text = trim(sources.file(file).text(comment.span));
    if (!text.starts_with(kMark)) continue;
    const auto path = trim(text.substr(kMark.size()));
    return HelmSource{.chart = std::string(path.substr(0, path.find('/'))),
                      .path = std::string(path),
                      .place = {file, comment.span}};
  }
  return std::nullopt;
}

// The identity that the items of a typed list (DeploymentList) may leave to the list.
struct Inherited {
  std::string_view api_version, kind;
};

// The API server reads `env:` with nothing after it as if it were not written: members that are
// null go, and only the maps that hold one are made anew. Lists keep theirs, since positions count.
value::Node without_nulls(Arena& arena, const value::Node& node);

// The very containers, not their contents.
bool is_same_tree(const value::Value& a, const value::Value& b) {
  if (a.is_list() && b.is_list()) return &a.as_list() == &b.as_list();
  if (a.is_map() && b.is_map()) return &a.as_map() == &b.as_map();
  return true;
}

value::Value list_without_nulls(Arena& arena, const value::List& list) {
  std::vector<value::Value> items;
  std::vector<source::Place> places;
  bool has_changed = false;
  for (std::size_t i = 0; i < list.size(); ++i) {
    items.push_back(without_nulls(arena, {list[i], list.place(i)}).value);
    places.push_back(list.place(i));
    has_changed = has_changed || !is_same_tree(items.back(), list[i]);
  }
  return has_changed ? value::List::make(arena, items, places) : value::Value::list(list);
}

value::Value map_without_nulls(Arena& arena, const value::Map& map) {
  std::vector<value::Member> members;
  std::vector<value::MemberPlace> places;
  bool has_changed = false;
  for (std::size_t i = 0; i < map.size(); ++i) {
    const auto& member = map.members()[i];
    if (member.value.is_null()) {
      has_changed = true;
      continue;
    }
    members.push_back({member.key, without_nulls(arena, {member.value, map.place(i)}).value});
    places.push_back({map.place(i).file, map.key_place(i).span, map.place(i).span});
    has_changed = has_changed || !is_same_tree(members.back().value, member.value);
  }
  return has_changed ? value::Map::make(arena, members, places) : value::Value::map(map);
}

value::Node without_nulls(Arena& arena, const value::Node& node) {
  if (node.value.is_list()) return {list_without_nulls(arena, node.value.as_list()), node.place};
  if (node.value.is_map()) return {map_without_nulls(arena, node.value.as_map()), node.place};
  return node;
}

class Reader {
 public:
  Reader(const source::SourceMap& sources, source::FileId file, const Limits& limits)
      : sources_(sources), limits_(limits) {
    manifests_.file = file;
  }

  Manifests read() && {
    auto stream =
        yaml::read(sources_, manifests_.file, limits_, {.dialect = yaml::Dialect::Kubernetes});
    manifests_.arena = std::move(stream.arena);
    manifests_.diagnostics = std::move(stream.diagnostics);
    for (std::size_t i = 0; i < stream.documents.size(); ++i) {
      const auto& document = stream.documents[i];
      if (document.is_empty()) continue;
      ++manifests_.documents;
      document_ = {.file = manifests_.file,
                   .document = document.span,
                   .index = i,
                   .helm = find_helm_source(sources_, manifests_.file, document)};
      if (!document.root.value.is_null())
        read_document(without_nulls(*manifests_.arena, document.root));
    }
    return std::move(manifests_);
  }

 private:
  void read_document(const value::Node& root) {
    const auto shape = classify(root);
    ++manifests_.shapes[static_cast<std::size_t>(shape)];
    switch (shape) {
      case Shape::Object:
        return add(root, {});
      case Shape::List:
        return read_list(root, 0);
      case Shape::Incomplete:
        report_incomplete(root);
        break;
      case Shape::Empty:
      case Shape::Kustomization:
      case Shape::HelmChart:
      case Shape::HelmValues:
      case Shape::Compose:
      case Shape::GithubWorkflow:
      case Shape::GitlabPipeline:
      case Shape::CiConfiguration:
      case Shape::OtherMap:
      case Shape::OtherValue:
        break;
    }
    ++manifests_.not_objects;
  }

  // Lists may hold lists.
  void read_list(const value::Node& list, std::size_t depth) {
    if (depth >= limits_.depth)
      return report(Severity::Error, list.place,
                    "lists of objects nested deeper than " + std::to_string(limits_.depth) +
                        " levels are not read",
                    "write the objects as documents of their own");
    auto kind = list.value.get(names::kKind).as_string();
    kind.remove_suffix(std::string_view("List").size());
    const Inherited inherited{.api_version = text_of(list.value.get(names::kApiVersion)),
                              .kind = kind};
    const auto items = value::step(list, names::kItems);
    for (std::size_t i = 0; i < items.value.items().size(); ++i)
      read_item(value::step(items, i), inherited, depth);
  }

  void read_item(const value::Node& item, const Inherited& inherited, std::size_t depth) {
    const auto shape = classify(item);
    if (shape == Shape::Object) return add(item, {});
    if (shape == Shape::List) return read_list(item, depth + 1);
    if (shape == Shape::Empty) return;
    const bool is_anonymous = !item.value.has(names::kKind) && !item.value.has(names::kApiVersion);
    if (item.value.is_map() && is_anonymous && !inherited.kind.empty()) return add(item, inherited);
    report_incomplete(item);
  }

  void add(const value::Node& root, const Inherited& inherited) {
    auto& object = manifests_.objects.emplace_back(document_);
    const auto metadata = value::step(root, names::kMetadata);
    const auto kind = value::step(root, names::kKind);
    const auto name = value::step(metadata, names::kName);
    object.root = root;
    object.api_version = root.value.has(names::kApiVersion)
                             ? text_of(root.value.get(names::kApiVersion))
                             : inherited.api_version;
    object.kind = kind.value.is_string() ? kind.value.as_string() : inherited.kind;
    object.name = text_of(name.value);
    object.name_space = text_of(metadata.value.get(names::kNamespace));
    const auto slash = object.api_version.find('/');
    object.group =
        slash == std::string_view::npos ? std::string_view{} : object.api_version.substr(0, slash);
    object.version =
        slash == std::string_view::npos ? object.api_version : object.api_version.substr(slash + 1);
    object.kind_place = kind.value.is_string() ? kind.place : root.place;
    object.name_place = name.value.is_string() ? name.place : object.kind_place;
  }

  void report_incomplete(const value::Node& root) {
    const auto kind = text_of(root.value.get(names::kKind));
    const auto version = text_of(root.value.get(names::kApiVersion));
    if (!kind.empty())
      report(Severity::Warning, root.place,
             "an object of kind " + quoted(kind) + " has no apiVersion: it is not evaluated",
             "add apiVersion, or keep this file out of the manifests");
    else if (!version.empty())
      report(Severity::Warning, root.place,
             "an object of apiVersion " + quoted(version) + " has no kind: it is not evaluated",
             "add kind, or keep this file out of the manifests");
    else
      report(Severity::Warning, root.place,
             "an item of a list has neither kind nor apiVersion: it is not evaluated",
             "add both to the item");
  }

  void report(Severity severity, source::Place place, std::string message, std::string help) {
    if (manifests_.diagnostics.size() > limits_.diagnostics) return;
    if (manifests_.diagnostics.size() == limits_.diagnostics) {
      severity = Severity::Warning;
      message = "there is more to say about this file than the limit of " +
                std::to_string(limits_.diagnostics) + " diagnostics";
      help = "repair what was said first, or raise the limit";
    }
    manifests_.diagnostics.push_back({.severity = severity,
                                      .message = std::move(message),
                                      .help = std::move(help),
                                      .place = place,
                                      .path = {}});
  }

  const source::SourceMap& sources_;
  const Limits& limits_;
  Manifests manifests_;
  Object document_;  // what all objects of the present document share
};

}  // namespace

Manifests read_manifests(const source::SourceMap& sources, source::FileId file,
                         const Limits& limits) {
  return Reader(sources, file, limits).read();
}

}  // namespace stopgate::kubernetes
