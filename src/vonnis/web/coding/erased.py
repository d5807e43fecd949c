"""What the screen says in the place of a passage whose words were erased."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vonnis.study.coding import Coding, Evidence, Passage
from vonnis.study.erasure import Erasure, Ground
from vonnis.web.database import store

_GROUNDS: dict[Ground, object] = {
    "withdrawn": gettext_lazy("the court withdrew the judgment"),
    "replaced": gettext_lazy("the court replaced the judgment"),
    "permission_ended": gettext_lazy("the permission ended"),
    "retention_ended": gettext_lazy("the time to keep it ended"),
    "request": gettext_lazy("it was asked for"),
    "mistake": gettext_lazy("it should never have been taken in"),
}


def evidence_of(coding: Coding) -> list[tuple[int, Evidence, str]]:
    """Return the passages and places under an answer, numbered, each with what is said where its words are gone."""
    erased = list(store().records(Erasure)) if any(_is_blank(each) for each in coding.evidence) else []
    return [(place, each, _said(coding.unit, each, erased)) for place, each in enumerate(coding.evidence)]


def _is_blank(each: Evidence) -> bool:
    return isinstance(each, Passage) and not each.quote


def _said(unit: str, each: Evidence, erased: list[Erasure]) -> str:
    found = [one for one in erased if one.document == each.document or one.unit == unit]
    if not _is_blank(each) or not found:
        return ""
    last = found[-1]
    return _("erased: %(ground)s, %(date)s") % {"ground": _GROUNDS[last.ground], "date": date_format(last.at)}
