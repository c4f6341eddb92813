#!/usr/bin/env python3
"""Runs the program as a user does and compares all it prints.

    golden.py BINARY CASE_FOLDER SHARED

A case is a folder: `cmd` holds the arguments, run in the folder's `input` if there is one, in the folder of shared
test data if the case has a file `shared` (and skipped where that is absent), else at the top of the repository; `expected` holds the status line and the standard output, then the error stream. With
STOPGATE_UPDATE_GOLDEN=1 the expectation is written anew: the reviewer reads the difference.
"""
import difflib
import os
import pathlib
import re
import shlex
import subprocess
import sys


def main():
    binary, case = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    top = pathlib.Path(__file__).resolve().parents[2]
    where = case / "input" if (case / "input").is_dir() else top
    if (case / "shared").exists():
        where = pathlib.Path(sys.argv[3])
        if not where.is_dir():
            print(f"skipped: {where} is absent")
            return 0
    arguments = shlex.split((case / "cmd").read_text())
    # Nothing of the caller's environment may change what is printed.
    run = subprocess.run([binary, *arguments], cwd=where, capture_output=True, env={"PATH": os.environ["PATH"]}, timeout=60, check=False)
    got = f"status {run.returncode}\n" + run.stdout.decode()
    if run.stderr:
        got += "--- error stream\n" + run.stderr.decode()
    # Each new policy would change this figure in every case.
    got = re.sub(r"\b[0-9]+ policies\b", "N policies", got)
    expected = case / "expected"
    if os.environ.get("STOPGATE_UPDATE_GOLDEN") == "1":
        expected.write_text(got)
        return 0
    want = expected.read_text() if expected.exists() else ""
    if got == want:
        return 0
    sys.stdout.writelines(difflib.unified_diff(want.splitlines(True), got.splitlines(True), "expected", "printed"))
    print("STOPGATE_UPDATE_GOLDEN=1 ctest rewrites the expectation")
    return 1


if __name__ == "__main__":
    sys.exit(main())
