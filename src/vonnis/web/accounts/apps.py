"""How Django knows this part of the room."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The part ``accounts`` of the coding room."""

    name = "vonnis.web.accounts"
    label = "accounts"
