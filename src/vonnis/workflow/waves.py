"""A study beside its earlier waves: figures compared, and what changed in population, law, parameters and codebook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
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
from vonnis.study.final_plan import Field
from vonnis.study.protocol import Protocol, read_protocol
from vonnis.study.wave_plan import EarlierWave
from vonnis.workflow.wave_figures import LANGUAGES, PROTOCOL, earlier_figures, in_both, is_compared, released_figures

CODEBOOK = "codebook.yaml"
_RESTS_ON = {
    "age_gap": ("age_gap_years",),
    "prison_100_days": ("long_prison_days", "month_days", "year_days"),
    "suspects": ("series_base_year", "series_from", "series_to", "series_low_year"),
}
"""Which parameters the standard figures rest on, by the beginning of their ids."""
_ASKED: dict[str, tuple[Field, ...]] = {
    "age_gap": ("birth_year", "first_contact", "contact_age"),
    "girls": ("victim_sex",),
    "victim_age": ("victim_age",),
    "victims_under": ("victim_age",),
    "legal_site": ("channels",),
    "contact_legal_site": ("channels",),
    "one_day": ("custody", "custody_suspended", "service"),
    "prison_100_days": ("custody", "custody_suspended"),
    "service_hours": ("service",),
    "imposed_days": ("custody", "custody_suspended"),
    "demand_over": ("demand_stated",),
}
"""Which of the fields that people overrule the standard figures rest on, by the beginning of their ids."""
_OF_ONE_FIGURE = ("count", "share", "mean")
"""The kinds of planned results that come to one figure, with the id of the plan."""


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

    @property
    def fictional(self) -> bool:
        """Whether a figure of the earlier wave is made up."""
        return any(one.before.fictional for one in self.figures)

    @property
    def together(self) -> int:
        """How many tests were corrected together, those of all earlier waves."""
        return max((one.together for one in self.figures), default=0)


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
    figures_now = released_figures(folder) if now is None else [one for one in now if is_compared(one.id)]
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
        breaks.setdefault(one.figure, []).append(in_both(one.why) or sentence("wave_changes", "counted_otherwise"))
    label = in_both(wave.label)
    before = earlier_figures(folder, wave)
    if wave.study is None:
        return _table_beside(wave, label, protocol=protocol, figures=(before, now), breaks=breaks)
    other = (folder / wave.study).resolve()
    then = read_protocol(other / PROTOCOL)
    parameters = tuple(_parameters(then, protocol))
    changes, meaning, unknown = _codebooks(other, folder)
    for figure in now:
        for why in _breaks(figure.id, (then, protocol), parameters=parameters, changed=_changed(changes, meaning)):
            breaks.setdefault(figure.id, []).append(why)
    spans = _span(then), _span(protocol)
    return WaveComparison(
        id=wave.id,
        label=label,
        figures=compared(before, now, breaks=breaks, beside=_beside_each_other(*spans)),
        population=(*_years(*spans, papers=protocol.population.of_papers), *_population(then, protocol)),
        law=tuple(_between(*spans)),
        parameters=parameters,
        codebook=changes,
        meaning=tuple(meaning.values()),
        unknown=unknown,
    )


Figures = Sequence[WaveFigure]
Span = tuple[int, int]


def _table_beside(
    wave: EarlierWave,
    label: Text,
    *,
    protocol: Protocol,
    figures: tuple[Figures, Figures],
    breaks: dict[str, list[Text]],
) -> WaveComparison:
    """Return this study beside a table of figures, of which at most the years are known."""
    then, now = wave.span, _span(protocol)
    return WaveComparison(
        id=wave.id,
        label=label,
        figures=compared(*figures, breaks=breaks, beside=_beside_each_other(then, now)),
        population=tuple(_years(then, now, papers=protocol.population.of_papers)),
        law=tuple(_between(then, now)) if then else (),
        unknown=(sentence("wave_changes", "figures_only"),),
        whole=False,
    )


def _span(protocol: Protocol) -> Span:
    return protocol.population.intake_from, protocol.population.intake_to


def _beside_each_other(then: Span | None, now: Span) -> Text | None:
    """Return why two waves do not stand apart, or None where they do."""
    if then is None:
        return sentence("waves", "years_unknown")
    shared = _shared(then, now)
    return sentence("waves", "shared", years=shared) if shared else None


def _shared(then: Span, now: Span) -> str | None:
    """Return the years of registration that both waves hold, or None."""
    first, last = max(then[0], now[0]), min(then[1], now[1])
    return None if first > last else _words((first, last))


def _words(span: Span) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]}–{span[1]}"


def _years(then: Span | None, now: Span, *, papers: bool) -> Iterator[Text]:
    """Yield what is to be said of the years of two waves: of registration, or of their papers."""
    if then is None:
        yield sentence("wave_changes", "years_unknown")
        return
    if then != now:
        said = "papers_from" if papers else "registered"
        yield sentence("wave_changes", said, before=_words(then), now=_words(now))
    if shared := _shared(then, now):
        yield sentence("wave_changes", "shared_years", years=shared)


def _parameters(before: Protocol, now: Protocol) -> Iterator[tuple[str, str, str]]:
    old, new = msgspec.to_builtins(before.parameters), msgspec.to_builtins(now.parameters)
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield name, str(old.get(name)), str(new.get(name))


def _population(before: Protocol, now: Protocol) -> Iterator[Text]:
    old, new = before.population, now.population
    for name in ("design", "decision"):
        if getattr(old, name) != getattr(new, name):
            then, today = getattr(old, name), getattr(new, name)
            yield sentence("wave_changes", name, before=_setting(then), now=_setting(today))
    if (before.final is None) != (now.final is None):
        yield sentence("wave_changes", "people_answer" if before.final is None else "machine_answers")
    for name in ("include", "exclude"):
        texts = [{rule.id: rule.text for rule in getattr(one, name)} for one in (old, new)]
        for id_ in sorted({*texts[0], *texts[1]}):
            if texts[0].get(id_) != texts[1].get(id_):
                said = in_both(texts[1].get(id_) or texts[0][id_]) or dict.fromkeys(LANGUAGES, id_)
                yield sentence("wave_changes", name, rule=said)


def _setting(code: str) -> Text:
    """Return a setting of a population in words."""
    return remarks()["population_words"][code]


def _between(then: Span, now: Span) -> Iterator[Text]:
    """Yield the changes of law that the cases of one wave knew and those of the other did not, wholly or in part."""
    for law in _laws():
        if then[0] < law.from_.year <= now[1] and _side(then, law.from_) != _side(now, law.from_):
            yield sentence("wave_changes", "law", day=law.from_.isoformat(), label=law.label, source=law.source)


def _side(span: Span, day: dt.date) -> str:
    if span[1] < day.year:
        return "before"
    return "after" if span[0] >= day.year + (day > dt.date(day.year, 1, 1)) else "across"


def _codebooks(before: Path, now: Path) -> tuple[tuple[Change, ...], dict[str, Text], tuple[Text, ...]]:
    """Return the differences of two codebooks, those of meaning in words, and why they could not be compared."""
    missing = [folder / CODEBOOK for folder in (before, now) if not (folder / CODEBOOK).is_file()]
    if missing:
        path = f"{missing[0].parent.name}/{CODEBOOK}"
        return (), {}, (sentence("wave_changes", "no_codebook", path=path),)
    books = [read_codebook(folder / CODEBOOK) for folder in (before, now)]
    changes = compare(*books)
    return changes, _meanings(changes, *books), ()


def _meanings(changes: Sequence[Change], before: Codebook, now: Codebook) -> dict[str, Text]:
    """Return what changed in the meaning of the codebook, and what is asked anew, a sentence by question."""
    told: dict[str, Text] = {}
    for change in changes:
        name, _, place = change.place.partition(".")
        variable = now.by_name.get(name) or before.by_name.get(name)
        if variable is None or change.weight == "wording":
            continue
        asked = {language: f"“{text}” ({name})" for language, text in in_both(variable.label).items()}
        if not place:
            told[name] = sentence(
                "wave_changes", "question_new" if change.before is None else "question_gone", name=asked
            )
        elif change.weight == "meaning":
            told.setdefault(name, sentence("wave_changes", "question", name=asked))
    return told


def _changed(changes: Sequence[Change], meaning: Mapping[str, Text]) -> dict[str, Text]:
    """Return the questions whose meaning changed, each with its sentence."""
    names = sorted({change.place.partition(".")[0] for change in changes if change.weight == "meaning"})
    return {name: meaning.get(name) or sentence("wave_changes", "question", name=name) for name in names}


def _breaks(
    id_: str,
    protocols: tuple[Protocol, Protocol],
    *,
    parameters: Sequence[tuple[str, str, str]],
    changed: Mapping[str, Text],
) -> Iterator[Text]:
    """Yield why a figure is not counted alike: what it rests on changed its meaning, or another thing is counted."""
    then, protocol = protocols
    rests = next((names for start, names in _RESTS_ON.items() if id_.startswith(start)), ())
    for name, before, now in parameters:
        if name in rests:
            yield parameter_words(name, then=before, now=now)
    asked = _asked(id_, protocol)
    named = frozenset(_texts(_planned(id_, protocol.analysis))) | asked
    yield from (why for name, why in changed.items() if name in named)
    others = _asked(id_, then)
    if _planned(id_, then.analysis) != _planned(id_, protocol.analysis) or (others and asked and others != asked):
        yield sentence("wave_changes", "counted_otherwise")


def parameter_words(name: str, *, then: str, now: str) -> Text:
    """Return in words that a parameter differs between two waves."""
    label = remarks()["parameters"].get(name, dict.fromkeys(LANGUAGES, name))
    return sentence("wave_changes", "parameter", name=label, before=then, now=now)


def _asked(id_: str, protocol: Protocol) -> frozenset[str]:
    """Return the questions that a standard figure rests on where people overrule the machine."""
    fields = next((names for start, names in _ASKED.items() if id_.startswith(start)), ())
    return frozenset(getattr(protocol.final, name) for name in fields if protocol.final) - {""}


def _planned(id_: str, analysis: dict[str, Any]) -> dict[str, Any]:
    """Return what the analysis plan says of a figure but for its label; nothing of a standard figure.

    A planned result of several figures names each by its own id and a further word (``gap_days`` of ``gap``).
    """
    plan = [entry for entry in analysis.get("plan", ()) if isinstance(entry.get("id"), str)]
    own = [entry for entry in plan if entry["id"] == id_]
    parts = [entry for entry in plan if id_.startswith(f"{entry['id']}_") and entry.get("kind") not in _OF_ONE_FIGURE]
    found: dict[str, Any] = max(own or parts, key=lambda entry: len(entry["id"]), default={})
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
