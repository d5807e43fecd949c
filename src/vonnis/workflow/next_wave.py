"""Begin the next wave of a study: its protocol, codebook, rules, lexicon and text carried on, and none of its data."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from vonnis.archive.files import write_atomically
from vonnis.errors import MistakesError, StudyError, UnwritableError, UsageError
from vonnis.study.protocol import Protocol, parse_protocol, read_protocol

PROTOCOL = "study.toml"
_KEPT = ("codebook.yaml", "policy.yaml", "selection.toml", "topics.yaml", "report", "series")
NOT_KEPT = "judgments and case files, the table of complexes, frame and sample, codings, keys, results and releases"
"""What a next wave begins without, in words."""


def next_wave(folder: Path, earlier: Path) -> list[str]:
    """Make a study folder that carries on another: protocol, codebook, rules, series, text and papers, and no data.

    Papers of parliament are published, so they come along with the ledger of their harvest, which then goes on where it
    was. The protocol of the new study names the earlier one in ``[[waves]]``; everything else in it is as it was.

    Raises:
        StudyError: the earlier folder has no protocol that can be read, or to which a wave can be added.
        UsageError: the new folder is the earlier study, or lies inside it.
        UnwritableError: something is there already, or the disk refuses.
    """
    protocol = read_protocol(earlier / PROTOCOL)
    if folder.resolve() == earlier.resolve():
        message = f"{folder} is the earlier study itself; name a new folder"
        raise UsageError(message)
    if folder.resolve().is_relative_to(earlier.resolve()):
        message = f"{folder} lies inside the earlier study; name a folder beside it"
        raise UsageError(message)
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        message = f"{folder} is there already and nothing in it was changed; name a folder that does not exist yet"
        raise UnwritableError(message)
    text = _moved((earlier / PROTOCOL).read_text(encoding="utf-8").rstrip(), protocol, earlier, folder)
    where = _from(folder, earlier)
    taken = {wave.id for wave in protocol.waves}
    id_ = protocol.study.id if protocol.study.id not in taken else f"{protocol.study.id}-{len(taken) + 1}"
    title = protocol.study.title
    label = ", ".join(f"{name} = {json.dumps(words, ensure_ascii=False)}" for name, words in sorted(title.items()))
    block = f'\n\n# The wave before this one; mend id, title and years above.\n[[waves]]\nid = "{id_}"\n'
    block += f'label = {{ {label} }}\nstudy = "{where}"\n'
    _readable(text + block, earlier / PROTOCOL)
    place = folder.resolve()
    made = place.with_name(f".{place.name}.part")
    try:
        shutil.rmtree(made, ignore_errors=True)
        _carry(earlier, made, protocol)
        write_atomically(made / PROTOCOL, text + block)
        names = sorted(path.name + ("/" if path.is_dir() else "") for path in made.iterdir())
        _move(made, place)
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        message = f"{folder} cannot be made ({error.strerror or error}); choose another place"
        raise UnwritableError(message) from error
    return names


def _readable(text: str, path: Path) -> None:
    """Refuse to carry on a protocol to which no wave can be added.

    Raises:
        StudyError: with the wave of ``path`` at its end the text is no protocol.
    """
    try:
        parse_protocol(text, file=str(path))
    except MistakesError as error:
        why = str(error).splitlines()[0]
        message = f"no [[waves]] can be added at the end of {path} ({why}); write its waves as [[waves]] tables, last"
        raise StudyError(message) from error


def _carry(earlier: Path, made: Path, protocol: Protocol) -> None:
    """Copy what comes along; whatever a link stands for stays behind, since it may be private."""
    for name in (*_KEPT, *_papers(protocol)):
        source = earlier / name
        if source.is_dir() and _plain(source, earlier):
            shutil.copytree(source, made / name, dirs_exist_ok=True, ignore=_links)
    for name in (*_KEPT, *_named(protocol)):
        source = earlier / name
        if source.is_file() and _plain(source, earlier):
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            write_atomically(made / name, source.read_bytes())
    for name in ("series", "private"):
        (made / name).mkdir(parents=True, exist_ok=True)


def _move(made: Path, place: Path) -> None:
    """Put what was made in its place, the protocol last where that is an empty folder."""
    if not place.exists():
        made.rename(place)
        return
    for path in sorted(made.iterdir(), key=lambda path: path.name == PROTOCOL):
        path.rename(place / path.name)
    made.rmdir()


def _links(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if (Path(folder) / name).is_symlink()]


def _from(folder: Path, other: Path) -> str:
    return os.path.relpath(other.resolve(), folder.resolve()).replace(os.sep, "/")


def _plain(path: Path, folder: Path) -> bool:
    """Tell whether a path inside a folder leads there without any link."""
    return path.resolve() == folder.resolve() / path.relative_to(folder)


def _papers(protocol: Protocol) -> Iterator[str]:
    """Yield the folder of papers, unless it is the study folder itself."""
    if protocol.policy and Path(protocol.policy.papers) != Path():
        yield protocol.policy.papers


def _named(protocol: Protocol) -> Iterator[str]:
    """Yield the files that a protocol names and that hold no data of its study: series, earlier figures, a lexicon."""
    yield protocol.material.series
    yield from (wave.figures for wave in protocol.waves if wave.figures)
    if protocol.policy and protocol.policy.lexicon:
        yield protocol.policy.lexicon


def _moved(text: str, protocol: Protocol, earlier: Path, folder: Path) -> str:
    """Return the text of a protocol with the paths of its earlier waves as they are seen from the new folder."""
    there = {wave.study: _from(folder, earlier / wave.study) for wave in protocol.waves if wave.study is not None}

    def moved(found: re.Match[str]) -> str:
        return f'{found["key"]}"{there[found["path"]]}"' if found["path"] in there else found[0]

    return re.sub(r"""(?P<key>\bstudy\s*=\s*)(?P<quote>["'])(?P<path>[^"'\n]*)(?P=quote)""", moved, text)
