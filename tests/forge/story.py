#!/usr/bin/env python3
"""Posts on each forge of forges.py as pull requests are lived: opened bad, mended, run twice, raced, refused.

    story.py BINARY
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from forges import FORGES, GitHub, Gitea, serve


def finding(number, file, line, severity="high", status="new", **more):
    return {"policy": "k8s.example", "severity": severity, "message": f"defect {number} of @team", "incident": "It breaks.", "remediation": "Mend it.",
            "fingerprint": f"{number:020x}", "status": status, "location": {"file": file, "line": line, "column": 1, "end_line": line, "end_column": 5},
            "resource": {"kind": "Deployment", "namespace": "shop", "name": "web"}, "related": [], **more}


def report(*findings):
    return {"version": 1, "tool": {"name": "stopgate", "version": "0"}, "verdict": "fail", "headline": "x", "gate": "high",
            "coverage": {"files": 2, "parsed": 2, "unreadable": [], "resources": 3, "policies": [], "undecided": []},
            "findings": list(findings), "changes": [], "diagnostics": []}


class Story:
    def __init__(self, binary, forge):
        self.binary, self.forge = binary, forge
        self.server = serve(forge)
        self.folder = tempfile.TemporaryDirectory()

    def post(self, *reports, arguments=(), environment=(), token=None):
        files = []
        for i, each in enumerate(reports):
            path = pathlib.Path(self.folder.name) / f"report-{i}.json"
            path.write_text(each if isinstance(each, str) else json.dumps(each))
            files.append(str(path))
        run = subprocess.run(
            [self.binary, "post", *files, "--to", self.forge.name, "--api-url", self.forge.base, "--repo", "o/r", "--pr", "7", "--retries", "2", *arguments],
            capture_output=True, text=True, timeout=60, check=False,
            env={"PATH": os.environ["PATH"], "STOPGATE_TOKEN": token or self.forge.token, **dict(environment)})
        assert self.forge.token not in run.stdout + run.stderr, "the token was printed"
        return run

    def own(self):
        return [c for c in self.forge.comments if c["author"] == "bot"]

    def shown_lines(self):
        return [line for line in self.forge.lines if not line["resolved"]]

    def close(self):
        self.server.shutdown()
        self.folder.cleanup()


def expect(story, condition, what, run=None):
    if condition:
        return
    forge = story.forge
    print(f"{forge.name}: {what}\n  comments: {[c['body'][:120] for c in forge.comments]}\n  lines: {forge.lines}\n  writes: {forge.writes}")
    if run is not None:
        print(run.stdout[-3000:], run.stderr[-3000:])
    raise SystemExit(1)


def life_of_a_pull_request(binary, kind):
    story = Story(binary, kind())
    forge = story.forge
    for i in range(35):  # more than a page, and one that copies our marker
        forge.say_as_somebody(f"talk {i}")
    forge.say_as_somebody('<!-- stopgate:1 {"kind":"summary","key":"default","head":""} -->\nmine')
    bad = report(finding(1, "main.tf", 2), finding(2, "web.yaml", 9), finding(3, "web.yaml", 10, "medium"), finding(4, "untouched.tf", 3),
                 finding(5, "main.tf", 3, status="old"))
    run = story.post(bad)
    expect(story, run.returncode == 0 and len(story.own()) == 1, "one comment", run)
    expect(story, [(line["path"], line["line"]) for line in story.shown_lines()] == [("main.tf", 2), ("web.yaml", 9), ("web.yaml", 10)],
           "comments on changed lines", run)
    expect(story, "@team" not in story.own()[0]["body"].replace("`@team`", ""), "nobody is mentioned", run)
    expect(story, len(forge.statuses) == 1, "a status", run)

    writes = len(forge.writes)
    run = story.post(bad)
    expect(story, len(story.own()) == 1 and len(forge.writes) == writes + 1 and "comment unchanged" in run.stdout, "a re-run posts nothing new", run)

    forge.lines[1]["replies"] = 1
    run = story.post(report(finding(3, "web.yaml", 12, "medium")))
    expect(story, len(story.own()) == 1 and "defect 1" not in story.own()[0]["body"], "the comment is edited", run)
    expect(story, [(line["path"], line["line"]) for line in story.shown_lines()] == [("web.yaml", 9), ("web.yaml", 10)],
           "what is mended goes, unless somebody answered; moved lines keep their comment", run)

    run = story.post(report())
    expect(story, len(story.own()) == 1 and "No findings" in story.own()[0]["body"], "all is well", run)
    run = story.post(report(), arguments=["--on-empty", "delete"])
    expect(story, len(story.own()) == 0, "the comment goes", run)
    expect(story, len(forge.comments) == 36, "nobody else's comment is touched", run)
    story.close()


def silence(binary, kind):
    story = Story(binary, kind())
    run = story.post(report())
    expect(story, not story.forge.comments and run.returncode == 0, "a good change is not commented on", run)
    story.close()


def two_jobs_at_once(binary):
    forge = GitHub()
    story = Story(binary, forge)
    first = forge.add_comment

    def add_twice(body):  # another job makes its comment just before ours
        forge.add_comment = first
        first(body.replace("defect 1", "defect 9"))
        return first(body)

    forge.add_comment = add_twice
    run = story.post(report(finding(1, "main.tf", 2)))
    expect(story, len(story.own()) == 1 and "defect 1" in story.own()[0]["body"], "two jobs converge on one comment", run)
    story.close()


def older_runs_do_not_overwrite(binary):
    story = Story(binary, GitHub())
    actions = {"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "o/r"}
    story.post(report(finding(1, "main.tf", 2)), environment={**actions, "GITHUB_RUN_ID": "20"}.items())
    run = story.post(report(finding(2, "main.tf", 2)), environment={**actions, "GITHUB_RUN_ID": "10"}.items())
    expect(story, "defect 1" in story.own()[0]["body"] and "later run" in run.stdout, "an older run says nothing", run)
    story.close()


def refusals(binary):
    for kind in (GitHub, Gitea):
        story = Story(binary, kind())
        story.forge.refused_lines.add(("web.yaml", 9))
        run = story.post(report(finding(1, "main.tf", 2), finding(2, "web.yaml", 9), finding(3, "web.yaml", 10)))
        expect(story, [line["line"] for line in story.shown_lines()] == [2, 10] and "1 line was refused" in run.stderr, "one bad line loses no other", run)
        story.close()

    story = Story(binary, GitHub())
    story.forge.trouble = [(429, {"Retry-After": "1"}, {"message": "slow down"})]
    run = story.post(report(finding(1, "main.tf", 2)))
    expect(story, len(story.own()) == 1, "Retry-After is obeyed", run)
    story.close()

    story = Story(binary, GitHub())
    story.forge.trouble = [(403, {}, {"message": "Resource not accessible by integration"})] * 20
    run = story.post(report(finding(1, "main.tf", 2)))
    expect(story, run.returncode == 0 and "pull-requests: write" in run.stderr and "defect 1" in run.stdout, "what cannot be posted is on the log", run)
    run = story.post(report(finding(1, "main.tf", 2)), arguments=["--strict-post"], token="wrong")
    expect(story, run.returncode == 3 and "defect 1" in run.stdout, "--strict-post", run)
    story.close()

    story = Story(binary, GitHub())
    run = story.post(report(finding(1, "main.tf", 2)), arguments=["--dry-run"])
    expect(story, not story.forge.writes and '"method":"POST"' in run.stdout, "--dry-run changes nothing", run)
    summary = pathlib.Path(story.folder.name) / "summary.md"
    run = story.post(report(finding(1, "main.tf", 2)), token="wrong", environment={"GITHUB_STEP_SUMMARY": str(summary)}.items())
    expect(story, "defect 1" in summary.read_text(), "the job's page is the next rung", run)
    story.close()


def hostile_reports(binary):
    story = Story(binary, GitHub())
    for text, status in (("", 2), ("[]", 2), ('{"findings":{}, "version":1}', 0), ('{"findings":[], "version":2}', 2), ('{"version":1,"findings":[1,null,{}]}', 0),
                         ("[" * 100_000, 2), (json.dumps(report())[:-20], 2)):
        run = story.post(text)
        expect(story, run.returncode == status, f"{text[:40]!r} gives {status}", run)
    lie = report(finding(1, "main.tf", 2))
    lie["verdict"] = "pass"
    run = story.post(lie)
    expect(story, story.forge.statuses[-1] == "failure", "the verdict is worked out anew", run)
    long = "漢" * 3_000
    many = report(*[finding(i, "x" * 3_000 + str(i), 4_000_000_000, message=long) for i in range(400)])
    run = story.post(many)
    expect(story, run.returncode == 0 and len(story.own()) == 1 and len(story.own()[0]["body"]) <= 65_536, "what is long is cut", run)
    story.close()


def several_reports(binary):
    story = Story(binary, GitHub())
    run = story.post(report(finding(1, "main.tf", 2)), report())
    body = story.own()[0]["body"] if story.own() else ""
    expect(story, "| `report-0` | ❌ fail | 1 |" in body and "| `report-1` | ✅ pass | 0 |" in body, "a row a report", run)
    story.close()


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    for kind in FORGES:
        life_of_a_pull_request(binary, kind)
        silence(binary, kind)
    two_jobs_at_once(binary)
    older_runs_do_not_overwrite(binary)
    refusals(binary)
    hostile_reports(binary)
    several_reports(binary)
    print(f"{len(FORGES)} forges: all stories end well")


if __name__ == "__main__":
    main()
