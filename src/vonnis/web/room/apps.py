"""How Django knows this part of the room."""

from __future__ import annotations

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """The part ``room`` of the coding room."""

    name = "vonnis.web.room"
    label = "room"
