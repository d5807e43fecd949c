"""What a study has let out before: the figures of each release, kept so that the next one can say what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec

from vonnis.errors import StudyError
from vonnis.report.figures import Figures
from vonnis.report.masthead import Change

RELEASES = "releases"
"""The folder below what is private to the study."""
_FORM = "%Y%m%dT%H%M%SZ"
_ENDING = ".figures.json"


def kept_name(at: dt.datetime, *, interim: bool) -> str:
    """Return the name under which the figures of a release are kept."""
    return f"{at.astimezone(dt.UTC):{_FORM}}-{'interim' if interim else 'final'}{_ENDING}"


def last_before(folder: Path, at: dt.datetime) -> tuple[dt.date, Figures] | None:
    """Return the day and figures of the last release before a moment; None where there was none.

    Raises:
        StudyError: a kept file cannot be read.
    """
    found = [(moment, path) for path in folder.glob(f"*{_ENDING}") if (moment := _moment(path)) and moment < at]
    if not found:
        return None
    moment, path = max(found)
    try:
        figures = msgspec.json.decode(path.read_bytes(), type=Figures)
    except (OSError, msgspec.MsgspecError) as error:
        message = f"{path} cannot be read as the figures of an earlier release ({error}); put the file back"
        raise StudyError(message) from error
    return moment.date(), figures


def changes_since(before: Figures, now: Figures) -> Iterator[Change]:
    """Yield the figures and cells that both releases print, with another value then, and figures that one prints.

    What is withheld now is named without what it was: who did not read the earlier release need not learn it here.
    """
    known = before.by_id()
    for figure in now.figures:
        then = known.get(figure.id)
        was = None if then is None else then.value
        label = {"nl": figure.label_nl, "en": figure.label}
        if then is not None and was is not None and figure.value is not None:
            if was != figure.value:
                yield Change(id=figure.id, label=label, value=was, unit=then.unit, n=then.n)
        elif figure.statistic and (was is None) != (figure.value is None):
            yield Change(id=figure.id, label=label, value=None, printed=was is not None, unit=figure.unit)


def _moment(path: Path) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(path.name.split("-")[0], _FORM).replace(tzinfo=dt.UTC)
    except ValueError:
        return None
