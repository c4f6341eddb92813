#!/usr/bin/env python3
"""Shards: run apart and merged, they are the whole run, byte for byte.

    shards.py BINARY
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(sys.argv[1]).resolve()
failures = []


def run(folder, *arguments):
    environment = {"PATH": os.environ["PATH"]}
    return subprocess.run([BINARY, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False)


def expect(what, condition, seen=""):
    if not condition:
        failures.append(what)
        print(f"FAIL {what}: {seen}")


def shards_of(folder, count, *arguments):
    paths = []
    for index in range(1, count + 1):
        path = f"shard-{count}-{index}.json"
        done = run(folder, "check", "input", "--no-config", "--format", f"json={path}", "--shard", f"{index}/{count}", *arguments)
        expect(f"shard {index}/{count} runs", done.returncode in (0, 1, 3), done.stderr)
        paths.append(path)
    return paths


def first_difference(a, b):
    for x, y in zip(a.splitlines(), b.splitlines()):
        if x != y:
            return f"\n  whole:  {x}\n  merged: {y}"
    return f"{len(a)} and {len(b)} bytes"


def test_union(folder, name, *arguments):
    whole = run(folder, "check", "input", "--no-config", "--format", "json", *arguments)
    findings = json.loads(whole.stdout)["findings"]
    for count in (1, 2, 3, 7):
        paths = shards_of(folder, count, *arguments)
        parts = [json.loads((folder / path).read_text())["findings"] for path in paths]
        expect(f"{name}: {count} shards share the findings out", sum(map(len, parts)) == len(findings), [*map(len, parts), len(findings)])
        # The order in which they are given does not matter.
        merged = run(folder, "merge", *reversed(paths))
        expect(f"{name}: the status of {count} shards", merged.returncode == whole.returncode, merged.stderr)
        expect(f"{name}: {count} shards merged are the whole", merged.stdout == whole.stdout, first_difference(whole.stdout, merged.stdout))
    if len(findings) > 20:
        expect(f"{name}: no shard of 3 is empty", all(json.loads((folder / f"shard-3-{i}.json").read_text())["findings"] for i in (1, 2, 3)))


def test_refusals(folder):
    paths = shards_of(folder, 3)
    lost = run(folder, "merge", *paths[:2])
    report = json.loads(lost.stdout)
    expect("a lost shard makes the verdict incomplete", lost.returncode == 3 and report["verdict"] == "incomplete", lost.stderr)
    expect("a lost shard is named", "shard 3 of 3 is missing" in json.dumps(report["diagnostics"]) or
           "shard 3 is missing" in json.dumps(report["diagnostics"]), report["diagnostics"])
    other = shards_of(folder, 2)
    whole = folder / "whole.json"
    run(folder, "check", "input", "--no-config", "--format", f"json={whole}")
    for what, files, message in [
            ("a shard given twice", [paths[0], paths[0]], "are both shard 1 of 3"),
            ("shards of two runs", [paths[0], other[1]], "are no shards of one run"),
            ("a shard and a whole report", [paths[0], whole], "merge one kind at a time"),
            ("no such file", ["nothing.json"], "cannot be read")]:
        done = run(folder, "merge", *files)
        expect(what, done.returncode == 2 and message in done.stderr, done.stderr)
    (folder / "deep.json").write_text('{"version":1,"findings":[' + "[" * 5000 + "]" * 5000 + "]}")
    done = run(folder, "merge", "deep.json")
    expect("a deep report is refused", done.returncode == 2 and "deep" in done.stderr, done.stderr)
    for text in ("0/3", "4/3", "1", "a/b", "1/0", "1/5000"):
        done = run(folder, "check", "input", "--shard", text)
        expect(f"--shard {text} is refused", done.returncode == 2 and "--shard" in done.stderr, done.stderr)


def test_allowances(folder):
    """Each shard may be within the bound and the whole above it."""
    arguments = ("--fail-on", "critical", "--policy", "k8s.image.tag.latest-or-missing", "--max", "medium=1")
    (folder / "input/images.yaml").write_text("".join(
        f"apiVersion: v1\nkind: Pod\nmetadata: {{name: pod-{i}, namespace: shop}}\nspec:\n  containers:\n    - {{name: web, image: nginx}}\n---\n" for i in range(8)))
    whole = run(folder, "check", "input", "--no-config", "--format", "json", *arguments)
    report = json.loads(whole.stdout)
    merged = run(folder, "merge", *shards_of(folder, 7, *arguments))
    expect("allowances hold for the whole", merged.returncode == whole.returncode and merged.stdout == whole.stdout, first_difference(whole.stdout, merged.stdout))
    expect("the bound was exceeded", report["allowances"] and report["allowances"][0]["found"] > 7, report["allowances"])
    (folder / "input/images.yaml").unlink()


def test_others(folder):
    """Reports that are no shards: one plan beside another."""
    for name in ("database-replaced", "bucket-and-drift"):
        run(TOP, "plan", f"fixtures/plan/{name}.json", "--no-config", "--format", f"json={folder}/{name}.json")
    merged = run(folder, "merge", "database-replaced.json", "bucket-and-drift.json")
    report = json.loads(merged.stdout)
    parts = [json.loads((folder / f"{name}.json").read_text()) for name in ("database-replaced", "bucket-and-drift")]
    expect("both plans are there", len(report["plans"]) == 2, report["plans"])
    expect("all changes are there", len(report["changes"]) == sum(len(part["changes"]) for part in parts))
    expect("files add up", report["coverage"]["files"] == sum(part["coverage"]["files"] for part in parts))
    again = run(folder, "merge", "database-replaced.json", "database-replaced.json")
    expect("equal findings are one", json.loads(again.stdout)["findings"] == parts[0]["findings"])
    text = run(folder, "merge", "database-replaced.json", "bucket-and-drift.json", "--format", "text", "--format", "sarif=merged.sarif")
    expect("other formats are written", "destroy" in text.stdout or "replace" in text.stdout, text.stdout)
    expect("SARIF is written", json.loads((folder / "merged.sarif").read_text())["version"] == "2.1.0")


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        (folder / "input").mkdir()
        shutil.copytree(TOP / "fixtures/shop", folder / "input/shop")
        shutil.copytree(TOP / "fixtures/terraform", folder / "input/terraform")
        for case in ("suppressions", "admission", "crd-rules", "broken-inputs", "k06-references"):
            shutil.copytree(TOP / "tests/golden" / case / "input", folder / "input" / case)
        test_union(folder, "on by default")
        test_union(folder, "all policies", "--all-policies", "--fail-on", "info")
        shutil.rmtree(folder / "input/broken-inputs")
        test_union(folder, "readable inputs")
        test_refusals(folder)
        test_allowances(folder)
        test_others(folder)
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
