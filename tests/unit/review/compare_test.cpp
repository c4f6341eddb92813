#include "review/compare.h"

#include <catch2/catch.hpp>

#include "review/assemble.h"

using namespace stopgate;
using namespace stopgate::review;
using finding::Finding;
using finding::Status;

namespace {

constexpr std::string_view kText = "one\ntwo\nthree\nfour\n";

// One side of a comparison: findings on lines of one file.
struct State {
  source::SourceMap sources;
  source::FileId file;
  std::vector<Finding> findings;
  std::map<std::string, std::string> renamed;

  explicit State(const std::string& path) : file(sources.add(path, std::string(kText))) {}

  State& with(std::string policy, std::uint32_t line, std::string message = "m") {
    std::uint32_t begin = 0;
    for (; line > 1; --line) begin = static_cast<std::uint32_t>(kText.find('\n', begin)) + 1;
    findings.push_back({.policy = std::move(policy),
                        .message = std::move(message),
                        .place = {.file = file, .span = {.begin = begin, .end = begin + 2}},
                        .subject = {.address = "t.n"}});
    return *this;
  }
  std::vector<Finding> merged() {
    merge_instances(findings, sources, renamed);
    return findings;
  }
};

std::map<std::string, std::string> compared(State& head, State& base, Context context) {
  context.renamed = base.renamed;
  std::map<std::string, std::string> out;
  for (const auto& finding :
       compare({head.merged(), {}, head.sources}, {base.merged(), {}, base.sources}, context))
    out[finding.policy] = std::string(name_of(finding.status)) + (finding.is_indirect ? "!" : "");
  return out;
}

using Told = std::map<std::string, std::string>;
const std::vector<Undecided> kDecided;

}  // namespace

TEST_CASE("findings are new, old or fixed by their fingerprints") {
  State base("a.tf");
  State head("a.tf");
  base.with("same", 1).with("gone", 2);
  head.with("same", 3).with("brought", 2).with("elsewhere", 4);
  CHECK(compared(head, base, {{}, {{"a.tf", {{2, 2}}}}, {}, kDecided}) ==
        Told{{"same", "old"}, {"gone", "fixed"}, {"brought", "new"}, {"elsewhere", "new!"}});
}

TEST_CASE("a message that counts is the same finding, unless its line changed") {
  State base("a.tf");
  State head("a.tf");
  base.with("counts", 1, "2 of 3").with("written", 2, "port 22");
  head.with("counts", 1, "3 of 3").with("written", 2, "port 3389");
  const auto told = compared(head, base, {{}, {{"a.tf", {{2, 2}}}}, {}, kDecided});
  CHECK(told.at("counts") == "old");
}

TEST_CASE("a renamed file keeps its findings") {
  State base("a.tf");
  State head("b.tf");
  base.renamed = {{"a.tf", "b.tf"}};
  base.with("p", 1);
  head.with("p", 1);
  CHECK(compared(head, base, {{}, {}, {}, kDecided}) == Told{{"p", "old"}});
}

TEST_CASE("what cannot be judged any more is not fixed") {
  State base("a.tf");
  State head("a.tf");
  base.with("p", 1).with("q", 2);
  const std::vector<Undecided> undecided = {
      {.policy = "q", .subject = {.address = "t.n"}, .reason = "r", .place = {}}};
  CHECK(compared(head, base, {{}, {}, {}, undecided}) == Told{{"p", "fixed"}});
  CHECK(compared(head, base, {{}, {}, {"a.tf"}, kDecided}).empty());
}
