#!/usr/bin/env python3
"""Formats files as a user does, and asks `terraform fmt` about the same files when it is on PATH.

    fmt_corpus.py BINARY TABLE [FOLDER…]

TABLE is tests/corpus/fmt/table.txt. Further folders are searched for Terraform files; one that is absent is skipped.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ENDINGS = (".tf", ".tfvars", ".tftest.hcl")
# Here terraform fmt drops a part of the code, and we do not: a label that holds `$${`, an index that is null.
DROPPED = ("a$${x}", "[null]")


def rows(table):
    for row in ("\n" + table.read_text().removesuffix("\n")).split("\n=== ")[1:]:
        name, _, rest = row.partition("\n")
        text, _, expected = rest.partition("---\n")
        yield name, text.encode(), (expected + "\n").encode()


def terraform_files(folder):
    for where, _, names in os.walk(folder):
        for name in sorted(names):
            if name.endswith(ENDINGS):
                yield pathlib.Path(where) / name


def spread(texts, folder):
    """One folder for each hundred files, so that neither tool lists too many."""
    for number, text in enumerate(texts):
        path = folder / str(number // 100) / f"{number}.tf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)


def read(folder, number):
    return (folder / str(number // 100) / f"{number}.tf").read_bytes()


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    table = list(rows(pathlib.Path(sys.argv[2])))
    names = [name for name, _, _ in table]
    texts = [text for _, text, _ in table]
    for folder in sys.argv[3:]:
        if not pathlib.Path(folder).is_dir():
            print(f"skipped: {folder} is absent")
        for path in terraform_files(folder):
            names.append(str(path))
            texts.append(path.read_bytes())
    problems = []
    with tempfile.TemporaryDirectory() as work:
        ours, theirs = pathlib.Path(work) / "ours", pathlib.Path(work) / "theirs"
        spread(texts, ours)
        os.chmod(ours / "0" / "0.tf", 0o751)
        run = subprocess.run([binary, "fmt", ours], capture_output=True, timeout=300, check=False)
        if run.returncode not in (0, 3):
            problems.append(f"status {run.returncode}: {run.stderr.decode(errors='replace')[:500]}")
        if (ours / "0" / "0.tf").stat().st_mode & 0o7777 != 0o751:
            problems.append("the mode of a file changed")
        if left := [path.name for path in ours.rglob("*") if path.is_file() and path.suffix != ".tf"]:
            problems.append(f"left behind: {left}")
        for number, (name, _, expected) in enumerate(table):
            if read(ours, number) != expected:
                problems.append(f"{name}: not as the table has it")
        again = subprocess.run([binary, "fmt", "--check", ours], capture_output=True, timeout=300, check=False)
        if again.stdout:
            problems.append("a second run would change " + again.stdout.decode())
        judge = shutil.which("terraform")
        if judge is None:
            print("skipped: terraform is not on PATH, so that only the table was compared")
        else:
            spread(texts, theirs)
            subprocess.run([judge, "fmt", "-recursive", "-list=false", theirs], capture_output=True, timeout=300, check=False)
            for number, name in enumerate(names):
                got, want = read(ours, number), read(theirs, number)
                if got != want and not any(part.encode() in got for part in DROPPED):
                    problems.append(f"{name}: terraform writes {want[:200]!r}, we {got[:200]!r}")
    print(f"{len(texts)} files, {len(problems)} problems")
    for problem in problems[:20]:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
