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


# What must still be found beside a broken file of the same root.
OPEN = 'resource "aws_db_instance" "open" {\n  publicly_accessible = true\n}\n'
FOUND = "open.tf:2:25: critical: aws_db_instance.open"


def root(text, *others):
    return several(write("main.tf", text), write("open.tf", OPEN), *others)


def links_out(folder):
    (folder / "out").symlink_to("/etc")
    (folder / "linked.tf").symlink_to("/etc/hostname")


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


# name, maker, statuses that are right, what must be printed
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
    ("half-typed argument", root('resource "terraform_data" "a" {\n  input =\n}\n'), {3}, ("main.tf:2:9: error: argument 'input' has no value", "|         ^", FOUND)),
    ("half-typed block", root('resource "terraform_data" "a" {\n  input = 1\n\nresource "terraform_data" "b" {\n'), {3}, ("main.tf:", "error:", "^", FOUND)),
    ("half-typed reference", root('output "o" {\n  value = var.\n}\n'), {3}, ("main.tf:2:", "error:", "^", FOUND)),
    ("half-typed string", root('output "o" {\n  value = "abc${var.x\n}\n'), {3}, ("main.tf:2:", "error:", "^", FOUND)),
    ("merge conflict", root('<<<<<<< ours\nlocals { a = 1 }\n=======\nlocals { b = 2 }\n>>>>>>> theirs\n'), {3},
     ("main.tf:1:1: error: a merge conflict starts here", "^^^^", FOUND)),
    ("missing module", root('module "m" {\n  source = "./nowhere"\n}\noutput "o" {\n  value = module.m.x\n}\n'), {3},
     ("main.tf:2:12: error: the module's folder 'nowhere' cannot be read", "^^^^", FOUND)),
    ("module that is not installed", root('module "m" {\n  source = "example/nowhere/aws"\n}\n'), {1},
     ("main.tf:2:12: note: the module 'example/nowhere/aws' is not installed", "^^^^", FOUND)),
    ("cyclic locals", root("locals {\n  a = local.b\n  b = local.a\n}\n"), {3}, ("main.tf:2:3: error: these need each other: local.a -> local.b -> local.a", "^", FOUND)),
    ("count below zero", root('resource "terraform_data" "x" {\n  count = -1\n}\n'), {3}, ("main.tf:2:11: error: 'count' needs a whole number of 0 or more, got -1", "^^", FOUND)),
    ("heredoc of 10 MB", root('resource "terraform_data" "x" {\n  input = <<EOT\n' + "some text\n" * 1_050_000 + "EOT\n}\n"), {1}, FOUND),
    ("heredoc of 10 MB that does not end", root('resource "terraform_data" "x" {\n  input = <<EOT\n' + "some text\n" * 1_050_000), {3}, ("main.tf:", "error:", "^", FOUND)),
    ("module recursion", root('module "m" {\n  source = "./m"\n}\n', write("m/main.tf", 'module "again" {\n  source = "../m"\n}\n')), {3},
     ("m/main.tf:2:12: error: the module '../m' calls itself", "^^^^", FOUND)),
    ("symbolic links out of the repository",
     root('locals {\n  a = file("out/passwd")\n}\nmodule "m" {\n  source = "./out"\n}\noutput "o" {\n  value = local.a\n}\n', links_out), {3},
     ("main.tf:2:7: warning: file(): 'out/passwd' lies outside of the repository", "main.tf:5:12: error: the module's folder 'out' cannot be read", "^^^^",
      "linked.tf: error: the file cannot be read", FOUND)),
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
        texts = (text,) if isinstance(text, str) else text
        if status not in statuses or any(one not in printed for one in texts) or len(printed) > 2_000_000:
            failed += 1
            print(f"{name}: status {status}, wanted {sorted(statuses)}; {took:.1f} s; must say {texts}:\n{printed[:1500]}\n")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
