"""A study beside its earlier waves: figures compared, and what changed in population, law, parameters and codebook."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import msgspec.yaml

from vonnis.analysis.remarks import remarks, sentence
from vonnis.analysis.result import Text
from vonnis.analysis.waves import Compared, WaveFigure, compared, corrected
from vonnis.codebook.codebook import Codebook
from vonnis.codebook.diff import Change, compare
from vonnis.codebook.reading import read_codebook
from vonnis.errors import StudyError
from vonnis.located.decoding import nearest
from vonnis.study.protocol import Protocol, read_protocol
from vonnis.study.table_file import rows
from vonnis.study.wave_plan import EarlierWave

PROTOCOL, CODEBOOK, FIGURES = "study.toml", "codebook.yaml", "release/figures.json"
LANGUAGES = ("nl", "en")
_COLUMNS = ("id", "value", "unit", "n", "low", "high", "source")
_OF_OTHERS = ("wave.", "reference.")
"""How the ids of figures begin that a release took over from other studies."""
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
        codebook: differences between the codebooks; ``meaning`` says those that may change an answer in words.
        unknown: what could not be compared, and why.
        whole: False where only figures of the earlier wave are known.
    """

    id: str
    label: Text
    figures: tuple[Compared, ...]
    population: tuple[Text, ...] = ()
    law: tuple[Text, ...] = ()
    parameters: tuple[tuple[str, str, str], ...] = ()
    codebook: tuple[Change, ...] = ()
    meaning: tuple[Text, ...] = ()
    unknown: tuple[Text, ...] = ()
    whole: bool = True


class _Law(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    label: dict[str, str]
    source: str
    from_: dt.date = msgspec.field(name="from")


@cache
def _laws() -> tuple[_Law, ...]:
    data = files("vonnis.analysis").joinpath("law_changes.yaml").read_bytes()
    return msgspec.yaml.decode(data, type=tuple[_Law, ...])


def compare_waves(folder: Path, now: Sequence[WaveFigure] | None = None) -> tuple[WaveComparison, ...]:
    """Return a study beside each earlier wave that its protocol names; all from what was released.

    ``now`` is what the study releases; without it, what its release folder holds. The tests of all earlier waves are
    corrected together.

    Raises:
        StudyError: the protocol names no waves, or a release or table of figures is missing or wrong.
    """
    protocol = read_protocol(folder / PROTOCOL)
    if not protocol.waves:
        message = (
            f"{folder / PROTOCOL} names no earlier wave; add [[waves]], or begin with `vonnis new DIR --from STUDY`"
        )
        raise StudyError(message)
    figures_now = _released(folder) if now is None else now
    found = [_beside(folder, protocol, wave, figures_now) for wave in protocol.waves]
    together = corrected([one.figures for one in found])
    return tuple(msgspec.structs.replace(one, figures=figures) for one, figures in zip(found, together, strict=True))


def _beside(folder: Path, protocol: Protocol, wave: EarlierWave, now: Sequence[WaveFigure]) -> WaveComparison:
    breaks: dict[str, list[Text]] = {}
    for one in wave.differs:
        if one.figure not in {figure.id for figure in now}:
            hint = nearest(one.figure, [figure.id for figure in now]) or "; mend its id"
            message = f"{folder / PROTOCOL}: the wave `{wave.id}` marks `{one.figure}`, which was not released{hint}"
            raise StudyError(message)
        breaks.setdefault(one.figure, []).append(_both(one.why) or sentence("wave_changes", "counted_otherwise"))
    label = _both(wave.label)
    if wave.figures is not None:
        figures = compared(_table(folder / wave.figures), now, breaks=breaks)
        reason = sentence("wave_changes", "figures_only")
        return WaveComparison(id=wave.id, label=label, figures=figures, unknown=(reason,), whole=False)
    other = (folder / str(wave.study)).resolve()
    before = read_protocol(other / PROTOCOL)
    parameters = tuple(_parameters(before, protocol))
    changes, meaning, unknown = _codebooks(other, folder)
    for figure in now:
        for why in _breaks(figure.id, protocol, parameters, changes):
            breaks.setdefault(figure.id, []).append(why)
        if _planned(figure.id, before.analysis) != _planned(figure.id, protocol.analysis):
            breaks.setdefault(figure.id, []).append(sentence("wave_changes", "counted_otherwise"))
    shared = _shared(before, protocol)
    return WaveComparison(
        id=wave.id,
        label=label,
        figures=compared(_released(other), now, breaks=breaks, shared=shared),
        population=tuple(_population(before, protocol, shared)),
        law=tuple(_between(before, protocol)),
        parameters=parameters,
        codebook=changes,
        meaning=meaning,
        unknown=unknown,
    )


def _both(text: Text) -> Text:
    """Return a text in both languages; what is written in one alone stands in the other too."""
    known = next((words for words in text.values() if words), "")
    return {language: text.get(language) or known for language in LANGUAGES} if known else {}


def _shared(before: Protocol, now: Protocol) -> str | None:
    """Return the years of registration that both waves hold, or None."""
    first = max(before.population.intake_from, now.population.intake_from)
    last = min(before.population.intake_to, now.population.intake_to)
    return None if first > last else str(first) if first == last else f"{first}–{last}"


def _released(folder: Path) -> tuple[WaveFigure, ...]:
    path = folder / FIGURES
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        found = [_figure(one) for one in content["figures"] if not str(one["id"]).startswith(_OF_OTHERS)]
    except FileNotFoundError:
        message = f"{path} is not there; release that wave first with `vonnis release {folder}`"
        raise StudyError(message) from None
    except (OSError, ValueError, LookupError, TypeError) as error:
        message = f"{path} cannot be read as the figures of a release ({error}); release that wave again"
        raise StudyError(message) from error
    return tuple(found)


def _figure(one: dict[str, Any]) -> WaveFigure:
    ends = one.get("interval")
    return WaveFigure(
        id=str(one["id"]),
        label={"nl": str(one.get("label_nl", one["label"])), "en": str(one["label"])},
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
                label=dict.fromkeys(LANGUAGES, row["id"]),
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


def _population(before: Protocol, now: Protocol, shared: str | None) -> Iterator[Text]:
    old, new = before.population, now.population
    years = [f"{one.intake_from}–{one.intake_to}" for one in (old, new)]
    if years[0] != years[1]:
        yield sentence("wave_changes", "registered", before=years[0], now=years[1])
    if shared:
        yield sentence("wave_changes", "shared_years", years=shared)
    for name in ("design", "decision"):
        if getattr(old, name) != getattr(new, name):
            then, today = getattr(old, name), getattr(new, name)
            yield sentence("wave_changes", name, before=_setting(then), now=_setting(today))
    for name in ("include", "exclude"):
        texts = [{rule.id: rule.text for rule in getattr(one, name)} for one in (old, new)]
        for id_ in sorted({*texts[0], *texts[1]}):
            if texts[0].get(id_) != texts[1].get(id_):
                said = _both(texts[1].get(id_) or texts[0][id_]) or dict.fromkeys(LANGUAGES, id_)
                yield sentence("wave_changes", name, rule=said)


def _setting(code: str) -> Text:
    """Return a setting of a population in words."""
    return remarks()["population_words"][code]


def _between(before: Protocol, now: Protocol) -> Iterator[Text]:
    """Yield the changes of law that the cases of one wave knew and those of the other did not, wholly or in part."""
    first, last = before.population.intake_from, now.population.intake_to
    for law in _laws():
        spans = [(one.population.intake_from, one.population.intake_to) for one in (before, now)]
        if first < law.from_.year <= last and len({_side(span, law.from_) for span in spans}) > 1:
            yield sentence("wave_changes", "law", day=law.from_.isoformat(), label=law.label, source=law.source)


def _side(span: tuple[int, int], day: dt.date) -> str:
    if span[1] < day.year:
        return "before"
    return "after" if span[0] >= day.year + (day > dt.date(day.year, 1, 1)) else "across"


def _codebooks(before: Path, now: Path) -> tuple[tuple[Change, ...], tuple[Text, ...], tuple[Text, ...]]:
    """Return the differences of two codebooks, those of meaning in words, and why they could not be compared."""
    missing = [folder / CODEBOOK for folder in (before, now) if not (folder / CODEBOOK).is_file()]
    if missing:
        path = f"{missing[0].parent.name}/{CODEBOOK}"
        return (), (), (sentence("wave_changes", "no_codebook", path=path),)
    books = [read_codebook(folder / CODEBOOK) for folder in (before, now)]
    changes = compare(*books)
    return changes, tuple(_meanings(changes, *books)), ()


def _meanings(changes: Sequence[Change], before: Codebook, now: Codebook) -> Iterator[Text]:
    """Yield what changed in the meaning of the codebook, and what is asked anew, a sentence a question."""
    told: dict[str, Text] = {}
    for change in changes:
        name, _, place = change.place.partition(".")
        variable = now.by_name.get(name) or before.by_name.get(name)
        if variable is None or change.weight == "wording":
            continue
        asked = {language: f"“{text}” ({name})" for language, text in _both(variable.label).items()}
        if not place:
            told[name] = sentence(
                "wave_changes", "question_new" if change.before is None else "question_gone", name=asked
            )
        elif change.weight == "meaning":
            told.setdefault(name, sentence("wave_changes", "question", name=asked))
    yield from told.values()


def _breaks(
    id_: str, protocol: Protocol, parameters: Sequence[tuple[str, str, str]], changes: Sequence[Change]
) -> Iterator[Text]:
    """Yield why a figure is not counted alike: a parameter or a question that it rests on changed its meaning."""
    rests = next((names for start, names in _RESTS_ON.items() if id_.startswith(start)), ())
    for name, then, now in parameters:
        if name in rests:
            yield parameter_words(name, then=then, now=now)
    named = _variables_of(id_, protocol.analysis)
    changed = {change.place.partition(".")[0] for change in changes if change.weight == "meaning"}
    for name in sorted(changed & named):
        yield sentence("wave_changes", "question", name=name)


def parameter_words(name: str, *, then: str, now: str) -> Text:
    """Return in words that a parameter differs between two waves."""
    label = remarks()["parameters"].get(name, dict.fromkeys(LANGUAGES, name))
    return sentence("wave_changes", "parameter", name=label, before=then, now=now)


def _variables_of(id_: str, analysis: dict[str, Any]) -> frozenset[str]:
    """Return the variables that a figure of the analysis plan names."""
    return frozenset(_texts(_planned(id_, analysis)))


def _planned(id_: str, analysis: dict[str, Any]) -> dict[str, Any]:
    """Return what the analysis plan says of a figure but for its label; nothing of a standard figure."""
    found: dict[str, Any] = next((entry for entry in analysis.get("plan", ()) if entry.get("id") == id_), {})
    return {name: value for name, value in found.items() if name != "label"}


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a plan
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
