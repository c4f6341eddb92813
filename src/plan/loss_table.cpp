#include "plan/loss_table.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "yaml/reader.h"

namespace stopgate::plan {

namespace {

constexpr std::array<std::string_view, 5> kNames{"D0", "D1", "D2", "D3", "D4"};

std::optional<LossClass> find_class(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == name) return static_cast<LossClass>(i);
  return std::nullopt;
}

class TableReader {
 public:
  LossTable read(const value::Value& root) {
    for (const auto& group : root.get("groups").items()) read_group(group);
    if (table_.groups.empty()) problem("the table has no groups");
    return std::move(table_);
  }

 private:
  void read_group(const value::Value& group) {
    LossGroup out;
    out.loss = loss_class(group.get("class"));
    out.note = group.get("note").string_if().value_or("");
    for (const auto& condition : group.get("when").items()) {
      const auto attribute = condition.get("attribute").string_if();
      if (!attribute) problem("a condition has no attribute");
      out.conditions.push_back(
          {attribute.value_or(""), condition.get("is"), loss_class(condition.get("class"))});
    }
    for (const auto& member : group.get("guards").members()) {
      auto attribute = member.value.string_if().value_or("");
      const bool is_negated = attribute.starts_with('!');
      if (is_negated) attribute.remove_prefix(1);
      if (attribute.empty()) problem("guard " + quoted(member.key.text()) + " names no attribute");
      out.guards.push_back({member.key, attribute, is_negated});
    }
    for (const auto& type : group.get("types").items()) {
      const auto name = type.string_if().value_or("");
      if (name.empty() || !table_.groups_by_type.try_emplace(name, table_.groups.size()).second)
        problem("type " + quoted(name) + " is empty or listed twice");
    }
    table_.groups.push_back(std::move(out));
  }

  LossClass loss_class(const value::Value& name) {
    const auto found = find_class(name.string_if().value_or(""));
    if (!found) problem("class " + quoted(value::to_text(name)) + " is none of D0 to D4");
    return found.value_or(LossClass::D4);
  }

  void problem(std::string message) { table_.problems.push_back(std::move(message)); }

  LossTable table_;
};

// The table views its text and tree: all three live as long as the program.
struct Loaded {
  source::SourceMap sources;
  yaml::Stream stream;
  LossTable table;

  Loaded() {
    const auto file = sources.add("data-loss.yaml", std::string(data::kDataLoss));
    stream = yaml::read(sources, file, {}, {yaml::Dialect::Ordinary});
    if (!stream.documents.empty()) table = TableReader().read(stream.documents.front().root.value);
    for (const auto& diagnostic : stream.diagnostics)
      table.problems.push_back(source::to_string(diagnostic, sources));
  }
};

}  // namespace

std::string_view name_of(LossClass loss) {
  return kNames[static_cast<std::size_t>(loss)];
}

const LossTable& loss_table() {
  static const auto* const loaded = new Loaded;
  return loaded->table;
}

}  // namespace stopgate::plan
