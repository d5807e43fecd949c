"""Which files somebody has opened, so that the note before them is shown once and a day has its cap."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from vonnis.web.accounts.models import Person


class Opening(models.Model):
    """Somebody opened a file for the first time in a round; nobody is measured by it, and no page lists it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="openings")
    unit = models.CharField(max_length=200)
    round = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        """One opening a person, file and round."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "unit", "round"], name="one_opening")
        ]

    def __str__(self) -> str:
        return f"opening {self.pk}"
