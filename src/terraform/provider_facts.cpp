#include "terraform/provider_facts.h"

#include <charconv>
#include <map>
#include <unordered_map>

#include "base/text.h"

namespace stopgate::terraform {

namespace data {
extern const std::string_view kProviderArguments;
}

namespace {

// Levels of blocks that are read; what lies deeper is taken as anything.
constexpr int kMaxDepth = 16;

struct FactsOfProvider {
  std::optional<std::uint64_t> major;
  std::map<std::string_view, std::string_view> types;  // and their items
};

// Splits the table into its lines; the items of a line are read when they are asked for.
class Table {
 public:
  Table() {
    FactsOfProvider* provider = nullptr;
    for (const auto line : split(data::kProviderArguments, '\n')) {
      if (line.empty() || line.starts_with('#')) continue;
      const auto space = line.find(' ');
      const auto key = line.substr(0, space);
      const auto rest =
          space == std::string_view::npos ? std::string_view{} : line.substr(space + 1);
      if (key.starts_with('@')) {
        provider = &providers_[key.substr(1)];
        provider->major = number_of(rest);
      } else if (provider == nullptr) {
        blocks_.push_back(rest);
      } else {
        provider->types.emplace(key, rest);
      }
    }
  }

  [[nodiscard]] const FactsOfProvider* provider(std::string_view source) const {
    const auto found = providers_.find(source);
    return found == providers_.end() ? nullptr : &found->second;
  }

  [[nodiscard]] std::shared_ptr<const SchemaBlock> read(std::string_view items, int depth) const;

 private:
  static std::optional<std::uint64_t> number_of(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
      return std::nullopt;
    return number;
  }
  [[nodiscard]] NestedSchema nested(std::string_view text, int depth) const;

  std::vector<std::string_view> blocks_;
  std::map<std::string_view, FactsOfProvider> providers_;
};

// What follows the brace: "12", "12:1", "12:1..2", "12..1".
NestedSchema Table::nested(std::string_view text, int depth) const {
  NestedSchema schema;
  const auto digits = [&] {
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto number = number_of(text.substr(0, end)).value_or(0);
    text.remove_prefix(end);
    return static_cast<std::size_t>(number);
  };
  const auto block = digits();
  if (text.starts_with(':')) {
    text.remove_prefix(1);
    schema.min = digits();
  }
  if (text.starts_with("..")) {
    text.remove_prefix(2);
    schema.max = digits();
  }
  if (depth < kMaxDepth && block < blocks_.size()) schema.block = read(blocks_[block], depth + 1);
  return schema;
}

std::shared_ptr<const SchemaBlock> Table::read(std::string_view items, int depth) const {
  auto block = std::make_shared<SchemaBlock>();
  for (auto item : split(items, ' ')) {
    if (const auto caret = item.find('^'); caret != std::string_view::npos) {
      block->conflicts.emplace_back(item.substr(0, caret), item.substr(caret + 1));
      continue;
    }
    if (const auto brace = item.find('{'); brace != std::string_view::npos) {
      block->blocks.emplace(item.substr(0, brace), nested(item.substr(brace + 1), depth));
      continue;
    }
    SchemaAttribute attribute;
    for (; !item.empty(); item.remove_suffix(1)) {
      if (item.ends_with('!')) {
        attribute.is_required = true;
      } else if (item.ends_with('=')) {
        attribute.is_computed_only = true;
      } else if (item.ends_with('~')) {
        attribute.is_deprecated = true;
      } else {
        break;
      }
    }
    if (!item.empty()) block->attributes.emplace(item, attribute);
  }
  return block;
}

const Table& table() {
  static const Table instance;
  return instance;
}

}  // namespace

std::optional<std::uint64_t> facts_major(std::string_view provider_source) {
  const auto* provider = table().provider(provider_source);
  return provider == nullptr ? std::nullopt : provider->major;
}

SchemaAnswer find_provider_facts(Mode mode, std::string_view type,
                                 std::string_view provider_source) {
  SchemaAnswer answer{.origin = std::string(provider_source)};
  const auto* provider = table().provider(provider_source);
  if (provider == nullptr || mode == Mode::Ephemeral) return answer;
  answer.authority = provider->major ? Authority::Partial : Authority::Exact;
  if (provider->major) answer.origin += " " + std::to_string(*provider->major);
  const auto key = (mode == Mode::Data ? "data." : "") + std::string(type);
  const auto found = provider->types.find(key);
  if (found != provider->types.end()) {
    answer.block = table().read(found->second, 0);
    answer.is_known_provider = true;
    // Data sources are in the table only where we evaluate them, with all that they take.
    if (mode == Mode::Data) answer.authority = Authority::Exact;
    return answer;
  }
  // Of data sources the table has but a few.
  if (mode == Mode::Data && provider->major) return answer;
  answer.is_known_provider = true;
  std::vector<std::string_view> names;
  for (const auto& [name, items] : provider->types)
    if (name.starts_with("data.") == (mode == Mode::Data)) names.push_back(name);
  if (const auto near = nearest_name(key, names))
    answer.nearest = near->starts_with("data.") ? near->substr(5) : *near;
  return answer;
}

}  // namespace stopgate::terraform
