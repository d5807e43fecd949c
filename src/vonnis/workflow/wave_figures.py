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
_ENDS = 2
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
        found = [_figure(one, by_id, fictional=invented, path=path) for id_, one in by_id.items() if is_compared(id_)]
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


def _figure(one: dict[str, Any], by_id: Mapping[str, dict[str, Any]], *, fictional: bool, path: Path) -> WaveFigure:
    ends, counted = one.get("interval"), by_id.get(f"{one['id']}.numerator")
    wholes = (one.get("n"), counted.get("value") if counted else None, one.get("freedom"))
    if ends and len(ends) != _ENDS:
        message = f"an interval has two ends, not {len(ends)}"
        raise ValueError(message)
    given = [number for number in (one["value"], *wholes) if number is not None]
    of_units = [number for number in wholes if number is not None]
    if not all(map(_is_number, (*given, *(ends or ())))) or any(number < 0 or number % 1 for number in of_units):
        message = f"{path}: a number of {one['id']!r} is none; release that wave again"
        raise StudyError(message)
    if ends and ends[0] > ends[1]:
        message = f"{path}: the interval of {one['id']!r} ends before it begins; release that wave again"
        raise StudyError(message)
    found = WaveFigure(
        id=str(one["id"]),
        label={"nl": str(one.get("label_nl", one["label"])), "en": str(one["label"])},
        value=None if one["value"] is None else float(one["value"]),
        unit=str(one["unit"]),
        statistic=str(one.get("statistic") or ("share" if counted else "")),
        n=wholes[0],
        numerator=wholes[1],
        interval=(float(ends[0]), float(ends[1])) if ends else None,
        freedom=wholes[2],
        status=str(one.get("status", "released")),
        rounded=bool(one.get("rounded", False)),
        fictional=bool(one.get("fictional", fictional)),
        source=str(one.get("source", "")),
    )
    _check_counts(found, where=f"{path}, {found.id}")
    return found


def _is_number(value: object) -> bool:
    """Tell whether something read from JSON is a number that can be counted with."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _check_counts(figure: WaveFigure, *, where: str) -> None:
    """Refuse a figure that counts more units than there are.

    Raises:
        StudyError: with the file and the figure or line.
    """
    if figure.numerator is not None and figure.n is not None and figure.numerator > figure.n:
        message = f"{where}: {figure.numerator} of {figure.n} cannot be; mend the numerator or the n"
        raise StudyError(message)


def _check_share(figure: WaveFigure, *, where: str) -> None:
    """Refuse a share outside 0 to 1 in a table; a change below nothing may stand there without its statistic.

    Raises:
        StudyError: with the file and line.
    """
    least = -1.0 if not figure.statistic and (figure.value or 0.0) < 0 else 0.0
    shown = [number for number in (figure.value, *(figure.interval or ())) if number is not None]
    wrong = next((number for number in shown if not least <= number <= 1), None)
    if wrong is not None and figure.unit == "share" and figure.statistic in ("", "share"):
        message = f"{where}: {wrong:g} is no share; write 44% as 0.44, and of a change its statistic"
        raise StudyError(message)


def _table(path: Path, *, fictional: bool) -> Iterator[WaveFigure]:
    """Yield the figures that an older study printed; each row has its source."""
    seen: set[str] = set()
    for line, row in rows(path, columns=_COLUMNS, optional=_MAY):
        where = f"{path}, line {line}"
        if not row["id"]:
            message = f"{where}: the figure has no id; write the one under which this study prints it"
            raise StudyError(message)
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
        found = WaveFigure(
            id=row["id"],
            label=dict.fromkeys(LANGUAGES, row["id"]),
            value=value,
            unit=row["unit"],
            statistic=row["statistic"],
            n=n,
            numerator=_numerator(row, value, n, where),
            interval=_interval(row, value, where),
            freedom=None if n is None else n - 1,
            deviation=deviation,
            status="suppressed" if value is None else "released",
            fictional=fictional,
            source=row["source"],
        )
        _check_share(found, where=where)
        _check_counts(found, where=where)
        yield found


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
