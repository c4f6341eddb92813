// What yaml-cpp makes of the same text, resolved by our rules: the trees must be equal.

#include <yaml-cpp/yaml.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>

#include "yaml/reader.h"
#include "yaml/scalar.h"
#include "yaml/writer.h"

namespace {

using stopgate::Arena;
using stopgate::intern;
using stopgate::Limits;
using stopgate::source::SourceMap;
using stopgate::value::List;
using stopgate::value::Map;
using stopgate::value::Member;
using stopgate::value::to_text;
using stopgate::value::Value;
using stopgate::yaml::Dialect;

Value convert(Arena& arena, const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Undefined:
    case YAML::NodeType::Null:
      return Value::null();
    case YAML::NodeType::Scalar: {
      const auto& text = node.Scalar();
      const auto scalar =
          node.Tag() == "?" ? stopgate::yaml::resolve_core(text) : stopgate::yaml::Scalar{};
      return scalar.kind == stopgate::yaml::Scalar::Kind::Text ? Value::string(arena, text)
                                                               : core_value(scalar);
    }
    case YAML::NodeType::Sequence: {
      std::vector<Value> items;
      for (const auto& item : node) items.push_back(convert(arena, item));
      return List::make(arena, items);
    }
    case YAML::NodeType::Map: {
      std::vector<Member> members;
      for (const auto& member : node)
        members.push_back({intern(member.first.Scalar()), convert(arena, member.second)});
      return Map::make(arena, members);
    }
  }
  return {};
}

// Empty when both agree on every document.
std::string difference(const std::string& text) {
  SourceMap sources;
  const auto file = sources.add("f", text);
  const auto stream = stopgate::yaml::read(sources, file, Limits{}, {Dialect::Ordinary});
  if (has_errors(stream.diagnostics)) return to_string(stream.diagnostics[0], sources);
  if (!stream.diagnostics.empty()) return {};  // duplicate keys, of which yaml-cpp keeps both
  const auto theirs = YAML::LoadAll(text);
  if (theirs.size() != stream.documents.size())
    return std::to_string(stream.documents.size()) + " documents, and theirs " +
           std::to_string(theirs.size());
  Arena arena;
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    const auto& ours = stream.documents[i].root.value;
    const auto other = convert(arena, theirs[i]);
    if (!(ours == other)) return to_text(ours) + "\nand theirs\n" + to_text(other);
  }
  return {};
}

// Small trees of every kind of node and of text that is hard to write.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  Value make(Arena& arena, int depth) {
    const auto size = pick(4);
    switch (pick(depth > 0 ? 8 : 6)) {
      case 0:
        return Value::null();
      case 1:
        return Value::boolean(pick(2) == 0);
      case 2:
        return Value::integer(static_cast<std::int64_t>(random_()) - 1'000'000'000);
      case 3:
        return Value::number(static_cast<double>(random_()) / 1024);
      case 4:
      case 5:
        return Value::string(arena, text());
      case 6: {
        std::vector<Value> items;
        for (std::size_t i = 0; i < size; ++i) items.push_back(make(arena, depth - 1));
        return List::make(arena, items);
      }
      default: {
        std::vector<Member> members;
        for (std::size_t i = 0; i < size; ++i)
          members.push_back({intern(std::to_string(i) + text()), make(arena, depth - 1)});
        return Map::make(arena, members);
      }
    }
  }

 private:
  std::size_t pick(std::size_t count) { return random_() % count; }

  std::string text() {
    static const std::vector<std::string> pieces{"a", "web", " ",  "\n", ":",   "- ",       "#",
                                                 "'", "\"",  "\\", "1",  "yes", "\xC3\xA9", "{",
                                                 "]", ",",   "*",  "\t", "|",   "~"};
    std::string out;
    for (auto length = pick(6); length > 0; --length) out += pieces[pick(pieces.size())];
    return out;
  }

  std::minstd_rand random_;
};

}  // namespace

TEST_CASE("yaml-cpp reads our own documents as we do") {
  const std::string text =
      GENERATE(as<std::string>{}, "a: 1\nb: [x, {y: z}]\n", "- - a\n  - b\n- c\n",
               "a: |\n  x\n\n  y\nb: >\n  x\n  y\n\n  z\n", "a: |+\n  x\n\nb: |-\n  x\n",
               "a: 'it''s'\nb: \"\\u00e9\\n\"\nc: \"x\n  y\"\n", "a: &x {b: 1}\nc: *x\n",
               "a: # c\n  b: 1 # d\n", "a:\n- b\n- c:\n    d\n", "---\na: 1\n---\n- b\n...\n",
               "{a: [1, 2], \"b\": c, d: }\n", "? a\n: b\n", "a: >-\n  x\n    y\n  z\n",
               "a: x y\n  z\n", "a: !!str 1\n");
  CAPTURE(text);
  CHECK(difference(text) == "");
}

TEST_CASE("what we write, yaml-cpp and we read back") {
  Arena arena;
  for (unsigned seed = 1; seed <= 300; ++seed) {
    const auto value = Generator(seed).make(arena, 4);
    const auto text = stopgate::yaml::write(value);
    CAPTURE(seed, text);
    REQUIRE(difference(text) == "");
    SourceMap sources;
    const auto stream =
        stopgate::yaml::read(sources, sources.add("f", text), Limits{}, {Dialect::Ordinary});
    REQUIRE(to_text(stream.documents.at(0).root.value) == to_text(value));
  }
}

TEST_CASE("yaml-cpp reads real charts as we do") {
  const auto folder = std::filesystem::path(STOPGATE_SHARED) / "corpora/charts";
  if (!std::filesystem::is_directory(folder)) {
    std::cout << "skipped: " << folder.string() << " is absent\n";
    SUCCEED();
    return;
  }
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    CAPTURE(entry.path().filename().string());
    CHECK(difference(text).substr(0, 400) == "");
    ++files;
  }
  std::cout << files << " charts compared with yaml-cpp\n";
}
