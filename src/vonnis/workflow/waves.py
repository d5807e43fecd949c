"""A study beside its earlier waves: figures compared, and what changed in population, law, parameters and codebook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

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
from vonnis.study.wave_plan import EarlierWave
from vonnis.workflow.wave_breaks import Bases, breaks_of, changed_names, parameters_that_differ, readings_that_differ
from vonnis.workflow.wave_figures import LANGUAGES, PROTOCOL, earlier_figures, in_both, is_compared, released_figures

CODEBOOK = "codebook.yaml"


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
    parameters = tuple(parameters_that_differ((other, then), (folder, protocol)))
    books, unknown = _codebooks(other, folder)
    changes = compare(*books) if books else ()
    meaning = _meanings(changes, *books) if books else {}
    changed = changed_names(changes, meaning, books=books or ())
    bases = Bases(then=then, now=protocol, books=books or (), parameters=parameters, changed=changed)
    for figure in now:
        for why in breaks_of(figure.id, bases):
            breaks.setdefault(figure.id, []).append(why)
    spans = _span(then), _span(protocol)
    readings = tuple(readings_that_differ(then, protocol))
    return WaveComparison(
        id=wave.id,
        label=label,
        figures=compared(before, now, breaks=breaks, beside=_beside_each_other(*spans) or _read(then, protocol)),
        population=(*_years(*spans, papers=protocol.population.of_papers), *_population(then, protocol), *readings),
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


def _read(then: Protocol, now: Protocol) -> Text | None:
    """Return why intervals of two waves do not mean the same, or None where they do."""
    first, second = (one.analysis.get("reading", "process") for one in (then, now))
    return None if first == second else sentence("waves", "read_otherwise")


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
        if then[0] <= law.from_.year <= now[1] and _side(then, law.from_) != _side(now, law.from_):
            yield sentence("wave_changes", "law", day=law.from_.isoformat(), label=law.label, source=law.source)


def _side(span: Span, day: dt.date) -> str:
    if span[1] < day.year:
        return "before"
    return "after" if span[0] >= day.year + (day > dt.date(day.year, 1, 1)) else "across"


def _codebooks(before: Path, now: Path) -> tuple[tuple[Codebook, Codebook] | None, tuple[Text, ...]]:
    """Return both codebooks, or None and why they cannot be compared."""
    missing = [folder / CODEBOOK for folder in (before, now) if not (folder / CODEBOOK).is_file()]
    if missing:
        path = f"{missing[0].parent.name}/{CODEBOOK}"
        return None, (sentence("wave_changes", "no_codebook", path=path),)
    return (read_codebook(before / CODEBOOK), read_codebook(now / CODEBOOK)), ()


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
