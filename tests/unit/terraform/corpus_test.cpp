// tests/corpus/terraform/*.txt: expressions and what they give.
//
//   === name
//   expression, perhaps of several lines
//   ---
//   number 3  |  list(string) ["a"]  |  unknown string "prefix"  |  sensitive …  |  error part of
//   the message
//
// `ref.text`, `ref.flag`, `ref.number`, `ref.list`, `ref.set`, `ref.map`, `ref.any` are known only
// after apply; `secret` is a sensitive string.

#include <catch2/catch.hpp>
#include <map>

#include "base/text.h"
#include "hcl/parser.h"
#include "source/file_system.h"
#include "source/memory_file_system.h"
#include "terraform/evaluate.h"

namespace stopgate::terraform {

namespace {

class CorpusScope final : public Scope {
 public:
  CorpusScope() {
    const auto add = [&](const std::string& name, const Type& type, bool not_null) {
      members_.push_back({.key = intern(name),
                          .value = CtyValue::unknown(type, {.reason = std::string(kAfterApply),
                                                            .subject = "ref." + name,
                                                            .not_null = not_null})});
    };
    add("text", Type::string(), true);
    add("flag", Type::boolean(), true);
    add("number", Type::number(), true);
    add("list", Type::list(Type::string()), true);
    add("set", Type::set(Type::string()), true);
    add("map", Type::map(Type::string()), true);
    add("any", Type::dynamic(), false);
  }

  Resolved resolve(const hcl::Name& root, std::span<const hcl::Name>,
                   source::FileId file) const override {
    if (root.text.text() == "ref")
      return {.value = CtyValue::object(members_), .steps = 0, .error = {}};
    if (root.text.text() == "secret")
      return {
          .value = CtyValue::string("s3cret").with_marks({.sensitive = true, .ephemeral = false}),
          .steps = 0,
          .error = {}};
    return {.value = {},
            .steps = 0,
            .error = source::Diagnostic{.message = "undeclared " + std::string(root.text.text()),
                                        .help = {},
                                        .place = {file, root.span},
                                        .path = {}}};
  }

 private:
  std::vector<CtyMember> members_;
};

std::string describe(const EvalResult& result) {
  if (source::has_errors(result.diagnostics)) return "error " + result.diagnostics[0].message;
  const auto& value = result.value;
  std::string text = value.deep_marks().sensitive ? "sensitive " : "";
  if (value.is_unknown()) {
    const auto& prefix = value.unknown_info().prefix;
    return text + "unknown " + constraint_of(value.type()) +
           (prefix.empty() ? "" : " " + to_text(CtyValue::string(prefix)));
  }
  return text + constraint_of(value.type()) + " " + to_text(value);
}

struct Case {
  std::string name, expression, expected;
};

std::vector<Case> cases_of(std::string_view text) {
  std::vector<Case> cases;
  std::string* into = nullptr;
  for (const auto line : split(text, '\n')) {
    if (line.starts_with("=== ")) {
      cases.push_back({.name = std::string(line.substr(4)), .expression = {}, .expected = {}});
      into = &cases.back().expression;
    } else if (line == "---" && into != nullptr) {
      into = &cases.back().expected;
    } else if (into != nullptr) {
      *into += std::string(line) + "\n";
    }
  }
  for (auto& one : cases) one.expected = std::string(trim(one.expected));
  return cases;
}

}  // namespace

TEST_CASE("expressions of the corpus give what is written beneath them") {
  const source::DiskFileSystem disk;
  const std::string folder = std::string(STOPGATE_SOURCE_DIR) + "/tests/corpus/terraform";
  const source::MemoryFileSystem files{
      {"/repo/root/greeting.tftpl", "%{ for name in names ~}\nhello ${name}\n%{ endfor ~}\n"},
      {"/repo/root/again.tftpl", "${templatefile(\"again.tftpl\", {})}"},
      {"/repo/root/files/a.json", "{\"a\":[1]}"},
      {"/repo/root/files/b.txt", "b"},
      {"/repo/secret.txt", "outside of the root, inside of the repository"}};
  const source::ConfinedFileSystem confined(files, "/repo");
  source::SourceMap sources;
  EvalOptions options;
  options.files = &confined;
  options.folder = "/repo/root";
  options.repository = "/repo";
  options.sources = &sources;
  const CorpusScope scope;
  std::size_t count = 0;
  const auto entries = disk.list(folder).value();
  for (const auto& entry : entries) {
    const auto text = disk.read(folder + "/" + entry.name, 1 << 20).value();
    for (const auto& one : cases_of(text)) {
      const auto id = sources.add("expression.tf", std::string(trim(one.expression)));
      const auto parsed = hcl::parse_expression(sources, id);
      auto result = evaluate(*parsed.expression, id, scope, options);
      result.diagnostics.insert(result.diagnostics.begin(), parsed.diagnostics.begin(),
                                parsed.diagnostics.end());
      INFO(entry.name << ": " << one.name << ": " << one.expression);
      const auto ours = describe(result);
      if (one.expected.starts_with("error ") && ours.starts_with("error ")) {
        CHECK_THAT(ours.substr(6), Catch::Contains(one.expected.substr(6)));
      } else {
        CHECK(ours == one.expected);
      }
      ++count;
    }
  }
  CHECK(count > 100);
}

}  // namespace stopgate::terraform
