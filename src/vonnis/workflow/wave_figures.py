"""The figures of an earlier wave as it let them out: of a release, or of a table that an older study printed."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from vonnis.analysis.result import Text
from vonnis.analysis.waves import WaveFigure
from vonnis.errors import StudyError
from vonnis.report.agreement import names_coding
from vonnis.study.protocol import read_protocol
from vonnis.study.table_file import rows
from vonnis.study.wave_plan import EarlierWave

PROTOCOL, FIGURES = "study.toml", "release/figures.json"
_COLUMNS = ("id", "value", "unit", "n", "low", "high", "source")
_MAY = ("statistic", "numerator", "sd")
_KINDS = ("count", "share", "mean", "median", "minimum", "maximum", "change", "difference")
_PART = "."
"""Stands in the id of a cell, of a numerator, and of what a release took over from other studies."""
_HALF = 0.5
LANGUAGES = ("nl", "en")


def check_waves(folder: Path) -> None:
    """Look whether every earlier wave that a study names can be read, before any work is done.

    Raises:
        StudyError: the release or the table of an earlier wave is missing or wrong; or the protocol is.
    """
    for wave in read_protocol(folder / PROTOCOL).waves:
        earlier_figures(folder, wave)
        if wave.study is not None:
            read_protocol(folder / wave.study / PROTOCOL)


def earlier_figures(folder: Path, wave: EarlierWave) -> tuple[WaveFigure, ...]:
    """Return the figures of an earlier wave that a study names.

    Raises:
        StudyError: its release or its table is missing or wrong.
    """
    if wave.figures is not None:
        return tuple(_table(folder / wave.figures, fictional=wave.fictional))
    return released_figures((folder / str(wave.study)).resolve())


def in_both(text: Text) -> Text:
    """Return a text in both languages; what is written in one alone stands in the other too."""
    known = next((words for words in text.values() if words), "")
    return {language: text.get(language) or known for language in LANGUAGES} if known else {}


def released_figures(folder: Path) -> tuple[WaveFigure, ...]:
    """Return the figures that a study has released, on its cases: no cells of tables, and nothing on its coding.

    Raises:
        StudyError: it has no release, or that cannot be read.
    """
    path = folder / FIGURES
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        by_id = {str(one["id"]): one for one in content["figures"]}
        invented = bool(content.get("fictional", False))
        found = [_figure(one, by_id, fictional=invented) for id_, one in by_id.items() if is_compared(id_)]
    except FileNotFoundError:
        message = f"{path} is not there; release that wave first with `vonnis release {folder}`"
        raise StudyError(message) from None
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        message = f"{path} cannot be read as the figures of a release ({error}); release that wave again"
        raise StudyError(message) from error
    return tuple(found)


def is_compared(id_: str) -> bool:
    """Tell whether a figure is set beside those of other waves: a figure of its own, and not on the coding."""
    return _PART not in id_ and not names_coding(id_)


def _figure(one: dict[str, Any], by_id: Mapping[str, dict[str, Any]], *, fictional: bool) -> WaveFigure:
    ends, counted = one.get("interval"), by_id.get(f"{one['id']}.numerator")
    return WaveFigure(
        id=str(one["id"]),
        label={"nl": str(one.get("label_nl", one["label"])), "en": str(one["label"])},
        value=None if one["value"] is None else float(one["value"]),
        unit=str(one["unit"]),
        statistic=str(one.get("statistic") or ("share" if counted else "")),
        n=one.get("n"),
        numerator=counted.get("value") if counted else None,
        interval=(float(ends[0]), float(ends[1])) if ends else None,
        status=str(one.get("status", "released")),
        rounded=bool(one.get("rounded", False)),
        fictional=bool(one.get("fictional", fictional)),
        source=str(one.get("source", "")),
    )


def _table(path: Path, *, fictional: bool) -> Iterator[WaveFigure]:
    """Yield the figures that an older study printed; each row has its source."""
    seen: set[str] = set()
    for line, row in rows(path, columns=_COLUMNS, optional=_MAY):
        where = f"{path}, line {line}"
        if not row["source"]:
            message = f"{where}: the figure has no source; say who printed it"
            raise StudyError(message)
        if row["id"] in seen:
            message = f"{where}: the figure {row['id']!r} stands twice; keep one row a figure"
            raise StudyError(message)
        seen.add(row["id"])
        if row["statistic"] and row["statistic"] not in _KINDS:
            message = f"{where}: {row['statistic']!r} is no kind of figure; write one of {', '.join(_KINDS)}"
            raise StudyError(message)
        value, deviation = (_number(row[name], where) for name in ("value", "sd"))
        if deviation is not None and deviation < 0:
            message = f"{where}: a standard deviation is 0 or more; mend {row['sd']!r}"
            raise StudyError(message)
        n = _whole(row["n"], where)
        yield WaveFigure(
            id=row["id"],
            label=dict.fromkeys(LANGUAGES, row["id"]),
            value=value,
            unit=row["unit"],
            statistic=row["statistic"],
            n=n,
            numerator=_numerator(row, value, n, where),
            interval=_interval(row, value, where),
            deviation=deviation,
            status="suppressed" if value is None else "released",
            fictional=fictional,
            source=row["source"],
        )


def _interval(row: Mapping[str, str], value: float | None, where: str) -> tuple[float, float] | None:
    low, high = _number(row["low"], where), _number(row["high"], where)
    if low is None and high is None:
        return None
    if low is None or high is None:
        message = f"{where}: an interval has two ends; give low and high, or neither"
        raise StudyError(message)
    if value is None:
        message = f"{where}: an interval stands around no value; give the value, or take low and high away"
        raise StudyError(message)
    if not low <= value <= high:
        message = f"{where}: {row['value']} does not lie between {row['low']} and {row['high']}; mend the interval"
        raise StudyError(message)
    return low, high


def _numerator(row: Mapping[str, str], value: float | None, n: int | None, where: str) -> int | None:
    """Return how many units a share counts: as the table says, or the whole number nearest to the share of its n."""
    if row["numerator"]:
        return _whole(row["numerator"], where)
    return math.floor(value * n + _HALF) if row["unit"] == "share" and value is not None and n is not None else None


def _whole(text: str, where: str) -> int | None:
    if text and not (text.isascii() and text.isdigit()):
        message = f"{where}: {text!r} is no whole number; write digits only, or leave it empty"
        raise StudyError(message)
    return int(text) if text else None


def _number(text: str, where: str) -> float | None:
    try:
        number = float(text) if text else None
    except ValueError:
        number = math.nan
    if number is not None and not math.isfinite(number):
        message = f"{where}: {text!r} is no number; write shares as 0.61"
        raise StudyError(message)
    return number
