#!/usr/bin/env python3
"""Configuration, baseline and staged files, as a user meets them.

    configuration.py BINARY
"""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

BINARY = pathlib.Path(sys.argv[1]).resolve()
ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
               "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com"}
failures = []

POD = """apiVersion: v1
kind: Pod
metadata: {name: NAME, namespace: shop}
spec:
  containers:
    - {name: web, image: nginx}
"""
TAG = "k8s.image.tag.latest-or-missing"
OWN = """id: own.pod.named
title: Pod has a name
severity: high
target: object
match: {kinds: [Pod]}
validations:
  - expression: object.metadata.name != 'bad'
    message: a bad pod
incident: none
remediation: rename it
"""


def expect(what, condition, seen=""):
    if not condition:
        failures.append(what)
        print(f"FAIL {what}: {seen}")


def run(folder, *arguments):
    return subprocess.run([BINARY, *arguments], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False)


def git(folder, *arguments):
    subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT, capture_output=True, check=True)


def write(folder, files):
    for path, text in files.items():
        full = pathlib.Path(folder) / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_text(text)


def check(folder, *arguments):
    out = run(folder, "check", "--format", "json", *arguments)
    if not out.stdout:
        return out.returncode, {}, out.stderr
    report = json.loads(out.stdout)
    return out.returncode, {(f["policy"], f["location"]["file"]): f for f in report["findings"]}, report


def test_settings(folder):
    write(folder, {"a/pod.yaml": POD.replace("NAME", "one"), "vendor/pod.yaml": POD.replace("NAME", "two"), ".git/HEAD": ""})
    status, findings, _ = check(folder, "--policy", TAG)
    expect("without a configuration", status == 0 and len(findings) == 2, findings)
    write(folder, {".stopgate.yaml": f"fail-on: medium\nexemptions: [{{path: vendor, reason: theirs}}]\n"})
    status, findings, report = check(folder, "--policy", TAG)
    expect("the gate, an exemption", status == 1 and set(findings) == {(TAG, "a/pod.yaml")} and report["coverage"]["suppressed"] == 1, findings)
    expect("the command line wins", check(folder, "--policy", TAG, "--fail-on", "high")[0] == 0)
    expect("no configuration", len(check(folder, "--no-config", "--policy", TAG)[1]) == 2)
    write(folder, {"a/.stopgate.yaml": f"overrides: {{{TAG}: {{severity: low, level: advisory}}}}\n"})
    status, findings, _ = check(folder, "--policy", TAG)
    expect("a nested override", status == 0 and findings[(TAG, "a/pod.yaml")]["severity"] == "low", findings)
    write(folder, {"a/.stopgate.yaml": f"overrides: {{{TAG}: {{level: mandatory}}}}\n", "a/pod.yaml": "# stopgate:ignore-file " + TAG + "\n" + POD.replace("NAME", "one")})
    status, findings, _ = check(folder, "--policy", TAG)
    expect("a mandatory policy is not silenced", status == 1, findings)
    write(folder, {"a/.stopgate.yaml": "max: {}\n", "a/pod.yaml": POD.replace("NAME", "one"), ".stopgate.yaml": "max: {medium: 1}\n"})
    expect("more than allowed", check(folder, "--policy", TAG)[0] == 1)
    expect("as many as allowed", check(folder, "--policy", TAG, "--max", "medium=2")[0] == 0)
    write(folder, {".stopgate.yaml": "fail-on: medium\napproval: {labels: [accepted], owners: ['@ops']}\n"})
    expect("a label alone", check(folder, "--policy", TAG, "--label", "accepted")[0] == 1)
    expect("a stranger", check(folder, "--policy", TAG, "--label", "accepted", "--approved-by", "@dev")[0] == 1)
    status, _, report = check(folder, "--policy", TAG, "--label", "accepted", "--approved-by", "@ops")
    expect("an owner", status == 0 and report["override"] == {"owner": "@ops", "label": "accepted", "findings": 2}, report)


def test_mistakes(folder):
    write(folder, {"pod.yaml": POD.replace("NAME", "one"), ".git/HEAD": ""})
    for text, words in {"fail_on: low\n": ":1:1: error: unknown key 'fail_on' in the configuration; did you mean 'fail-on'?",
                        "overrides: {k8s.image.tag.latest: {enabled: false}}\n": "no policy matches 'k8s.image.tag.latest'",
                        "a: [\n": "error: ",
                        "policies: [nowhere]\n": "no such file or directory",
                        "policies: [{path: pod.yaml, sha256: '" + "0" * 64 + "'}]\n": "and the configuration pins 000"}.items():
        write(folder, {".stopgate.yaml": text})
        out = run(folder, "check")
        expect(f"configuration {text!r}", out.returncode == 2 and words in out.stderr, out.stderr)


def test_own_policies(folder):
    digest = hashlib.sha256(OWN.encode()).hexdigest()
    write(folder, {"pod.yaml": POD.replace("NAME", "bad"), ".git/HEAD": "", "policies/own.yaml": OWN, ".stopgate.yaml": f"policies: [{{path: policies/own.yaml, sha256: {digest}}}]\n"})
    expect("own policies", ("own.pod.named", "pod.yaml") in check(folder)[1])


def test_baseline(folder):
    write(folder, {"one.yaml": POD.replace("NAME", "one"), ".git/HEAD": ""})
    out = run(folder, "baseline")
    expect("a baseline is written", out.returncode == 0 and (pathlib.Path(folder) / ".stopgate-baseline.yaml").exists(), out.stderr)
    status, findings, _ = check(folder, "--fail-on", "info")
    expect("it is used", status == 0 and findings == {}, findings)
    write(folder, {"two.yaml": POD.replace("NAME", "two")})
    status, findings, _ = check(folder, "--fail-on", "info")
    expect("new findings fail", status == 1 and {file for _, file in findings} == {"two.yaml"}, findings)
    write(folder, {"one.yaml": POD.replace("NAME", "one").replace("image: nginx", "image: nginx:1.25")})
    run(folder, "baseline", "--update")
    text = (pathlib.Path(folder) / ".stopgate-baseline.yaml").read_text()
    expect("an update takes out what is mended and adds nothing", TAG not in text and "two.yaml" not in text and "one.yaml" in text, text)
    write(folder, {".stopgate-baseline.yaml": "version: 9\n"})
    expect("a baseline of another version", check(folder)[0] == 2)


def test_staged_and_trust(folder):
    if shutil.which("git") is None:
        print("skipped: the command git is absent")
        return
    write(folder, {"k8s/one.yaml": POD.replace("NAME", "one"), "k8s/two.yaml": POD.replace("NAME", "two").replace("image: nginx", "image: nginx:1.25")})
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    expect("before the first commit", (TAG, "k8s/one.yaml") in check(folder, "--staged")[1])
    git(folder, "commit", "-q", "-m", "one")
    expect("nothing staged", check(folder, "--staged")[0] == 0)
    write(folder, {"k8s/two.yaml": POD.replace("NAME", "two")})
    git(folder, "add", "-A")
    write(folder, {"k8s/two.yaml": POD.replace("NAME", "two").replace("image: nginx", "image: nginx:1.25")})
    findings = check(folder, "--staged")[1]
    expect("what is staged, not what lies there", (TAG, "k8s/two.yaml") in findings and (TAG, "k8s/one.yaml") not in findings, list(findings))
    expect("by name", (TAG, "two.yaml") in check(f"{folder}/k8s", "--staged", "two.yaml")[1])
    git(folder, "checkout", "-q", "-b", "topic")
    write(folder, {"k8s/two.yaml": POD.replace("NAME", "two"), ".stopgate.yaml": f"overrides: {{{TAG}: {{enabled: false}}}}\n"})
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "two")
    out = run(folder, "review", "--base", "main", "--policy", TAG, "--fail-on", "medium")
    expect("the base's configuration rules", out.returncode == 1, out.stdout)
    out = run(folder, "review", "--base", "main", "--policy", TAG, "--fail-on", "medium", "--trust", "head")
    expect("the head's may, when asked", out.returncode == 0, out.stdout)


def main():
    for name, test in sorted(globals().items()):
        if name.startswith("test_"):
            with tempfile.TemporaryDirectory() as folder:
                test(os.path.realpath(folder))
    schema = json.loads(run(".", "schema", "config").stdout)
    expect("the schema is printed", schema["properties"]["fail-on"], schema)
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
