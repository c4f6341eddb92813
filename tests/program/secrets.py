#!/usr/bin/env python3
"""Plants secrets wherever a plan or a configuration can hold them, and looks for them in every report.

    secrets.py BINARY
"""
import base64
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

SECRETS = {
    "variable": "Va9-tulip<river>&7",
    "before": "Be4\"quoted\\path-81",
    "after": "Af2/slash+plus=33xQ",
    "prior": "Pr6_under_score*star*",
    "output": "Ou8 with spaces 5th",
    "default": "De3-hcl-default-Zx9",
    "digits": "918273645546",
}


def forms(secret):
    raw = secret.encode()
    yield secret
    yield json.dumps(secret)[1:-1]
    yield json.dumps(json.dumps(secret))[3:-3]
    yield urllib.parse.quote(secret, safe="")
    yield raw.hex()
    yield raw.hex().upper()
    for shift in range(3):
        # Only the digits that the secret alone decides.
        digits = base64.b64encode(b"x" * shift + raw).decode().rstrip("=")
        yield digits[-(-shift * 8 // 6):len(digits) - (1 if (shift + len(raw)) % 3 else 0)]


def change(address, actions, before, after, **marks):
    kind, name = address.split(".")
    return {"address": address, "mode": "managed", "type": kind, "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {"actions": actions, "before": before, "after": after, "after_unknown": {}, **marks}}


def leak(key):
    """A text that holds a secret in all of its forms."""
    return " ".join(forms(SECRETS[key]))


def plan():
    everything = {key: leak(key) for key in SECRETS}
    tags = {f"Note{key}": secret for key, secret in SECRETS.items()}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": SECRETS["after"], "Effect": "Allow", "Action": "s3:*", "Resource": "*",
         "Condition": {"StringEquals": {"aws:PrincipalTag/x": SECRETS["before"]}}}]})
    return {
        "format_version": "1.2", "terraform_version": "1.9.0",
        "variables": {"password": {"value": SECRETS["variable"]}, "pin": {"value": SECRETS["digits"]}},
        "configuration": {"root_module": {"variables": {"password": {"sensitive": True}, "pin": {"sensitive": True}}}},
        "prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": [
            {"address": "aws_db_instance.old", "mode": "managed", "type": "aws_db_instance", "name": "old",
             "values": {"password": SECRETS["prior"]}, "sensitive_values": {"password": True}}]}}},
        "output_changes": {"url": {"actions": ["update"], "before": None, "after": SECRETS["output"], "after_unknown": False,
                                   "before_sensitive": True, "after_sensitive": True}},
        "resource_drift": [change("aws_s3_bucket.drift", ["update"], {"tags": {"a": "b"}}, {"tags": everything})],
        "resource_changes": [
            change("aws_db_instance.main", ["delete", "create"],
                   {"password": SECRETS["before"], "identifier": SECRETS["before"], "engine_version": SECRETS["before"], "tags": tags},
                   {"password": SECRETS["after"], "identifier": SECRETS["after"], "engine_version": SECRETS["after"],
                    "deletion_protection": False, "tags": everything},
                   before_sensitive={"password": True}, after_sensitive={"password": True},
                   replace_paths=[["identifier"]]),
            change("aws_instance.app", ["create"], None, {"user_data": leak("variable"), "ami": leak("after"), "tags": tags}),
            change("aws_iam_policy.leak", ["create"], None, {"name": SECRETS["variable"], "policy": policy}),
            change("aws_s3_bucket.gone", ["delete"], {"bucket": SECRETS["prior"], "tags": everything}, None),
            change("aws_security_group.open", ["create"], None,
                   {"name": SECRETS["after"], "ingress": [{"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"],
                                                           "description": leak("before")}]}),
        ],
        "checks": [{"address": {"kind": "check", "to_display": "check.x"}, "status": "fail",
                    "instances": [{"address": {"to_display": "check.x"}, "status": "fail", "problems": [{"message": leak("output")}]}]}],
    }


CONFIGURATION = """
variable "password" {
  type      = string
  sensitive = true
  default   = "%s"
}

resource "aws_db_instance" "main" {
  password   = "%s"
  identifier = var.password
  storage_encrypted = false
}

resource "aws_instance" "app" {
  user_data = "PASSWORD=%s"
}
"""


def formats(binary, folder):
    said = subprocess.run([binary, "check", str(folder), "--format", "nothing"], capture_output=True, text=True).stderr
    return said.rsplit("there are ", 1)[1].strip().split(", ")


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    failures = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "plan.json").write_text(json.dumps(plan()))
        (folder / "root").mkdir()
        (folder / "root/main.tf").write_text(CONFIGURATION.replace("%s", SECRETS["default"]))
        names = formats(binary, folder)
        for command in (["check", "plan.json"], ["plan", "plan.json"], ["check", "root"], ["check", "."]):
            for form in names:
                run = subprocess.run([binary, *command, "--format", form, "--all-policies", "--no-config", "--explain-undecided"],
                                     cwd=folder, capture_output=True, text=True)
                output = run.stdout + run.stderr
                if run.returncode not in (0, 1, 3) or not output:
                    failures.append(f"{' '.join(command)} --format {form}: status {run.returncode}: {run.stderr[:200]}")
                if form in ("json", "sarif") and run.returncode != 2:
                    json.loads(run.stdout)
                for key, secret in SECRETS.items():
                    if key == "default" and "plan.json" in command:
                        continue  # that it is a secret stands in the configuration alone
                    failures += [f"{' '.join(command)} --format {form} shows the secret '{key}' as {written}"
                                 for written in set(forms(secret)) if written in output]
    for failure in failures:
        print(failure)
    print(f"{len(names)} formats, {len(SECRETS)} secrets: {len(failures)} wrong")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
