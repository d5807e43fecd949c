"""The data of a study as deposits: a public edition for the release, a restricted one for an archive's closed shelf."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from vonnis.archive.run_record import digests
from vonnis.codebook.codebook import Codebook, Level
from vonnis.deposit.facts import Facts, Input
from vonnis.disclosure.given import Counted
from vonnis.disclosure.policy import Policy
from vonnis.report.masthead import Masthead

if TYPE_CHECKING:
    import polars as pl

    from vonnis.deposit.editions import Made
    from vonnis.deposit.sheet import Sheet

DATA = "data"
"""The folder of the public edition, below the release."""
RESTRICTED = "restricted-edition"
"""The folder of the restricted edition, below what is private to the study."""

_LEVELS: dict[Level, str] = {
    "complex": "complex",
    "defendant": "client",
    "victim": "victim",
    "pair": "pair",
    "paper": "paper",
}
"""The level of the disclosure policy that holds for each level of the data."""


class Deposited(msgspec.Struct, frozen=True):
    """The two editions as files, by their names below their folders.

    ``left_out`` are the titles of the tables of which no row may be published; ``rows`` what can be counted in the
    others.
    """

    public: dict[str, bytes]
    restricted: dict[str, bytes]
    left_out: tuple[dict[str, str], ...] = ()
    rows: tuple[Counted, ...] = ()


def deposits(
    codebook: Codebook,
    levels: Mapping[Level, pl.DataFrame],
    *,
    facts: Facts,
    policy: Policy,
    tells: Callable[[Sequence[Counted]], bool],
) -> Deposited:
    """Return the data of a study in both editions.

    Args:
        codebook: the variables, and the edition that each stands in.
        levels: the rows of each level.
        facts: what the deposit says about the study.
        policy: the thresholds and the rules of the data file.
        tells: whether what can be counted in a public table gives a number away that the release withholds; such a
            table is left out.

    Raises:
        StudyError: a label of the codebook is longer than a statistical program keeps.
        DisclosureError: the policy names a variable that no public table has.
    """
    from vonnis.deposit.editions import public, restricted
    from vonnis.deposit.making import deposit_files
    from vonnis.deposit.sheet import sheets

    flat = sheets(codebook, levels, fictional=facts.fictional)
    # A row sets all its answers beside each other, so that it is held against the limit of a crossing.
    thresholds = {level: policy.threshold_for("", name, crossing=True) for level, name in _LEVELS.items()}
    complexes = [one.complex for one in policy.recognisable]
    made = public(flat, thresholds=thresholds, rules=policy.data, recognisable=complexes)
    counted = {sheet.name: tuple(_counted(made, sheet)) for sheet in made.sheets}
    made = made.without([name for name, numbers in counted.items() if tells(numbers)])
    return Deposited(
        public=deposit_files(made, facts),
        restricted=deposit_files(restricted(flat), facts),
        left_out=made.left_out,
        rows=tuple(number for sheet in made.sheets for number in counted[sheet.name]),
    )


def _counted(made: Made, sheet: Sheet) -> Iterator[Counted]:
    """Yield what a reader can count in a table of an edition; all rows first."""
    for one in (count for count in made.counts if count.table == sheet.name):
        name, level = f"data/{sheet.name}", _LEVELS[sheet.level]
        name = f"{name}: {one.answers}" if one.answers else name
        yield Counted(name=name, level=level, units=one.units, low=one.low, high=one.high)


def facts_of(
    masthead: Masthead, *, identifier: str, source: dict[str, str], inputs: Sequence[Path], study: Path
) -> Facts:
    """Return what a deposit says about a study; a folder of input is named once, with one digest of what is in it."""
    return Facts(
        identifier=identifier,
        title=masthead.title,
        question=masthead.question,
        population=masthead.population,
        author=masthead.author,
        source=source,
        period=(masthead.period or {}).get("en", ""),
        at=masthead.at.astimezone(dt.UTC),
        version=masthead.version,
        digest=masthead.digest,
        fictional=masthead.fictional,
        inputs=tuple(_input(path, study) for path in inputs),
    )


def _input(path: Path, study: Path) -> Input:
    found = digests((path,), below=study)
    name = path.relative_to(study).as_posix()
    if not path.is_dir():
        return Input(name, found[0].sha256)
    lines = "".join(f"{one.path} {one.sha256}\n" for one in found)
    return Input(f"{name}/ ({len(found)} files)", sha256(lines.encode()).hexdigest())
