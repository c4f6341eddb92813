#include "plan/escape.h"

#include <algorithm>

#include "plan/path.h"
#include "plan/redaction.h"

namespace stopgate::plan {

namespace {

using value::Value;

constexpr std::size_t kShortestSecret = 8;
constexpr std::size_t kPathsAChange = 20;

// A text that nobody would write twice by chance.
bool is_distinctive(std::string_view text) {
  if (text.size() < kShortestSecret) return false;
  const auto has = [&](auto in) { return std::any_of(text.begin(), text.end(), in); };
  const int classes =
      (has([](char c) { return c >= 'a' && c <= 'z'; }) ? 1 : 0) +
      (has([](char c) { return c >= 'A' && c <= 'Z'; }) ? 1 : 0) +
      (has([](char c) { return c >= '0' && c <= '9'; }) ? 1 : 0) +
      (has([](char c) {
        return c > ' ' && c < 127 && std::string_view("._-/").find(c) == std::string_view::npos &&
               !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z');
      })
           ? 1
           : 0);
  return classes >= 2;
}

class Search {
 public:
  Search(const Redactor& redactor, std::vector<std::string>& paths)
      : redactor_(redactor), paths_(paths) {}

  // Depth is bounded by the reader of the plan.
  void look(const Value& before, const Value& after) {
    if (after.is_sensitive() || paths_.size() >= kPathsAChange) return;
    const auto length = path_.size();
    for (const auto& member : after.members()) {
      append_step(path_, member.key.text());
      look(before.get(member.key), member.value);
      path_.resize(length);
    }
    const auto items = after.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
      append_step(path_, i);
      look(i < before.items().size() ? before.items()[i] : Value{}, items[i]);
      path_.resize(length);
    }
    if (after.is_string() && !(before == after) && redactor_.contains(after.as_string()))
      paths_.push_back(path_);
  }

 private:
  const Redactor& redactor_;
  std::vector<std::string>& paths_;
  std::string path_;
};

}  // namespace

void find_escapes(Plan& plan) {
  Redactor redactor;
  for (const auto secret : plan.secrets)
    if (is_distinctive(secret)) redactor.add(secret);
  if (redactor.is_empty()) return;
  for (auto& change : plan.changes) {
    const bool makes =
        change.action == Action::Create || change.action == Action::Update || change.is_replace();
    if (makes && change.is_managed)
      Search(redactor, change.escaped).look(change.before, change.after);
  }
}

}  // namespace stopgate::plan
