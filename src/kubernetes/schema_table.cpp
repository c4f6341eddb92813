#include "kubernetes/schema_table.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>

#include "base/text.h"
#include "kubernetes/data.h"
#include "kubernetes/packed.h"

namespace stopgate::kubernetes {

namespace {

using Words = std::vector<std::string_view>;

constexpr std::array<std::string_view, 10> kScalars = {
    "string", "boolean", "int32",         "int64",    "number",
    "bytes",  "time",    "int-or-string", "quantity", "any"};

int to_number(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<std::int64_t> to_bound(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool starts_with_digit(std::string_view text) {
  return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

class TableReader {
 public:
  SchemaTable read() && {
    table_.texts = unpack(data::kApiTypes);
    for_each_line(table_.texts, [&](std::string_view line) { read_row(line); });
    for (auto& type : table_.types)
      std::ranges::stable_sort(type.fields, {},
                               [](const Field& field) { return field.name.hash(); });
    for_each_line(data::kFieldRules, [&](std::string_view line) { read_rule(line); });
    return std::move(table_);
  }

 private:
  template <typename Function>
  static void for_each_line(std::string_view text, const Function& function) {
    while (!text.empty()) {
      const auto end = std::min(text.find('\n'), text.size());
      const auto line = text.substr(0, end);
      if (!line.empty() && line.front() != '#') function(line);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  void read_row(std::string_view line) {
    if (line.front() == ' ') return read_field(split(line.substr(1), ' '));
    const auto words = split(line, ' ');
    if (words[0] == "versions") {
      table_.oldest = to_number(words[1]);
      table_.newest = to_number(words[2]);
    } else if (words[0] == "kind") {
      table_.kinds[std::string(words[1]) + ' ' + std::string(words[2])].push_back(
          {.type = type_of(words[3]),
           .minors = words.size() > 5 ? minors_of(words[5]) : all(),
           .is_namespaced = words[4] == "namespaced"});
    } else {
      current_ = type_of(words[1]);
    }
  }

  void read_field(const Words& words) {
    auto name = words[0];
    Field field;
    field.minors = all();
    if (name.ends_with('!')) {
      field.is_required = true;
      name.remove_suffix(1);
    }
    field.name = intern(name);
    field.shape = shape_of(words[1]);
    for (std::size_t i = 2; i < words.size(); ++i) {
      if (words[i].starts_with("key=")) {
        for (const auto key : split(words[i].substr(4), ',')) field.keys.push_back(intern(key));
      } else if (words[i].starts_with("enum=")) {
        field.values = split(words[i].substr(5), '|');
      } else if (starts_with_digit(words[i])) {
        field.minors = minors_of(words[i]);
      }
    }
    table_.types[current_].fields.push_back(std::move(field));
  }

  void read_rule(std::string_view line) {
    const auto words = split(line, ' ');
    if (words[0] == "name") {
      table_.name_rules.push_back(
          {.api_version = words[1], .kind = words[2], .form = parse_form(words[3])});
      return;
    }
    const auto type = table_.by_name.find(words[0]);
    const bool is_used = type != table_.by_name.end() &&
                         (words[1].ends_with("one-of") ? add_exclusion(type->second, words)
                                                       : add_rule(type->second, words));
    if (!is_used) table_.unused_rules.emplace_back(line);
  }

  bool add_exclusion(std::uint32_t type, const Words& words) {
    Exclusion exclusion{.fields = {}, .is_one_needed = words[1] == "one-of"};
    for (const auto text : split(words[2], ',')) {
      exclusion.fields.push_back(intern(text));
      if (std::ranges::none_of(table_.types[type].fields, [&](const Field& field) {
            return field.name == exclusion.fields.back();
          }))
        return false;
    }
    table_.types[type].exclusions.push_back(std::move(exclusion));
    return true;
  }

  bool add_rule(std::uint32_t type, const Words& words) {
    bool is_used = false;
    for (auto& field : table_.types[type].fields) {
      if (field.name.text() != words[1]) continue;
      is_used = true;
      for (std::size_t i = 2; i < words.size(); ++i) apply(field, words[i]);
    }
    return is_used;
  }

  static void apply(Field& field, std::string_view word) {
    if (word == "optional") {
      field.is_required = false;
    } else if (word == "may-repeat") {
      field.keys.clear();
    } else if (word.starts_with("form=")) {
      field.form = parse_form(word.substr(5));
    } else if (const auto dots = word.find(".."); dots != std::string_view::npos) {
      field.least = to_bound(word.substr(0, dots));
      field.most = to_bound(word.substr(dots + 2));
    }
  }

  [[nodiscard]] Minors all() const {
    return (Minors{1} << (table_.newest - table_.oldest + 1)) - 1;
  }

  [[nodiscard]] Minors minors_of(std::string_view text) const {
    Minors minors = 0;
    for (const auto range : split(text, ',')) {
      const auto dash = range.find('-');
      const auto first = to_number(range.substr(0, dash));
      const auto last = dash == std::string_view::npos ? first : to_number(range.substr(dash + 1));
      for (auto minor = first; minor <= last; ++minor) minors |= table_.bit(minor);
    }
    return minors;
  }

  std::uint32_t type_of(std::string_view name) {
    const auto [known, is_new] =
        table_.by_name.try_emplace(name, static_cast<std::uint32_t>(table_.types.size()));
    if (is_new) table_.types.push_back({.name = name, .fields = {}, .exclusions = {}});
    return known->second;
  }

  std::uint32_t shape_of(std::string_view text) {
    if (const auto known = shapes_.find(text); known != shapes_.end()) return known->second;
    FieldShape shape;
    if (text.starts_with('@')) {
      shape = {ShapeKind::Object, type_of(text.substr(1))};
    } else if (text.starts_with("[]")) {
      shape = {ShapeKind::List, shape_of(text.substr(2))};
    } else if (text.starts_with("{}")) {
      shape = {ShapeKind::Map, shape_of(text.substr(2))};
    } else {
      const auto found = std::ranges::find(kScalars, text);
      assert(found != kScalars.end());
      shape = {static_cast<ShapeKind>(found - kScalars.begin()), 0};
    }
    table_.shapes.push_back(shape);
    return shapes_[text] = static_cast<std::uint32_t>(table_.shapes.size() - 1);
  }

  SchemaTable table_;
  std::unordered_map<std::string_view, std::uint32_t> shapes_;
  std::uint32_t current_ = 0;
};

}  // namespace

const Field* ObjectType::find(Symbol wanted, Minors minor) const {
  const auto hash = [](const Field& field) { return field.name.hash(); };
  for (auto at = std::ranges::lower_bound(fields, wanted.hash(), {}, hash);
       at != fields.end() && at->name.hash() == wanted.hash(); ++at)
    if (at->name == wanted && (at->minors & minor) != 0) return &*at;
  return nullptr;
}

std::span<const ServedKind> SchemaTable::find(std::string_view api_version,
                                              std::string_view kind) const {
  std::string key(api_version);
  key += ' ';
  key += kind;
  const auto found = kinds.find(key);
  return found == kinds.end() ? std::span<const ServedKind>{} : found->second;
}

bool SchemaTable::is_own_group(std::string_view group) const {
  return std::ranges::any_of(kinds, [&](const auto& row) {
    const auto version = std::string_view(row.first).substr(0, row.first.find(' '));
    const auto slash = version.find('/');
    return (slash == std::string_view::npos ? std::string_view{} : version.substr(0, slash)) ==
           group;
  });
}

const SchemaTable& schema_table() {
  static const SchemaTable table = TableReader().read();
  return table;
}

}  // namespace stopgate::kubernetes
