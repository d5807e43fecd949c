"""The log of the study to look at and to take along: every action, chained by digest."""

from __future__ import annotations

import csv
import io

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vonnis.archive.store import broken_at
from vonnis.web.accounts.roles import Right
from vonnis.web.database import store
from vonnis.web.rights import needs

_PAGE = 100
_COLUMNS = ("seq", "name", "actor", "at", "detail", "previous", "digest")


@needs(Right.READ_AUDIT)
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Show the newest lines first, and whether the chain is whole."""
    lines = store().lines()
    page = Paginator(lines[::-1], _PAGE).get_page(request.GET.get("page"))
    return render(request, "audit/audit.html", {"page": page, "broken": broken_at(lines)})


@needs(Right.READ_AUDIT)
@require_GET
def audit_file(_request: HttpRequest) -> HttpResponse:
    """Give all lines as CSV, oldest first, with the digests that prove the chain."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    writer.writerows([getattr(line, name) for name in _COLUMNS] for line in store().lines())
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response
