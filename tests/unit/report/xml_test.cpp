#include "report/xml.h"

#include <catch2/catch.hpp>
#include <vector>

using namespace stopgate::report;

TEST_CASE("text inside XML") {
  struct Row {
    std::string text, escaped;
  };
  const std::vector<Row> rows = {
      {"plain", "plain"},
      {"a<b>&\"c'", "a&lt;b&gt;&amp;&quot;c'"},
      {"one\ntwo\tthree\r", "one&#10;two&#9;three&#13;"},
      {"bell\x07", "bell\uFFFD"},
      {"\xff\xfe", "\uFFFD\uFFFD"},
      {"\uFFFE", "\uFFFD"},
      {"漢字", "漢字"},
  };
  for (const auto& [text, escaped] : rows) {
    CAPTURE(escaped);
    CHECK(xml_escaped(text) == escaped);
  }
  CHECK(xml_attribute("name", "a\"b") == " name=\"a&quot;b\"");
}
