#!/usr/bin/env python3
"""Packages, installed and run: the .deb, the archive and the wheel.

    packages.py FOLDER

The .deb goes into a clean Debian where debootstrap can make one (as root, with its packages within reach); else it is
unpacked, and its dependencies and libraries are looked at. With STOPGATE_CHROOT=never it is unpacked in any case.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
FOLDER = pathlib.Path(sys.argv[1]).resolve()
failures = []


def expect(what, condition, seen=""):
    if not condition:
        failures.append(what)
        print(f"FAIL {what}: {seen}")


def run(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=900, check=False, **options)


def stops_a_change(what, *command, **options):
    """The main job, on the fixture: status 1 and the finding by name."""
    version = run(*command, "--version", **options)
    expect(f"{what}: says its version", version.returncode == 0 and version.stdout.startswith("stopgate "), version.stderr)
    done = run(*command, "check", "shop", "--no-config", "--policy", "plan.*", **options)
    expect(f"{what}: stops a bad change", done.returncode == 1 and "plan.replace" in done.stdout, done.stdout + done.stderr)


def only(pattern):
    found = sorted(FOLDER.glob(pattern))
    expect(f"there is one {pattern}", len(found) == 1, found)
    return found[0] if found else None


def test_wheel(folder):
    wheel = only("*.whl")
    if wheel is None:
        return
    expect("the wheel's tag names the C library", re.search(r"-py3-none-manylinux_2_\d+_\w+\.whl$", wheel.name), wheel.name)
    made = run(sys.executable, "-m", "venv", folder / "venv")
    if made.returncode != 0:
        print("skipped: python3 -m venv does not work (install python3-venv)")
        return
    done = run(folder / "venv/bin/python", "-m", "pip", "install", "--no-index", "--no-deps", wheel)
    expect("pip installs the wheel", done.returncode == 0, done.stdout + done.stderr)
    # Nothing but the environment's own folder is on the PATH.
    environment = {"PATH": f"{folder}/venv/bin"}
    stops_a_change("wheel", "stopgate", cwd=TOP / "fixtures", env=environment)
    shown = run(folder / "venv/bin/python", "-m", "pip", "show", "-f", "stopgate")
    expect("pip knows its files", "bin/stopgate" in shown.stdout and "License: Apache-2.0" in shown.stdout, shown.stdout)


def test_archive(folder):
    archive = only("*.tar.gz")
    if archive is None:
        return
    with tarfile.open(archive) as packed:
        names = packed.getnames()
        packed.extractall(folder / "archive", filter="data") if hasattr(tarfile, "data_filter") else packed.extractall(folder / "archive")
    top = folder / "archive" / names[0].split("/")[0]
    expect("the archive has one folder at its top", {name.split("/")[0] for name in names} == {top.name}, names)
    for path in ("bin/stopgate", "share/man/man1/stopgate.1", "share/bash-completion/completions/stopgate", "share/doc/stopgate/copyright",
                 "share/doc/stopgate/ci-templates/github/stopgate.yml"):
        expect(f"the archive holds {path}", (top / path).is_file())
    stops_a_change("archive", top / "bin/stopgate", cwd=TOP / "fixtures", env={})
    libraries = set(re.findall(r"NEEDED\s+(\S+)", run("objdump", "-p", top / "bin/stopgate").stdout))
    expect("only the C library is the system's", all(re.match(r"lib(c|m|dl|pthread|rt)\.so|ld-linux", name) for name in libraries), libraries)
    completed = run("bash", "-c", f"source {top}/share/bash-completion/completions/stopgate; COMP_WORDS=({top}/bin/stopgate check --sha); COMP_CWORD=2; "
                    "_stopgate; echo ${COMPREPLY[*]}")
    expect("bash completes options", completed.stdout.strip() == "--shard", completed.stdout + completed.stderr)


def chroot(folder):
    if os.environ.get("STOPGATE_CHROOT") == "never" or os.geteuid() != 0 or shutil.which("debootstrap") is None:
        return None
    root = folder / "root"
    done = run("debootstrap", "--variant=minbase", "bookworm", root)
    if done.returncode != 0:
        print(f"debootstrap does not work here: {(done.stdout + done.stderr).splitlines()[-1:]}")
        return None
    return root


def test_deb_in(root, deb):
    shutil.copy(deb, root / "tmp")
    shutil.copytree(TOP / "fixtures/shop", root / "tmp/shop")
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    for name, value in os.environ.items():
        if name.lower().endswith("_proxy"):
            with open(root / "etc/apt/apt.conf.d/90proxy", "a", encoding="utf-8") as proxy:
                if name.lower() == "http_proxy":
                    proxy.write(f'Acquire::http::Proxy "{value}";\n')
    done = run("chroot", root, "apt-get", "install", "-y", "--no-install-recommends", f"/tmp/{deb.name}", env={"PATH": os.environ["PATH"], "DEBIAN_FRONTEND": "noninteractive"})
    expect("apt installs the .deb", done.returncode == 0, done.stdout + done.stderr)
    stops_a_change(".deb", "chroot", root, "sh", "-c", 'cd /tmp && exec stopgate "$@"', "stopgate")
    done = run("chroot", root, "dpkg", "--verify", "stopgate")
    expect("all files are as packed", done.returncode == 0 and not done.stdout, done.stdout)
    done = run("chroot", root, "apt-get", "remove", "-y", "stopgate")
    expect("apt removes it", done.returncode == 0 and not (root / "usr/bin/stopgate").exists(), done.stderr)


def test_deb_unpacked(folder, deb):
    done = run("dpkg-deb", "-x", deb, folder / "unpacked")
    expect("dpkg unpacks the .deb", done.returncode == 0, done.stderr)
    binary = folder / "unpacked/usr/bin/stopgate"
    linked = run("ldd", binary)
    expect("every library is found", linked.returncode == 0 and "not found" not in linked.stdout, linked.stdout)
    stops_a_change(".deb", binary, cwd=TOP / "fixtures", env={})


def test_deb(folder):
    deb = only("*.deb")
    if deb is None:
        return
    fields = dict(re.findall(r"^(\S+): (.*)$", run("dpkg-deb", "-f", deb).stdout, re.M))
    expect("dependencies are computed", re.search(r"libc6 \(>= 2\.\d+\)", fields.get("Depends", "")), fields)
    expect("what is loaded on demand is recommended", all(name in fields.get("Recommends", "") for name in ("git", "libcurl4", "libgit2")), fields)
    print(f".deb: Depends: {fields.get('Depends')}; Recommends: {fields.get('Recommends')}; {deb.stat().st_size / 1e6:.1f} MB")
    root = chroot(folder)
    if root is None:
        print("the .deb is unpacked: no chroot can be made here (debootstrap, root, its packages)")
        test_deb_unpacked(folder, deb)
    else:
        print("the .deb is installed by apt in a clean Debian")
        test_deb_in(root, deb)


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        test_wheel(folder)
        test_archive(folder)
        test_deb(folder)
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
