#!/usr/bin/env python3
"""Roots, values, environments and modules as Terraform and OpenTofu find them.

    terraform_roots.py BINARY
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

BINARY = pathlib.Path(sys.argv[1]).resolve()
failures = []

DATABASE = 'resource "aws_db_instance" "d" {\n  publicly_accessible = PUBLIC\n}\n'


def expect(what, condition, seen=""):
    if not condition:
        failures.append(what)
        print(f"FAIL {what}: {seen}")


def write(folder, files):
    for path, text in files.items():
        full = pathlib.Path(folder) / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_text(text)


def run(folder, *arguments, given="", variables=None):
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", **(variables or {})}
    return subprocess.run([BINARY, *arguments], cwd=folder, env=environment, input=given, capture_output=True, text=True, timeout=60, check=False)


def check(folder, *arguments):
    done = run(folder, "check", ".", "--format", "json", *arguments)
    return json.loads(done.stdout)


def value(folder, expression, *arguments, variables=None):
    answer = run(folder, "console", "--json", *arguments, ".", given=expression + "\n", variables=variables)
    return json.loads(answer.stdout).get("value")


def order_of_values(folder):
    """Each source of values wins over those before it."""
    names = "abcdefgh"
    write(folder, {"main.tf": "".join(f'variable "{name}" {{\n  type    = string\n  default = "default"\n}}\n' for name in names)})
    sources = ["environment", "terraform.tfvars", "terraform.tfvars.json", "a.auto.tfvars", "b.auto.tfvars.json", "--var-file", "--var"]
    environment, arguments = {}, []
    for at, source in enumerate(sources):
        given = names[at + 1:]
        if source == "environment":
            environment = {f"TF_VAR_{name}": source for name in given}
        elif source == "--var":
            arguments += [part for name in given for part in ("--var", f"{name}={source}")]
        else:
            name = "given.tfvars" if source == "--var-file" else source
            text = json.dumps({name: source for name in given}) if name.endswith(".json") else "".join(f'{name} = "{source}"\n' for name in given)
            write(folder, {name: text})
            arguments += ["--var-file", "given.tfvars"] if source == "--var-file" else []
    seen = [value(folder, f"var.{name}", *arguments, variables=environment) for name in names]
    expect("the order of values is Terraform's", seen == ["default", *sources], seen)


def typed_environment(folder):
    write(folder, {"main.tf": 'variable "l" {\n  type = list(number)\n}\nvariable "s" {\n  type = string\n}\n'})
    expect("TF_VAR_ of a list is an expression", value(folder, "var.l", variables={"TF_VAR_l": "[1, 2]"}) == [1, 2])
    expect("TF_VAR_ of a string is text", value(folder, "var.s", variables={"TF_VAR_s": "[1, 2]"}) == "[1, 2]")


def several_roots(folder):
    write(folder, {"a/main.tf": 'module "m" {\n  source = "../m"\n}\n', "b/main.tf": 'locals {\n  x = 1\n}\noutput "x" {\n  value = local.x\n}\n',
                   "m/main.tf": DATABASE.replace("PUBLIC", "true")})
    report = check(folder)
    addresses = {(finding.get("resource") or {}).get("address") for finding in report["findings"]}
    expect("a called module is no root", "module.m.aws_db_instance.d" in addresses and "aws_db_instance.d" not in addresses, addresses)


def tofu_hides(folder):
    write(folder, {"main.tf": 'locals {\n  x = "tf"\n}\n', "main.tofu": 'locals {\n  x = "tofu"\n}\n', "other.tf.json": '{"locals": {"y": "tf"}}',
                   "other.tofu.json": '{"locals": {"y": "tofu"}}', "plain.tf": 'locals {\n  z = "tf"\n}\n'})
    seen = [value(folder, f"local.{name}") for name in "xyz"]
    expect("OpenTofu's files hide those of the same name", seen == ["tofu", "tofu", "tf"], seen)


def not_ours(folder):
    """Files of the family that are no configuration: said, and nothing of them is believed."""
    bad = DATABASE.replace("PUBLIC", "true")
    names = ["x.tftest.hcl", "tests/y.tftest.hcl", "x.tfstack.hcl", "x.tfdeploy.hcl", "x.tfcomponent.hcl", "x.tfmock.hcl", "terragrunt.hcl", "root.hcl",
             "x.tofutest.hcl", "x.tfquery.hcl"]
    write(folder, {"main.tf": 'output "o" {\n  value = 1\n}\n', "tests/main.tf": 'output "o" {\n  value = 1\n}\n', **{name: bad for name in names}})
    report = check(folder)
    found = [finding for finding in report["findings"] if finding["policy"].startswith("aws.")]
    expect("files that are no modules make no resources", report["coverage"]["resources"] == 0 and not found, found)
    said = {(one.get("location") or {}).get("file") for one in report["diagnostics"] if "not loaded" in one["message"]}
    expect("each such file is named", set(names) <= said, set(names) - said)
    expect("they do not make the verdict incomplete", run(folder, "check", ".").returncode == 0)


def environments(folder):
    write(folder, {"main.tf": 'variable "public" {\n  type = bool\n}\n' + DATABASE.replace("PUBLIC", "var.public"),
                   "dev.tfvars": "public = true\n", "stage.tfvars": "public = true\n", "prod.tfvars": "public = false\n"})
    names = ["dev", "stage", "prod"]
    report = check(folder, *[part for name in names for part in ("--environment", f"{name}={name}.tfvars")])
    public = [finding["message"] for finding in report["findings"] if finding["policy"] == "aws.rds.public"]
    expect("a finding of some environments says which", len(public) == 1 and public[0].endswith("(only in environments dev, stage)"), public)
    everywhere = [finding["message"] for finding in report["findings"] if finding["policy"] == "aws.rds.encryption"]
    expect("a finding of all environments is one and names none", len(everywhere) == 1 and "environment" not in everywhere[0], everywhere)
    alone = check(folder, "--environment", "dev=dev.tfvars")
    expect("one environment alone is not named", all("environment" not in finding["message"] for finding in alone["findings"] if finding["policy"] == "aws.rds.public"))
    def prints(report):
        return {finding["policy"]: finding["fingerprint"] for finding in report["findings"]}
    expect("fingerprints do not hang on environments", prints(report)["aws.rds.public"] == prints(alone)["aws.rds.public"])


def installed_module(folder):
    """What terraform init installed: findings stand at the call, once, with the line in the module and all instances."""
    installed = ".terraform/modules/db"
    write(folder, {"main.tf": 'module "db" {\n  source   = "example/db/aws"\n  version  = "1.2.3"\n  for_each = toset(["a", "b"])\n}\n',
                   ".terraform/modules/modules.json": json.dumps({"Modules": [{"Key": "", "Source": "", "Dir": "."},
                                                                             {"Key": "db", "Source": "registry.terraform.io/example/db/aws", "Version": "1.2.3", "Dir": installed}]}),
                   f"{installed}/main.tf": "# of others\n" + DATABASE.replace("PUBLIC", "true")})
    report = check(folder)
    found = [finding for finding in report["findings"] if finding["policy"] == "aws.rds.public"]
    expect("a finding in an installed module is said once", len(found) == 1, found)
    if not found:
        return
    one = found[0]
    expect("it points at the call", (one["location"]["file"], one["location"]["line"]) == ("main.tf", 1), one["location"])
    related = [(place["location"]["file"], place["location"]["line"]) for place in one["related"]]
    expect("and names the line in the module", (f"{installed}/main.tf", 3) in related, related)
    addresses = {one["resource"]["address"], *one["instances"]}
    expect("with its instances", addresses == {'module.db["a"].aws_db_instance.d', 'module.db["b"].aws_db_instance.d'}, addresses)


def vendored_module(folder):
    sources = {"example/db/aws": "vendor/example/db/aws", "git::https://git.example.com/x/y.git//db?ref=v1": "roots/vendor/git.example.com/x/y/db",
               "git@git.example.com:x/z.git": "vendor/git.example.com/x/z"}
    calls = "".join(f'module "m{at}" {{\n  source = "{source}"\n}}\n' for at, source in enumerate(sources))
    write(folder, {".git/HEAD": "ref: refs/heads/main\n", "roots/a/main.tf": calls,
                   **{f"{place}/main.tf": DATABASE.replace("PUBLIC", "true") for place in sources.values()}})
    done = run(folder, "check", "roots/a", "--format", "json")
    found = {finding["resource"]["address"] for finding in json.loads(done.stdout)["findings"] if finding["policy"] == "aws.rds.public"}
    expect("copies in vendor/ are followed", found == {f"module.m{at}.aws_db_instance.d" for at in range(3)}, found)


def unused_outputs(folder):
    call = 'module "m" {\n  source = "../../m"\n}\n'
    write(folder, {".git/HEAD": "ref: refs/heads/main\n", "m/main.tf": 'output "one" {\n  value = 1\n}\noutput "two" {\n  value = 2\n}\noutput "none" {\n  value = 3\n}\n',
                   "roots/a/main.tf": call + 'output "o" {\n  value = module.m.one\n}\n', "roots/b/main.tf": call + 'output "o" {\n  value = module.m.two\n}\n'})
    def unused(report):
        return [finding["message"] for finding in report["findings"] if finding["policy"] == "tf.declaration.unused"]
    expect("an output that no call reads is unused", unused(check(folder)) == ["output none is read by no call of the module"], unused(check(folder)))
    done = run(folder, "check", "roots/a", "--format", "json")
    expect("unless calls may be unseen", unused(json.loads(done.stdout)) == [], unused(json.loads(done.stdout)))
    write(folder, {"roots/c/main.tf": call + 'output "o" {\n  value = module.m\n}\n'})
    expect("the module as a whole reads all of them", unused(check(folder)) == [], unused(check(folder)))


def format_is_fixed(folder):
    write(folder, {"main.tf": 'locals {\n  a = 1\n  long_name = 2\n}\noutput "o" {\n  value = [local.a,local.long_name]\n}\n'})
    report = check(folder, "--policy", "tf.format", "--all-policies")
    fixes = [finding["fix"] for finding in report["findings"] if finding["policy"] == "tf.format"]
    expect("tf.format offers a fix", fixes and all(fix and fix["edits"] for fix in fixes), fixes)
    lines = (folder / "main.tf").read_text().split("\n")
    for fix in fixes:
        for edit in sorted(fix["edits"], key=lambda one: (one["location"]["line"], one["location"]["column"]), reverse=True):
            place = edit["location"]
            before = "\n".join(lines[:place["line"] - 1] + [lines[place["line"] - 1][:place["column"] - 1]])
            after = "\n".join([lines[place["end_line"] - 1][place["end_column"] - 1:]] + lines[place["end_line"]:])
            lines = (before + edit["text"] + after).split("\n")
    run(folder, "fmt", ".")
    expect("the fix is what fmt writes", "\n".join(lines) == (folder / "main.tf").read_text(), "\n".join(lines))


def main():
    for test in (order_of_values, typed_environment, several_roots, tofu_hides, not_ours, environments, installed_module, vendored_module, unused_outputs, format_is_fixed):
        with tempfile.TemporaryDirectory() as place:
            test(pathlib.Path(place).resolve())
    print(f"{len(failures)} failed")
    return 1 if failures else 0


sys.exit(main())
