#!/usr/bin/env python3
"""Times a review of a large repository beside `git diff` and a full check, in one run.

    review.py BINARY [--files N] [--changed N]
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

MODULE = """variable "name" {{ type = string }}
resource "aws_s3_bucket" "b{i}" {{
  bucket = "${{var.name}}-{i}"
  tags   = {{ index = "{i}" }}
}}
"""
ROOT = """module "a" {{
  source = "../../modules/m{m}"
  name   = "root-{i}"
}}
resource "aws_security_group" "s{i}" {{
  name = "group-{i}"
  ingress {{
    from_port   = {port}
    to_port     = {port}
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }}
}}
"""
APP = """apiVersion: apps/v1
kind: Deployment
metadata: {{name: app-{i}, namespace: team-{t}, labels: {{app: app-{i}}}}}
spec:
  replicas: 2
  selector: {{matchLabels: {{app: app-{i}}}}}
  template:
    metadata: {{labels: {{app: app-{i}}}}}
    spec:
      containers:
        - name: main
          image: registry.example.com/app-{i}:1.{i}.0
          ports: [{{name: http, containerPort: 8080}}]
          resources:
            requests: {{cpu: 100m, memory: 128Mi}}
            limits: {{memory: 128Mi}}
---
apiVersion: v1
kind: Service
metadata: {{name: app-{i}, namespace: team-{t}}}
spec:
  selector: {{app: app-{i}}}
  ports: [{{port: 80, targetPort: http}}]
"""


def make(folder, count, changed):
    def git(*arguments):
        environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
                       "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com"}
        subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)

    files = {}
    for i in range(100):
        files[f"modules/m{i}/main.tf"] = MODULE.format(i=i)
    for i in range(count * 2 // 5 - 100):
        files[f"envs/e{i // 4}/part{i % 4}.tf"] = ROOT.format(i=i, m=i % 100, port=1000 + i).replace('module "a"', f'module "a{i % 4}"')
    for i in range(count * 2 // 5):
        files[f"k8s/team-{i // 20}/app-{i}.yaml"] = APP.format(i=i, t=i // 20)
    while len(files) < count:
        files[f"docs/page-{len(files)}.md"] = "text\n" * 40
    for path, text in files.items():
        full = pathlib.Path(folder) / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_text(text)
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-q", "-m", "one")
    git("gc", "-q")
    git("checkout", "-q", "-b", "topic")
    for n in range(changed // 2):
        path = pathlib.Path(folder) / f"k8s/team-{n * 3}/app-{n * 60}.yaml"
        path.write_text(path.read_text().replace("limits: {memory: 128Mi}", "limits: {}"))
    for n in range(changed - changed // 2):
        path = pathlib.Path(folder) / f"envs/e{n * 7}/part0.tf"
        path.write_text(path.read_text().replace("10.0.0.0/8", "0.0.0.0/0"))
    git("commit", "-q", "-am", "two")


def seconds(command, folder, runs):
    times = []
    for _ in range(runs):
        before = time.perf_counter()
        subprocess.run(command, cwd=folder, capture_output=True, check=False)
        times.append(time.perf_counter() - before)
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--changed", type=int, default=20)
    arguments = parser.parse_args()
    binary = str(pathlib.Path(arguments.binary).resolve())
    with tempfile.TemporaryDirectory() as folder:
        make(folder, arguments.files, arguments.changed)
        diff = seconds(["git", "diff", "--stat", "main", "topic"], folder, 9)
        review = seconds([binary, "review", "--base", "main", "--format", "json"], folder, 9)
        check = seconds([binary, "check", "--format", "json"], folder, 3)
        print(f"{arguments.files} files, {arguments.changed} changed: git diff {diff * 1000:.0f} ms, review {review * 1000:.0f} ms, full check {check * 1000:.0f} ms")


if __name__ == "__main__":
    main()
