#!/usr/bin/env python3
"""What users copy: valid by the schemas of their CI, clean by our own policies, and what `stopgate init` writes.

    templates.py BINARY
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(sys.argv[1]).resolve()
TEMPLATES = TOP / "ci-templates"
failures = []


def run(folder, *arguments, **environment):
    return subprocess.run([BINARY, *arguments], cwd=folder, env={"PATH": os.environ["PATH"], **environment}, capture_output=True, text=True, timeout=60, check=False)


def expect(what, condition, seen=""):
    if not condition:
        failures.append(what)
        print(f"FAIL {what}: {seen}")


def validator():
    for name in ("check-jsonschema", os.environ.get("STOPGATE_CHECK_JSONSCHEMA", "")):
        if name and (found := shutil.which(name)):
            return [found]
    module = subprocess.run([sys.executable, "-c", "import check_jsonschema"], capture_output=True, check=False)
    return [sys.executable, "-m", "check_jsonschema"] if module.returncode == 0 else None


def test_schemas():
    command = validator()
    if command is None:
        print("skipped: check-jsonschema is absent (pip install check-jsonschema)")
        return
    for schema, files in {
            "vendor.github-workflows": sorted((TEMPLATES / "github").glob("*.yml")),
            "vendor.github-actions": [TOP / "action.yml"],
            "vendor.gitlab-ci": sorted((TEMPLATES / "gitlab").glob("*.yml"))}.items():
        done = subprocess.run([*command, "--builtin-schema", schema, *files], capture_output=True, text=True, check=False)
        expect(f"{schema} holds", done.returncode == 0, done.stdout + done.stderr)


def place_all(folder):
    """Every template where its CI looks for it."""
    for source, target in {"github": ".github/workflows", "gitlab": ".gitlab/ci", "jenkins": ".", "kubernetes": "k8s"}.items():
        shutil.copytree(TEMPLATES / source, folder / target, dirs_exist_ok=True)
    shutil.copy(TOP / "action.yml", folder)


def test_own_policies(folder):
    place_all(folder)
    done = run(folder, "check", ".", "--no-config", "--fail-on", "info", "--color", "never")
    expect("templates are clean by our own policies", done.returncode == 0 and "no findings" in done.stdout, done.stdout + done.stderr)


def test_commands_parse():
    """What the templates run is what the program takes: every option of a `stopgate` command is one it knows."""
    files = [*TEMPLATES.rglob("*"), TOP / "action.yml", TOP / ".pre-commit-hooks.yaml", TOP / "README.md"]
    seen = 0
    for path in files:
        if not path.is_file():
            continue
        text = re.sub(r"\\\n|\n +(?=--)", " ", path.read_text())
        for command, rest in re.findall(r"\bstopgate (check|review|plan|post|merge|init|upgrade|baseline|fmt)\b([^\n|;)`]*)", text):
            help_text = run(TOP, command, "--help").stdout
            for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", rest):
                seen += 1
                expect(f"{path.name}: {command} takes {option}", re.search(re.escape(option) + r"\b", help_text))
    expect("options were looked at", seen > 20, seen)


def test_action(folder):
    """The step that judges, as the runner would run it."""
    script = re.search(r"- name: Judge.*?run: \|\n(.*?)\n\n    - name: Post", (TOP / "action.yml").read_text(), re.S).group(1)
    script = "\n".join(line[8:] for line in script.splitlines())
    binaries = folder / "bin"
    binaries.mkdir()
    (binaries / "stopgate").symlink_to(BINARY)
    environment = {"PATH": f"{binaries}:{os.environ['PATH']}", "RUNNER_TEMP": str(folder), "GITHUB_OUTPUT": str(folder / "output"),
                   "GITHUB_STEP_SUMMARY": str(folder / "summary.md"), "COMMAND": "check", "PATHS": "k8s\nterraform\n", "ARGUMENTS": "--policy\nplan.*",
                   "SARIF": str(folder / "a.sarif")}
    done = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=TOP / "fixtures/shop", env=environment,
                          capture_output=True, text=True, timeout=60, check=False)
    output = (folder / "output").read_text()
    expect("the action fails on findings", done.returncode == 1, done.stdout + done.stderr)
    expect("the action says the verdict", "verdict=fail\n" in output and re.search(r"^findings-file=.*findings.json$", output, re.M), output)
    stop = re.search(r"^::stop-commands::(\w{32})$(.*?)^::\1::$", done.stdout, re.S | re.M)
    expect("the report is shown where no command of it counts", stop and "plan.replace" in stop.group(2), done.stdout)
    expect("annotations, summary and SARIF are there", "::error" in done.stdout and (folder / "summary.md").stat().st_size > 100 and (folder / "a.sarif").exists())
    environment["COMMAND"] = "rm"
    done = subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=TOP, env=environment, capture_output=True, text=True, timeout=60, check=False)
    expect("the action knows its commands", done.returncode == 2 and "'command' is review, check or plan" in done.stdout, done.stdout)


def test_init(folder):
    (folder / "infra").mkdir()
    (folder / "infra/main.tf").write_text('resource "null_resource" "a" {}\n')
    (folder / "deploy.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\ndata: {}\n")
    (folder / ".git").mkdir()
    (folder / ".git/config").write_text('[remote "origin"]\n\turl = git@github.com:octo/infra.git\n')
    done = run(folder / "infra", "init", "--dry-run")
    expect("a dry run writes nothing", not (folder / ".stopgate.yaml").exists() and "--- .stopgate.yaml" in done.stdout, done.stdout)
    digest = "ab" * 32
    done = run(folder / "infra", "init", "--archive", "https://releases.example.org/s.tar.gz", "--sha256", digest)
    expect("init writes", done.returncode == 0, done.stdout + done.stderr)
    for path in (".stopgate.yaml", ".github/workflows/stopgate.yml", ".github/workflows/stopgate-post.yml", ".pre-commit-config.yaml"):
        expect(f"init wrote {path}", (folder / path).exists() and f"wrote {path}" in done.stdout, done.stdout)
    expect("no other forge", not (folder / ".gitlab").exists() and not (folder / "Jenkinsfile").exists())
    workflow = (folder / ".github/workflows/stopgate.yml").read_text()
    expect("the release is filled in", f'"{digest}"' in workflow and "https://releases.example.org/s.tar.gz" in workflow and "example.com" not in workflow)
    checked = run(folder, "check", ".", "--fail-on", "info")
    expect("what init wrote is clean, and its configuration is read", checked.returncode in (0, 1) and "[ci." not in checked.stdout, checked.stdout + checked.stderr)
    uncommented = re.sub(r"^# (?=[a-z]+:|  )", "", (folder / ".stopgate.yaml").read_text(), flags=re.M)
    expect("the configuration has examples", uncommented.count("\n") > 15 and "var-files" in uncommented and "clusters" in uncommented, uncommented)
    (folder / ".stopgate.yaml").write_text(uncommented.replace("policies: [policies/]\n", ""))
    checked = run(folder, "check", ".", "--fail-on", "critical")
    expect("the examples in the configuration are right", checked.returncode == 0, checked.stderr)
    (folder / ".github/workflows/stopgate.yml").write_text("mine\n")
    done = run(folder, "init")
    expect("what is there is left alone", "left alone: .github/workflows/stopgate.yml exists" in done.stdout
           and (folder / ".github/workflows/stopgate.yml").read_text() == "mine\n", done.stdout)
    done = run(folder, "init", "--force", "--for", "github")
    expect("unless it is forced", "replaced .github/workflows/stopgate.yml" in done.stdout and "mine" not in (folder / ".github/workflows/stopgate.yml").read_text(), done.stdout)
    expect("equal files are up to date", "up to date: .github/workflows/stopgate.yml" in run(folder, "init", "--for", "github").stdout)
    outside = folder.parent / (folder.name + "-outside")
    outside.mkdir()
    (folder / "ci").symlink_to(outside)
    done = run(folder, "init", "--for", "kubernetes")
    expect("a link leads nothing out", done.returncode == 2 and "leads out of the repository" in done.stderr and not any(outside.iterdir()), done.stderr)
    shutil.rmtree(outside)
    for arguments, message in [(("--for", "gihub"), "there are github"), (("--sha256", "abc"), "64 hexadecimal digits"),
                               (("--archive", "https://a\"; rm -rf"), "wants an address"), (("nowhere",), "is no folder")]:
        done = run(folder, "init", *arguments)
        expect(f"init refuses {arguments}", done.returncode == 2 and message in done.stderr, done.stderr)


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        for name in ("policies", "action", "init"):
            (folder / name).mkdir()
        test_schemas()
        test_own_policies(folder / "policies")
        test_commands_parse()
        test_action(folder / "action")
        test_init(folder / "init")
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
