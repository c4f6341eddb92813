#!/usr/bin/env python3
"""The house rules that a compiler does not hold: run by ctest as `tidy`.

Each rule prints file:line: what is wrong; the exit status is 1 when anything was printed.
"""
import fnmatch
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LONGEST_FILE = 600
ID = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def rooms():
    """Room -> the rooms it may include, and complaints about the table itself."""
    allowed, wrong = {}, []
    lines = (ROOT / "src/CMakeLists.txt").read_text().splitlines()
    for number, line in enumerate(lines, 1):
        match = re.match(r"stopgate_room\((\w+)\s*(.*)\)", line)
        if not match:
            continue
        depends = re.search(r"DEPENDS ((?:\w+ ?)*?)(?:PUBLIC_LIBRARIES|LIBRARIES|$)", match[2])
        names = depends[1].split() if depends else []
        for name in names:
            if name not in allowed:
                wrong.append(f"src/CMakeLists.txt:{number}: room '{match[1]}' depends on '{name}', which does not stand above it")
        allowed[match[1]] = set(names)
    return allowed, wrong


def check_includes(files):
    allowed, wrong = rooms()
    for path in files:
        parts = path.relative_to(ROOT).parts
        if parts[0] != "src" or len(parts) < 3:
            continue
        room = parts[1]
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = re.match(r'#include "(\w+)/', line)
            if match and match[1] != room and match[1] not in allowed.get(room, set()):
                wrong.append(f"{path.relative_to(ROOT)}:{number}: room '{room}' may not include '{match[1]}'")
    return wrong


def check_sources(files):
    wrong = []
    for path in files:
        name = path.relative_to(ROOT)
        lines = path.read_text().splitlines()
        if len(lines) > LONGEST_FILE:
            wrong.append(f"{name}:{len(lines)}: more than {LONGEST_FILE} lines; what is its second subject?")
        if path.suffix == ".h":
            if not lines or lines[0] != "#pragma once":
                wrong.append(f"{name}:1: a header begins with #pragma once")
            elif len(lines) < 3 or not lines[2].startswith("//"):
                wrong.append(f"{name}:3: a header says what its subject is")
        for number, line in enumerate(lines, 1):
            if "using namespace " in line and name.parts[0] == "src" and "_literals" not in line:
                wrong.append(f"{name}:{number}: no using namespace")
    return wrong


def check_policies(files):
    wrong, seen = [], {}
    for path in files:
        name = path.relative_to(ROOT)
        text = path.read_text()
        ids = re.findall(r"^id: *(\S+)", text, re.M)
        if len(ids) != 1:
            wrong.append(f"{name}:1: a policy file holds one policy")
            continue
        if not ID.fullmatch(ids[0]):
            wrong.append(f"{name}:1: '{ids[0]}' is not of the form area.subject.defect")
        if ids[0] in seen:
            wrong.append(f"{name}:1: '{ids[0]}' is also in {seen[ids[0]]}")
        seen[ids[0]] = name
        if not re.search(r"^  - fail:", text, re.M) or not re.search(r"^  - pass:", text, re.M):
            wrong.append(f"{name}:1: a policy has a failing and a passing example")
    return wrong


def check_named_policies(policies):
    """What the list of incidents and the profiles name is there."""
    ids = [re.search(r"^id: *(\S+)", path.read_text(), re.M).group(1) for path in policies]
    wrong = []
    for name, pattern in (("docs/incidents.md", r"`([a-z0-9]+\.[a-z0-9.-]+)`"), ("policies/data/profiles.yaml", r'^ +- "?([a-z0-9.*-]+)"?$')):
        for number, line in enumerate((ROOT / name).read_text().splitlines(), 1):
            for glob in re.findall(pattern, line):
                if not fnmatch.filter(ids, glob):
                    wrong.append(f"{name}:{number}: no policy matches '{glob}'")
            for link in re.findall(r"\]\(([^)#]+)\)", line):
                if not (ROOT / name).parent.joinpath(link).exists():
                    wrong.append(f"{name}:{number}: no file '{link}'")
    return wrong


def check_no_traces(files):
    """No path of one machine, no registry host."""
    pattern = re.compile(r"(?<!\w)/wor[k]/|/roo[t]/\.|/home/\w+/")
    wrong = []
    for path in files:
        if path.suffix in {".png", ".gz"} or path.name == "tidy.py" or "seeds" in path.parts:
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if pattern.search(line):
                wrong.append(f"{path.relative_to(ROOT)}:{number}: a path of one machine")
    return wrong


def main():
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\n")
    files = [ROOT / name for name in listed if name and (ROOT / name).is_file()]
    # What tree-sitter generates is not ours to format.
    sources = [f for f in files if f.suffix in {".h", ".cpp"} and f.relative_to(ROOT).parts[0] != "grammars"]
    policies = [f for f in files if f.relative_to(ROOT).parts[0] == "policies" and f.suffix == ".yaml" and "data" not in f.parts]
    wrong = check_includes(sources) + check_sources(sources) + check_policies(policies) + check_named_policies(policies) + check_no_traces(files)
    for line in wrong:
        print(line)
    print(f"{len(sources)} sources, {len(policies)} policies: {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
