"""Build a folder with which a coder opens the coding room on a laptop, without administrator rights or a network.

Usage: ``python scripts/laptop_bundle.py windows|macos|linux [--python FILE|none] [--out DIR]`` (in a built checkout;
``make laptop``).

The folder holds Python 3.11, vonnis and what the coding room needs, unpacked for the system and pinned by
requirements.lock, a starter, and a page that says what to do. No package registry carries Python itself. It comes from
the builds that uv knows (python-build-standalone, PSF licence), which uv fetches where there is a network and holds
against a digest of its own; or from a file that was fetched elsewhere: one of those builds, held against the
same digest, or for Windows the "embeddable package" of the Python Software Foundation, held against the digest below.
Where neither can be had the folder is built without, and says what to put where.
"""

from __future__ import annotations

import argparse
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from windows_libraries import lacking  # noqa: E402 - a script finds what lies beside it, also when it is loaded

UV = ROOT / ".setup" / "uv" / "bin" / "uv"
EXTRAS = ("web", "closed", "documents")


class System(NamedTuple):
    """What uv calls a system when it installs packages for it, and the Python that belongs there."""

    platform: str
    python: str


SYSTEMS = {
    "windows": System("x86_64-pc-windows-msvc", "cpython-3.11-windows-x86_64-none"),
    "macos": System("aarch64-apple-darwin", "cpython-3.11-macos-aarch64-none"),
    "linux": System("x86_64-unknown-linux-gnu", "cpython-3.11-linux-x86_64-gnu"),
}
"""The systems of laptops; a Mac has an Apple chip."""
EMBEDDABLE = {
    "python-3.11.9-embed-amd64.zip": "009d6bf7e3b2ddca3d784fa09f90fe54336d5b60f0e0f305c37f400bf83cfd3b",
}
"""The embeddable packages of the Python Software Foundation for Windows that are taken, with their digest (SHA-256)."""

START = '''"""Run vonnis from this folder: python start.py serve STUDY."""

import sys
from pathlib import Path

if sys.version_info[:2] != (3, 11):
    sys.exit(f"This folder needs Python 3.11 (64-bit), and this is {sys.version.split()[0]}; see READ ME.txt, step 0.")

sys.path.insert(0, str(Path(__file__).resolve().parent / "lib"))

from vonnis.cli.main import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
'''

# Python is started apart from what the machine has set for another one (-I), and writes UTF-8 wherever it is.
_RUN = '-I -X utf8 "%HERE%start.py" %*\r\nexit /b %errorlevel%\r\n'
WINDOWS = {
    "vonnis.cmd": '@echo off\r\nsetlocal\r\nset "HERE=%~dp0"\r\n'
    'if exist "%HERE%python\\python.exe" goto own\r\n'
    'py -3.11 -c "" >nul 2>nul\r\nif not errorlevel 1 goto user\r\n'
    'echo Python 3.11 is missing: see READ ME.txt, step 0, and put its python.exe into "%HERE%python" 1>&2\r\n'
    "exit /b 2\r\n"
    f':own\r\n"%HERE%python\\python.exe" {_RUN}'
    f":user\r\npy -3.11 {_RUN}",
    "1-unpack.cmd": '@echo off\r\nif "%~1"=="" goto none\r\n'
    'call "%~dp0vonnis.cmd" unpack "%~1" "%~dp0study"\r\npause\r\nexit /b\r\n'
    ":none\r\necho Drag the pack onto this file; opened by itself it has nothing to unpack.\r\npause\r\n",
    "2-code.cmd": '@echo off\r\ncall "%~dp0vonnis.cmd" serve "%~dp0study" %*\r\npause\r\n',
    "3-pack-back.cmd": '@echo off\r\ncall "%~dp0vonnis.cmd" pack "%~dp0study" --out "%~dp0back.age"\r\npause\r\n',
    "4-destroy.cmd": '@echo off\r\nsetlocal\r\nset "SURE="\r\n'
    'set /p "SURE=This erases every text, passage and note here. Type yes and press Enter: "\r\n'
    'if /i not "%SURE%"=="yes" goto no\r\n'
    'call "%~dp0vonnis.cmd" destroy --study "%~dp0study" --all-closed --ground retention_ended\r\npause\r\nexit /b\r\n'
    ":no\r\necho Nothing was erased.\r\npause\r\n",
}
_HERE = '#!/bin/sh\nHERE="$(cd "$(dirname "$0")" && pwd)"\n'
UNIX = {
    "vonnis": _HERE + 'OWN="$HERE/python/bin/python3.11"\n[ -x "$OWN" ] || OWN=python3.11\nPYTHON="${PYTHON:-$OWN}"\n'
    'command -v "$PYTHON" >/dev/null 2>&1 || {\n'
    '  echo "Python 3.11 is missing ($PYTHON): see READ ME.txt, step 0." >&2\n  exit 2\n}\n'
    'exec "$PYTHON" -I -X utf8 "$HERE/start.py" "$@"\n',
    # A terminal gives a file that is dragged onto it with backslashes before spaces, or between quotes.
    "1-unpack.command": _HERE + 'printf "Drag the pack here and press Enter: "; read pack\n'
    'pack="${pack#\\\'}"; pack="${pack%\\\'}"\n'
    'exec "$HERE/vonnis" unpack "$pack" "$HERE/study"\n',
    "2-code.command": _HERE + 'exec "$HERE/vonnis" serve "$HERE/study" "$@"\n',
    "3-pack-back.command": _HERE + 'exec "$HERE/vonnis" pack "$HERE/study" --out "$HERE/back.age"\n',
    "4-destroy.command": _HERE
    + 'printf "This erases every text, passage and note here. Type yes and press Enter: "; read sure\n'
    '[ "$sure" = yes ] || { echo "Nothing was erased."; exit 1; }\n'
    'exec "$HERE/vonnis" destroy --study "$HERE/study" --all-closed --ground retention_ended\n',
}
README = """vonnis on this laptop
=====================

Nothing is installed, no rights are asked for, and no network is used.

{step}{held_up}
1. Unpack: drag the pack onto "1-unpack", and type the passphrase.
2. Code: "2-code", then open the address that it prints. The first time it prints a link that makes your account: take
   exactly the login name that the unpacking told you.
3. Pack back: "3-pack-back" writes back.age here. Bring that file to the study; it opens nowhere else.
4. When the study says that everything came in: "4-destroy", then throw this folder away.

The keys of closed files lie in .vonnis in your home folder, not here: leave them there, and this folder may be lost
without harm.
"""

HELD_UP = {
    "windows": """
   Windows may warn of what came by mail or from a browser ("Windows protected your PC"): before you unzip the folder,
   right-click the zip, Properties, tick Unblock; or choose More info, Run anyway.""",
    "macos": """
   macOS holds back what came by mail or from a browser ("cannot be opened"): open Terminal, type
   xattr -dr com.apple.quarantine
   and a space, drag this folder onto the window, press Enter. If it says "permission denied" or "appropriate access
   privileges", the folder lost its execute bits on its way: type chmod -R +x and a space, drag the folder, Enter.""",
    "linux": "",
}
"""What else a system may put in the way, and what a user without rights does about it."""

HAS_PYTHON = '0. Nothing: Python {version} is in the folder "python", with its licence.'
LACKS_PYTHON = {
    "windows": """\
0. Python 3.11, once. Let your IT fetch "Windows embeddable package (64-bit)" of Python 3.11.9
   (python-3.11.9-embed-amd64.zip, about 11 MB, PSF licence) from the download pages of the Python Software Foundation,
   see that its SHA-256 (certutil -hashfile FILE SHA256) is
   {digest}
   and unzip it into the folder "python" here, so that python\\python.exe is there. Nothing is installed.""",
    "macos": """\
0. Python 3.11 (64-bit, for Apple chips), once: a folder "python" here with bin/python3.11 in it, or one of your own,
   named with PYTHON=... . An installer asks for rights; a build by uv (uv python install 3.11) does not.""",
    "linux": """\
0. Python 3.11, once: a folder "python" here with bin/python3.11 in it, or one of your own, named with PYTHON=... .""",
}


def main() -> None:
    """Build the folder for one system and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("system", choices=sorted(SYSTEMS))
    parser.add_argument("--python", default="", help="a file with Python, fetched elsewhere; none: leave it out")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    given = parser.parse_args()
    system = SYSTEMS[given.system]
    folder = given.out / f"vonnis-laptop-{given.system}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        version = add_python(folder, given.system, given=given.python, scratch=Path(scratch))
        wheel = _wheel(Path(scratch))
        _install(folder / "lib", wheel, Path(scratch) / "lib.txt", platform=system.platform)
    if missing := lacking(folder / "lib"):
        sys.exit(f"the folder is not whole: {missing}, which neither it nor Python nor Windows has")
    lacks = LACKS_PYTHON[given.system].format(digest=next(iter(EMBEDDABLE.values())))
    step = HAS_PYTHON.format(version=version) if version else lacks
    (folder / "start.py").write_text(START, encoding="utf-8")
    page = README.format(step=step, held_up=HELD_UP[given.system])
    # The Notepad of an older Windows shows a text with the line ends of Unix as one line.
    ends = "\r\n" if given.system == "windows" else "\n"
    (folder / "READ ME.txt").write_bytes(page.replace("\n", ends).encode())
    for name, text in (WINDOWS if given.system == "windows" else UNIX).items():
        path = folder / name
        path.write_bytes(text.encode())
        path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    print(f"The folder for {given.system} is at {folder}")  # noqa: T201 - this is where the script speaks
    if not version:
        print("Python is NOT in it: see step 0 of its READ ME.txt, or build again with --python FILE.")  # noqa: T201


def add_python(folder: Path, system: str, *, given: str, scratch: Path) -> str:
    """Put Python into ``python`` of the folder, and return its version; nothing where none could be had.

    Ends the program where a file that was given is none that is known, or is not what its makers published.
    """
    if given == "none":
        return ""
    file = Path(given) if given else None
    if file is not None and file.suffix == ".zip":
        return _embeddable(file, folder / "python", system=system)
    made = scratch / "python"
    mirror = ["--mirror", _mirror(file, scratch).as_uri()] if file else []
    command = ["python", "install", "--no-bin", "--no-registry", "--install-dir", str(made), *mirror]
    done = _run_uv(*command, SYSTEMS[system].python)
    found = [path for path in made.glob("cpython-3.11.*") if path.is_dir() and not path.is_symlink()]
    if done.returncode or not found:
        if file:
            sys.exit(f"{file} is no Python that uv knows for {system}, or not as it was published; nothing was built")
        return ""
    shutil.move(str(found[0]), folder / "python")
    return found[0].name.split("-")[1]


def _mirror(file: Path, scratch: Path) -> Path:
    """Return a folder that holds a file where uv looks for it: below the date in its name."""
    day = file.name.partition("+")[2].partition("-")[0]
    place = scratch / "mirror" / (day or "unknown")
    place.mkdir(parents=True)
    if file.is_file():
        shutil.copyfile(file, place / file.name)
    return scratch / "mirror"


def _embeddable(file: Path, folder: Path, *, system: str) -> str:
    wanted = EMBEDDABLE.get(file.name)
    if system != "windows" or wanted is None:
        sys.exit(f"{file} is no embeddable Python for {system}; give {', '.join(EMBEDDABLE)}, for windows")
    if not file.is_file() or sha256(file.read_bytes()).hexdigest() != wanted:
        sys.exit(f"{file} is not the file that its makers published (its SHA-256 is another); fetch it again")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder)
    return file.name.split("-")[1]


def _wheel(scratch: Path) -> Path:
    _uv("build", "--wheel", "--out-dir", str(scratch), str(ROOT))
    return next(scratch.glob("*.whl"))


def _install(target: Path, wheel: Path, wanted: Path, *, platform: str) -> None:
    """Unpack vonnis and what it needs for a platform, in the versions of the lock."""
    extras = [part for name in EXTRAS for part in ("--extra", name)]
    where = ["--python-platform", platform, "--python-version", "3.11"]
    pins = ["--constraints", str(ROOT / "requirements.lock"), "--no-header", "--no-annotate"]
    _uv("pip", "compile", str(ROOT / "pyproject.toml"), *extras, *pins, *where, "-o", str(wanted))
    packages = [*where, "--only-binary", ":all:", "--no-deps", "--target", str(target)]
    _uv("pip", "install", *packages, "-r", str(wanted), str(wheel))


def _run_uv(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "UV_NO_PROGRESS": "1"}
    return subprocess.run([UV, "--quiet", *arguments], cwd=ROOT, env=env, check=False, stdout=sys.stderr)


def _uv(*arguments: str) -> None:
    done = _run_uv(*arguments)
    if done.returncode:
        sys.exit(f"uv {arguments[0]} failed; is the checkout built (make setup), and the registry reachable?")


if __name__ == "__main__":
    main()
