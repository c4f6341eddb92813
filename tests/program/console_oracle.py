#!/usr/bin/env python3
"""Puts every expression of eval-oracle.jsonl to `stopgate console --json` and compares the answers.

    console_oracle.py BINARY FOLDER_OF_ORACLES
"""
import json
import pathlib
import subprocess
import sys
from decimal import Decimal

# Here we know more than Terraform 1.11 does, and no later value can change what we say.
KNOWN = ("true || local.unkb", "false && local.unkb", "local.unkb || true", "alltrue([local.unkb, false])")


def same_unknowns(ours, theirs):
    """`theirs` leaves out what is known."""
    if ours is True or theirs is True:
        return ours is theirs
    if isinstance(ours, dict):
        theirs = theirs if isinstance(theirs, dict) else {}
        return all(same_unknowns(part, theirs.get(key, False)) for key, part in ours.items())
    if isinstance(ours, list):
        theirs = theirs if isinstance(theirs, list) else []
        return all(same_unknowns(part, theirs[i] if i < len(theirs) else False) for i, part in enumerate(ours))
    return theirs is not True


def without_unknowns(value, unknown):
    """As a plan writes a partly known value: unknown members are left out."""
    if isinstance(value, dict) and isinstance(unknown, dict):
        return {key: without_unknowns(part, unknown.get(key)) for key, part in value.items() if unknown.get(key) is not True}
    if isinstance(value, list) and isinstance(unknown, list):
        return [without_unknowns(part, unknown[i]) for i, part in enumerate(value)]
    return value


def difference(record, answer):
    """Empty when we agree."""
    if "error" in record:
        return "" if "error" in answer else "no error"
    if "error" in answer:
        return "error: " + answer["error"]
    if record["sensitive"] != answer.get("sensitive", False):
        return "sensitive differs"
    if "unknown" in record:
        if record["expr"] in KNOWN:
            return ""
        if not same_unknowns(answer.get("after_unknown", False), record["unknown"]):
            return "unknown differs"
        known = without_unknowns(answer.get("value"), answer.get("after_unknown"))
        # A set's unknown members stand where a plan wants them.
        is_same = known == record["result_partial"] or "set" in json.dumps(answer["type"])
        return "" if is_same else "known part differs"
    if answer.get("value", "nothing") != record["result_json"]:
        return "value differs"
    if record["result_json"] is None:
        return "" if record["type"] == "dynamic" else "type of null differs"
    return "" if answer["type"] == record["type"] else "type differs"


def main():
    binary, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    oracle = folder / "eval-oracle.jsonl"
    if not oracle.exists():
        print(f"skipped: {oracle} is absent")
        return 0
    exact = {"parse_float": Decimal, "parse_int": Decimal}
    records = [json.loads(line, **exact) for line in oracle.read_text().splitlines() if line]
    lines = [record["expr"] for record in records]
    several = [line for line in lines if "\n" in line]
    run = subprocess.run([binary, "console", "--json", "--workspace", "default", "."], input="\n".join(line.replace("\n", " ") for line in lines),
                         cwd=folder / "eval-context", capture_output=True, text=True, timeout=300, check=False)
    answers = [json.loads(line, **exact) for line in run.stdout.splitlines()]
    if run.returncode != 0 or len(answers) != len(records):
        print(f"status {run.returncode}, {len(answers)} answers to {len(records)} expressions\n{run.stderr[:2000]}")
        return 1
    total = agreed = 0
    for record, answer in zip(records, answers):
        if record.get("nondeterministic") or record["expr"] in several:
            continue
        total += 1
        differs = difference(record, answer)
        agreed += not differs
        if differs:
            print(f"{record['id']}  {record['expr']}\n    {differs}; ours: {answer}\n    theirs: {record.get('result_json', record.get('error'))} unknown {record.get('unknown')} partial {record.get('result_partial')}")
    print(f"console: {agreed} of {total} expressions agree; {len(several)} of several lines left out")
    return 0 if agreed == total else 1


if __name__ == "__main__":
    sys.exit(main())
