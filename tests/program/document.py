#!/usr/bin/env python3
"""Runs the commands of a document as its reader does, and compares what they print.

    document.py BINARY DOCUMENT.md

A fenced block "```yaml NAME" is a file of that name. In a block "```console" a line "$ stopgate …" is a command, and
what stands below it is all that it prints. With STOPGATE_UPDATE_GOLDEN=1 the document is written anew: the reviewer
reads the difference.
"""
import difflib
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

FENCE = re.compile(r"^```(\S*)(?: +(\S+))?\n(.*?)^```\n", re.M | re.S)


def main():
    binary, document = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    text = document.read_text()
    commands = 0
    with tempfile.TemporaryDirectory() as folder:

        def replay(match):
            nonlocal commands
            language, name, body = match.groups()
            if name:
                (pathlib.Path(folder) / name).write_text(body)
            if language != "console":
                return match.group(0)
            printed = ""
            for line in body.splitlines():
                if not line.startswith("$ stopgate "):
                    continue
                commands += 1
                run = subprocess.run([binary, *shlex.split(line[2:])[1:]], cwd=folder, capture_output=True, text=True,
                                     env={"PATH": os.environ["PATH"]}, timeout=60, check=False)
                # Each new policy would change this figure.
                output = re.sub(r", [0-9]+ policies\b", "", run.stdout + run.stderr)
                printed += line + "\n" + output
            return "```console\n" + printed + "```\n"

        got = FENCE.sub(replay, text)
    if commands == 0:
        print(f"{document}: no commands")
        return 1
    if os.environ.get("STOPGATE_UPDATE_GOLDEN") == "1":
        document.write_text(got)
        return 0
    if got == text:
        return 0
    sys.stdout.writelines(difflib.unified_diff(text.splitlines(True), got.splitlines(True), "document", "printed"))
    print("STOPGATE_UPDATE_GOLDEN=1 ctest rewrites the document")
    return 1


if __name__ == "__main__":
    sys.exit(main())
