#!/usr/bin/env python3
"""Broken, huge and hostile inputs: a message, the right status, bounded time and memory.

    bad_input.py BINARY

Each row makes its input in a folder of its own and says what the program must answer.
"""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

SECONDS = 60
MEGABYTES = 4096

GOOD = "apiVersion: v1\nkind: Service\nmetadata: {name: good}\nspec: {selector: {app: x}}\n"


def write(name, content):
    def make(folder):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return make


def several(*makers):
    def make(folder):
        for one in makers:
            one(folder)
    return make


def alias_bomb():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for i in range(1, 30):
        lines.append(f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 9) + "]")
    return "\n".join(lines) + "\n"


def loop(folder):
    (folder / "k8s").mkdir()
    (folder / "k8s" / "good.yaml").write_text(GOOD)
    (folder / "k8s" / "again").symlink_to("..")
    (folder / "dead.yaml").symlink_to("nowhere.yaml")


def outside(folder):
    (folder / "out.yaml").symlink_to("/etc/passwd")
    (folder / "good.yaml").write_text(GOOD)


def pipe(folder):
    os.mkfifo(folder / "pipe.yaml")


# name, maker, statuses that are right, a text that must be printed
CASES = [
    ("empty folder", lambda folder: None, {0}, ""),
    ("empty yaml", write("x.yaml", ""), {0}, ""),
    ("empty tf", write("x.tf", ""), {0}, ""),
    ("empty json", write("x.json", ""), {0, 3}, ""),
    ("two bytes", write("x.yaml", ",\n"), {3}, "x.yaml:1"),
    ("binary yaml", write("x.yaml", bytes(range(256)) * 64), {3}, "x.yaml"),
    ("binary tf", write("x.tf", bytes(range(256)) * 64), {3}, "x.tf"),
    ("invalid UTF-8 in yaml", write("x.yaml", b"a: \xff\xfe\n"), {3}, "x.yaml:1"),
    ("invalid UTF-8 in tf", write("x.tf", b'locals {\n  a = "\xff"\n}\n'), {3}, "x.tf:2"),
    ("NUL bytes", write("x.yaml", b"a: b\x00c\n"), {3}, "x.yaml:1"),
    ("deep yaml", write("x.yaml", "[" * 100_000), {3}, "x.yaml"),
    ("deep json", write("x.json", '{"apiVersion":' + "[" * 100_000), {3}, "x.json"),
    ("deep tf", write("x.tf", "x = " + "[" * 100_000), {3}, "x.tf"),
    ("deep blocks", write("x.tf", "a {\n" * 100_000), {3}, "x.tf"),
    ("many interpolations", write("x.tf", 'locals {\n a = "' + "${" * 100_000 + '"\n}\n'), {3}, "x.tf"),
    ("alias bomb", write("x.yaml", alias_bomb()), {3}, "alias"),
    ("one line of 100 MB", write("x.yaml", b"a: " + b"x" * 100_000_000), {3}, "x.yaml"),
    ("one line of 60 MB", write("x.tf", b'locals { a = "' + b"x" * 60_000_000 + b'" }\n'), {0, 3}, ""),
    ("folder named like a file", several(write("x.yaml/good.yaml", GOOD)), {0}, "1 file"),
    ("link loop, dead link", loop, {0}, "not ours"),
    ("link out of the folder", outside, {0}, "not ours"),
    ("a pipe", pipe, {3}, "not a regular file"),
    ("one broken object among good ones", write("x.yaml", GOOD + "---\na: [\n---\n" + GOOD.replace("good", "other")), {3}, "x.yaml:"),
    ("truncated plan", write("p.json", '{"format_version":"1.2","resource_changes":[{"address":"aws_s3_bucket.b","mode":"managed","type":"aws_s3_bucket","name":"b","change":{"acti'), {3}, "p.json"),
    ("binary plan", write("tf.tfplan", b"PK\x03\x04" + b"\x00" * 100), {3}, "terraform show -json"),
    ("future plan", write("p.json", '{"format_version":"2.0","resource_changes":[]}'), {3}, "format_version"),
    ("module cycle", several(write("main.tf", 'module "a" {\n  source = "./a"\n}\n'), write("a/main.tf", 'module "b" {\n  source = "../"\n}\n')), {0, 3}, ""),
    ("module outside", write("main.tf", 'module "a" {\n  source = "../../../../../../etc"\n}\n'), {0, 3}, "module"),
    ("huge count", write("main.tf", 'resource "null_resource" "x" {\n  count = 100000000\n}\n'), {3}, "main.tf:2"),
    ("huge range", write("main.tf", 'locals {\n  a = [for i in range(100000000) : i]\n}\noutput "o" {\n  value = local.a\n}\n'), {0, 3}, ""),
]


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    # AddressSanitizer maps terabytes of address space for its own use.
    limit = None if b"__asan_init" in pathlib.Path(binary).read_bytes() else limit_memory
    failed = 0
    for name, make, statuses, text in CASES:
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            make(folder)
            start = time.monotonic()
            try:
                run = subprocess.run([binary, "check", ".", "--no-config"], cwd=folder, capture_output=True, timeout=SECONDS, preexec_fn=limit, check=False)
                status, printed = run.returncode, (run.stdout + run.stderr).decode(errors="replace")
            except subprocess.TimeoutExpired:
                status, printed = "none in time", ""
            took = time.monotonic() - start
        if status not in statuses or text not in printed or len(printed) > 2_000_000:
            failed += 1
            print(f"{name}: status {status}, wanted {sorted(statuses)}; {took:.1f} s; must say '{text}':\n{printed[:1500]}\n")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
