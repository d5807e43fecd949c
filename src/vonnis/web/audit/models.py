"""One line for each action, chained: a line that is changed or taken out shows."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any, ClassVar

from django.db import connection, models

_FIRST = "0" * 64
_LOCK = 0x766F6E  # the number under which PostgreSQL lets one transaction at a time add a line


class Line(models.Model):
    """What was done: by whom, when, to what; ``digest`` covers the line and the digest of the line before it.

    Lines are inserted, never updated. ``detail`` holds what changed, never a passage or a note.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=31)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        """Lines stand in the order in which they were written."""

        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor} {self.action} {self.subject}"

    def expected(self) -> str:
        """Return the digest (hex SHA-256) that this line must have after the line before it."""
        content = [
            self.before,
            self.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            self.actor,
            self.action,
            self.subject,
            self.detail,
        ]
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def write_line(*, actor: str, action: str, subject: str, at: dt.datetime, detail: dict[str, Any]) -> Line:
    """Add a line; the caller has a transaction open in which the action itself happens."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = Line.objects.order_by("-id").values_list("digest", flat=True).first()
    line = Line(at=at, actor=actor, action=action, subject=subject, detail=detail, before=last or _FIRST)
    line.digest = line.expected()
    line.save(force_insert=True)
    return line


def broken_at() -> Line | None:
    """Return the first line that does not follow from the line before it; None where the chain is whole."""
    before = _FIRST
    for line in Line.objects.iterator(chunk_size=2000):
        if line.before != before or line.digest != line.expected():
            return line
        before = line.digest
    return None
