"""Every release is attacked and remembered before it is written, so that the next is held against it.

It is remembered first: a run that is killed in between leaves a release that counts and was not published, and never
one that was published and does not count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import msgspec

from vonnis.archive.files import write_atomically
from vonnis.disclosure.earlier import EarlierNumber, as_lines, numbers_let_out, read_earlier
from vonnis.disclosure.given import Counted, groups_of, sums_of
from vonnis.disclosure.outsider import Attack, attack
from vonnis.disclosure.policy import Policy
from vonnis.disclosure.released import Release
from vonnis.errors import DisclosureError
from vonnis.study.protocol import Protocol, read_protocol
from vonnis.workflow.study import PRIVATE, Computed
from vonnis.workflow.wave_figures import PROTOCOL

ATTACK = "attack.json"
LET_OUT = "let_out"
"""The folder below ``private/`` that holds what each release has printed, with the keys of the units."""


_KNOWN_OUTSIDE = frozenset({"judgment", "paper"})
"""The levels whose units are published texts, which bear the same name in every study."""


def let_out_before(folder: Path, at: dt.datetime, *, protocol: Protocol) -> tuple[EarlierNumber, ...]:
    """Return what a study printed before a moment, and what its earlier waves printed about units that may be its own.

    Study numbers start anew in every study: K001 of one wave is another person than K001 of the next, unless the wave
    says ``same_numbers``. Without that, nothing is known in common with a wave of other years, and judgments and papers
    alone with one that holds cases of the same years.
    """
    found = list(read_earlier(folder / PRIVATE / LET_OUT))
    for wave in protocol.waves:
        if wave.study is not None and (wave.same_numbers or _meets(folder / wave.study, protocol)):
            printed = read_earlier(folder / wave.study / PRIVATE / LET_OUT)
            found += [one for one in printed if wave.same_numbers or one.level in _KNOWN_OUTSIDE]
    return tuple(number for number in found if number.at < at)


def numbers_apart(folder: Path, protocol: Protocol) -> Iterator[str]:
    """Yield a sentence for each earlier wave of the same years whose people this release cannot be held against."""
    for wave in protocol.waves:
        if wave.study is not None and not wave.same_numbers and _meets(folder / wave.study, protocol):
            yield (
                f"the wave `{wave.id}` holds cases of the same years under study numbers of its own, so that this "
                f"release was not held against what it printed about people; where both share a key file, write "
                f"same_numbers = true beside it in {folder / PROTOCOL}"
            )


def _meets(other: Path, protocol: Protocol) -> bool:
    """Tell whether another study holds cases of the same years of registration."""
    then, now = read_protocol(other / PROTOCOL).population, protocol.population
    return max(then.intake_from, now.intake_from) <= min(then.intake_to, now.intake_to)


def attacked(computed: Computed, released: Release, *, folder: Path, policy: Policy, for_draft: bool = False) -> Attack:
    """Return what an outsider can tell about the numbers that a release withholds; kept as ``private/attack.json``.

    What is made for a draft is no release: the attack on it is kept where it found something.

    Raises:
        DisclosureError: a number can be pinned down too narrowly; the release must not leave.
    """
    found = _attack(computed, released, folder=folder, policy=policy)
    if found.broken or not for_draft:
        (folder / PRIVATE).mkdir(exist_ok=True)
        text = msgspec.json.format(msgspec.json.encode(found, order="deterministic"), indent=2)
        write_atomically(folder / PRIVATE / ATTACK, text + b"\n")
    if found.broken:
        message = (
            f"an outsider could pin down {len(found.broken)} withheld numbers, the first is {found.broken[0].id}; "
            f"nothing was released; see {folder / PRIVATE / ATTACK}"
        )
        raise DisclosureError(message)
    return found


def rows_tell(computed: Computed, released: Release, *, rows: Sequence[Counted], folder: Path, policy: Policy) -> bool:
    """Tell whether what can be counted in the public data gives away a number that the release withholds."""
    return bool(_attack(computed, released, rows=rows, folder=folder, policy=policy).broken)


def _attack(
    computed: Computed, released: Release, *, rows: Sequence[Counted] = (), folder: Path, policy: Policy
) -> Attack:
    whole = _all_rows(rows, released.at)
    earlier = (*let_out_before(folder, released.at, protocol=computed.protocol), *whole)
    groups = groups_of(computed.analysis.results, computed.analysis.tables, earlier=(*earlier, *rows))
    sums = sums_of(computed.analysis.results, policy=policy)
    return attack(released, groups, policy=policy, earlier=earlier, rows=rows, sums=sums)


def _all_rows(rows: Sequence[Counted], at: dt.datetime) -> list[EarlierNumber]:
    """Return how many rows each table of the public data has: a number like any that the release prints."""
    return [
        EarlierNumber(id=one.name, level=one.level, value=one.low, units=one.units, at=at)
        for one in rows
        if one.low == one.high == len(one.units)
    ]


def remember(
    computed: Computed,
    released: Release,
    *,
    folder: Path,
    rows: Sequence[Counted] = (),
    shown: Collection[str] | None = None,
) -> Path:
    """Keep what a release is about to print, and what its public data tell exactly, for the releases that follow.

    Of a draft only what it ``shown`` counts: figures, tables and charts by their ids. What another run printed at the
    same moment is kept beside it. Returns the file.
    """
    numbers = [*numbers_let_out(released, computed.analysis.results, tables=computed.analysis.tables)]
    if shown is not None:
        ids = {*shown, *(table.id for table in released.tables if table.drawn in shown)}
        numbers = [one for one in numbers if not ids.isdisjoint(_names(one.id))]
    numbers += _all_rows(rows, released.at)
    path = folder / PRIVATE / LET_OUT / f"{released.at.astimezone(dt.UTC):%Y-%m-%dT%H%M%SZ}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    known = path.read_bytes().splitlines(keepends=True) if path.is_file() else []
    new = as_lines(numbers).splitlines(keepends=True)
    write_atomically(path, b"".join([*known, *(line for line in new if line not in set(known))]))
    return path


def _names(id_: str) -> list[str]:
    """Return the ids that a number goes by: its own, and those of the figure or table that it stands in."""
    parts = id_.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
