#!/usr/bin/env python3
"""The pre-commit hook for real: pre-commit itself, a repository, a bad commit and a good one.

    precommit.py BINARY
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(sys.argv[1]).resolve()
PRE_COMMIT = os.environ.get("STOPGATE_PRE_COMMIT") or shutil.which("pre-commit")
failures = []

GOOD = """resource "aws_security_group_rule" "api" {
  type              = "ingress"
  from_port         = 443
  to_port           = 443
  protocol          = "tcp"
  cidr_blocks       = ["10.0.0.0/8"]
  security_group_id = "sg-1"
}
"""
BAD = GOOD.replace("10.0.0.0/8", "0.0.0.0/0").replace("443", "22")


def expect(what, condition, seen=""):
    if not condition:
        failures.append(what)
        print(f"FAIL {what}: {seen}")


def story(folder, environment, configuration):
    repository = folder / "repository"
    shutil.rmtree(repository, ignore_errors=True)
    repository.mkdir()

    def run(*command):
        return subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True, timeout=300, check=False)

    run("git", "init", "-q", ".")
    (repository / ".pre-commit-config.yaml").write_text(configuration)
    (repository / "README.md").write_text("a repository\n")
    installed = run(PRE_COMMIT, "install")
    expect("pre-commit installs the hook", installed.returncode == 0, installed.stdout + installed.stderr)
    run("git", "add", ".")
    first = run("git", "commit", "-qm", "nothing of ours")
    expect("a commit without infrastructure passes", first.returncode == 0, first.stdout + first.stderr)
    (repository / "main.tf").write_text(BAD)
    run("git", "add", ".")
    # What lies in the folder is not what is committed.
    (repository / "main.tf").write_text(GOOD)
    bad = run("git", "commit", "-qm", "bad")
    log = bad.stdout + bad.stderr
    expect("a bad commit is stopped", bad.returncode == 1 and "main.tf:6" in log and "0.0.0.0/0" in log, log)
    run("git", "add", ".")
    good = run("git", "commit", "-qm", "good")
    expect("a good commit passes", good.returncode == 0 and "Passed" in good.stdout + good.stderr, good.stdout + good.stderr)
    commits = run("git", "rev-list", "--count", "HEAD")
    expect("there are two commits", commits.stdout.strip() == "2", commits.stdout)


def main():
    if PRE_COMMIT is None:
        print("skipped: pre-commit is absent (pip install pre-commit)")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        (folder / "bin").mkdir()
        (folder / "bin/stopgate").symlink_to(BINARY)
        environment = {**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "HOME": str(folder), "PRE_COMMIT_HOME": str(folder / "cache"),
                       "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "a",
                       "GIT_COMMITTER_EMAIL": "a@example.com"}
        story(folder, environment, (TOP / "ci-templates/pre-commit/.pre-commit-config.yaml").read_text())
        # The hooks that this repository offers, from a repository made of its file.
        hooks = folder / "hooks"
        hooks.mkdir()
        shutil.copy(TOP / ".pre-commit-hooks.yaml", hooks)
        for command in (["git", "init", "-q", "."], ["git", "add", "."], ["git", "commit", "-qm", "hooks"]):
            subprocess.run(command, cwd=hooks, env=environment, check=True, capture_output=True)
        revision = subprocess.run(["git", "rev-parse", "HEAD"], cwd=hooks, env=environment, check=True, capture_output=True, text=True).stdout.strip()
        story(folder, environment, f"repos:\n  - repo: {hooks}\n    rev: {revision}\n    hooks: [{{id: stopgate-system}}]\n")
        valid = subprocess.run([PRE_COMMIT, "validate-manifest", TOP / ".pre-commit-hooks.yaml"], env=environment, capture_output=True, text=True, check=False)
        expect("the manifest of hooks is valid", valid.returncode == 0, valid.stdout)
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
