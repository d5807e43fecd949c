"""How Django knows this part of the room."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The part ``audit`` of the coding room."""

    name = "vonnis.web.audit"
    label = "audit"
