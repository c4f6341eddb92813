#include "plan/change_reader.h"

#include <array>
#include <optional>
#include <utility>

#include "base/text.h"
#include "plan/path.h"

namespace stopgate::plan {

namespace {

struct NamedActions {
  std::string_view names;
  Action action;
};

constexpr std::array<NamedActions, 9> kActions{{
    {"no-op", Action::NoOp},
    {"create", Action::Create},
    {"read", Action::Read},
    {"update", Action::Update},
    {"delete", Action::Delete},
    {"forget", Action::Forget},
    {"delete,create", Action::Replace},
    {"create,delete", Action::CreateThenDelete},
    {"create,forget", Action::CreateThenForget},
}};

std::optional<Action> find_action(std::string_view names) {
  for (const auto& known : kActions)
    if (known.names == names) return known.action;
  return std::nullopt;
}

// The text of one member and the value made of it.
struct Side {
  std::string_view text;
  value::Value value;
};

class BodyReader {
 public:
  BodyReader(Reading& reading, const json::ValueOptions& options)
      : reading_(reading), stream_(reading.stream), arena_(reading.arena), options_(options) {}

  ChangeBody read() {
    stream_.members([this](std::string_view key) { member(key); });
    if (stream_.error()) return {};
    body_.before = finish(before_.value, {}, before_sensitive_);
    // The two sides of most entries are one: so are their marks then.
    const bool is_same =
        after_unknown_.empty() && before_sensitive_ == after_sensitive_ && is_shared_;
    body_.after = is_same ? body_.before : finish(after_.value, after_unknown_, after_sensitive_);
    return std::move(body_);
  }

 private:
  void member(std::string_view key) {
    if (key == "actions") {
      read_actions();
    } else if (key == "before") {
      read_side(before_, after_);
    } else if (key == "after") {
      read_side(after_, before_);
    } else if (key == "after_unknown") {
      after_unknown_ = marks();
    } else if (key == "before_sensitive") {
      before_sensitive_ = marks();
    } else if (key == "after_sensitive") {
      after_sensitive_ = marks();
    } else if (key == "replace_paths") {
      stream_.elements(
          [this] { body_.replace_paths.push_back(arena_.copy(path_text(stream_.value(arena_)))); });
    } else if (key == "importing") {
      read_importing();
    }
  }

  void read_actions() {
    std::string names;
    stream_.elements([&] {
      if (!names.empty()) names += ',';
      names += stream_.string(arena_);
    });
    if (const auto action = find_action(names)) {
      body_.action = *action;
      body_.has_actions = true;
    } else if (!stream_.error()) {
      reading_.plan.diagnostics.push_back(
          {source::Severity::Error,
           "the plan has the actions " + quoted(names) + ", which are not known",
           "update stopgate, or plan with a released Terraform",
           {},
           reading_.plan.path});
    }
  }

  void read_side(Side& side, const Side& other) {
    if (stream_.skip_if_same(other.text)) {
      side = other;
      is_shared_ = true;
      return;
    }
    auto options = options_;
    options.twin = other.value;
    const auto begin = stream_.offset();
    side.value = stream_.value(arena_, options);
    side.text = stream_.text_since(begin);
  }

  // The text of a mark tree; empty when nothing is marked in it.
  std::string_view marks() {
    const auto text = stream_.skip();
    return text.find("true") == std::string_view::npos ? std::string_view{} : text;
  }

  void read_importing() {
    stream_.members([this](std::string_view key) {
      body_.is_import = true;
      if (key == "id") body_.import_id = stream_.string(arena_);
    });
  }

  value::Value finish(value::Value value, std::string_view unknown, std::string_view sensitive) {
    if (!unknown.empty())
      value = merge_unknown(arena_, reading_.unknown_leaves, value, tree(unknown));
    if (sensitive.empty()) return value;
    value = mark_sensitive(arena_, value, tree(sensitive));
    reading_.taint.collect_marked(value);
    return value;
  }

  // Mark trees are small, and gone after the change is read.
  value::Value tree(std::string_view text) { return stream_.value_of(text, scratch_); }

  Reading& reading_;
  json::Stream& stream_;
  Arena& arena_;
  json::ValueOptions options_;
  ChangeBody body_;
  Side before_, after_;
  std::string_view after_unknown_, before_sensitive_, after_sensitive_;
  bool is_shared_ = false;
  Arena scratch_;
};

class ChangeReader {
 public:
  explicit ChangeReader(Reading& reading)
      : reading_(reading), stream_(reading.stream), arena_(reading.arena) {}

  // Nothing, and an error of the stream, when the text breaks off within.
  std::optional<Change> read() {
    Change out;
    stream_.members([&](std::string_view key) { member(key, out); });
    if (stream_.error() || !body_.has_actions) return std::nullopt;
    out.action = body_.action;
    out.before = body_.before;
    out.after = body_.after;
    out.replace_paths = std::move(body_.replace_paths);
    out.is_import = body_.is_import;
    out.import_id = body_.import_id;
    return out;
  }

 private:
  void member(std::string_view key, Change& out) {
    const std::array<std::pair<std::string_view, std::string_view*>, 8> texts{{
        {"address", &out.address},
        {"previous_address", &out.previous_address},
        {"module_address", &out.module_address},
        {"type", &out.type},
        {"name", &out.name},
        {"provider_name", &out.provider_name},
        {"deposed", &out.deposed},
        {"action_reason", &out.action_reason},
    }};
    for (const auto& [name, target] : texts) {
      if (key != name) continue;
      *target = stream_.string(arena_);
      return;
    }
    if (key == "mode") out.is_managed = stream_.string(arena_) != "data";
    if (key == "index") out.index = stream_.value(arena_);
    if (key == "change") body_ = read_change_body(reading_, resource_values());
  }

  Reading& reading_;
  json::Stream& stream_;
  Arena& arena_;
  ChangeBody body_;
};

}  // namespace

ChangeBody read_change_body(Reading& reading, const json::ValueOptions& options) {
  return BodyReader(reading, options).read();
}

void read_changes(Reading& reading, std::vector<Change>& out) {
  reading.stream.elements([&] {
    if (auto change = ChangeReader(reading).read()) out.push_back(std::move(*change));
  });
}

void read_deferred_changes(Reading& reading, std::vector<Change>& out) {
  reading.stream.elements([&] {
    reading.stream.members([&](std::string_view key) {
      if (key != "resource_change") return;
      if (auto change = ChangeReader(reading).read()) out.push_back(std::move(*change));
    });
  });
}

void read_output_changes(Reading& reading) {
  reading.stream.members([&](std::string_view key) {
    const auto name = reading.arena.copy(key);
    auto body = read_change_body(reading, {});
    if (body.has_actions)
      reading.plan.outputs.push_back({name, body.action, body.before, body.after});
  });
}

}  // namespace stopgate::plan
