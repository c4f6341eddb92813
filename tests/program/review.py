#!/usr/bin/env python3
"""Reviews repositories that the git command makes in a temporary folder.

    review.py BINARY
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

BINARY = pathlib.Path(sys.argv[1]).resolve()
ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
               "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com"}
failures = []

WEB = """apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: nginx:1.25
"""
SERVICE = """apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80}]
"""
MODULE = """variable "acl" {
  type    = string
  default = "private"
}
resource "aws_s3_bucket_acl" "b" {
  bucket = "logs"
  acl    = var.acl
}
"""
ROOT = """module "logs" {
  source = "../../modules/logs"
}
"""


def expect(what, condition, seen=""):
    if not condition:
        failures.append(what)
        print(f"FAIL {what}: {seen}")


class Repository:
    def __init__(self, folder, *options):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", *options)

    def git(self, *arguments):
        return subprocess.run(["git", *arguments], cwd=self.folder, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout.strip()

    def write(self, path, text):
        full = self.folder / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_text(text)

    def commit(self, files=None):
        for path, text in (files or {}).items():
            self.write(path, text)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "change")

    def run(self, *arguments, cwd=None):
        return subprocess.run([BINARY, *arguments], cwd=cwd or self.folder, env=ENVIRONMENT, capture_output=True, timeout=60, check=False)

    def review(self, *arguments):
        run = self.run("review", "--base", "main", "--format", "json", *arguments)
        if not run.stdout:
            print(run.stderr.decode())
        return run.returncode, json.loads(run.stdout)


def told(report, status="new"):
    return sorted((f["policy"], f["location"]["file"]) for f in report["findings"] if f["status"] == status)


def policies(report, status="new"):
    return {f["policy"] for f in report["findings"] if f["status"] == status}


def start(folder, *options):
    repository = Repository(folder, *options)
    repository.commit({"modules/logs/main.tf": MODULE, "envs/prod/main.tf": ROOT, "envs/stage/main.tf": ROOT, "other/main.tf": ROOT.replace("logs", "none"),
                       "k8s/web.yaml": WEB, "k8s/service.yaml": SERVICE})
    repository.git("checkout", "-q", "-b", "topic")
    return repository


def test_new_old_fixed(folder):
    for number, options in enumerate([(), ("--object-format=sha256",)]):
        repository = start(f"{folder}/{number}", *options)
        status, report = repository.review()
        expect("nothing changed", status == 0 and report["findings"] == [] and "0 files changed" in report["headline"], report["headline"])
        # The label moves away from the selector, which stays as it is.
        repository.commit({"k8s/web.yaml": WEB.replace("app: web", "app: shop"), "modules/logs/main.tf": "# moved\n\n" + MODULE.replace('"private"', '"public-read"')})
        status, report = repository.review()
        expect("status of new findings", status == 1, status)
        found = {(f["policy"], f["location"]["file"]): f["indirect"] for f in report["findings"] if f["status"] == "new"}
        expect("a selector that did not change", found.get(("k8s.service.selector.no-match", "k8s/service.yaml")) is True, found)
        expect("a module's resource", found.get(("aws.s3.public.acl", "modules/logs/main.tf")) is True, found)
        callers = [{r["location"]["file"] for r in f["related"]} for f in report["findings"] if f["policy"] == "aws.s3.public.acl"]
        expect("told once, with both roots that call it", callers == [{"envs/prod/main.tf", "envs/stage/main.tf"}], report["findings"])
        expect("old findings", ("k8s.probe.liveness.missing", "k8s/web.yaml") in told(report, "old"), told(report, "old"))
        expect("untouched roots", not any("other" in f["location"]["file"] for f in report["findings"]), told(report, "old"))
        expect("fixed", policies(report, "fixed") == {"k8s.probe.readiness.missing", "k8s.replicas.low"}, told(report, "fixed"))
        expect("what was compared", report["comparison"]["files"] == 2 and report["comparison"]["base"] == "main", report["comparison"])
        text = repository.run("review", "--base", "main").stdout.decode()
        expect("why now", "why now: this line did not change" in text, text)
        expect("fixed in the text", "fixed by this change:\n  k8s/web.yaml: " in text, text)
        status, report = repository.review("--all", "--fail-on", "low")
        expect("all", status == 1 and "older" not in report["headline"], report["headline"])


STATEFUL = """apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: "db:1", resources: {requests: {memory: 512Mi}}}]}}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}}}]
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {clusterIP: None, selector: {app: db}, ports: [{port: 5432}]}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: dumps, namespace: shop}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}}
"""


def test_what_the_cluster_makes_of_it(folder):
    repository = start(folder)
    repository.git("checkout", "-q", "main")
    repository.commit({"k8s/db.yaml": STATEFUL})
    repository.git("checkout", "-q", "-B", "topic")
    service, claim = STATEFUL.index("---\napiVersion: v1\nkind: Service"), STATEFUL.index("---\napiVersion: v1\nkind: Persistent")
    repository.commit({"k8s/db.yaml": STATEFUL[:service].replace("storage: 10Gi", "storage: 20Gi").replace("512Mi", "2Gi")
                       + STATEFUL[service:claim].replace("clusterIP: None", "type: LoadBalancer")})
    _, report = repository.review("--policy", "k8s.change.*")
    found = {f["policy"]: (f["message"], f["location"]) for f in report["findings"] if f["status"] == "new"}
    expect("immutable", "spec.volumeClaimTemplates cannot change" in found.get("k8s.change.immutable", [""])[0], found)
    expect("a jump", "memory of db 512Mi → 2Gi" in found.get("k8s.change.request-jump", [""])[0], found)
    expect("a claim goes", found.get("k8s.change.data-removed", [""])[0].startswith("removes PersistentVolumeClaim dumps"), found)
    expect("opened", "becomes a load balancer" in found.get("k8s.change.exposed", [""])[0], found)
    repository.git("checkout", "-q", "-B", "same", "main")
    repository.commit({"k8s/db.yaml": STATEFUL.replace("db:1", "db:2").replace("storage: 10Gi}}}\n", "storage: 12Gi}}}\n")})
    status, report = repository.review("--policy", "k8s.change.*")
    expect("what may change", status == 0 and not report["findings"], report["findings"])


def test_renames(folder):
    repository = start(folder)
    repository.git("mv", "k8s", "manifests")
    repository.git("mv", "modules/logs", "modules/log")
    repository.commit({"envs/prod/main.tf": ROOT.replace("logs\"\n", "log\"\n"), "envs/stage/main.tf": ROOT.replace("logs\"\n", "log\"\n")})
    status, report = repository.review()
    expect("a rename brings nothing", status == 0 and told(report) == [] and told(report, "fixed") == [], (told(report), told(report, "fixed")))


def test_head(folder):
    repository = start(folder)
    bad = WEB.replace("nginx:1.25", "nginx")
    repository.write("k8s/web.yaml", bad)
    expect("the worktree is not the head", repository.review()[1]["findings"] == [])
    expect("the worktree", policies(repository.review("--head", "worktree")[1]) == {"k8s.image.tag.latest-or-missing"})
    expect("the index, before", repository.review("--head", "index")[1]["findings"] == [])
    repository.git("add", "-A")
    repository.write("k8s/web.yaml", WEB)
    expect("the index", policies(repository.review("--head", "index")[1]) == {"k8s.image.tag.latest-or-missing"})
    repository.write("k8s/new.yaml", bad.replace("name: web,", "name: new,"))
    expect("an untracked file", ("k8s.image.tag.latest-or-missing", "k8s/new.yaml") in told(repository.review("--head", "worktree")[1]))


def test_renders(folder):
    repository = start(folder)
    for side, text in {"before": WEB, "after": WEB.replace("nginx:1.25", "nginx")}.items():
        out = pathlib.Path(folder).parent / f"render-{side}"
        out.mkdir()
        (out / "web.yaml").write_text(text)
    _, report = repository.review("--base-render", "../render-before", "--head-render", "../render-after")
    expect("renders beside the repository", policies(report) == {"k8s.image.tag.latest-or-missing"} and "k8s.probe.liveness.missing" in policies(report, "old"), told(report))
    run = repository.run("review", "--base", "main", "--base-render", "../render-before")
    expect("one render only", run.returncode == 2 and b"go together" in run.stderr, run.stderr)


def test_suppressions(folder):
    repository = start(folder)
    repository.commit({"k8s/web.yaml": WEB.replace("image: nginx:1.25", "# stopgate:ignore k8s.image.tag.latest-or-missing\n          image: nginx"),
                       "modules/logs/main.tf": MODULE + "# stopgate:ignore aws.s3.public.acl until=2020-01-01 reason=\"old\"\nlocals {}\n"})
    status, report = repository.review()
    notes = {n["location"]["file"]: n for n in report["suppressions"]}
    expect("a new suppression is told", notes["k8s/web.yaml"]["new"] and notes["k8s/web.yaml"]["findings"] == 1 and notes["k8s/web.yaml"]["problems"] == ["gives no reason"], notes)
    expect("an expired one too", any("ended on 2020-01-01" in p for p in notes["modules/logs/main.tf"]["problems"]), notes)
    expect("it silences", status == 0 and told(report) == [], told(report))
    repository.git("checkout", "-q", "-b", "next")
    repository.commit({"k8s/web.yaml": WEB.replace("image: nginx:1.25", "image: nginx")})
    run = repository.run("review", "--base", "topic", "--format", "json")
    expect("what a suppression held back is new without it", ("k8s.image.tag.latest-or-missing", "k8s/web.yaml") in told(json.loads(run.stdout)), run.stdout[:300])


def test_bad_input(folder):
    repository = start(folder)
    repository.commit({"strange\nname \u202e.yaml": WEB.replace("nginx:1.25", "nginx"), "link.yaml": ""})
    (repository.folder / "link.yaml").unlink()
    os.symlink("/etc/passwd", repository.folder / "link.yaml")
    repository.commit()
    status, report = repository.review()
    expect("a hostile file name", ("k8s.image.tag.latest-or-missing", "strange\nname \u202e.yaml") in told(report), told(report))
    for form in ["text", "markdown", "json", "sarif"]:
        out = repository.run("review", "--base", "main", "--format", form).stdout
        expect(f"a hostile file name in {form}", "\u202e".encode() not in out and b"root:x" not in out, out[:300])
    for base, words in {"nowhere": "there is no revision 'nowhere'", "--help": "", "origin/ma\nin": "no revision has the name", "": "required"}.items():
        run = repository.run("review", f"--base={base}")
        expect(f"base {base!r}", run.returncode == 2 and words in run.stderr.decode() and b"\n\n" not in run.stderr, run.stderr)
    repository.git("branch", "evil$(touch${IFS}pwned);`id`")
    run = repository.run("review", "--base", "evil$(touch${IFS}pwned);`id`")
    expect("a hostile branch name", run.returncode == 0 and not (repository.folder / "pwned").exists(), run.stderr)
    repository.git("checkout", "-q", "--detach")
    expect("a detached head", repository.review() == (status, report))
    repository.git("checkout", "-q", "--orphan", "stranger")
    repository.commit()
    run = repository.run("review", "--base", "main")
    expect("no common history", run.returncode == 2 and b"no history in common" in run.stderr, run.stderr)
    run = repository.run("review", "--base", "main", cwd=pathlib.Path(folder).parent)
    expect("no repository", run.returncode == 2 and b"lies in no Git repository" in run.stderr, run.stderr)
    shallow = Repository(f"{folder}-shallow")
    shallow.git("fetch", "-q", "--depth", "1", f"file://{repository.folder}", "main", "topic:refs/heads/topic")
    shallow.git("update-ref", "refs/remotes/origin/main", "FETCH_HEAD")
    shallow.git("checkout", "-q", "topic")
    run = shallow.run("review", "--base", "origin/main")
    expect("a shallow clone", run.returncode == 2 and b"git fetch --unshallow" in run.stderr, run.stderr)
    for path in (repository.folder / ".git/objects").rglob("*"):
        if path.is_file():
            path.chmod(0o600)
            path.write_bytes(b"garbage")
    run = repository.run("review", "--base", "main")
    expect("a corrupt repository", run.returncode == 2 and run.stderr.startswith(b"stopgate: "), run.stderr)


def test_broken_files(folder):
    repository = start(folder)
    repository.git("checkout", "-q", "main")
    repository.commit({"k8s/broken.yaml": "a: [\n"})
    repository.git("checkout", "-q", "topic")
    repository.git("merge", "-q", "main")
    repository.commit({"k8s/web.yaml": WEB + "# touched\n"})
    status, report = repository.review()
    expect("a file that was broken before", status == 0, report["diagnostics"])
    repository.commit({"k8s/web.yaml": WEB + "  bad: [\n"})
    status, report = repository.review()
    expect("a file that the change breaks", status == 3 and told(report, "fixed") == [], (status, told(report, "fixed")))


def main():
    if shutil.which("git") is None:
        print("skipped: the command git is absent")
        return 0
    for name, test in sorted(globals().items()):
        if name.startswith("test_"):
            with tempfile.TemporaryDirectory() as folder:
                test(os.path.join(os.path.realpath(folder), "repository"))
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
