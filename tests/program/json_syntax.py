#!/usr/bin/env python3
"""Whether a configuration means the same in HCL and in Terraform's JSON syntax.

    json_syntax.py STOPGATE HCL_TO_JSON FOLDER…

Each root module below the folders is converted by hcl_to_json. Of both forms the test compares what `stopgate console`
answers for everything that is declared, and what `stopgate check` finds with all policies, without positions.
"""
import concurrent.futures
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

DECLARED = re.compile(r'^\s*(resource|data|ephemeral|variable|module|output)\s+"([^"]+)"(?:\s+"([^"]+)")?', re.M)
LOCALS = re.compile(r"^locals\s*\{\n(.*?)^\}", re.M | re.S)
NAME = re.compile(r"^  ([A-Za-z_][\w-]*)\s*=", re.M)

# Of the form itself: HCL's layout, and comments, which JSON does not have.
OF_FORM = {"tf.format"}
# Where JSON cannot say the same, and why.
EXPLAINED = {
    "72-helm-release": "`set = [{…}]` and a `set` block look alike in JSON, and nothing is known of that provider's arguments",
}
SUPPRESSION = re.compile(r"(#|//|/\*).*(stopgate|checkov|tfsec|trivy|tflint|kics)[\w-]*:", re.I)


def expressions(folder):
    """What to ask the console: every value, resource and module of the root."""
    text = "\n".join(path.read_text(errors="replace") for path in sorted(folder.glob("*.tf")))
    asked = set()
    for kind, first, second in DECLARED.findall(text):
        if kind == "variable":
            asked.add(f"var.{first}")
        elif kind == "module":
            asked.add(f"module.{first}")
        elif kind == "resource" and second:
            asked.add(f"{first}.{second}")
        elif kind in ("data", "ephemeral") and second:
            asked.add(f"{kind}.{first}.{second}")
    for block in LOCALS.findall(text):
        asked.update(f"local.{name}" for name in NAME.findall(block))
    return sorted(asked)


def run(command, folder, given=""):
    done = subprocess.run(command, cwd=folder, input=given, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"{folder}: {' '.join(command)}: status {done.returncode}\n{done.stderr}")
    return done


def without_form(text):
    return re.sub(r"\.(tf|tofu)\.json\b", r".\1", text)


def model(program, folder, asked):
    answers = run([program, "console", "--json", "."], folder, "\n".join(asked)).stdout.splitlines()
    report = json.loads(run([program, "check", ".", "--all-policies", "--as", "terraform", "--format", "json", "--no-config"], folder).stdout)
    lines = [f"{name}: {answer}" for name, answer in zip(asked, answers)]
    lines.append(f"resources: {report['coverage']['resources']}")
    lines += [f"matched: {one}" for one in report["coverage"]["policies"] if one["policy"] not in OF_FORM and one["matched"]]
    for finding in report["findings"]:
        if finding["policy"] not in OF_FORM:
            resource = json.dumps(finding.get("resource"), sort_keys=True)
            instances = json.dumps(finding.get("instances", []))
            lines.append(f"{finding['policy']} {finding['severity']} {resource} {instances} {finding['message']}")
    for one in report["coverage"]["undecided"]:
        kept = {key: value for key, value in one.items() if key not in ("location", "count")}
        lines.append("undecided: " + json.dumps(kept, sort_keys=True))
    for one in report["diagnostics"]:
        lines.append(f"diagnostic: {one.get('severity')} {one.get('message')}")
    return sorted(without_form(line) for line in lines)


def roots_below(folder):
    """Folders with Terraform files that are no module of another one."""
    found = []
    for path in sorted(folder.rglob("*.tf")):
        if not any(path.is_relative_to(root) for root in found):
            found.append(path.parent)
    return found


def compare(program, converter, root):
    with tempfile.TemporaryDirectory() as temporary:
        places = {form: pathlib.Path(temporary) / form / "root" for form in ("hcl", "json")}
        shutil.copytree(root, places["hcl"], symlinks=True, ignore=shutil.ignore_patterns("plan.json", ".git"))
        if any(SUPPRESSION.search(path.read_text(errors="replace")) for path in places["hcl"].rglob("*.tf")):
            return None
        done = subprocess.run([converter, places["hcl"], places["json"]], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return None
        asked = expressions(places["hcl"])
        hcl, from_json = (model(program, place, asked) for place in places.values())
        return [f"  HCL:  {line}" for line in hcl if line not in from_json] + [f"  JSON: {line}" for line in from_json if line not in hcl]


def main():
    program, converter = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
    roots = [root for folder in map(pathlib.Path, sys.argv[3:]) if folder.is_dir() for root in roots_below(folder)]
    left_out = different = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for root, differences in zip(roots, pool.map(lambda root: compare(program, converter, root), roots)):
            left_out += differences is None
            explained = [why for name, why in EXPLAINED.items() if name in root.parts]
            if differences and explained:
                print(f"{root}: {explained[0]}")
            elif differences:
                different += 1
                print(f"{root}:", *differences[:12], sep="\n")
    print(f"{len(roots) - left_out} roots in HCL and in JSON: {different} differ; {left_out} left out (no HCL, or suppressed in comments)")
    return 1 if different or len(roots) == left_out else 0


if __name__ == "__main__":
    sys.exit(main())
