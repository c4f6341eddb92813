#!/usr/bin/env python3
"""Whether policies say the same of a configuration and of the plan that was made from it.

    agreement.py STOPGATE SCENARIO…

A scenario is a folder with plan.json and the configuration in after/ (or beside the plan). Findings about resources are
compared by policy and address. What one side leaves undecided is no difference: a plan knows more than the
configuration, and of what a provider computes the configuration knows nothing.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# Policies that speak of what only one side has: of blocks and files, or of the change itself.
OF_CONFIGURATION = re.compile(r"^(tf\.(?!secret|tags)|plan\.)")

# By scenario and policy: what differs, and why it has to.
EXPLAINED = {
    # A literal put into a text: the plan shows one sensitive value, not where it was written.
    ("15a-sensitive-create", "tf.secret.literal"),
    # A plan holds no lifecycle blocks.
    ("46-provider-alias-modules", "aws.acm.create-before-destroy"),
}


def check(program, path, variables=()):
    command = [program, "check", str(path), "--format", "json", "--jobs", "1"]
    for name, value in variables:
        command += ["--var", f"{name}={value}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    report = json.loads(done.stdout)
    found, undecided = set(), set()
    for finding in report["findings"]:
        address = (finding.get("resource") or {}).get("address")
        if not address or OF_CONFIGURATION.match(finding["policy"]):
            continue
        for one in [address, *finding.get("instances", [])]:
            found.add((finding["policy"], one))
    for one in report["coverage"]["undecided"]:
        subject = one.get("subject") or one.get("resource") or ""
        address = subject.get("address", "") if isinstance(subject, dict) else subject
        undecided.add((one["policy"], address))
    return found, undecided


def given_variables(plan):
    for name, entry in json.loads(plan.read_text()).get("variables", {}).items():
        value = entry.get("value")
        if value is not None:
            yield name, value if isinstance(value, str) else json.dumps(value)


def compare(program, scenario):
    plan = scenario / "plan.json"
    configuration = scenario / "after" if (scenario / "after").is_dir() else scenario
    with tempfile.TemporaryDirectory() as folder:
        # Away from the configuration, so that nothing is joined.
        alone = pathlib.Path(folder) / "plan.json"
        shutil.copy(plan, alone)
        from_plan, open_in_plan = check(program, alone)
    from_source, open_in_source = check(program, configuration, list(given_variables(plan)))
    # What will be deleted is in the plan only; a plan of some targets leaves resources out.
    changes = json.loads(plan.read_text()).get("resource_changes", [])
    kept = {c["address"] for c in changes if (c["change"].get("after") is not None)}
    def base(pair):
        return pair[0], re.sub(r"\[[^\]]*\]", "", pair[1])
    open_bases = {base(pair) for pair in open_in_source | open_in_plan}
    differences = []
    for pair in sorted(from_source ^ from_plan):
        is_explained = (scenario.name, pair[0]) in EXPLAINED
        if pair[1] in kept and base(pair) not in open_bases and not is_explained:
            differences.append(("configuration" if pair in from_source else "plan", *pair))
    return len(from_source & from_plan), differences


def main():
    program, scenarios = sys.argv[1], [pathlib.Path(path) for path in sys.argv[2:]]
    scenarios = [s for s in scenarios if (s / "plan.json").is_file()]
    if not scenarios:
        print("skipped: no scenario is there")
        return 0
    equal, wrong = 0, 0
    for scenario in scenarios:
        same, differences = compare(program, scenario)
        equal += same
        wrong += len(differences)
        for side, policy, address in differences:
            print(f"{scenario.name}: only from the {side}: {policy} on {address}")
    print(f"{len(scenarios)} scenarios: {equal} findings are the same from configuration and plan, {wrong} are not")
    return 1 if wrong else 0


sys.exit(main())
