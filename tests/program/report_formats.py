#!/usr/bin/env python3
"""Every report, held against the schema or the official reader of its format.

    report_formats.py BINARY

Validators are taken from $STOPGATE_VALIDATORS (default build/validators; `make validators` fills it), and what is absent is
skipped with a line that says so:
  node_modules/@microsoft/sarif-multitool-linux   npm: Microsoft's own validator, with GitHub's rules
  junit-10.xsd                                    Jenkins' schema; the Python package xmlschema reads it
  rdf/DiagnosticResult.json                       reviewdog's schema; the Python package jsonschema reads it
  jenkins/*.jar                                   Maven: edu.hm.hafner:analysis-model, what Jenkins itself reads reports with
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

TOP = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(sys.argv[1]).resolve()
VALIDATORS = pathlib.Path(os.environ.get("STOPGATE_VALIDATORS", TOP / "build/validators"))
FORMATS = ["json", "sarif", "junit", "checkstyle", "codequality", "jenkins", "rdjson", "github", "slack", "teams"]
failures = []

JENKINS_READER = """
import edu.hm.hafner.analysis.*;
import edu.hm.hafner.analysis.registry.ParserRegistry;
import java.nio.file.*;

class ReadIssues {
    public static void main(String[] arguments) throws Exception {
        for (int i = 0; i < arguments.length; i += 2) {
            IssueParser parser = arguments[i].equals("native")
                ? new edu.hm.hafner.analysis.parser.JsonParser()
                : new ParserRegistry().get(arguments[i]).createParser();
            var report = parser.parse(new FileReaderFactory(Path.of(arguments[i + 1])));
            System.out.println(arguments[i] + " " + report.size() + " " + report.getSizeOf(Severity.ERROR) + " " + report.hasErrors());
        }
    }
}
"""


def expect(what, condition, seen=""):
    if not condition:
        failures.append(what)
        print(f"FAIL {what}: {str(seen)[:2000]}")


def skip(what, why):
    print(f"skipped: {what}: {why}")


def inputs(folder):
    """Name to arguments: the fixture, hostile names and texts, nothing at all, and an unreadable file."""
    hostile = folder / "hostile"
    # URLs, XML, Markdown and workflow commands each have their own dangerous characters.
    name = 'we & <b>"x"%0A::error::\u202e é #?.yaml'
    hostile.mkdir()
    (hostile / name).write_text('apiVersion: v1\nkind: Pod\nmetadata: {name: "a]]>&\\u0007<b>"}\nspec:\n  containers:\n'
                                '    - {name: "x%0A::error::|`@all`", image: "nginx"}\n')
    empty = folder / "empty"
    empty.mkdir()
    broken = folder / "broken"
    broken.mkdir()
    (broken / "bad.yaml").write_text("apiVersion: v1\nkind: [Pod\n")
    shutil.copytree(TOP / "fixtures/shop", folder / "shop")
    cases = {name: ["check", name, "--no-config", "--all-policies"] for name in ("shop", "hostile", "empty", "broken")}
    shutil.copytree(TOP / "tests/golden/tf-format/input", folder / "fixes")
    cases["fixes"] = ["check", "fixes", "--no-config", "--policy", "tf.format"]
    return cases


def make_reports(folder):
    reports = {}
    for name, arguments in inputs(folder).items():
        files = {kind: folder / f"{name}.{kind}" for kind in FORMATS}
        options = [part for kind, path in files.items() for part in ("--format", f"{kind}={path}")]
        done = subprocess.run([BINARY, *arguments, *options], cwd=folder, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, timeout=120, check=False)
        expect(f"{name}: reports are written", done.returncode in (0, 1, 3), done.stderr)
        reports[name] = files
    return reports


def findings_of(files):
    return json.loads(files["json"].read_text())["findings"]


def test_sarif(folder, name, files):
    sarif = json.loads(files["sarif"].read_text())
    for result in sarif["runs"][0]["results"]:
        expect(f"{name}: SARIF result is whole", result["message"]["text"] and result["locations"] and result["partialFingerprints"]
               and result["level"] in ("error", "warning", "note"), result)
    tools = sorted(VALIDATORS.glob("node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"))
    if not tools:
        return skip(f"SARIF of {name}", "@microsoft/sarif-multitool-linux is absent")
    log = folder / "validation.sarif"
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run([tools[0], "validate", files["sarif"].rename(files["sarif"].with_name(f"{name}-report.sarif")), "--rule-kind", "Sarif;Ghas", "-o", log,
                           "--log", "ForceOverwrite"], env=environment, capture_output=True, text=True, timeout=300, check=False)
    # The status is 0 also with errors: they are in the log.
    expect(f"{name}: the SARIF validator ran", log.exists(), done.stdout + done.stderr)
    problems = [(result["ruleId"], result.get("level", "warning"), result["message"].get("text") or result["message"].get("arguments"))
                for result in json.loads(log.read_text())["runs"][0].get("results", [])]
    expect(f"{name}: SARIF is valid", not [problem for problem in problems if problem[1] == "error"], problems)
    return None


def test_xml(name, files):
    count = len(findings_of(files))
    checkstyle = xml.etree.ElementTree.parse(files["checkstyle"]).getroot()
    expect(f"{name}: Checkstyle's shape", checkstyle.tag == "checkstyle" and checkstyle.get("version"), checkstyle.attrib)
    for file in checkstyle:
        expect(f"{name}: Checkstyle's files", file.tag == "file" and file.get("name"), file.attrib)
        for error in file:
            expect(f"{name}: Checkstyle's errors", error.tag == "error" and error.get("severity") in ("error", "warning", "info")
                   and error.get("message") and error.get("source") and int(error.get("line", "1")) >= 0, error.attrib)
    expect(f"{name}: Checkstyle has them all", len(checkstyle.findall("*/error")) >= count, count)
    schema = VALIDATORS / "junit-10.xsd"
    try:
        import xmlschema
    except ImportError:
        return skip(f"JUnit of {name}", "the Python package xmlschema is absent")
    if not schema.exists():
        return skip(f"JUnit of {name}", f"{schema} is absent")
    errors = [f"{error.path}: {error.reason}" for error in xmlschema.XMLSchema(str(schema)).iter_errors(str(files["junit"]))]
    expect(f"{name}: JUnit is valid", not errors, errors)
    return None


def test_codequality(name, files):
    """As GitLab documents it: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format"""
    items = json.loads(files["codequality"].read_text())
    for item in items:
        location = item.get("location", {})
        expect(f"{name}: Code Quality's members", item.get("description") and item.get("check_name") and item.get("fingerprint")
               and item.get("severity") in ("info", "minor", "major", "critical", "blocker")
               and location.get("path") and not location["path"].startswith(("/", "./")) and location["lines"]["begin"] >= 1, item)
    prints = [item["fingerprint"] for item in items]
    expect(f"{name}: Code Quality's fingerprints differ", len(prints) == len(set(prints)))


def test_rdjson(name, files):
    report = json.loads(files["rdjson"].read_text())
    for diagnostic in report["diagnostics"]:
        expect(f"{name}: rdjson's members", diagnostic["message"] and diagnostic["location"]["path"], diagnostic)
    schema = VALIDATORS / "rdf/DiagnosticResult.json"
    try:
        import jsonschema
    except ImportError:
        return skip(f"rdjson of {name}", "the Python package jsonschema is absent")
    if not schema.exists():
        return skip(f"rdjson of {name}", f"{schema} is absent")
    errors = [f"{list(error.absolute_path)}: {error.message}" for error in jsonschema.Draft7Validator(json.loads(schema.read_text())).iter_errors(report)]
    expect(f"{name}: rdjson is valid", not errors, errors)
    return None


def test_github(name, files):
    """As the runner takes a line apart: command, properties, message."""
    kinds = {"error": 0, "warning": 0, "notice": 0}
    for line in files["github"].read_text().splitlines():
        if not line.startswith("::"):
            continue
        command = re.fullmatch(r"::(error|warning|notice)(?: ((?:[a-zA-Z]+=[^,:\r\n]*)(?:,[a-zA-Z]+=[^,:\r\n]*)*))?::(.*)", line)
        expect(f"{name}: a workflow command", command, line)
        if command is None:
            continue
        kinds[command.group(1)] += 1
        properties = dict(part.split("=", 1) for part in (command.group(2) or "").split(",") if part)
        expect(f"{name}: known properties", set(properties) <= {"title", "file", "line", "endLine", "col", "endColumn"}, line)
        expect(f"{name}: columns on one line only", "col" not in properties or properties.get("endLine", properties["line"]) == properties["line"], line)
    expect(f"{name}: what GitHub shows of a step", kinds["error"] <= 10 and kinds["warning"] <= 10 and kinds["notice"] <= 10, kinds)


def test_jenkins(folder, reports):
    for name, files in reports.items():
        for issue in json.loads(files["jenkins"].read_text())["issues"]:
            expect(f"{name}: Jenkins' members", issue["severity"] in ("ERROR", "HIGH", "NORMAL", "LOW") and issue["message"], issue)
    jars = VALIDATORS / "jenkins"
    if shutil.which("java") is None or not list(jars.glob("analysis-model-*.jar")):
        return skip("Jenkins' reader", "java or edu.hm.hafner:analysis-model is absent")
    (folder / "ReadIssues.java").write_text(JENKINS_READER)
    for name, files in reports.items():
        kinds = {"native": files["jenkins"], "checkstyle": files["checkstyle"], "sarif": files["sarif"].with_name(f"{name}-report.sarif")}
        kinds["sarif"] = kinds["sarif"] if kinds["sarif"].exists() else files["sarif"]
        # It goes by the name of the file.
        kinds["native"] = shutil.copy(files["jenkins"], folder / f"{name}-issues.json")
        kinds["checkstyle"] = shutil.copy(files["checkstyle"], folder / f"{name}-checkstyle.xml")
        arguments = [str(part) for pair in kinds.items() for part in pair]
        done = subprocess.run(["java", "-cp", f"{jars}/*", folder / "ReadIssues.java", *arguments], capture_output=True, text=True, timeout=300, check=False)
        expect(f"{name}: Jenkins reads the reports", done.returncode == 0, done.stderr[-1500:])
        count = len(findings_of(files))
        for line in done.stdout.splitlines():
            kind, found, _errors, failed = line.split()
            expect(f"{name}: Jenkins has them all ({kind})", int(found) >= count and failed == "false", f"{line}, {count} findings")
    return None


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        reports = make_reports(folder)
        for name, files in reports.items():
            test_sarif(folder, name, files)
            test_xml(name, files)
            test_codequality(name, files)
            test_rdjson(name, files)
            test_github(name, files)
            for kind in ("slack", "teams"):
                json.loads(files[kind].read_text())
        test_jenkins(folder, reports)
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
