#!/usr/bin/env python3
"""Writes policies/kubernetes/data/api-types.txt: the API types of several minors of Kubernetes in one table.

    scripts/kubernetes-schema.py OUTPUT MODULE_DIR…

Each MODULE_DIR is the unpacked Go module k8s.io/kubernetes of one release:

    go mod download -json k8s.io/kubernetes@v1.37.0 | python3 -c 'import json,sys; print(json.load(sys.stdin)["Dir"])'

Types, fields, required and list keys are read from api/openapi-spec/swagger.json, enumerations from the Go
source of the same definitions (the published documents have none). Rows that several minors share are
written once, with the minors they hold for. The table's own comment says how to read it.
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

HEADER = """\
# The API types of Kubernetes, made by scripts/kubernetes-schema.py; do not edit.
#
#   versions FIRST LAST                     minors the table knows
#   kind APIVERSION KIND TYPE SCOPE [MINORS]  a kind that is served; SCOPE is cluster or namespaced
#   type NAME                               what follows are its fields; a type without any takes none
#    FIELD[!] SHAPE [key=A,B] [enum=A|B] [MINORS]   `!` required, in the minors given (25-28,31), else in all
#
# SHAPE: a scalar, @TYPE, []SHAPE for lists, {}SHAPE for maps. `key` are the fields that tell the elements of a list
# apart, `enum` the only texts.
"""

PREFIXES = (
    ("io.k8s.api.", ""),
    ("io.k8s.apimachinery.pkg.apis.", ""),
    ("io.k8s.apimachinery.pkg.", ""),
    ("io.k8s.apiextensions-apiserver.pkg.apis.", ""),
    ("io.k8s.kube-aggregator.pkg.apis.", ""),
)
# Types that are no maps of fields, whatever their definition says.
SCALARS = {
    "api.resource.Quantity": "quantity",
    "util.intstr.IntOrString": "int-or-string",
    "meta.v1.Time": "time",
    "meta.v1.MicroTime": "time",
    "meta.v1.FieldsV1": "any",
    "meta.v1.Patch": "any",
    "runtime.RawExtension": "any",
    "apiextensions.v1.JSON": "any",
    "apiextensions.v1.JSONSchemaProps": "any",  # crd_schema.cpp reads these
    "apiextensions.v1.JSONSchemaPropsOrArray": "any",
    "apiextensions.v1.JSONSchemaPropsOrBool": "any",
    "apiextensions.v1.JSONSchemaPropsOrStringArray": "any",
}
FORMATS = {
    ("string", ""): "string",
    ("string", "byte"): "bytes",
    ("string", "date-time"): "time",
    ("string", "int-or-string"): "int-or-string",
    ("boolean", ""): "boolean",
    ("integer", ""): "int64",
    ("integer", "int32"): "int32",
    ("integer", "int64"): "int64",
    ("number", ""): "number",
    ("number", "double"): "number",
}


def short(name):
    for prefix, replacement in PREFIXES:
        if name.startswith(prefix):
            return replacement + name[len(prefix) :]
    return name


def shape_of(schema):
    if "$ref" in schema:
        name = short(schema["$ref"].rsplit("/", 1)[1])
        return SCALARS.get(name, "@" + name)
    kind = schema.get("type")
    if kind == "array":
        return "[]" + shape_of(schema["items"])
    if kind == "object":
        return "{}" + shape_of(schema["additionalProperties"]) if "additionalProperties" in schema else "any"
    return FORMATS[(kind, schema.get("format", ""))] if kind else "any"


def keys_of(schema):
    # Sets matter to server-side apply alone: other requests may repeat an element.
    if schema.get("x-kubernetes-list-type") == "map":
        return " key=" + ",".join(schema["x-kubernetes-list-map-keys"])
    return ""


def read_enums(source):
    """{(type, field): values} from zz_generated.openapi.go, by type names such as core.v1.Container."""
    enums = {}
    owner = field = None
    for line in source.splitlines():
        if match := re.match(r"func schema_(\w+)\(", line):
            parts = match[1].split("_")
            owner = ".".join(parts[-3:])  # k8sio_api_core_v1_Container
        elif match := re.match(r'\t{5}"([^"]+)": \{', line):
            field = match[1]
        elif match := re.search(r"Enum:\s+\[\]interface\{\}\{([^}]*)\}", line):
            enums[(owner, field)] = re.findall(r'"([^"]*)"', match[1])
    return enums


def read_all_enums(folders):
    """Over all releases: a value that any of them takes is no mistake worth stopping a change for."""
    enums = defaultdict(set)
    for folder in folders:
        source = (Path(folder) / "pkg/generated/openapi/zz_generated.openapi.go").read_text()
        for key, values in read_enums(source).items():
            enums[key] |= set(values)
    return enums


def read_release(folder, enums):
    minor = int(re.search(r"@v1\.(\d+)\.", str(folder))[1])
    swagger = json.loads((folder / "api/openapi-spec/swagger.json").read_text())
    fields, kinds = {}, {}
    by_kind = {}
    for full_name, schema in swagger["definitions"].items():
        name = short(full_name)
        for kind in schema.get("x-kubernetes-group-version-kind", []):
            version = f"{kind['group']}/{kind['version']}" if kind["group"] else kind["version"]
            by_kind[(version, kind["kind"])] = name
        if name in SCALARS:
            continue
        fields[(name, "")] = ""
        required = schema.get("required", [])
        for field, inner in schema.get("properties", {}).items():
            row = field + ("!" if field in required else "") + " " + shape_of(inner) + keys_of(inner)
            values = sorted(v for v in enums.get((name, field), ()) if v)
            if values and not any(" " in v for v in values):
                row += " enum=" + "|".join(values)
            fields[(name, field)] = row
    for path, methods in swagger["paths"].items():
        for method in ("post", "get"):
            operation = methods.get(method, {})
            kind = operation.get("x-kubernetes-group-version-kind")
            # Subresources have their own paths below a name; only what can be created or listed is a manifest's kind.
            if not kind or operation.get("x-kubernetes-action") not in ("post", "list") or "{name}" in path:
                continue
            version = f"{kind['group']}/{kind['version']}" if kind["group"] else kind["version"]
            type_name = by_kind.get((version, kind["kind"]))
            if type_name is None:
                continue
            scope = "namespaced" if "{namespace}" in path else kinds.get((version, kind["kind"]), ("", "cluster"))[1]
            kinds[(version, kind["kind"])] = (type_name, scope)
    return minor, fields, kinds


def ranges(minors):
    """[25, 26, 28] as 25-26,28."""
    out = []
    for minor in sorted(minors):
        if out and out[-1][1] == minor - 1:
            out[-1][1] = minor
        else:
            out.append([minor, minor])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in out)


def main():
    output, *folders = sys.argv[1:]
    rows, kinds = defaultdict(set), defaultdict(set)
    minors = set()
    enums = read_all_enums(folders)
    for folder in folders:
        minor, fields, served = read_release(Path(folder), enums)
        minors.add(minor)
        for (owner, field), row in fields.items():
            rows[(owner, field, row)].add(minor)
        for (version, kind), (type_name, scope) in served.items():
            kinds[(version, kind, type_name, scope)].add(minor)
    lines = [HEADER, f"versions {min(minors)} {max(minors)}"]

    def suffix(those):
        return "" if those == minors else " " + ranges(those)

    for (version, kind, type_name, scope), those in sorted(kinds.items()):
        lines.append(f"kind {version} {kind} {type_name} {scope}{suffix(those)}")
    for (owner, field, row), those in sorted(rows.items()):
        lines.append(f" {row}{suffix(those)}" if field else f"type {owner}")
    Path(output).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
