"""Build a folder with which a coder opens the coding room on a laptop, without administrator rights or a network.

Usage: ``python scripts/laptop_bundle.py windows|macos|linux [--out DIR]`` (in a built checkout; ``make laptop``).

The folder holds vonnis and what the coding room needs, unpacked for the system and pinned by requirements.lock, a
starter, and a page that says what to do. Python itself is not in it: its makers publish it in no package registry, and
what others put there comes without a licence or a proof of where it is from, which is no ground for a machine with
closed files. On Windows the "embeddable package" of Python 3.11 is unzipped into ``python`` beside the starter, which
needs no rights; elsewhere any Python 3.11 of the user will do. A starter that finds none says so.
"""

from __future__ import annotations

import argparse
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".setup" / "uv" / "bin" / "uv"
EXTRAS = ("web", "closed", "documents")
SYSTEMS = {
    "windows": {"lib": "x86_64-pc-windows-msvc"},
    "macos": {"lib": "aarch64-apple-darwin"},
    "linux": {"lib": "x86_64-unknown-linux-gnu"},
}
"""For each system the folder of packages, and the platform that uv installs them for; a Mac has an Apple chip."""

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

WINDOWS = {
    "vonnis.cmd": '@echo off\r\nsetlocal\r\nset "HERE=%~dp0"\r\n'
    'if exist "%HERE%python\\python.exe" goto own\r\n'
    'py -3.11 -c "" >nul 2>nul\r\nif not errorlevel 1 goto user\r\n'
    "echo Python 3.11 is missing: see READ ME.txt, step 0, and put its python.exe into %HERE%python 1>&2\r\n"
    "exit /b 2\r\n"
    ':own\r\n"%HERE%python\\python.exe" "%HERE%start.py" %*\r\nexit /b %errorlevel%\r\n'
    ':user\r\npy -3.11 "%HERE%start.py" %*\r\nexit /b %errorlevel%\r\n',
    "1-unpack.cmd": "@echo off\r\nrem Drag the pack onto this file.\r\n"
    'call "%~dp0vonnis.cmd" unpack "%~1" "%~dp0study"\r\npause\r\n',
    "2-code.cmd": '@echo off\r\ncall "%~dp0vonnis.cmd" serve "%~dp0study"\r\npause\r\n',
    "3-pack-back.cmd": '@echo off\r\ncall "%~dp0vonnis.cmd" pack "%~dp0study" --out "%~dp0back.age"\r\npause\r\n',
    "4-destroy.cmd": '@echo off\r\ncall "%~dp0vonnis.cmd" destroy --study "%~dp0study" --all-closed --ground'
    " retention_ended\r\npause\r\n",
}
_HERE = '#!/bin/sh\nHERE="$(cd "$(dirname "$0")" && pwd)"\n'
UNIX = {
    "vonnis": _HERE + 'PYTHON="${PYTHON:-python3.11}"\n'
    'command -v "$PYTHON" >/dev/null 2>&1 || {\n'
    '  echo "Python 3.11 is missing ($PYTHON): see READ ME.txt, step 0." >&2\n  exit 2\n}\n'
    'exec "$PYTHON" "$HERE/start.py" "$@"\n',
    # A terminal gives a file that is dragged onto it with backslashes before spaces, or between quotes.
    "1-unpack.command": _HERE + 'printf "Drag the pack here and press Enter: "; read pack\n'
    'pack="${pack#\\\'}"; pack="${pack%\\\'}"\n'
    'exec "$HERE/vonnis" unpack "$pack" "$HERE/study"\n',
    "2-code.command": _HERE + 'exec "$HERE/vonnis" serve "$HERE/study"\n',
    "3-pack-back.command": _HERE + 'exec "$HERE/vonnis" pack "$HERE/study" --out "$HERE/back.age"\n',
    "4-destroy.command": _HERE
    + 'exec "$HERE/vonnis" destroy --study "$HERE/study" --all-closed --ground retention_ended\n',
}
README = """vonnis on this laptop
=====================

Nothing is installed, no rights are asked for, and no network is used.

0. Python 3.11, once. Windows: let your IT fetch "Windows embeddable package (64-bit)" of the last Python 3.11 that has
   one (3.11.9: python-3.11.9-embed-amd64.zip, about 11 MB, PSF licence) from the download pages of the Python Software
   Foundation, see in the properties of python.exe that the Foundation signed it, and unzip it into the folder "python"
   here, so that python\\python.exe is there. Nothing is installed; the Visual C++ files that are needed come along.
   macOS, Linux: any Python 3.11; name it with PYTHON=... where it is called otherwise.
1. Unpack: drag the pack onto "1-unpack", and type the passphrase.
2. Code: "2-code", then open the address that it prints. The first time it prints a link that makes your account: take
   exactly the login name that the unpacking told you.
3. Pack back: "3-pack-back" writes back.age here. Bring that file to the study; it opens nowhere else.
4. When the study says that everything came in: "4-destroy", then throw this folder away.

The keys of closed files lie in .vonnis in your home folder, not here: leave them there, and this folder may be lost
without harm.
"""


def main() -> None:
    """Build the folder for one system and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("system", choices=sorted(SYSTEMS))
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    given = parser.parse_args()
    folder = given.out / f"vonnis-laptop-{given.system}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        wheel = _wheel(Path(scratch))
        for name, platform in SYSTEMS[given.system].items():
            _install(folder / name, wheel, Path(scratch) / f"{name}.txt", platform=platform)
    (folder / "start.py").write_text(START, encoding="utf-8")
    (folder / "READ ME.txt").write_text(README, encoding="utf-8")
    for name, text in (WINDOWS if given.system == "windows" else UNIX).items():
        path = folder / name
        path.write_bytes(text.encode())
        path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    print(f"The folder for {given.system} is at {folder}")  # noqa: T201 - this is where the script speaks


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


def _uv(*arguments: str) -> None:
    done = subprocess.run(
        [UV, "--quiet", *arguments], cwd=ROOT, env={**os.environ, "UV_NO_PROGRESS": "1"}, check=False, stdout=sys.stderr
    )
    if done.returncode:
        sys.exit(f"uv {arguments[0]} failed; is the checkout built (make setup), and the registry reachable?")


if __name__ == "__main__":
    main()
