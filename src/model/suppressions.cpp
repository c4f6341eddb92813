#include "model/suppressions.h"

#include <algorithm>
#include <array>

#include "finding/suppress.h"
#include "hcl/parser.h"
#include "yaml/reader.h"

namespace stopgate::model {

namespace {

// A file that holds none of these needs no second look.
constexpr std::array<std::string_view, 10> kWords = {
    "stopgate:ignore", "checkov:skip",  "bridgecrew:skip", "cortex:skip", "trivy:ignore",
    "tfsec:ignore",    "tflint-ignore", "kics-scan",       "ts:skip",     "zizmor: ignore"};

bool mentions_suppressions(std::string_view text) {
  return std::ranges::any_of(
      kWords, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool is_hcl(std::string_view path) {
  return path.ends_with(".tf") || path.ends_with(".tofu") || path.ends_with(".hcl") ||
         path.ends_with(".tfvars");
}

bool is_yaml(std::string_view path) {
  return path.ends_with(".yaml") || path.ends_with(".yml");
}

// The outer before the inner, as scope_of wants them.
void add_blocks(const hcl::Body& body, std::vector<source::Span>& out) {
  for (const auto& attribute : body.attributes) out.push_back(attribute.span);
  for (const auto* block : body.blocks) {
    out.push_back(block->span);
    add_blocks(block->body, out);
  }
}

void add_nodes(const value::Node& node, std::vector<source::Span>& out) {
  if (node.value.is_map()) {
    const auto& map = node.value.as_map();
    for (std::size_t i = 0; i < map.size(); ++i) {
      out.push_back({map.key_place(i).span.begin, map.place(i).span.end});
      add_nodes({map.members()[i].value, map.place(i)}, out);
    }
  } else if (node.value.is_list()) {
    const auto& list = node.value.as_list();
    for (std::size_t i = 0; i < list.size(); ++i) {
      out.push_back(list.place(i).span);
      add_nodes({list[i], list.place(i)}, out);
    }
  }
}

class Collector {
 public:
  explicit Collector(const Model& model) : model_(model) {}

  void collect_comments(source::FileId id) {
    const auto& file = model_.sources->file(id);
    if (!mentions_suppressions(file.text())) return;
    if (is_hcl(file.path())) {
      const auto parsed = hcl::parse(*model_.sources, id);
      std::vector<source::Span> blocks;
      add_blocks(parsed.body, blocks);
      std::ranges::sort(blocks, before);
      for (const auto& comment : parsed.comments) add_comment(id, comment.span, blocks);
    } else if (is_yaml(file.path())) {
      const auto stream = yaml::read(*model_.sources, id, {});
      std::vector<source::Span> blocks;
      for (const auto& document : stream.documents) {
        blocks.push_back(document.span);
        add_nodes(document.root, blocks);
      }
      std::ranges::sort(blocks, before);
      for (const auto& document : stream.documents)
        for (const auto& comment : document.comments) add_comment(id, comment.span, blocks);
    }
  }

  void collect_annotations(const kubernetes::Object& object) {
    const auto annotations = object.annotations();
    for (const auto& member : annotations.members()) {
      auto suppression =
          finding::parse_annotation(member.key.text(), member.value.string_if().value_or(""));
      if (!suppression) continue;
      suppression->place = object.kind_place;
      suppression->scope = object.root.place;
      out_.push_back(std::move(*suppression));
    }
  }

  std::vector<finding::Suppression> take() && { return std::move(out_); }

 private:
  void add_comment(source::FileId id, source::Span span, const std::vector<source::Span>& blocks) {
    const auto& file = model_.sources->file(id);
    auto text = file.text(span);
    while (text.starts_with('#') || text.starts_with('/') || text.starts_with('*'))
      text.remove_prefix(1);
    while (text.ends_with('*') || text.ends_with('/')) text.remove_suffix(1);
    for (auto& suppression : finding::parse_comments(text)) {
      suppression.place = {id, span};
      suppression.scope = finding::scope_of(suppression.reach, suppression.place, file, blocks);
      out_.push_back(std::move(suppression));
    }
  }

  static bool before(const source::Span& a, const source::Span& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  }

  const Model& model_;
  std::vector<finding::Suppression> out_;
};

}  // namespace

std::vector<finding::Suppression> collect_suppressions(const Model& model) {
  Collector collector(model);
  for (std::size_t i = 0; i < model.sources->size(); ++i)
    collector.collect_comments(static_cast<source::FileId>(i));
  for (const auto& render : model.renders)
    for (const auto& object : render.objects) collector.collect_annotations(object);
  return std::move(collector).take();
}

}  // namespace stopgate::model
