"""The language of the page that is being made."""

from __future__ import annotations

from django.utils.translation import get_language


def page_language() -> str:
    """Return ``nl`` or ``en``, under which texts of the study hold their words."""
    return "en" if (get_language() or "nl").startswith("en") else "nl"
