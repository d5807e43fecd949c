"""Which sources there are: those that installed packages offer under the entry point group ``vonnis.sources``.

A package adds the open data of another court by naming a class with the methods of
:class:`vonnis.sources.source.Source`::

    [project.entry-points."vonnis.sources"]
    elsewhere = "my_package.elsewhere:Elsewhere"
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points

from vonnis.errors import UsageError
from vonnis.sources.officielebekendmakingen import OfficieleBekendmakingen
from vonnis.sources.rechtspraak import Rechtspraak
from vonnis.sources.source import Source
from vonnis.sources.tweede_kamer import TweedeKamerCommitments, TweedeKamerDocuments

GROUP = "vonnis.sources"
DEFAULT = Rechtspraak.name
_OF_PAPERS: dict[str, Callable[[], Source]] = {
    OfficieleBekendmakingen.name: OfficieleBekendmakingen,
    TweedeKamerDocuments.name: TweedeKamerDocuments,
    TweedeKamerCommitments.name: TweedeKamerCommitments,
}
PAPER_SOURCES = tuple(_OF_PAPERS)
"""The names of the services that publish parliamentary papers."""


def source_names() -> tuple[str, ...]:
    """Return the names of all sources, sorted."""
    return tuple(sorted({DEFAULT, *(point.name for point in entry_points(group=GROUP))}))


def source_named(name: str) -> Source:
    """Return the source of that name.

    Raises:
        UsageError: there is none, or the package that offers it cannot be loaded.
    """
    if name == DEFAULT:
        return Rechtspraak()
    for point in entry_points(group=GROUP, name=name):
        try:
            made: Source = point.load()()
        except (ImportError, AttributeError, TypeError) as error:
            message = f"the source {name!r} cannot be loaded from {point.value} ({error}); mend or remove its package"
            raise UsageError(message) from error
        return made
    message = f"there is no source {name!r}; there are {', '.join(source_names())}"
    raise UsageError(message)


def paper_source_named(name: str) -> Source:
    """Return the service of parliamentary papers of that name.

    Raises:
        UsageError: there is none.
    """
    if name not in _OF_PAPERS:
        message = f"there is no source of papers {name!r}; there are {', '.join(PAPER_SOURCES)}"
        raise UsageError(message)
    return _OF_PAPERS[name]()
