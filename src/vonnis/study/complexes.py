"""The table of case complexes: which judgments concern the same client, and which placeholder is which victim.

Names are masked in published judgments, so nobody but a reader of the files can tell that two judgments are about the
same victim. A coder draws that table up; the program never guesses it.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from vonnis.errors import StudyError
from vonnis.study.table_file import rows

_COLUMNS = ("complex", "client", "judgment", "placeholder", "victim")


class Link(msgspec.Struct, frozen=True):
    """One line of the table: in this judgment about this client, this placeholder stands for this victim."""

    complex: str
    client: str
    judgment: str
    placeholder: str
    victim: str


def read_links(path: Path) -> tuple[Link, ...]:
    """Return the lines of a table of complexes.

    Raises:
        StudyError: the file cannot be read, a cell is empty, or two lines contradict each other.
    """
    links: list[Link] = []
    belongs: dict[tuple[str, str], tuple[str, int]] = {}
    seen: dict[tuple[str, str], int] = {}
    for line, row in rows(path, columns=_COLUMNS):
        for column in _COLUMNS:
            if not row[column]:
                message = f"{path}, line {line}: the cell {column!r} is empty; fill it in or take the line out"
                raise StudyError(message)
        link = Link(**row)
        once = (link.judgment, link.placeholder)
        if once in seen:
            message = f"{path}, line {line}: {link.placeholder} of {link.judgment} stands in line {seen[once]} already"
            raise StudyError(message)
        seen[once] = line
        for kind, key, owner in (
            ("judgment", link.judgment, link.client),
            ("client", link.client, link.complex),
            ("victim", link.victim, link.complex),
        ):
            first, where = belongs.setdefault((kind, key), (owner, line))
            if first != owner:
                message = f"{path}, line {line}: {kind} {key} belongs to {owner} here, but to {first} in line {where}"
                raise StudyError(message)
        links.append(link)
    if not links:
        message = f"{path} holds no lines; each judgment needs one line a victim"
        raise StudyError(message)
    return tuple(links)
