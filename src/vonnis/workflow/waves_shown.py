"""The earlier waves of a study as its report shows them: compared with what it releases now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from vonnis.analysis.result import Text
from vonnis.analysis.waves import Compared, WaveFigure
from vonnis.disclosure.released import Release, ReleasedResult, Status
from vonnis.report.waves_shown import ShownComparison, ShownWave, WaveNumber
from vonnis.study.protocol import Protocol
from vonnis.workflow.wave_breaks import parameter_words
from vonnis.workflow.wave_figures import FIGURES, PROTOCOL
from vonnis.workflow.waves import CODEBOOK, WaveComparison, compare_waves


def shown_waves(folder: Path, protocol: Protocol, *, release: Release) -> tuple[ShownWave, ...]:
    """Return the earlier waves that a protocol names beside the figures of a release; none where it names none.

    Raises:
        StudyError: an earlier wave has no release or table that can be read, or marks a figure that is not released.
    """
    if not protocol.waves:
        return ()
    now = tuple(_figure(one, fictional=release.fictional) for one in release.results)
    return tuple(_wave(found) for found in compare_waves(folder, now))


def wave_inputs(folder: Path, protocol: Protocol) -> Iterator[Path]:
    """Yield the files that a comparison with earlier waves rests on, as far as they are there."""
    for wave in protocol.waves:
        whole = (f"{wave.study}/{one}" for one in (PROTOCOL, CODEBOOK, FIGURES))
        names = (wave.figures,) if wave.figures else tuple(whole)
        yield from (path for name in names if (path := folder / name).is_file())


def _figure(one: ReleasedResult, *, fictional: bool) -> WaveFigure:
    return WaveFigure(
        id=one.id,
        label=one.label,
        value=one.value,
        unit=one.unit,
        statistic=one.statistic,
        n=one.n,
        numerator=one.numerator,
        interval=(one.interval.low, one.interval.high) if one.interval else None,
        freedom=one.interval.freedom if one.interval else None,
        status=one.status,
        rounded=one.rounded,
        fictional=one.made_up(fictional=fictional),
        source=one.source["en"],
    )


def _wave(found: WaveComparison) -> ShownWave:
    changes: dict[str, tuple[Text, ...]] = {"unknown": found.unknown} if found.unknown else {}
    if found.whole:
        told = tuple(parameter_words(name, then=then, now=now) for name, then, now in found.parameters)
        changes |= {"law": found.law, "parameters": told}
        if not found.unknown:
            changes["codebook"] = found.meaning
    elif found.law:
        changes["law"] = found.law
    if found.whole or found.population:
        changes["population"] = found.population
    return ShownWave(
        id=found.id,
        label=found.label,
        figures=tuple(_comparison(one, found) for one in found.figures),
        changes=tuple(changes.items()),
        together=found.together,
        fictional=found.fictional,
    )


def _comparison(one: Compared, wave: WaveComparison) -> ShownComparison:
    id_ = f"wave.{wave.id}.{one.id}"
    before = one.before
    source = {language: "; ".join(filter(None, (text, before.source))) for language, text in wave.label.items()}
    label = {language: f"{text} ({wave.label[language]})" for language, text in one.label.items()}
    earlier = WaveNumber(
        id=id_,
        label=label,
        value=before.value,
        unit=before.unit,
        statistic=before.statistic,
        n=before.n,
        numerator=before.numerator,
        interval=before.interval,
        status=_status(before.value, before),
        rounded=before.rounded,
        fictional=before.fictional,
        source=source,
    )
    of_both = WaveNumber(
        id=f"{id_}.difference",
        label=_said(label, nl="verschil", en="difference"),
        value=one.difference,
        unit=one.unit,
        statistic="difference",
        interval=one.interval,
        status=_status(one.difference, before, one.now),
        fictional=before.fictional or one.now.fictional,
        source=source,
    )
    difference = chance = None
    if one.difference is not None:
        difference = of_both
    if one.adjusted is not None:
        said = _said(label, nl="p van het verschil, gecorrigeerd", en="p of the difference, corrected")
        chance = msgspec.structs.replace(
            of_both,
            id=f"{id_}.p",
            label=said,
            value=one.adjusted,
            unit="p",
            statistic="",
            interval=None,
            status="released",
        )
    return ShownComparison(
        figure=one.id,
        label=one.label,
        unit=one.unit,
        before=earlier,
        difference=difference,
        chance=chance,
        reason=one.reason,
        breaks=one.breaks,
    )


def _status(value: float | None, *figures: WaveFigure) -> Status:
    """Return the status of a number that rests on some figures: under an exception where one of them is."""
    if value is None:
        return "suppressed"
    return "exception" if any(one.status == "exception" for one in figures) else "released"


def _said(label: Text, *, nl: str, en: str) -> Text:
    return {"nl": f"{label['nl']}: {nl}", "en": f"{label['en']}: {en}"}
