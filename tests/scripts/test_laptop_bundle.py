"""The folder for a laptop: Python comes from where its makers put it, held against a digest, or is said to lack."""

from __future__ import annotations

import importlib.util
import json
import re
import struct
import subprocess
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "laptop_bundle.py"
NAME = "cpython-3.11.18+20261110-x86_64-pc-windows-msvc-install_only_stripped.tar.gz"


@pytest.fixture(scope="module")
def bundle() -> ModuleType:
    spec = importlib.util.spec_from_file_location("laptop_bundle", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """Make what stands for a published build of Python for Windows."""
    for name in ("python.exe", "Lib/site.py"):
        (tmp_path / "python" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "python" / name).write_bytes(b"FICTIONAL")
    path = tmp_path / "published" / NAME
    path.parent.mkdir()
    with tarfile.open(path, "w:gz") as archive:
        archive.add(tmp_path / "python", "python")
    return path


def known(build: Path, digest: str) -> str:
    """Return the address of a list of builds as uv reads it."""
    told = {"name": "cpython", "arch": {"family": "x86_64", "variant": None}, "os": "windows", "libc": "none"}
    version = {"major": 3, "minor": 11, "patch": 18, "prerelease": "", "variant": None, "build": "20261110"}
    one = {**told, **version, "url": build.as_uri(), "sha256": digest}
    path = build.parent / "list.json"
    path.write_text(json.dumps({"cpython-3.11.18-windows-x86_64-none": one}), encoding="utf-8")
    return path.as_uri()


def test_a_build_that_uv_knows_comes_into_the_folder_of_another_system(
    bundle: ModuleType, build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS_JSON_URL", known(build, sha256(build.read_bytes()).hexdigest()))
    (tmp_path / "out").mkdir()
    assert bundle.add_python(tmp_path / "out", "windows", given="", scratch=tmp_path / "scratch") == "3.11.18"
    assert (tmp_path / "out/python/python.exe").read_bytes() == b"FICTIONAL"


def test_a_build_whose_digest_is_another_stops_or_is_left_out(
    bundle: ModuleType, build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit, match="not as it was published"):
        bundle.add_python(tmp_path, "windows", given=str(build), scratch=tmp_path / "one")
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS_JSON_URL", known(build, "0" * 64))
    assert bundle.add_python(tmp_path / "out", "windows", given="", scratch=tmp_path / "two") == ""
    assert not (tmp_path / "out/python").exists()


def test_an_embeddable_package_is_held_against_its_digest(
    bundle: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "python-3.11.9-embed-amd64.zip"
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr("python.exe", b"FICTIONAL")
    for given, system in ((name, "windows"), (name, "macos"), ("python-3.11.9-embed-win32.zip", "windows")):
        with pytest.raises(SystemExit, match=r"not the file that its makers published|no embeddable Python for"):
            bundle.add_python(tmp_path / "out", system, given=str(tmp_path / given), scratch=tmp_path)
    assert not (tmp_path / "out").exists()
    monkeypatch.setitem(bundle.EMBEDDABLE, name, sha256((tmp_path / name).read_bytes()).hexdigest())
    assert bundle.add_python(tmp_path / "out", "windows", given=str(tmp_path / name), scratch=tmp_path) == "3.11.9"
    assert (tmp_path / "out/python/python.exe").is_file()


def program(asks: str) -> bytes:
    """Return the least that is a program for Windows and asks for one library."""
    head, table = 0x40, 0x200
    data = bytearray(0x300)
    data[:2], data[0x3C:0x40] = b"MZ", struct.pack("<I", head)
    data[head : head + 4] = b"PE\0\0"
    struct.pack_into("<H12xH", data, head + 6, 1, 240)
    struct.pack_into("<H", data, head + 24, 0x20B)
    struct.pack_into("<II", data, head + 24 + 112 + 8, table, 40)
    struct.pack_into("<IIII", data, head + 24 + 240 + 8, 0x100, table, 0x100, table)
    struct.pack_into("<I", data, table + 12, table + 0x40)
    data[table + 0x40 : table + 0x40 + len(asks)] = asks.encode()
    return bytes(data)


@pytest.mark.parametrize(
    ("asks", "found"),
    [("KERNEL32.dll", {}), ("python311.dll", {}), ("own.dll", {}), ("MSVCP140.dll", {"msvcp140.dll": "a/x.pyd"})],
)
def test_a_library_that_nothing_has_is_found(
    bundle: ModuleType, tmp_path: Path, asks: str, found: dict[str, str]
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/x.pyd").write_bytes(program(asks))
    (tmp_path / "own.dll").write_bytes(program("api-ms-win-crt-heap-l1-1-0.dll"))
    assert bundle.lacking(tmp_path) == found


def test_the_starter_takes_the_python_in_its_folder_or_one_that_is_named(bundle: ModuleType, tmp_path: Path) -> None:
    starter, own, other = tmp_path / "vonnis", tmp_path / "python/bin/python3.11", tmp_path / "other"
    own.parent.mkdir(parents=True)
    for path, text in ((own, "#!/bin/sh\necho own"), (other, "#!/bin/sh\necho other")):
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
    starter.write_text(bundle.UNIX["vonnis"], encoding="utf-8")
    said = []
    for more in ({}, {"PYTHON": str(other)}, {"PYTHON": "/nowhere/python"}):
        env = {"PATH": "/usr/bin:/bin", **more}
        done = subprocess.run(["sh", str(starter)], env=env, capture_output=True, text=True, check=False)
        said.append((done.returncode, done.stdout.strip(), done.stderr.strip()))
    assert said[:2] == [(0, "own", ""), (0, "other", "")]
    assert said[2] == (2, "", "Python 3.11 is missing (/nowhere/python): see READ ME.txt, step 0.")


def test_a_page_without_python_tells_what_to_put_where_and_how_to_check_it(bundle: ModuleType) -> None:
    step = bundle.LACKS_PYTHON["windows"].format(digest=bundle.EMBEDDABLE["python-3.11.9-embed-amd64.zip"])
    page = bundle.README.format(step=step, held_up=bundle.HELD_UP["windows"])
    assert "certutil -hashfile" in page
    assert "009d6bf7e3b2ddca3d784fa09f90fe54336d5b60f0e0f305c37f400bf83cfd3b" in page


@pytest.mark.parametrize("name", ["vonnis", "1-unpack", "2-code", "3-pack-back", "4-destroy"])
def test_a_starter_for_windows_is_what_its_command_line_reads(bundle: ModuleType, name: str) -> None:
    """Nothing here runs it: line ends, signs, labels and quotes are what can be held without Windows."""
    text = bundle.WINDOWS[f"{name}.cmd"]
    assert text.isascii()
    lines = text.split("\r\n")
    assert (lines[0], lines[-1], "\n" in "".join(lines)) == ("@echo off", "", False)
    labels = {line[1:] for line in lines if line.startswith(":")}
    assert set(re.findall(r"goto (\w+)", text)) == labels
    for line in lines:
        assert line.count('"') % 2 == 0
        inside = "".join(line.split('"')[1::2])
        for path in re.findall(r"%~dp0|%HERE%|%~1|%SURE%", line):
            assert line.count(path) == inside.count(path), f"a path may hold spaces and &: {line}"
    assert all("exit /b" in before or "goto" in before or "pause" in before for before in before_labels(lines))


def before_labels(lines: list[str]) -> list[str]:
    """Return the lines before labels: a starter must not run on into what it jumps to."""
    return [lines[place - 1] for place, line in enumerate(lines) if line.startswith(":")]


@pytest.mark.parametrize(("typed", "code"), [("yes\n", 0), ("\n", 1), ("", 1), ("no\n", 1)])
def test_erasing_on_a_laptop_is_asked_once_more(bundle: ModuleType, tmp_path: Path, typed: str, code: int) -> None:
    folder = tmp_path / "a folder & more"
    folder.mkdir()
    for name, text in (("4-destroy.command", bundle.UNIX["4-destroy.command"]), ("vonnis", '#!/bin/sh\necho "$@"\n')):
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)
    done = subprocess.run([folder / "4-destroy.command"], input=typed, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert ("destroy --study" in done.stdout, "Nothing was erased." in done.stdout) == (code == 0, code == 1)
    assert f"{folder}/study" in done.stdout or code


def test_a_python_that_the_machine_set_up_otherwise_does_not_get_in_the_way(bundle: ModuleType) -> None:
    for starter in (bundle.UNIX["vonnis"], bundle.WINDOWS["vonnis.cmd"]):
        assert starter.count("start.py") == starter.count("-I -X utf8")
