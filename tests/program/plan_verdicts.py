"""The verdict and the worst finding of each plan scenario, as somebody who read the scenario would put them.

plan_verdicts.tsv: scenario, verdict (the start of the headline), worst finding ("policy address", "-" where there
should be none). The plans are shared data: without them the test says so and passes.
"""

import json
import pathlib
import subprocess
import sys

TABLE = pathlib.Path(__file__).with_suffix(".tsv")


def outcome_of(program: str, plan: pathlib.Path) -> tuple[str, str]:
    run = subprocess.run([program, "plan", str(plan), "--no-config", "--format", "json"],
                         capture_output=True, text=True, timeout=120, check=False)
    report = json.loads(run.stdout)
    new = [finding for finding in report["findings"] if finding["status"] == "new"]
    if not new:
        return report["headline"], "-"
    address = new[0]["resource"].get("address", "")
    is_whole_plan = address == str(plan)
    return report["headline"], new[0]["policy"] + ("" if is_whole_plan else " " + address)


def main() -> int:
    program, shared = sys.argv[1], pathlib.Path(sys.argv[2])
    plans = shared / "plans"
    if not plans.is_dir():
        print(f"skipped: {plans} is absent")
        return 0
    rows = [line.split("\t") for line in TABLE.read_text().splitlines() if not line.startswith("#")]
    wrong = 0
    for scenario, verdict, worst in rows:
        headline, top = outcome_of(program, plans / scenario / "plan.json")
        if not headline.startswith(verdict) or top != worst:
            wrong += 1
            print(f"{scenario}: expected '{verdict}' and '{worst}', got '{headline}' and '{top}'")
    untold = {str(plan.parent.relative_to(plans)) for plan in plans.glob("*/*/plan.json")} - {row[0] for row in rows}
    for scenario in sorted(untold):
        print(f"{scenario}: not in {TABLE.name}")
    print(f"{len(rows) - wrong} of {len(rows)} scenarios as expected")
    return 1 if wrong or untold else 0


if __name__ == "__main__":
    sys.exit(main())
