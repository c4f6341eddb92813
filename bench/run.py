#!/usr/bin/env python3
"""Measures stopgate and writes docs/performance.md's table to the standard output.

    run.py BUILD_FOLDER [--mb N] [--parsers]

Speeds are of one core; memory is the peak of a whole process. Every figure stands beside what it is compared with, measured in
the same run: another reader of the same bytes, or the program's own start.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

OBJECT = """---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-{i}
  namespace: team-{team}
  labels: {{app: app-{i}}}
spec:
  replicas: 2
  selector:
    matchLabels: {{app: app-{i}}}
  template:
    metadata:
      labels: {{app: app-{i}}}
    spec:
      containers:
        - name: main
          image: registry.example.com/app-{i}:1.{i}.0
          ports: [{{name: http, containerPort: 8080}}]
          env:
            - {{name: LOG_LEVEL, value: info}}
          resources:
            requests: {{cpu: 100m, memory: 128Mi}}
            limits: {{memory: 128Mi}}
---
apiVersion: v1
kind: Service
metadata:
  name: app-{i}
  namespace: team-{team}
spec:
  selector: {{app: app-{i}}}
  ports: [{{name: http, port: 80, targetPort: http}}]
"""

RESOURCE = """resource "aws_s3_bucket" "b{i}" {{
  bucket        = "${{var.prefix}}-{i}"
  force_destroy = false
  tags          = merge(local.tags, {{ index = "{i}" }})
}}

resource "aws_security_group" "s{i}" {{
  name        = "${{local.name}}-{i}"
  description = "group {i}"
  ingress {{
    from_port   = {port}
    to_port     = {port}
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }}
}}
"""

HEADER = """variable "prefix" {
  type    = string
  default = "demo"
}

locals {
  name = "${var.prefix}-net"
  tags = { team = "demo" }
}

"""


def change(i):
    values = {"name": f"service-{i}", "engine": "postgres", "port": 5432 + i % 7, "tags": {"team": "demo", "index": str(i)},
              "rules": [{"from": p, "to": p, "cidr": "10.0.0.0/8"} for p in range(20)], "note": "x" * 400}
    after = dict(values, note="y" * 400)
    return {"address": f"aws_db_instance.d[{i}]", "mode": "managed", "type": "aws_db_instance", "name": "d", "index": i,
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {"actions": ["update"], "before": values, "after": after, "after_unknown": {}, "before_sensitive": {}, "after_sensitive": {}}}


def measure(argv, cwd=None):
    """Wall seconds, CPU seconds, peak MB, exit status of one run."""
    start = time.perf_counter()
    pid = os.posix_spawn(argv[0], argv, os.environ,
                         file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def best(argv, runs):
    results = [measure(argv) for _ in range(runs)]
    return min(r[0] for r in results), min(r[1] for r in results), max(r[2] for r in results), results[0][3]


def micro(folder, name):
    """The fastest of three runs of each benchmark, in turns: what else the machine does only makes them slower."""
    options = ["--benchmark_format=json", "--benchmark_min_time=0.3", "--benchmark_repetitions=3", "--benchmark_enable_random_interleaving=true"]
    with tempfile.TemporaryDirectory() as place:  # the plan's benchmark writes its input where it runs
        out = subprocess.run([(folder / "bin" / name).resolve(), *options], cwd=place, capture_output=True, text=True, check=False).stdout
    fastest = {}
    for result in json.loads(out[out.index("{"):])["benchmarks"] if "{" in out else []:
        if result["run_type"] != "iteration" or result.get("error_occurred"):
            continue
        before = fastest.get(result["name"], result)
        fastest[result["name"]] = min(before, result, key=lambda r: r["cpu_time"])
    return fastest


def row(what, ours, beside, figure):
    print(f"| {what} | {ours} | {beside} | {figure} |")


def parser_rows(folder):
    """Each reader beside those that do the same work, or the part of it that is not ours."""
    yaml = micro(folder, "yaml_bench")
    ours, events, other = (yaml[f"{n}/8388608"]["bytes_per_second"] / 1e6 for n in ("read_values", "read_libyaml_events", "read_yaml_cpp"))
    row("YAML to Values", f"{ours:.0f} MB/s", f"libyaml's events alone {events:.0f} MB/s: we take {events / ours:.2f} × that; yaml-cpp {other:.0f} MB/s: {ours / other:.1f} ×",
        "≥ 40 MB/s, or ≤ 1.25 × libyaml")
    peak = measure([str(folder / "bin" / "yaml_bench"), "--benchmark_filter=read_values/8388608", "--benchmark_min_time=0.001"])[2]
    row("memory of reading that YAML (8 MB)", f"{peak:.0f} MB", f"{peak / 8:.1f} × the input", "≤ 8 × the input")
    hcl = {name: result["bytes_per_second"] / 1e6 for name, result in micro(folder, "hcl_bench").items()}
    core = hcl["tree_sitter_core/3145728"]
    for name, size in (("3145728", "3 MB"), ("65536", "64 KB"), ("4096", "4 KB")):
        speed = hcl[f"parse_hcl/{name}"]
        row(f"HCL to our tree ({size})", f"{speed:.0f} MB/s", f"tree-sitter's core alone {core:.0f} MB/s: {speed / core:.1f} ×", "≥ 20 MB/s")
    row("HCL with a syntax error (3 MB)", f"{hcl['parse_broken_hcl/3145728']:.0f} MB/s", f"tree-sitter's core alone {core:.0f} MB/s, a scan for newlines {hcl['count_newlines/3145728']:.0f} MB/s", "")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--mb", type=int, default=100, help="size of the generated plan")
    parser.add_argument("--parsers", action="store_true", help="only how fast YAML and HCL are read")
    arguments = parser.parse_args()
    binary = str(arguments.folder / "bin" / "stopgate")
    print("| what | measured | beside | to hold |\n|---|---|---|---|")
    if arguments.parsers:
        parser_rows(arguments.folder)
        return 0
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        small = folder / "small.yaml"
        small.write_text("".join(OBJECT.format(i=i, team=0) for i in range(2)))
        wall = statistics.median(measure([binary, "--version"])[0] for _ in range(30))
        checked = statistics.median(measure([binary, "check", str(small)])[0] for _ in range(30))
        true = statistics.median(measure(["/bin/true"])[0] for _ in range(30))
        row("start-up (`--version`)", f"{wall * 1000:.1f} ms", f"/bin/true {true * 1000:.1f} ms", "≤ 10 ms")
        row("check of 4 objects", f"{checked * 1000:.1f} ms", "", "")

        manifests = folder / "objects.yaml"
        manifests.write_text("".join(OBJECT.format(i=i, team=i % 50) for i in range(5000)))
        wall, cpu, peak, _ = best([binary, "check", str(manifests)], 3)
        size = manifests.stat().st_size / 1e6
        row(f"all policies over 10,000 objects ({size:.1f} MB)", f"{wall:.2f} s, {peak:.0f} MB", f"{peak / size:.1f} × the input", "≤ 1 s on two cores")

        root = folder / "root"
        root.mkdir()
        (root / "main.tf").write_text(HEADER + "".join(RESOURCE.format(i=i, port=1024 + i % 999) for i in range(2500)))
        wall, cpu, peak, _ = best([binary, "check", str(root)], 3)
        row("all policies over 5,000 Terraform resources", f"{wall:.2f} s, {peak:.0f} MB", "", "≤ 1 s on two cores")

        plan = folder / "plan.json"
        with plan.open("w") as file:
            file.write('{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[')
            i = 0
            while file.tell() < arguments.mb * 1_000_000:
                file.write(("," if i else "") + json.dumps(change(i), separators=(",", ":")))
                i += 1
            file.write("]}\n")
        wall, cpu, peak, _ = best([binary, "plan", str(plan), "--policy", "plan.delete"], 2)
        size = plan.stat().st_size / 1e6
        row(f"plan of {size:.0f} MB, {i} changes, one policy", f"{cpu:.2f} s CPU, {peak:.0f} MB", f"{peak * 1.048576 / size:.2f} × the file", "≤ 2.5 × the file")

    parser_rows(arguments.folder)
    plans = micro(arguments.folder, "plan_bench")
    read, full, dom = (plans.get(n) for n in ("read_file", "read_file_and_plan", "read_file_and_nlohmann_tree"))
    if read and full and dom:
        row("plan JSON to changes", f"{full['cpu_time']:.0f} ms", f"{full['cpu_time'] / read['cpu_time']:.1f} × reading the file; nlohmann's tree {dom['cpu_time'] / full['cpu_time']:.1f} × ours", "≤ 4 × reading")
    return 0


if __name__ == "__main__":
    sys.exit(main())
