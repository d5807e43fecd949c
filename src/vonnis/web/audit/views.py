"""The log of the study to look at and to take along: every action, chained by digest."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vonnis.archive.store import Action, broken_at
from vonnis.located.spreadsheet import guarded
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.coding.overview import check_nothing_in_hand, still_codes
from vonnis.web.database import store
from vonnis.web.rights import needs

_PAGE = 100
_ROWS_AT_ONCE = 1000
_ABOUT_ANSWERS = ("answers.", "coding.", "machine.", "thread.", "meeting.", "unit.")
_ASKED_AGAIN = "meeting.rule"
_COLUMNS = ("seq", "name", "actor", "at", "detail", "previous", "digest")


@needs(Right.READ_AUDIT)
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Show the newest lines first, and whether the chain is whole: on this page, or all of it where that is asked."""
    length = store().length()
    pages = max(1, -(-length // _PAGE))
    wanted = request.GET.get("page", "")
    number = min(max(int(wanted), 1), pages) if wanted.isdecimal() and len(wanted) <= len(str(pages)) else 1
    last = length - (number - 1) * _PAGE
    first = max(1, last - _PAGE + 1)
    lines, broken = _part(first, last)
    whole = "check" in request.GET
    person = cast("Person", request.user)
    codes = still_codes(person.username)
    context = {
        "lines": [(line, "–" if codes and _tells(line, person) else store().told(line)) for line in lines[::-1]],
        "codes": codes,
        "length": length,
        "number": number,
        "newer": number - 1,
        "older": number + 1,
        "pages": pages,
        "checked": whole,
        "broken": broken_at(store().each_line()) if whole else broken,
    }
    return render(request, "audit/audit.html", context)


@needs(Right.READ_AUDIT)
@require_GET
def audit_file(request: HttpRequest) -> StreamingHttpResponse:
    """Give all lines as CSV, oldest first, with the digests that prove the chain; a part at a time.

    Whoever still codes a file gets none, as with the other exports: see :func:`_tells`.
    """
    check_nothing_in_hand(cast("Person", request.user))
    response = StreamingHttpResponse(_rows(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _tells(line: Action, person: Person) -> bool:
    """Tell whether a line says what somebody else was asked, whom somebody listed, or how many answers a rule names."""
    return line.name == _ASKED_AGAIN or (line.actor != person.username and line.name.startswith(_ABOUT_ANSWERS))


def _part(first: int, last: int) -> tuple[list[Action], int | None]:
    """Return a part of the log, and where it does not follow from the line before it."""
    found = list(store().each_line(max(1, first - 1), last))
    after = found.pop(0) if first > 1 and found else None
    if after is not None and after.seq != first - 1:
        return [after, *found], first - 1
    broken = broken_at(found, after=after)
    short = first + len(found) if len(found) < last - first + 1 else None
    return found, broken or short


def _rows() -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for place, line in enumerate(store().each_line(), 1):
        writer.writerow([guarded(getattr(line, name)) for name in _COLUMNS])
        if place % _ROWS_AT_ONCE == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()
