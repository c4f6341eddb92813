#!/usr/bin/env python3
"""Asks `terraform validate` and stopgate about the same roots, and compares verdict and lines.

    validate_terraform.py STOPGATE CASES [FIXTURES]

CASES holds small roots with one mistake each (`=== name`, then `--- file` before each file's text); FIXTURES is a folder of whole
ones. They agree when both find an error or neither does, and one of stopgate's errors stands on a line of one of Terraform's.
Nothing is downloaded: only Terraform's built-in provider is used.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

WANTED = 0.95

# Where we answer otherwise, and why.
EXPLAINED = {
    "undeclared in replace_triggered_by": "terraform plan refuses it; validate does not look",
    "module with for_each without a key": "terraform plan refuses it; validate does not expand modules",
    "sensitive output": "ours points at the value, Terraform at the block",
    "JSON that is cut off": "ours points at the end of the text",
}


def read_cases(path):
    cases, files, lines = [], {}, None
    for line in path.read_text().splitlines():
        if line.startswith("=== "):
            files = {}
            cases.append((line[4:], files))
        elif line.startswith("--- "):
            lines = files[line[4:]] = []
        else:
            lines.append(line)
    return [(name, {file: "\n".join(text) + "\n" for file, text in files.items()}) for name, files in cases]


def whole_roots(folder):
    """Fixtures that need no provider but Terraform's own."""
    for root in sorted({path.parent for path in folder.rglob("*.tf")}):
        text = "".join(path.read_text() for path in root.rglob("*.tf"))
        if all(kind.startswith("terraform_") for kind in re.findall(r'^(?:resource|data) "(\w+)"', text, re.M)) and "provider " not in text:
            yield f"fixture {root.name}", {str(path.relative_to(root)): path.read_text() for path in root.rglob("*") if path.is_file()}


def their_errors(folder):
    environment = {**os.environ, "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1", "TF_CLI_ARGS": "", "TF_DATA_DIR": ".terraform"}
    def terraform(*arguments):
        return subprocess.run(["terraform", *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False)
    has_calls = any('"module"' in path.read_text() or re.search(r"^module ", path.read_text(), re.M) for path in folder.glob("*.tf*"))
    if has_calls:
        done = terraform("init", "-backend=false", "-input=false", "-no-color")
        if done.returncode != 0:
            # What stands in the way of init has no JSON form: "on main.tf line 3".
            lines = re.findall(r"on (\S+) line (\d+)", done.stdout + done.stderr)
            return {(file, int(line)) for file, line in lines} or {("", 0)}
    done = terraform("validate", "-json")
    errors = set()
    for diagnostic in json.loads(done.stdout)["diagnostics"]:
        if diagnostic["severity"] == "error":
            place = diagnostic.get("range")
            errors.add((place["filename"], place["start"]["line"]) if place else ("", 0))
    return errors


def our_errors(program, folder):
    done = subprocess.run([program, "check", ".", "--as", "terraform", "--format", "json", "--no-config"], cwd=folder, capture_output=True, text=True,
                          timeout=120, check=False)
    errors, messages = set(), []
    for diagnostic in json.loads(done.stdout)["diagnostics"]:
        if diagnostic["severity"] == "error":
            place = diagnostic.get("location") or {}
            errors.add((place.get("file", ""), place.get("line", 0)))
            messages.append(f"{place.get('file')}:{place.get('line')}: {diagnostic['message']}")
    return errors, messages, done.returncode


def compare(program, name, files):
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary).resolve()
        for file, text in files.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        ours, messages, status = our_errors(program, folder)
        theirs = their_errors(folder)
    # An error of the whole root has no line.
    same_line = not theirs or bool(ours & theirs) or all(line == 0 for _, line in theirs)
    return bool(ours) == bool(theirs), same_line and bool(ours) == bool(theirs), f"Terraform {sorted(theirs) or 'accepts it'}, stopgate ({status}) {messages or 'accepts it'}"


def main():
    if shutil.which("terraform") is None:
        print("skipped: terraform is not on PATH")
        return 0
    program = str(pathlib.Path(sys.argv[1]).resolve())
    cases = read_cases(pathlib.Path(sys.argv[2]))
    for folder in sys.argv[3:]:
        cases += whole_roots(pathlib.Path(folder))
    verdicts = lines = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for (name, _), (same_verdict, same_line, told) in zip(cases, pool.map(lambda case: compare(program, *case), cases)):
            verdicts += same_verdict
            lines += same_line
            if not same_line:
                print(f"{name}: {told}" + (f" ({EXPLAINED[name]})" if name in EXPLAINED else ""))
    print(f"{len(cases)} roots: {verdicts} verdicts agree with terraform validate, {lines} with a line")
    return 0 if lines >= WANTED * len(cases) else 1


if __name__ == "__main__":
    sys.exit(main())
