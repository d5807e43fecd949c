"""A study beside its earlier waves: figures compared, and what changed in population, law, parameters and codebook."""

from __future__ import annotations

import datetime as dt
import json
import math
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import msgspec.yaml

from vonnis.analysis.waves import Compared, WaveFigure, compared, corrected
from vonnis.archive.files import write_atomically
from vonnis.codebook.diff import Change, compare
from vonnis.codebook.reading import read_codebook
from vonnis.errors import StudyError, UnwritableError, UsageError
from vonnis.located.decoding import nearest
from vonnis.study.protocol import Protocol, read_protocol
from vonnis.study.table_file import rows
from vonnis.study.wave_plan import EarlierWave

PROTOCOL, CODEBOOK, FIGURES = "study.toml", "codebook.yaml", "release/figures.json"
_COLUMNS = ("id", "value", "unit", "n", "low", "high", "source")
_KEPT = ("codebook.yaml", "selection.toml", "topics.yaml", "report", "series")
_RESTS_ON = {
    "age_gap": ("age_gap_years",),
    "prison_100_days": ("long_prison_days", "month_days", "year_days"),
    "suspects": ("series_base_year", "series_from", "series_to", "series_low_year"),
}
"""Which parameters the standard figures rest on, by the beginning of their ids."""


class WaveComparison(msgspec.Struct, frozen=True, kw_only=True):
    """This study beside one earlier wave.

    Attributes:
        id: of the earlier wave; ``label`` its name in each language.
        figures: every figure that both have.
        population: what differs in who counts, a sentence each.
        law: changes of law between the two, a sentence each.
        parameters: parameters that differ: name, then, now.
        codebook: differences in meaning between the codebooks.
        unknown: what could not be compared, and why.
    """

    id: str
    label: dict[str, str]
    figures: tuple[Compared, ...]
    population: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str, str], ...] = ()
    codebook: tuple[Change, ...] = ()
    unknown: tuple[str, ...] = ()


class _Law(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    label: dict[str, str]
    source: str
    from_: dt.date = msgspec.field(name="from")


@cache
def _laws() -> tuple[_Law, ...]:
    data = files("vonnis.analysis").joinpath("law_changes.yaml").read_bytes()
    return msgspec.yaml.decode(data, type=tuple[_Law, ...])


def compare_waves(folder: Path) -> tuple[WaveComparison, ...]:
    """Return a study beside each earlier wave that its protocol names; all from what was released.

    The tests of all earlier waves are corrected together.

    Raises:
        StudyError: the protocol names no waves, or a release or table of figures is missing or wrong.
    """
    protocol = read_protocol(folder / PROTOCOL)
    if not protocol.waves:
        message = (
            f"{folder / PROTOCOL} names no earlier wave; add [[waves]], or begin with `vonnis new DIR --from STUDY`"
        )
        raise StudyError(message)
    now = _released(folder)
    found = [_beside(folder, protocol, wave, now) for wave in protocol.waves]
    together = corrected([one.figures for one in found])
    return tuple(msgspec.structs.replace(one, figures=figures) for one, figures in zip(found, together, strict=True))


def _beside(folder: Path, protocol: Protocol, wave: EarlierWave, now: Sequence[WaveFigure]) -> WaveComparison:
    breaks: dict[str, list[str]] = {}
    for one in wave.differs:
        if one.figure not in {figure.id for figure in now}:
            hint = nearest(one.figure, [figure.id for figure in now]) or "; mend its id"
            message = f"{folder / PROTOCOL}: the wave `{wave.id}` marks `{one.figure}`, which was not released{hint}"
            raise StudyError(message)
        breaks.setdefault(one.figure, []).append(one.why.get("en") or next(iter(one.why.values()), "counted otherwise"))
    if wave.figures is not None:
        figures = compared(_table(folder / wave.figures), now, breaks=breaks)
        reason = "an older study of which only figures are known: population, law and codebook are compared by a person"
        return WaveComparison(id=wave.id, label=wave.label, figures=figures, unknown=(reason,))
    other = (folder / str(wave.study)).resolve()
    before = read_protocol(other / PROTOCOL)
    parameters = tuple(_parameters(before, protocol))
    changes, unknown = _codebooks(other, folder)
    for figure in now:
        for sentence in _breaks(figure.id, protocol, parameters, changes):
            breaks.setdefault(figure.id, []).append(sentence)
    return WaveComparison(
        id=wave.id,
        label=wave.label,
        figures=compared(_released(other), now, breaks=breaks),
        population=tuple(_population(before, protocol)),
        law=tuple(_between(before, protocol)),
        parameters=parameters,
        codebook=changes,
        unknown=unknown,
    )


def _released(folder: Path) -> tuple[WaveFigure, ...]:
    path = folder / FIGURES
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        found = [_figure(one) for one in content["figures"]]
    except FileNotFoundError:
        message = f"{path} is not there; release that wave first with `vonnis release {folder}`"
        raise StudyError(message) from None
    except (OSError, ValueError, LookupError, TypeError) as error:
        message = f"{path} cannot be read as the figures of a release ({error}); release that wave again"
        raise StudyError(message) from error
    return tuple(found)


def _figure(one: dict[str, Any]) -> WaveFigure:
    label = one["label"]
    ends = one.get("interval")
    return WaveFigure(
        id=str(one["id"]),
        label=str(label.get("en", one["id"]) if isinstance(label, dict) else label),
        value=None if one["value"] is None else float(one["value"]),
        unit=str(one["unit"]),
        n=one.get("n"),
        interval=(float(ends[0]), float(ends[1])) if ends else None,
        source=str(one.get("source", "")),
    )


def _table(path: Path) -> tuple[WaveFigure, ...]:
    """Return the figures that an older study printed; each row has its source."""
    found: list[WaveFigure] = []
    for line, row in rows(path, columns=_COLUMNS):
        where = f"{path}, line {line}"
        if not row["source"]:
            message = f"{where}: the figure has no source; say who printed it"
            raise StudyError(message)
        if row["id"] in {one.id for one in found}:
            message = f"{where}: the figure {row['id']!r} stands twice; keep one row a figure"
            raise StudyError(message)
        value, low, high = (_number(row[name], where) for name in ("value", "low", "high"))
        if value is not None and not (value if low is None else low) <= value <= (value if high is None else high):
            message = f"{where}: {row['value']} does not lie between {row['low']} and {row['high']}; mend the interval"
            raise StudyError(message)
        found.append(
            WaveFigure(
                id=row["id"],
                label=row["id"],
                value=value,
                unit=row["unit"],
                n=int(row["n"]) if row["n"].isdecimal() else None,
                interval=(low, high) if low is not None and high is not None else None,
                source=row["source"],
            )
        )
    return tuple(found)


def _number(text: str, where: str) -> float | None:
    try:
        number = float(text) if text else None
    except ValueError:
        number = math.nan
    if number is not None and not math.isfinite(number):
        message = f"{where}: {text!r} is no number; write shares as 0.61"
        raise StudyError(message)
    return number


def _parameters(before: Protocol, now: Protocol) -> Iterator[tuple[str, str, str]]:
    old, new = msgspec.to_builtins(before.parameters), msgspec.to_builtins(now.parameters)
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield name, str(old.get(name)), str(new.get(name))


def _population(before: Protocol, now: Protocol) -> Iterator[str]:
    old, new = before.population, now.population
    years = [f"{one.intake_from}–{one.intake_to}" for one in (old, new)]
    if years[0] != years[1]:
        yield f"registered in {years[0]} then, in {years[1]} now"
    for name in ("design", "decision"):
        if getattr(old, name) != getattr(new, name):
            yield f"{name}: {getattr(old, name)} then, {getattr(new, name)} now"
    for name in ("include", "exclude"):
        texts = [{rule.id: rule.text for rule in getattr(one, name)} for one in (old, new)]
        for id_ in sorted({*texts[0], *texts[1]}):
            if texts[0].get(id_) != texts[1].get(id_):
                yield f"the rule `{id_}` of {name} differs"


def _between(before: Protocol, now: Protocol) -> Iterator[str]:
    """Yield the changes of law that the cases of one wave knew and those of the other did not, wholly or in part."""
    first, last = before.population.intake_from, now.population.intake_to
    for law in _laws():
        spans = [(one.population.intake_from, one.population.intake_to) for one in (before, now)]
        if first < law.from_.year <= last and len({_side(span, law.from_) for span in spans}) > 1:
            yield f"from {law.from_.isoformat()}: {law.label['en']} ({law.source})"


def _side(span: tuple[int, int], day: dt.date) -> str:
    if span[1] < day.year:
        return "before"
    return "after" if span[0] >= day.year + (day > dt.date(day.year, 1, 1)) else "across"


def _codebooks(before: Path, now: Path) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    missing = [str(folder / CODEBOOK) for folder in (before, now) if not (folder / CODEBOOK).is_file()]
    if missing:
        return (), (f"the codebooks are not compared, for {missing[0]} is not there",)
    return compare(read_codebook(before / CODEBOOK), read_codebook(now / CODEBOOK)), ()


def _breaks(
    id_: str, protocol: Protocol, parameters: Sequence[tuple[str, str, str]], changes: Sequence[Change]
) -> Iterator[str]:
    """Yield why a figure is not counted alike: a parameter or a question that it rests on changed its meaning."""
    rests = next((names for start, names in _RESTS_ON.items() if id_.startswith(start)), ())
    for name, then, now in parameters:
        if name in rests:
            yield f"{name} was {then} and is {now}"
    named = _variables_of(id_, protocol.analysis)
    for change in changes:
        if change.weight == "meaning" and change.place.partition(".")[0] in named:
            yield f"the codebook changed: {change.sentence}"


def _variables_of(id_: str, analysis: dict[str, Any]) -> frozenset[str]:
    """Return the variables that a figure of the analysis plan names."""
    for entry in analysis.get("plan", ()):
        if entry.get("id") == id_:
            return frozenset(_texts(entry))
    return frozenset()


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a plan
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def next_wave(folder: Path, earlier: Path) -> list[str]:
    """Make a study folder that carries on another: its protocol, codebook, rules, series and text, and no data.

    The protocol of the new study names the earlier one in ``[[waves]]``; everything else in it is as it was.

    Raises:
        StudyError: the earlier folder has no protocol that can be read.
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
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
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
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in _KEPT:
            source = earlier / name
            if source.is_dir():
                shutil.copytree(source, folder / name)
        for name in (*_KEPT, *_named(protocol)):
            source = earlier / name
            if source.is_file() and source.resolve().is_relative_to(earlier.resolve()):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                write_atomically(folder / name, source.read_bytes())
        (folder / "series").mkdir(exist_ok=True)
        (folder / "private").mkdir(exist_ok=True)
        write_atomically(folder / PROTOCOL, text + block)
    except OSError as error:
        message = f"{folder} cannot be made ({error.strerror}); choose another place"
        raise UnwritableError(message) from error
    return sorted(path.name + ("/" if path.is_dir() else "") for path in folder.iterdir())


def _from(folder: Path, other: Path) -> str:
    return os.path.relpath(other.resolve(), folder.resolve()).replace(os.sep, "/")


def _named(protocol: Protocol) -> Iterator[str]:
    """Yield the files that a protocol names and that hold no data of its study: figures of earlier waves, a lexicon."""
    yield from (wave.figures for wave in protocol.waves if wave.figures)
    if protocol.policy and protocol.policy.lexicon:
        yield protocol.policy.lexicon


def _moved(text: str, protocol: Protocol, earlier: Path, folder: Path) -> str:
    """Return the text of a protocol with the paths of its earlier waves as they are seen from the new folder."""
    there = {wave.study: _from(folder, earlier / wave.study) for wave in protocol.waves if wave.study is not None}

    def moved(found: re.Match[str]) -> str:
        return f'{found["key"]}"{there[found["path"]]}"' if found["path"] in there else found[0]

    return re.sub(r"""(?P<key>\bstudy\s*=\s*)(?P<quote>["'])(?P<path>[^"'\n]*)(?P=quote)""", moved, text)
