#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "plan/path.h"
#include "plan/reading.h"

namespace stopgate::plan {

namespace {

// Provider arguments that hold credentials; plan JSON shows them in the clear.
constexpr std::array<std::string_view, 6> kCredentialNames{"password",    "secret",     "token",
                                                           "private_key", "client_key", "api_key"};

bool names_credential(std::string_view name) {
  for (const auto part : kCredentialNames)
    if (name.find(part) != std::string_view::npos) return true;
  return false;
}

class ConfigurationReader {
 public:
  explicit ConfigurationReader(Reading& reading)
      : reading_(reading), stream_(reading.stream), arena_(reading.arena) {}

  void read() {
    stream_.members([this](std::string_view key) {
      if (key == "provider_config") read_providers();
      if (key == "root_module") read_module({});
    });
  }

 private:
  void read_providers() {
    Arena scratch;
    const auto text = stream_.skip();
    if (stream_.error()) return;
    reading_.plan.providers = stream_.value_of(text, arena_);
    for (const auto& provider : reading_.plan.providers.members())
      for (const auto& argument : provider.value.get("expressions").members())
        if (names_credential(argument.key.text()))
          reading_.taint.collect(argument.value.get("constant_value"));
  }

  // `prefix` is the address of the module with a dot behind it; empty for the root.
  void read_module(const std::string& prefix) {
    stream_.members([&](std::string_view key) {
      if (key == "resources") stream_.elements([&] { read_resource(prefix); });
      if (key == "module_calls")
        stream_.members(
            [&](std::string_view name) { read_call(prefix + "module." + std::string(name)); });
      if (key == "outputs")
        stream_.members(
            [&](std::string_view name) { read_output(prefix + "output." + std::string(name)); });
      if (key == "variables" && prefix.empty()) read_variables();
    });
  }

  void read_output(const std::string& address) {
    std::vector<Argument> arguments;
    stream_.members([&](std::string_view key) {
      if (key == "expression") arguments.push_back({"value", stream_.skip()});
    });
    if (!stream_.error()) add_references(address, arguments);
  }

  void read_variables() {
    stream_.members([this](std::string_view name) {
      const auto kept = arena_.copy(name);
      stream_.members([&](std::string_view key) {
        if (key == "sensitive" && stream_.boolean()) reading_.sensitive_variables.insert(kept);
      });
    });
  }

  // The address may stand behind the expressions: they are read again when it is known.
  void read_resource(const std::string& prefix) {
    std::string address;
    std::vector<Argument> arguments;
    stream_.members([&](std::string_view key) {
      if (key == "address") {
        address = prefix + std::string(stream_.string(arena_));
      } else {
        read_arguments(key, arguments);
      }
    });
    if (!stream_.error()) add_references(address, arguments);
  }

  void read_call(const std::string& address) {
    std::vector<Argument> arguments;
    stream_.members([&](std::string_view key) {
      if (key == "module") {
        read_module(address + ".");
      } else {
        read_arguments(key, arguments);
      }
    });
    if (!stream_.error()) add_references(address, arguments);
  }

  // An argument's name, empty for a whole map of them, and the text of its expression.
  struct Argument {
    std::string_view name;
    std::string_view text;
  };

  void read_arguments(std::string_view key, std::vector<Argument>& out) {
    if (key == "expressions") out.push_back({{}, stream_.skip()});
    if (key == "count_expression") out.push_back({"count", stream_.skip()});
    if (key == "for_each_expression") out.push_back({"for_each", stream_.skip()});
    if (key == "depends_on") out.push_back({"depends_on", stream_.skip()});
  }

  void add_references(std::string_view address, const std::vector<Argument>& arguments) {
    address_ = {};
    for (const auto& argument : arguments) {
      if (argument.text.find('[') == std::string_view::npos) continue;
      if (address_.empty()) address_ = arena_.copy(address);
      path_ = argument.name;
      Arena scratch;
      const auto tree = stream_.value_of(argument.text, scratch);
      if (argument.name == "depends_on") {
        add_targets(tree);
      } else {
        visit(tree);
      }
    }
  }

  // Nested blocks are lists of maps of expressions. A block type called "references" would be read
  // as references; the text is too short on types to tell. The reader bounds the depth.
  void visit(const value::Value& expression) {
    const auto length = path_.size();
    for (std::size_t i = 0; i < expression.items().size(); ++i) {
      append_step(path_, i);
      visit(expression.items()[i]);
      path_.resize(length);
    }
    for (const auto& member : expression.members()) {
      if (member.key.text() == "constant_value") continue;
      if (member.key.text() == "references") {
        add_targets(member.value);
        continue;
      }
      append_step(path_, member.key.text());
      visit(member.value);
      path_.resize(length);
    }
  }

  // From longest to shortest: "a.b[0].id", "a.b[0]", "a.b" is one reference.
  void add_targets(const value::Value& references) {
    std::string_view longest;
    for (const auto& reference : references.items()) {
      const auto target = reference.string_if();
      if (!target || target->empty()) continue;
      const bool is_part = longest.starts_with(*target) &&
                           (longest.size() == target->size() || longest[target->size()] == '.' ||
                            longest[target->size()] == '[');
      if (is_part) continue;
      longest = *target;
      reading_.plan.references.push_back({address_, intern(path_).text(), intern(*target).text()});
    }
  }

  Reading& reading_;
  json::Stream& stream_;
  Arena& arena_;
  std::string_view address_;
  std::string path_;
};

}  // namespace

void read_configuration(Reading& reading) {
  ConfigurationReader(reading).read();
}

}  // namespace stopgate::plan
