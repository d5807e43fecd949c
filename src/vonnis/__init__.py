"""vonnis turns court judgments and case files into a published, reproducible case-file study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vonnis.extraction.extractor import extract as extract
    from vonnis.judgment.reading import read as read

__version__ = "0.1.0"
__all__ = ["__version__", "extract", "read"]

_HOMES = {"extract": "vonnis.extraction.extractor", "read": "vonnis.judgment.reading"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module attribute has any type
    """Import a public name when it is first asked for, so that ``import vonnis`` stays fast."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    message = f"module 'vonnis' has no attribute {name!r}"
    raise AttributeError(message)
