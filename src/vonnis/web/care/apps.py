"""How Django knows this part of the room."""

from __future__ import annotations

from django.apps import AppConfig


class CareConfig(AppConfig):
    """The part ``care`` of the coding room."""

    name = "vonnis.web.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"
