"""What a page shows of the passages under an answer: their words, or why the words are not there.

The words of a closed text are shown to whom may read that text at that moment, wherever an answer with such a passage
stands: on the screen of its coder, beside the other coder's, in a thread, in the feedback of the training. That is a
reading of the text, and the log says so once in a session; the whole text is logged each time.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

import msgspec
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vonnis.archive.sealing import Seals
from vonnis.study.coding import Coding, Evidence, Passage
from vonnis.study.erasure import Erasure, Ground
from vonnis.study.permission import ClosedText
from vonnis.web.accounts.models import Person
from vonnis.web.coding.shelf import may_be_shown, note_reading
from vonnis.web.database import store
from vonnis.web.protocol import protocol

_GROUNDS: dict[Ground, object] = {
    "withdrawn": gettext_lazy("the court withdrew the judgment"),
    "replaced": gettext_lazy("the court replaced the judgment"),
    "permission_ended": gettext_lazy("the permission ended"),
    "retention_ended": gettext_lazy("the time to keep it ended"),
    "request": gettext_lazy("it was asked for"),
    "mistake": gettext_lazy("it should never have been taken in"),
}
_READ = "texts_read"
"""Under which name a session keeps the closed texts whose reading is in the log."""

Shown = tuple[int, Evidence, str]
"""A passage or place with its number under the answer, and what is said where its words are not shown."""


def evidence_of(request: HttpRequest, coding: Coding) -> list[Shown]:
    """Return the passages and places under an answer as the visitor may see them, and log what is read of closed texts.

    A passage whose words are not shown comes without them, with the reason: they were erased, or are of a text that
    the visitor may not read now.
    """
    erased = list(store().records(Erasure)) if any(_is_blank(each) for each in coding.evidence) else []
    person, now = cast("Person", request.user), timezone.now()
    quoted = {each.document for each in coding.evidence if isinstance(each, Passage) and each.quote}
    closed = _closed(coding.unit, quoted)
    shut = closed if closed and not may_be_shown(person, coding.unit, at=now) else set()
    for key in sorted(closed - shut):
        note_read(request, coding.unit, key=key)
    return [
        (place, msgspec.structs.replace(each, quote=""), _("its words are of a closed text that you may not read now"))
        if isinstance(each, Passage) and each.quote and each.document in shut
        else (place, each, _said(coding.unit, each, erased))
        for place, each in enumerate(coding.evidence)
    ]


def note_read(request: HttpRequest, unit: str, *, key: str, again: bool = False) -> None:
    """Log that the visitor was shown words of a closed text, unless the log says so of this session.

    Where the whole text is shown ``again``, the log says so each time.
    """
    read = request.session.get(_READ, [])
    if again or key not in read:
        note_reading(cast("Person", request.user), unit, key=key, at=timezone.now())
    if key not in read:
        request.session[_READ] = [*read, key]


def _closed(unit: str, documents: Collection[str]) -> set[str]:
    """Return which documents under an answer are of a closed file; what a fictional study invents is of none.

    Whether a judgment is published is looked up last, among all units: most answers are about no closed file.
    """
    if not documents:
        return set()
    seals = Seals(store(), store().vault)
    kept = {each.document for each in store().records(ClosedText, document=documents)}
    of_a_file = not protocol().study.fictional and seals.is_closed(unit)
    asked = documents if of_a_file else kept
    return {document for document in asked if not seals.is_published(document)}


def _is_blank(each: Evidence) -> bool:
    return isinstance(each, Passage) and not each.quote


def _said(unit: str, each: Evidence, erased: list[Erasure]) -> str:
    found = [one for one in erased if one.document == each.document or one.unit == unit]
    if not _is_blank(each) or not found:
        return ""
    last = found[-1]
    return _("erased: %(ground)s, %(date)s") % {"ground": _GROUNDS[last.ground], "date": date_format(last.at)}
