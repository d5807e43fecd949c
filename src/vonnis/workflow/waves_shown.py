"""The earlier waves of a study as its report shows them: compared with what it releases now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from vonnis.analysis.result import Text
from vonnis.analysis.waves import Compared, WaveFigure
from vonnis.disclosure.released import Release, ReleasedResult
from vonnis.report.agreement import is_agreement
from vonnis.report.waves_shown import ShownComparison, ShownWave, WaveNumber
from vonnis.study.protocol import Protocol
from vonnis.workflow.waves import CODEBOOK, FIGURES, PROTOCOL, WaveComparison, compare_waves, parameter_words


def shown_waves(folder: Path, protocol: Protocol, *, release: Release) -> tuple[ShownWave, ...]:
    """Return the earlier waves that a protocol names beside the figures of a release; none where it names none.

    Raises:
        StudyError: an earlier wave has no release or table that can be read, or marks a figure that is not released.
    """
    if not protocol.waves:
        return ()
    now = tuple(_figure(one) for one in release.results if not is_agreement(one))
    return tuple(_wave(found) for found in compare_waves(folder, now))


def wave_inputs(folder: Path, protocol: Protocol) -> Iterator[Path]:
    """Yield the files that a comparison with earlier waves rests on, as far as they are there."""
    for wave in protocol.waves:
        whole = (f"{wave.study}/{one}" for one in (PROTOCOL, CODEBOOK, FIGURES))
        names = (wave.figures,) if wave.figures else tuple(whole)
        yield from (path for name in names if (path := folder / name).is_file())


def _figure(one: ReleasedResult) -> WaveFigure:
    ends = (one.interval.low, one.interval.high) if one.interval else None
    return WaveFigure(
        id=one.id, label=one.label, value=one.value, unit=one.unit, n=one.n, interval=ends, source=one.source["en"]
    )


def _wave(found: WaveComparison) -> ShownWave:
    changes: dict[str, tuple[Text, ...]] = {"unknown": found.unknown} if found.unknown else {}
    if found.whole:
        told = tuple(parameter_words(name, then=then, now=now) for name, then, now in found.parameters)
        changes = {"population": found.population, "law": found.law, "parameters": told} | changes
        if not found.unknown:
            changes["codebook"] = found.meaning
    return ShownWave(
        id=found.id,
        label=found.label,
        figures=tuple(_comparison(one, found) for one in found.figures),
        changes=tuple(changes.items()),
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
        n=before.n,
        interval=before.interval,
        source=source,
    )
    difference = chance = None
    if one.difference is not None:
        difference = msgspec.structs.replace(
            earlier,
            id=f"{id_}.difference",
            label=_said(label, nl="verschil", en="difference"),
            value=one.difference,
            unit=one.unit,
            n=None,
            interval=one.interval,
        )
    if one.adjusted is not None:
        said = _said(label, nl="p van het verschil, gecorrigeerd", en="p of the difference, corrected")
        chance = WaveNumber(id=f"{id_}.p", label=said, value=one.adjusted, unit="p", source=source)
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


def _said(label: Text, *, nl: str, en: str) -> Text:
    return {"nl": f"{label['nl']}: {nl}", "en": f"{label['en']}: {en}"}
