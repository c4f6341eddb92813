#include "plan/diff.h"

#include <algorithm>
#include <array>
#include <optional>

#include "plan/align.h"
#include "plan/embedded.h"
#include "plan/line_diff.h"
#include "plan/path.h"
#include "plan/plan.h"
#include "plan/show.h"

namespace stopgate::plan {

namespace {

using value::Value;

// A whole block that is new or gone is one row up to this length.
constexpr std::size_t kCompactBytes = 120;
constexpr std::string_view kInto = " › ";

std::string_view top_of(std::string_view path) {
  return path.substr(0, path.find_first_of(".[:"));
}

// Whether one of two paths leads through the other.
bool is_along(std::string_view path, std::string_view other) {
  if (path.size() > other.size()) std::swap(path, other);
  return other.starts_with(path) &&
         (other.size() == path.size() || other[path.size()] == '.' || other[path.size()] == '[');
}

// Depth is bounded by the readers of the plan and of the documents in it.
class Differ {
 public:
  Differ(const Change& change, const DiffOptions& options) : change_(change), options_(options) {}

  Diff run() {
    if (change_.before.is_null() || change_.after.is_null()) {
      whole(change_.before.is_null() ? change_.after : change_.before,
            change_.before.is_null() ? Edit::Added : Edit::Removed);
    } else {
      compare(change_.before, change_.after);
      add_forced_without_change();
    }
    mark_duplicates();
    std::ranges::stable_sort(diff_.edits, {}, [](const AttributeEdit& edit) {
      return edit.forces_replacement ? 0 : edit.noise == Noise::None ? 1 : 2;
    });
    return std::move(diff_);
  }

 private:
  // Of a resource that is made or goes: each attribute that says something.
  void whole(const Value& object, Edit edit) {
    for (const auto& member : object.members())
      step(member.key.text(), [&] { one_sided(member.value, edit); });
  }

  void one_sided(const Value& value, Edit edit) {
    if (is_blank(value)) return;
    const bool is_container = value.is_map() || value.is_list();
    if (is_container && !value.is_sensitive() &&
        show(value, kCompactBytes + 1).size() > kCompactBytes) {
      for (const auto& member : value.members())
        step(member.key.text(), [&] { one_sided(member.value, edit); });
      for (std::size_t i = 0; i < value.items().size(); ++i)
        step(i, [&] { one_sided(value.items()[i], edit); });
      return;
    }
    add(edit, edit == Edit::Added ? Value::null() : value,
        edit == Edit::Added ? value : Value::null());
  }

  void compare(const Value& before, const Value& after) {
    if (before == after) return compare_marks(before, after);
    const bool is_hidden = before.is_sensitive() || after.is_sensitive();
    if (!is_hidden && before.is_map() && after.is_map()) {
      compare_maps(before.as_map(), after.as_map());
    } else if (!is_hidden && before.is_list() && after.is_list()) {
      compare_lists(before, after);
    } else if (is_hidden || !before.is_string() || !after.is_string() ||
               !compare_texts(before.as_string(), after.as_string())) {
      compare_whole(before, after);
    }
  }

  // Equal values may still be marked sensitive on one side only: then that is the change.
  void compare_marks(const Value& before, const Value& after) {
    if (before.is_sensitive() != after.is_sensitive()) return add(Edit::Changed, before, after);
    if (before.is_map() && &before.as_map() != &after.as_map())
      for (const auto& member : before.members())
        step(member.key.text(), [&] { compare_marks(member.value, after.get(member.key)); });
    if (before.is_list() && &before.as_list() != &after.as_list())
      for (std::size_t i = 0; i < before.items().size(); ++i)
        step(i, [&] { compare_marks(before.items()[i], after.items()[i]); });
  }

  void compare_whole(const Value& before, const Value& after) {
    const bool is_unset = before.is_null() || after.is_null();
    const bool is_container =
        before.is_list() || before.is_map() || after.is_list() || after.is_map();
    if (is_unset && is_container && !(is_blank(before) && is_blank(after)))
      return one_sided(before.is_null() ? after : before,
                       before.is_null() ? Edit::Added : Edit::Removed);
    add(is_unset ? (before.is_null() ? Edit::Added : Edit::Removed) : Edit::Changed, before, after);
  }

  void compare_maps(const value::Map& before, const value::Map& after) {
    for (const auto& member : before.members()) {
      const auto* other = after.find(member.key);
      step(member.key.text(), [&] { compare(member.value, other == nullptr ? Value() : *other); });
    }
    for (const auto& member : after.members())
      if (before.find(member.key) == nullptr)
        step(member.key.text(), [&] { compare(Value(), member.value); });
  }

  void compare_lists(const Value& before, const Value& after) {
    const auto alignment = align(before.items(), after.items());
    if (alignment.is_reordered) return add(Edit::Reordered, before, after);
    for (const auto& pair : alignment.pairs) {
      if (pair.is_equal) continue;
      step(pair.after ? *pair.after : *pair.before, [&] {
        if (!pair.before) {
          one_sided(after.items()[*pair.after], Edit::Added);
        } else if (!pair.after) {
          one_sided(before.items()[*pair.before], Edit::Removed);
        } else {
          compare(before.items()[*pair.before], after.items()[*pair.after]);
        }
      });
    }
  }

  // False when the texts are to be shown whole.
  bool compare_texts(std::string_view before, std::string_view after) {
    if (is_within_) return compare_lines(before, after);
    const auto old_document = read_embedded(before);
    const auto new_document = old_document ? read_embedded(after) : std::nullopt;
    if (!new_document || old_document->root.kind() != new_document->root.kind())
      return compare_lines(before, after);
    attribute_ = path_;
    prefix_ = path_ + std::string(kInto);
    path_.clear();
    is_within_ = true;
    const auto edits = diff_.edits.size() + diff_.left_out;
    compare(old_document->root, new_document->root);
    is_within_ = false;
    path_ = std::move(attribute_);
    prefix_.clear();
    // Written in another way, and the same.
    if (diff_.edits.size() + diff_.left_out == edits)
      add(Edit::Reordered, Value::string(before), Value::string(after));
    return true;
  }

  bool compare_lines(std::string_view before, std::string_view after) {
    if (before.find('\n') == std::string_view::npos || after.find('\n') == std::string_view::npos)
      return false;
    const auto length = path_.size();
    for (const auto& line : line_diff(before, after)) {
      path_ += ":" + std::to_string(line.line);
      const auto text = Value::string(line.text);
      add(line.is_added ? Edit::Added : Edit::Removed, line.is_added ? Value() : text,
          line.is_added ? text : Value(), length);
      path_.resize(length);
    }
    return true;
  }

  void add(Edit edit, const Value& before, const Value& after,
           std::optional<std::size_t> attribute_size = {}) {
    if (diff_.edits.size() >= options_.edits) {
      ++diff_.left_out;
      return;
    }
    AttributeEdit out{.path = prefix_ + path_, .edit = edit};
    out.attribute_size = is_within_ ? attribute_.size() : attribute_size.value_or(path_.size());
    out.is_unknown = after.is_unknown();
    out.is_sensitive = before.is_sensitive() || after.is_sensitive();
    if (edit != Edit::Added) out.before = shown(before, out.is_sensitive);
    if (edit != Edit::Removed) out.after = shown(after, out.is_sensitive && !out.is_unknown);
    if (out.is_sensitive && before.is_sensitive() != after.is_sensitive() && before == after)
      out.after =
          after.is_sensitive() ? "(the same, now sensitive)" : "(the same, no longer sensitive)";
    const auto attribute = out.attribute();
    out.forces_replacement =
        std::ranges::any_of(change_.replace_paths,
                            [&](std::string_view forced) { return is_along(attribute, forced); });
    if (!out.forces_replacement) out.noise = noise_of(out, before, after);
    diff_.edits.push_back(std::move(out));
  }

  [[nodiscard]] std::string shown(const Value& value, bool is_sensitive) const {
    if (is_sensitive && !value.is_null()) return "(sensitive)";
    return show(value, options_.value_bytes);
  }

  [[nodiscard]] Noise noise_of(const AttributeEdit& edit, const Value& before,
                               const Value& after) const {
    if (edit.is_unknown && !is_configured(edit.path)) return Noise::Computed;
    if (!is_within_ && is_blank(before) && is_blank(after)) return Noise::Trivial;
    return Noise::None;
  }

  [[nodiscard]] bool is_configured(std::string_view path) const {
    return options_.configured != nullptr && options_.configured->contains(top_of(path));
  }

  // The provider names an attribute whose value stays: it must be said all the same.
  void add_forced_without_change() {
    for (const auto forced : change_.replace_paths) {
      const bool is_told = std::ranges::any_of(diff_.edits, [&](const AttributeEdit& edit) {
        return edit.forces_replacement && is_along(edit.attribute(), forced);
      });
      if (is_told) continue;
      path_ = forced;
      add(Edit::Changed, value_at(change_.before, forced), value_at(change_.after, forced));
      path_.clear();
    }
  }

  void mark_duplicates() {
    std::unordered_set<std::string_view> own;
    for (const auto& edit : diff_.edits)
      if (top_of(edit.path) == "tags")
        own.insert(std::string_view(edit.path).substr(std::string_view("tags").size()));
    if (own.empty()) return;
    for (auto& edit : diff_.edits) {
      constexpr std::string_view kAll = "tags_all";
      if (top_of(edit.path) == kAll &&
          (own.contains(std::string_view(edit.path).substr(kAll.size())) || own.contains("")))
        edit.noise = Noise::Duplicate;
    }
  }

  template <typename Step, typename Visit>
  void step(const Step& name, Visit&& visit) {
    const auto length = path_.size();
    append_step(path_, name);
    visit();
    path_.resize(length);
  }

  const Change& change_;
  const DiffOptions& options_;
  Diff diff_;
  std::string prefix_;     // "policy › " within a document
  std::string attribute_;  // and the attribute that holds it
  std::string path_;
  bool is_within_ = false;
};

constexpr std::array<std::string_view, 7> kTagAttributes{
    "tags", "tags_all", "tag", "labels", "effective_labels", "terraform_labels", "default_tags"};
constexpr std::array<std::string_view, 3> kDescriptions{"description", "display_name", "comment"};

}  // namespace

bool is_tag_path(std::string_view path) {
  return std::ranges::find(kTagAttributes, top_of(path)) != kTagAttributes.end();
}

Diff diff_of(const Change& change, const DiffOptions& options) {
  return Differ(change, options).run();
}

std::string_view name_of(Light light) {
  switch (light) {
    case Light::No:
      return "";
    case Light::Tags:
      return "tags";
    case Light::Description:
      return "description";
    case Light::Computed:
      return "computed";
  }
  return "";
}

Light light_of(const Diff& diff) {
  if (diff.edits.empty() || diff.left_out > 0) return Light::No;
  const auto all = [&](auto&& holds) {
    return std::ranges::all_of(diff.edits, [&](const AttributeEdit& edit) {
      return edit.noise != Noise::None || holds(edit.attribute());
    });
  };
  const bool is_noise = all([](std::string_view) { return false; });
  if (is_noise) return Light::Computed;
  if (all(is_tag_path)) return Light::Tags;
  const auto is_description = [](std::string_view path) {
    return std::ranges::find(kDescriptions, path) != kDescriptions.end();
  };
  return all(is_description) ? Light::Description : Light::No;
}

}  // namespace stopgate::plan
