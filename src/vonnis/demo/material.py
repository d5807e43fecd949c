"""The study folder of the demonstration: invented judgments, the table of complexes, the series, the protocol."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from vonnis.archive.files import half_written, write_atomically
from vonnis.demo.dealing import deal
from vonnis.demo.papers import paper_files
from vonnis.demo.plan import Plan
from vonnis.demo.waves import wave_files
from vonnis.demo.xml import as_xml
from vonnis.errors import UnwritableError, UsageError

SEED = 2023
"""The seed of the built-in study: the same on every machine, so that everyone sees the same invented cases."""

_MARK = "FICTIEF / FICTIONAL"
_MANIFEST = "sources/generated.json"


def write_material(out: Path, *, seed: int = SEED, issued: dt.date = dt.date(2023, 12, 14)) -> tuple[str, ...]:
    """Write the study folder and return the paths in it that were kept because somebody changed them.

    The same seed and date of publication give the same bytes. A folder that already holds this material keeps the
    files that were edited, so that a changed judgment changes the figures; material of another seed or version is
    replaced as far as it is still as it was made. What was broken off is carried on: the list of files, by which a
    folder is known as a demonstration, is written before them.

    Raises:
        UsageError: the folder holds something else than the demonstration.
        UnwritableError: the folder cannot be made.
    """
    generated = _generated(deal(seed), issued)
    digests = {name: sha256(data).hexdigest() for name, data in generated.items()}
    edited = _clear_outdated(out, {name: at for name, at in _known_digests(out).items() if at != digests.get(name)})
    kept = [name for name in edited if name not in generated]
    # A file of an earlier version that was kept stays on the list, so that the next run tells of it too.
    listed = digests | {name: digest for name, digest in edited.items() if name not in digests}
    _make_folder((out / _MANIFEST).parent)
    _sweep(out, listed)
    write_atomically(out / _MANIFEST, json.dumps({"seed": seed, "sha256": listed}, indent=1) + "\n")
    for name, data in generated.items():
        path = out / name
        if path.exists():
            if _digest(path) != digests[name]:
                kept.append(name)
            continue
        _make_folder(path.parent)
        write_atomically(path, data)
    return tuple(kept)


def _sweep(out: Path, names: Iterable[str]) -> None:
    """Remove what a run that was killed left of files that it was writing."""
    for folder in {(out / name).parent for name in (*names, _MANIFEST)}:
        for path in half_written(folder):
            path.unlink(missing_ok=True)


def _clear_outdated(out: Path, outdated: dict[str, str]) -> dict[str, str]:
    """Delete generated files that are still as they were made, and return those that somebody changed."""
    edited = {}
    for name, digest in outdated.items():
        path = out / name
        if not path.exists():
            continue
        if _digest(path) == digest:
            path.unlink()
        else:
            edited[name] = digest
    return edited


def _digest(path: Path) -> str | None:
    """Return the digest of a file, None where something else than a file stands in its place."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the folder {folder} cannot be made ({error.strerror or error}); name another with --out"
        raise UnwritableError(message) from error


def _known_digests(out: Path) -> dict[str, str]:
    """Return the digests of an earlier demonstration in this folder, none where the folder is new or empty."""
    manifest = out / _MANIFEST
    if manifest.is_file():
        try:
            content = json.loads(manifest.read_text(encoding="utf-8"))
            known = {str(name): str(digest) for name, digest in content["sha256"].items()}
        except (ValueError, KeyError, AttributeError, UnicodeDecodeError):
            message = f"{manifest} is damaged; delete the folder {out} and run the demonstration again"
            raise UsageError(message) from None
        if any(not (out / name).resolve().is_relative_to(out.resolve()) for name in known):
            message = f"{manifest} names files outside {out}; delete the folder and run the demonstration again"
            raise UsageError(message)
        return known
    if out.exists() and not _is_empty(out):
        message = f"{out} already holds something else; name a new folder with --out"
        raise UsageError(message)
    return {}


def _is_empty(out: Path) -> bool:
    """Tell whether nothing stands in a folder but what a run leaves that is killed at its first file."""
    sources = (out / _MANIFEST).parent
    return out.is_dir() and {*out.rglob("*")} <= {sources, *half_written(sources)}


def _generated(plan: Plan, issued: dt.date) -> dict[str, bytes]:
    """Return every generated file by its path in the study folder."""
    protocol = files("vonnis.demo") / "protocol"
    result = {
        "study.toml": (protocol / "study.toml").read_bytes(),
        "codebook.yaml": (protocol / "codebook.yaml").read_bytes(),
        "series/suspects.csv": (protocol / "suspects.csv").read_bytes(),
        "series/attrition.csv": (protocol / "attrition.csv").read_bytes(),
        "complexes.csv": _complexes(plan),
        **wave_files(),
        **paper_files(),
        **{
            f"report/{language}/87-recommendations.md": (
                protocol / "report" / f"87-recommendations.{language}.md"
            ).read_bytes()
            for language in ("nl", "en")
        },
    }
    for judgment in plan.judgments:
        name = f"sources/judgments/{judgment.ecli.replace(':', '_')}.xml"
        result[name] = as_xml(judgment, issued=issued)
    return result


def _complexes(plan: Plan) -> bytes:
    """Return the table of complexes: which judgment is about which client and which victims, as a coder draws it up."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["complex", "client", "judgment", "placeholder", "victim", "material"])
    for client in plan.clients:
        for judgment in client.judgments:
            for contact in judgment.contacts:
                row = [client.complex, client.id, judgment.ecli, contact.placeholder, contact.victim.id, _MARK]
                writer.writerow(row)
    return stream.getvalue().encode()
