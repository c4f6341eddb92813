#!/usr/bin/env python3
"""A Python wheel that carries the stopgate binary: `pip install` puts it on the PATH, and no Python runs when it does.

    wheel.py BINARY VERSION FOLDER

The platform tag says which C library the binary needs, by the newest symbol version it asks for. A binary that needs
more than the C library would not start elsewhere, and is refused.
"""
import base64
import hashlib
import pathlib
import platform
import re
import subprocess
import sys
import zipfile

TOP = pathlib.Path(__file__).resolve().parents[1]
# Every system of that C library has them.
SYSTEM_LIBRARIES = {"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}


def objdump(*arguments):
    return subprocess.run(["objdump", *arguments], capture_output=True, text=True, check=True).stdout


def foreign_libraries(binary):
    needed = re.findall(r"NEEDED\s+(\S+)", objdump("-p", binary))
    return sorted(set(needed) - SYSTEM_LIBRARIES)


def platform_tag(binary):
    versions = re.findall(r"\bGLIBC_(\d+)\.(\d+)", objdump("-T", binary))
    major, minor = max((int(a), int(b)) for a, b in versions)
    # Older than 2.17 no pip understands the tag.
    major, minor = max((major, minor), (2, 17))
    return f"manylinux_{major}_{minor}_{platform.machine()}"


def metadata(version):
    return f"""Metadata-Version: 2.1
Name: stopgate
Version: {version}
Summary: stops bad infrastructure changes at the pull request
License: Apache-2.0
Requires-Python: >=3.7
Description-Content-Type: text/markdown

{(TOP / "README.md").read_text()}"""


def write_wheel(binary, version, folder):
    tag = f"py3-none-{platform_tag(binary)}"
    info = f"stopgate-{version}.dist-info"
    files = {
        f"stopgate-{version}.data/scripts/stopgate": binary.read_bytes(),
        f"{info}/METADATA": metadata(version).encode(),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: stopgate\nRoot-Is-Purelib: false\nTag: {tag}\n".encode(),
        f"{info}/LICENSE": (TOP / "LICENSE").read_bytes(),
    }
    record = f"{info}/RECORD"
    lines = []
    path = folder / f"stopgate-{version}-{tag}.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as wheel:
        for name, content in files.items():
            # The same binary gives the same wheel: no time of today.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100755 if "/scripts/" in name else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(entry, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            lines.append(f"{name},sha256={digest},{len(content)}")
        entry = zipfile.ZipInfo(record, (1980, 1, 1, 0, 0, 0))
        entry.external_attr = 0o100644 << 16
        wheel.writestr(entry, "\n".join([*lines, f"{record},,", ""]))
    return path


def main():
    binary, version, folder = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    if libraries := foreign_libraries(binary):
        print(f"{binary} needs {', '.join(libraries)}; link it with -DSTOPGATE_PORTABLE=ON", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    print(write_wheel(binary, version, folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
