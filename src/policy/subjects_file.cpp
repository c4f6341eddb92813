// Files of Terraform code, as text: each once, however many roots load it.

#include <map>

#include "base/line_diff.h"
#include "policy/subjects.h"
#include "terraform/format.h"

namespace stopgate::policy {

namespace {

using value::Value;

bool is_ours(std::string_view path) {
  // What `terraform init` fetched is not written here.
  return terraform::is_formatted_file(path) && !path.starts_with(".terraform/") &&
         path.find("/.terraform/") == std::string_view::npos;
}

// Whole lines, in bytes.
source::Span span_of(const std::vector<std::string_view>& lines, const LineHunk& hunk,
                     std::string_view text) {
  const auto offset = [&](std::size_t line) {
    return static_cast<std::uint32_t>(
        line < lines.size() ? static_cast<std::size_t>(lines[line].data() - text.data())
                            : text.size());
  };
  return {offset(hunk.old_first), offset(hunk.old_first + hunk.old_count)};
}

Value differences(const source::SourceFile& file, source::FileId id, Arena& arena) {
  const auto formatted = terraform::format(file.path(), file.text());
  if (!formatted)
    return Value::unknown(arena, {.reason = "the file has syntax errors", .subject = "file"});
  const auto before = lines_with_breaks(file.text());
  const auto after = lines_with_breaks(*formatted);
  std::vector<Value> items;
  std::vector<source::Place> places;
  for (const auto& hunk : changed_lines(file.text(), *formatted)) {
    std::string text;
    for (std::size_t i = 0; i < hunk.new_count; ++i) text += after[hunk.new_first + i];
    const source::Place place{id, span_of(before, hunk, file.text())};
    Facts facts(arena);
    facts.add("text", std::string_view(text));
    items.push_back(facts.build());
    places.push_back(place);
  }
  return value::List::make(arena, items, places);
}

class FileSubjects final : public Subjects {
 public:
  explicit FileSubjects(const model::Model& model) : sources_(*model.sources) {
    std::map<std::string_view, source::FileId> files;
    for (source::FileId id = 0; id < sources_.size(); ++id)
      if (is_ours(sources_.file(id).path())) files.try_emplace(sources_.file(id).path(), id);
    for (const auto& [path, id] : files) ids_.push_back(id);
  }
  std::size_t size() const override { return ids_.size(); }
  std::string key(std::size_t) const override { return {}; }
  bool matches(const Match&, std::size_t) const override { return true; }
  void bind(std::size_t i, Binder& binder) const override {
    const auto& file = sources_.file(ids_[i]);
    Facts facts(binder.arena());
    facts.add("path", std::string_view(file.path()))
        .add("differences", differences(file, ids_[i], binder.arena()), {ids_[i], {}});
    binder.bind("file", facts.build(), {ids_[i], {}});
  }
  Host host(std::size_t) const override { return {}; }
  Description describe(std::size_t i) const override {
    Description out;
    out.place = {ids_[i], {}};
    return out;
  }

 private:
  const source::SourceMap& sources_;
  std::vector<source::FileId> ids_;
};

}  // namespace

std::unique_ptr<Subjects> make_file_subjects(const model::Model& model) {
  return std::make_unique<FileSubjects>(model);
}

}  // namespace stopgate::policy
