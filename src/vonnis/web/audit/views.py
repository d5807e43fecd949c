"""The audit lines to look at and to take along."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vonnis.web.accounts.roles import Right
from vonnis.web.audit.models import Line, broken_at
from vonnis.web.rights import needs

_PAGE = 100


@needs(Right.READ_AUDIT)
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Show the newest lines first, and whether the chain is whole."""
    pages = Paginator(Line.objects.order_by("-id"), _PAGE)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "audit/audit.html", {"page": page, "broken": broken_at()})


@needs(Right.READ_AUDIT)
@require_GET
def audit_file(_request: HttpRequest) -> StreamingHttpResponse:
    """Give all lines as CSV, oldest first, with the digests that prove the chain."""
    response = StreamingHttpResponse(_rows(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


class _Echo:
    """A file that hands back each line that is written to it."""

    def write(self, line: str) -> str:
        return line


def _rows() -> Iterator[str]:
    import json

    writer = csv.writer(_Echo())
    yield writer.writerow(["number", "at", "actor", "action", "subject", "detail", "before", "digest"])
    for line in Line.objects.iterator(chunk_size=2000):
        detail = json.dumps(line.detail, sort_keys=True, ensure_ascii=False)
        yield writer.writerow(
            [line.pk, line.at.isoformat(), line.actor, line.action, line.subject, detail, line.before, line.digest]
        )
