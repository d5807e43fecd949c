"""`make setup` on machines that lack something, without a network: the registry's part is played by a stand-in."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

UV = """#!/bin/sh
echo "$@" >> calls.txt
case "$1 $2" in
"venv "*) mkdir -p .venv/bin ;;
"pip sync") [ ! -e refuse ] || exit 1 ;;
"pip install") printf '#!/bin/sh\\n' > .venv/bin/vonnis; chmod +x .venv/bin/vonnis ;;
esac
"""
BARE_PYTHON = """#!/bin/sh
if [ "$1" = -m ]; then echo "No module named $2" >&2; exit 1; fi
if [ "$2" = 'import sys; print(sys.executable)' ]; then echo "$0"; exit; fi
exec '{python}' "$@"
"""


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def checkout(tmp_path: Path, root: Path) -> Path:
    """A checkout in a folder with a space in its name, with what setup needs."""
    folder = tmp_path / "a checkout"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(root / name, folder)
    shutil.copytree(root / "scripts", folder / "scripts")
    return folder


@pytest.fixture
def stocked(checkout: Path) -> Path:
    """The same, with a stand-in for uv already fetched."""
    program(checkout / ".setup" / "uv" / "bin" / "uv", UV)
    lock = (checkout / "requirements.lock").read_text(encoding="utf-8")
    stanza = re.search(r"^uv==(?:.*\\\n)*.*\n", lock, flags=re.MULTILINE)
    assert stanza
    (checkout / ".setup" / "uv" / "pinned.txt").write_text(stanza[0], encoding="utf-8")
    return checkout


def setup(folder: Path, python: str = sys.executable, path: str = "/usr/bin:/bin") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "setup", f"PYTHON={python}"],
        cwd=folder,
        env={"PATH": path, "HOME": str(folder.parent)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def calls(folder: Path) -> list[str]:
    log = folder / "calls.txt"
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def test_everything_comes_from_the_lock_by_digest(stocked: Path) -> None:
    answer = setup(stocked)
    assert answer.returncode == 0, answer.stderr
    sync = next(call for call in calls(stocked) if call.startswith("pip sync"))
    assert "--require-hashes" in sync
    assert sync.endswith("requirements.lock")
    install = next(call for call in calls(stocked) if call.startswith("pip install"))
    assert {"--offline", "--no-deps", "--no-build-isolation"} <= set(install.split())


def test_a_second_time_does_nothing(stocked: Path) -> None:
    setup(stocked)
    before = calls(stocked)
    answer = setup(stocked)
    assert (answer.returncode, answer.stderr, calls(stocked)) == (0, "", before)


def test_a_changed_lock_is_installed(stocked: Path) -> None:
    setup(stocked)
    before = calls(stocked)
    with (stocked / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    setup(stocked)
    assert len(calls(stocked)) > len(before)


def test_a_failed_installation_is_not_taken_for_done(stocked: Path) -> None:
    (stocked / "refuse").touch()
    bare = program(stocked.parent / "bin" / "python3.11", BARE_PYTHON.format(python=sys.executable))
    machine_without_root(stocked)
    answer = setup(stocked, str(bare), f"{stocked.parent / 'bin'}:/usr/bin:/bin")
    assert answer.returncode != 0
    assert not (stocked / ".venv" / ".setup-key").exists()


def test_two_at_once_wait_for_each_other(stocked: Path) -> None:
    command = ["make", "setup", f"PYTHON={sys.executable}"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(stocked.parent)}
    both = [subprocess.Popen(command, cwd=stocked, env=environment, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait(timeout=300) for process in both] == [0, 0]
    assert sum(call.startswith("pip sync") for call in calls(stocked)) == 1


def machine_without_root(folder: Path) -> None:
    """Make the machine say that its user is not root, so that nothing is installed for real."""
    program(folder.parent / "bin" / "id", "#!/bin/sh\necho 1000\n")


def test_a_python_without_pip_and_venv_gets_the_line_to_type(checkout: Path) -> None:
    bare = program(checkout.parent / "bin" / "python3.11", BARE_PYTHON.format(python=sys.executable))
    machine_without_root(checkout)
    answer = setup(checkout, str(bare), f"{checkout.parent / 'bin'}:/usr/bin:/bin")
    assert answer.returncode != 0
    assert "type: sudo apt-get install -y python3-venv" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_machine_without_a_new_python_is_told_so(checkout: Path) -> None:
    tools = checkout.parent / "bin"
    tools.mkdir()
    for name in ("make", "sh", "dirname", "mkdir"):
        (tools / name).symlink_to(str(shutil.which(name, path="/usr/bin:/bin")))
    script = (checkout / "scripts" / "setup").read_text(encoding="utf-8").replace("/usr/bin/python3", "nowhere")
    (checkout / "scripts" / "setup").write_text(script, encoding="utf-8")
    answer = setup(checkout, "", str(tools))
    assert answer.returncode != 0
    assert "no Python 3.11 or newer was found" in answer.stderr


def test_make_alone_lists_what_can_be_typed(checkout: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin"}
    answer = subprocess.run(["make"], cwd=checkout, env=environment, capture_output=True, text=True, check=True).stdout
    listed = [line.split()[1] for line in answer.splitlines()]
    assert {"setup", "demo", "test", "quality", "bench", "lock"} <= set(listed)
