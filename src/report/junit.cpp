#include "report/junit.h"

#include <map>
#include <vector>

#include "base/text.h"
#include "report/place.h"
#include "report/wording.h"
#include "report/xml.h"

namespace stopgate::report {

namespace {

using finding::Finding;

struct Suite {
  std::string cases;
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
};

std::string case_open(const std::string& suite, const std::string& name) {
  return "    <testcase" + xml_attribute("classname", printable(suite)) +
         xml_attribute("name", name);
}

void add_finding(Suite& suite, const Finding& finding, bool is_failure,
                 const source::SourceMap& sources) {
  const auto location = location_of(finding, sources);
  auto name = to_string(location);
  if (const auto subject = finding::to_string(finding.subject); !subject.empty())
    name = printable(subject) + (name.empty() ? "" : " at " + name);
  const auto text = xml_escaped(std::string(name_of(finding.severity)) + ": " +
                                full_text_of(finding) + "\n" + to_string(location));
  ++suite.tests;
  suite.cases += case_open(finding.policy, name) + ">\n";
  if (is_failure) {
    ++suite.failures;
    suite.cases += "      <failure" + xml_attribute("type", name_of(finding.severity)) +
                   xml_attribute("message", message_of(finding)) + ">" + text + "</failure>\n";
  } else {
    // Below the gate, or there before: told, and no failure.
    suite.cases += "      <system-out>" + text + "</system-out>\n";
  }
  suite.cases += "    </testcase>\n";
}

void add_diagnostic(Suite& suite, const source::Diagnostic& diagnostic,
                    const source::SourceMap& sources) {
  const auto place = to_string(location_of(diagnostic.place, diagnostic.path, sources));
  ++suite.tests;
  suite.cases += case_open("stopgate.input", place.empty() ? "input" : place) + ">\n";
  const auto text = xml_escaped(text_of(diagnostic));
  if (diagnostic.severity == source::Severity::Error) {
    ++suite.errors;
    suite.cases += "      <error" + xml_attribute("type", "input") +
                   xml_attribute("message", printable(diagnostic.message)) + ">" + text +
                   "</error>\n";
  } else {
    suite.cases += "      <system-out>" + text + "</system-out>\n";
  }
  suite.cases += "    </testcase>\n";
}

std::string counts_of(const Suite& suite) {
  return xml_attribute("tests", std::to_string(suite.tests)) +
         xml_attribute("failures", std::to_string(suite.failures)) +
         xml_attribute("errors", std::to_string(suite.errors));
}

}  // namespace

std::string junit_report(const review::Review& review, const source::SourceMap& sources,
                         const Options&) {
  std::map<std::string, Suite> suites;
  for (const auto& count : review.coverage.policies) {
    if (count.matched == 0 || count.findings > 0) continue;
    auto& suite = suites[count.policy];
    ++suite.tests;
    suite.cases += case_open(count.policy, std::to_string(count.matched) + " looked at") + "/>\n";
  }
  for (const auto* finding : present_findings(review))
    add_finding(suites[finding->policy], *finding, is_at_gate(review, *finding), sources);
  for (const auto& diagnostic : review.diagnostics)
    add_diagnostic(suites["stopgate.input"], diagnostic, sources);
  Suite whole;
  std::string body;
  for (const auto& [name, suite] : suites) {
    whole.tests += suite.tests;
    whole.failures += suite.failures;
    whole.errors += suite.errors;
    body += "  <testsuite" + xml_attribute("name", printable(name)) + counts_of(suite) + ">\n" +
            suite.cases + "  </testsuite>\n";
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" +
         xml_attribute("name", "stopgate: " + printable(review.headline, 500)) + counts_of(whole) +
         ">\n" + body + "</testsuites>\n";
}

}  // namespace stopgate::report
