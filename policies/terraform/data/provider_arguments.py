#!/usr/bin/env python3
"""Writes provider-arguments.txt: which arguments and blocks resource types have.

The facts are those of `terraform providers schema -json` (paths and flags) and, for arguments that
exclude each other, of the provider's own validation, as listed by *-args.json.gz and
aws-forcenew.json.gz:

    provider_arguments.py FOLDER > provider-arguments.txt

The format is told in the header of the output and read by src/terraform/provider_facts.cpp.
"""

import gzip
import json
import re
import sys

HEADER = """\
# Arguments and blocks of resource types: facts of hashicorp/aws 5.32 and hashicorp/kubernetes 3.2
# (both MPL-2.0; facts only, no text of theirs) and of Terraform's built-in provider.
# Written by provider_arguments.py. Do not edit.
#
# @SOURCE MAJOR   types of this provider follow, as its versions MAJOR.x have them; MAJOR * is any
# NUMBER item …   a block that others share
# TYPE item …     a resource type; data.TYPE is a data source
#
# item: name      may be set           name!       must be set       name=   only the provider sets it
#       name~     deprecated           a^b         not both
#       name{N    a block, N holds its items; then :MIN, ..MAX
"""

# What no file of facts holds.
BUILT_IN = """\
@terraform.io/builtin/terraform *
terraform_data id= input output= triggers_replace
data.terraform_remote_state backend! config defaults outputs= workspace
"""
POLICY_DOCUMENT = (
    "data.aws_iam_policy_document id= json= minified_json= override_json~ override_policy_documents "
    "policy_id source_json~ source_policy_documents version statement{%d"
)


class Table:
    """Blocks with equal items are written once."""

    def __init__(self):
        self.numbers = {}
        self.lines = []

    def number(self, items):
        text = " ".join(items)
        if text not in self.numbers:
            self.numbers[text] = len(self.lines)
            self.lines.append(text)
        return self.numbers[text]

    def items(self, tree):
        out = []
        for name, (flags, children) in sorted(tree.items()):
            if flags.startswith("B"):
                out.append(f"{name}{{{self.number(self.items(children))}{flags[2:]}")
            else:
                mark = "!" if "R" in flags else "=" if "C" in flags and "O" not in flags else ""
                out.append(name + mark + ("~" if "D" in flags else ""))
        return out


def tree_of(paths):
    root = {}
    for path, flags in sorted(paths.items(), key=lambda item: item[0].count(".")):
        *parents, name = path.split(".")
        at = root
        for parent in parents:
            at = at[parent][1]
        at[name] = (flags, {})
    return root


def with_region(paths):
    """Version 6 lets every resource of hashicorp/aws name its region."""
    return {**paths, "region": "OC"}


def conflicts_of(facts):
    pairs = set()
    for name, others in facts.get("conflicts_with", {}).items():
        for other in others:
            if re.fullmatch(r"\w+", name) and re.fullmatch(r"\w+", other) and name != other:
                pairs.add("^".join(sorted((name, other))))
    return sorted(pairs)


def main():
    folder = sys.argv[1]
    read = lambda name: json.load(gzip.open(f"{folder}/{name}.json.gz"))
    forced = read("aws-forcenew")["resources"]
    table = Table()
    sections = []
    for name, major in (("aws", 5), ("kubernetes", 3)):
        lines = [f"@hashicorp/{name} {major}"]
        for type_name, paths in sorted(read(f"{name}-args")["resources"].items()):
            if name == "aws":
                paths = with_region(paths)
            items = table.items(tree_of(paths)) + conflicts_of(forced.get(type_name, {}))
            lines.append(" ".join([type_name, *items]))
        if name == "aws":
            principal = table.number(["identifiers!", "type!"])
            condition = table.number(["test!", "values!", "variable!"])
            statement = table.number(
                ["actions", f"condition{{{condition}", "effect", "not_actions",
                 f"not_principals{{{principal}", "not_resources", f"principals{{{principal}",
                 "resources", "sid"])
            lines.append(POLICY_DOCUMENT % statement)
        sections += lines
    shared = [f"{number} {items}" for number, items in enumerate(table.lines)]
    print(HEADER + "\n".join(shared + sections) + "\n" + BUILT_IN, end="")


main()
