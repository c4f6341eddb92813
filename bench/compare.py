#!/usr/bin/env python3
"""Runs stopgate beside what a user would run instead, on the same Terraform root, and prints CPU time and peak memory.

    compare.py STOPGATE [FOLDER]

FOLDER is a root module; without it, one of 5,000 resources is made by gen_tf.py (STOPGATE_SHARED/tools/bench-inputs), or a plainer
one where that is absent. Peers that are not on PATH are left out. Each program runs once: checkov takes minutes.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SHARED = pathlib.Path(os.environ.get("STOPGATE_SHARED", HERE.parent.parent / "shared"))

PEERS = {
    "terraform fmt -check": ["terraform", "fmt", "-check", "-recursive", "{folder}"],
    "tflint": ["tflint", "--chdir", "{folder}", "--force"],
    "tfsec": ["tfsec", "{folder}", "--soft-fail", "--no-colour"],
    "checkov": ["checkov", "-d", "{folder}", "--framework", "terraform", "--quiet", "--compact", "--soft-fail"],
}


def plain_root(folder):
    text = ['variable "prefix" {\n  type    = string\n  default = "acme"\n}\n']
    for i in range(5000):
        text.append(f'resource "aws_s3_bucket" "b{i}" {{\n  bucket = "${{var.prefix}}-{i}"\n}}\n')
    (folder / "main.tf").write_text("\n".join(text))


def make_root(folder):
    generator = SHARED / "tools/bench-inputs/gen_tf.py"
    if not generator.is_file():
        folder.mkdir()
        plain_root(folder)
        return
    subprocess.run([sys.executable, str(generator), str(folder)], check=True, stdout=subprocess.DEVNULL)
    if shutil.which("terraform"):
        subprocess.run(["terraform", "fmt", str(folder)], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def measure(command):
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return {
        "cpu": usage.ru_utime + usage.ru_stime,
        "wall": time.monotonic() - started,
        "peak": usage.ru_maxrss / 1024,
        "status": process.returncode,
    }


def show(name, figures, ours=None):
    ratio = "" if ours is None else f"{figures['cpu'] / max(ours['cpu'], 0.001):8.1f} x"
    print(f"{name:24}{figures['cpu']:9.2f}{figures['wall']:9.2f}{figures['peak']:9.0f}{figures['status']:8}{ratio:>10}", flush=True)


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else f"{temporary}/root")
        if len(sys.argv) < 3:
            make_root(folder)
        print(f"{'':24}{'CPU s':>9}{'wall s':>9}{'peak MB':>9}{'status':>8}{'CPU':>10}")
        ours = measure([program, "check", str(folder), "--all-policies", "--format", f"json={temporary}/report.json"])
        show("stopgate, all policies", ours)
        for name, command in PEERS.items():
            if shutil.which(command[0]) is None:
                print(f"{name:24}not on PATH")
                continue
            show(name, measure([part.format(folder=folder) for part in command]), ours)


main()
