#include "report/markdown.h"

#include <catch2/catch.hpp>

#include "report/budget.h"
#include "report/escape.h"
#include "sample.h"

using namespace stopgate;
using namespace stopgate::report;

TEST_CASE("the Markdown report, whole") {
  source::SourceMap sources;
  const auto review = test::sample(sources);
  CHECK("\n" +
            markdown_report(review, sources,
                            {.version = "1.2.3", .source_url = "https://forge/r/{path}#L{line}"}) ==
        R"(
## ❌ fail · STOP: destroys `aws_db_instance.main[0]` (database, no final snapshot); 1 finding at or above high

> [!CAUTION]
> **Data loss:** `aws_db_instance.main[0]` is **destroyed** (database, no final snapshot)  

**1 high, 1 medium** · 1 undecided · 1 suppressed

> [!NOTE]
> **Worth a look.**
> - [`main.tf:4`](https://forge/r/main.tf#L4) warning: 'b' is set twice; remove one

- **high** [`main.tf:2`](https://forge/r/main.tf#L2) password is a literal · `tf.secret.literal` · `aws_db_instance.main[0]` and 1 more

<details><summary>What breaks, and what to do: 1 finding</summary>

**high** [`main.tf:2`](https://forge/r/main.tf#L2) password is a literal · `tf.secret.literal`

```text
2 |   password = ••••
  |              ^^^^
```

**In:** `aws_db_instance.main[0]`, `aws_db_instance.main[1]`

</details>

**What the plan destroys**

```diff
- destroy aws_db_instance.main[0]  # database, no final snapshot; its block is gone  (main.tf:1:1)
```

<details><summary>Below the gate: 1 finding</summary>

**medium** [`deploy/web app.yaml:3`](https://forge/r/deploy/web%20app.yaml#L3) container '漢字' has no readinessProbe · `k8s.probe.missing`

```text
3 |     - name: 漢字 # wide
  |             ^^^^
```

**In:** `Deployment/shop/web`  
**See:** [`deploy/web app.yaml:1`](https://forge/r/deploy/web%20app.yaml#L1) declared here  
**What breaks:** Users see 502 during every rollout.  
**Help:**

```text
add a readinessProbe:
  readinessProbe: {}
```

</details>

<details><summary>What else the plan does: 1 change</summary>

```diff
! update aws_lb.web
```

</details>

<details><summary>Undecided: 1</summary>

- `tf.kms` on `aws_s3_bucket.b`: data.x.y is known only after apply

</details>

<sub>stopgate 1.2.3 · read 2 of 3 files, 2 resources, 1 policy</sub>
)");
}

TEST_CASE("a comment keeps to its budget and to what matters") {
  const source::SourceMap sources;
  review::Parts parts;
  for (int i = 0; i < 2'000; ++i) {
    const auto n = std::to_string(i);
    parts.findings.push_back({.policy = "low",
                              .severity = finding::Severity::Low,
                              .message = "low " + n,
                              .incident = std::string(200, 'x'),
                              .path = "a.tf"});
    parts.changes.push_back({.address = "a.new[" + n + "]", .action = "create"});
  }
  for (int i = 0; i < 20; ++i)
    parts.findings.push_back({.policy = "high",
                              .severity = finding::Severity::High,
                              .message = "high " + std::to_string(i),
                              .path = "z.tf"});
  parts.changes.push_back({.address = "db.main", .action = "delete", .loss = "D0"});
  const auto review = review::assemble(parts, sources);

  const auto full = markdown_report(review, sources, {.markdown_bytes = 10'000'000});
  CHECK(full.find("Left out") == std::string::npos);
  for (const std::size_t bytes : {4'000U, 10'000U, 60'000U}) {
    const auto text = markdown_report(review, sources, {.markdown_bytes = bytes});
    CAPTURE(bytes);
    CHECK(text.size() <= bytes);
    CHECK(text.size() > bytes * 8 / 10);
    for (int i = 0; i < 20; ++i)
      CHECK(text.find("high " + std::to_string(i) + " ·") != std::string::npos);
    CHECK(text.find("`db.main` is **destroyed**") != std::string::npos);
    CHECK(text.find("\n**Left out to fit:** ") != std::string::npos);
    CHECK(text.find("<details>") == text.find("<details><summary>"));
  }
  CHECK(markdown_report(review, sources, {.markdown_bytes = 0}).size() < 500);
}

TEST_CASE("a section keeps whole items, the first ones, and says what it lost") {
  const std::vector<Section> sections = {
      {.priority = 2, .head = "A", .tail = "a", .items = {"11", "22", "33"}, .noun = "ones"},
      {.priority = 1, .head = "B", .tail = "b", .items = {"44"}, .noun = "twos"},
      {.priority = 3, .head = "C", .tail = "c", .items = {std::string(50, 'x')}, .noun = "threes"}};
  CHECK(fit(sections, 1'000) == "A112233aB44bC" + std::string(50, 'x') + "c");
  CHECK(fit(sections, 310) ==
        "A1122aB44b\n**Left out to fit:** 1 ones, 1 threes. The job's own output has them all.\n");
}

TEST_CASE("prose keeps plain words and puts into code what a forge would obey") {
  struct Row {
    std::string_view text, expected;
  };
  const auto row = GENERATE(values<Row>({
      {"container 'api' has no readinessProbe (yet), 50% of 3/4",
       "container 'api' has no readinessProbe (yet), 50% of 3/4"},
      {"ask @everyone now", "ask `@everyone` now"},
      {"see #12 and GH-3", "see `#12` and `GH-3`"},
      {"(my_name), a_b.", "(`my_name`), `a_b`."},
      {"a_b = [\"c\"] is", "`a_b = [\"c\"]` is"},
      {"<b>x</b> | y", "`<b>x</b> |` y"},
      {"a `b` c``d", "a ``` `b` c``d ```"},
      {"https://evil.example [x](y)", "`https://evil.example [x](y)`"},
      {"www.evil.example", "`www.evil.example`"},
      {"commit 1f9e3ab0 of deadbeef in 1234567", "commit `1f9e3ab0` of deadbeef in 1234567"},
      {"one\ntwo", "one two"},
      {"a\x1b[0m\u202E", "`a\\x1b[0m\\u{202e}`"},
      {"", ""},
      {"###", "`###`"},
  }));
  CHECK(prose(row.text) == row.expected);
}

TEST_CASE("code spans and fences hold any run of backticks") {
  CHECK(code_span("a") == "`a`");
  CHECK(code_span("a`b") == "``a`b``");
  CHECK(code_span("`a`") == "`` `a` ``");
  CHECK(code_span(" ") == "(none)");
  CHECK(fence_for("a ```` b") == "`````");
  CHECK(percent_encoded("a/b c)é") == "a/b%20c%29%C3%A9");
}
