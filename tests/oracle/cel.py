#!/usr/bin/env python3
"""Runs CEL cases through `stopgate policy eval --json` and prints a table, one row a file.

A case is a JSON line: what the command reads, and `expect` with `value`, `error`, `unknown` or `result_type`.
Each folder given is searched for *.jsonl; one that is not there is skipped with a word. A case marked
`needs_proto` is not run: inputs here are like JSON. Costs are compared where a case states one, and counted
apart: they are Kubernetes' figures, not part of the language.
"""

import json
import math
import pathlib
import subprocess
import sys

# Cases that must pass, of those run; files not named here must pass whole.
FLOORS = {}


def same(a, b):
    """Equal and of the same type: maps in any order, NaN equal to NaN, -0.0 not 0.0."""
    if not (isinstance(a, dict) and isinstance(b, dict) and len(a) == 1 and a.keys() == b.keys()):
        return type(a) is type(b) and a == b
    form = next(iter(a))
    x, y = a[form], b[form]
    if form == "double":
        x, y = float(x), float(y)
        return (math.isnan(x) and math.isnan(y)) or (x == y and math.copysign(1, x) == math.copysign(1, y))
    if form == "list":
        return len(x) == len(y) and all(map(same, x, y))
    if form == "map":
        rest = list(y)
        for key, value in x:
            found = next((e for e in rest if same(key, e[0]) and same(value, e[1])), None)
            if found is None:
                return False
            rest.remove(found)
        return not rest
    if form == "optional":
        return x is y if x is None or y is None else same(x, y)
    return x == y


def meets(expect, answer):
    if "result_type" in expect and answer.get("result_type") != expect["result_type"]:
        return False
    if "value" in expect:
        return "value" in answer and same(expect["value"], answer["value"])
    if "error" in expect:
        return "error" in answer
    if "unknown" in expect:
        return answer.get("unknown") == expect["unknown"]
    return True


def run(binary, path, verbose):
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    cases = [case for case in cases if not case.get("needs_proto")]
    lines = "".join(json.dumps({**case, "show": ["type", "cost"]}) + "\n" for case in cases)
    done = subprocess.run([binary, "policy", "eval", "--json"], input=lines, capture_output=True, text=True, timeout=300)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode != 0 or len(answers) != len(cases):
        print(f"{path}: {len(cases)} lines in, {len(answers)} out, status {done.returncode}\n{done.stderr}")
        return 0, len(cases), 0, 0
    passed = costs = right_costs = 0
    for case, answer in zip(cases, answers):
        good = meets(case["expect"], answer)
        passed += good
        if not good:
            print(f"  {path.name}: {case['expr']}\n    wanted {json.dumps(case['expect'])}\n    got    {json.dumps(answer)}")
        if "cost" in case:
            costs += 1
            right = answer.get("cost") == case["cost"]
            right_costs += right
            if verbose and not right:
                print(f"  {path.name}: cost of {case['expr']}: wanted {case['cost']}, got {answer.get('cost')}")
    return passed, len(cases), right_costs, costs


def main():
    binary, folders = sys.argv[1], [pathlib.Path(a) for a in sys.argv[2:] if a != "--verbose"]
    rows, failed = [], False
    for folder in folders:
        if not folder.is_dir():
            print(f"skipped: {folder} is absent")
            continue
        for path in sorted(folder.glob("*.jsonl")):
            passed, count, right_costs, costs = run(binary, path, "--verbose" in sys.argv)
            if count == 0:
                continue
            failed |= passed < FLOORS.get(path.stem, count)
            rows.append((path.stem, passed, count, f"{right_costs} of {costs}" if costs else ""))
    print(f"{'file':<16}{'passed':>8}{'of':>7}  costs")
    for name, passed, count, costs in rows:
        print(f"{name:<16}{passed:>8}{count:>7}  {costs}")
    print(f"{'total':<16}{sum(r[1] for r in rows):>8}{sum(r[2] for r in rows):>7}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
