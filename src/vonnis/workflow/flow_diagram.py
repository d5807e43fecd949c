"""The flow diagram of a study, after PRISMA 2020: boxes from the list to the coding, with what dropped out beside them.

Drawn from the log as one SVG file without any script or font of its own. Page, M. J. et al. (2021), "The PRISMA 2020
statement", BMJ 372:n71, gives the form; the steps are those of this study.
"""

from __future__ import annotations

from contextlib import closing
from html import escape
from pathlib import Path

from vonnis.archive.store import open_store
from vonnis.errors import UsageError
from vonnis.study.flow import StudyFlow
from vonnis.study.protocol import read_protocol
from vonnis.study.reasons import list_words
from vonnis.workflow.population import PROTOCOL, drawn_units, flow

_WORDS = {
    "nl": {
        "units": "Verdachten op de lijst of uit de selectie",
        "list": "Over na de lijst",
        "rules": "Over na de regels",
        "screening": "Over na screening",
        "file": "Dossier beschikbaar",
        "coding": "Over na codering",
        "sample": "Getrokken in de steekproef",
        "dropped": "Afgevallen",
        "title": "Stroomdiagram van de selectie",
        "mark": "FICTIEF",
    },
    "en": {
        "units": "Defendants on the list or selected",
        "list": "Left after the list",
        "rules": "Left after the rules",
        "screening": "Left after screening",
        "file": "File available",
        "coding": "Left after coding",
        "sample": "Drawn in the sample",
        "dropped": "Dropped out",
        "title": "Flow diagram of the selection",
        "mark": "FICTIONAL",
    },
}
_LEFT, _WIDTH, _ASIDE, _LINE, _GAP = 24, 300, 380, 20, 36


def diagram_of(folder: Path, *, language: str = "en") -> str:
    """Return the flow diagram of a study folder as SVG.

    Raises:
        UsageError: the language is neither ``nl`` nor ``en``.
        StudyError: the folder cannot be used.
    """
    if language not in _WORDS:
        message = f"{language!r} is no language of the diagram; give nl or en"
        raise UsageError(message)
    with closing(open_store(folder)) as store:
        counted, drawn = flow(store), len(drawn_units(store))
    fictional = (folder / PROTOCOL).is_file() and read_protocol(folder / PROTOCOL).study.fictional
    return draw(counted, language=language, drawn=drawn or None, fictional=fictional)


def draw(counted: StudyFlow, *, language: str, drawn: int | None = None, fictional: bool = False) -> str:
    """Return a flow as SVG; ``drawn`` adds a box for the sample, ``fictional`` writes the word into the image."""
    words = _WORDS[language]
    labels = {reason.id: reason.label[language] for reason in list_words().reasons}
    parts: list[str] = []
    top = 64 if fictional else 24
    boxes: list[tuple[str, int]] = [(words["units"], counted.units)]
    asides: list[list[str]] = []
    for step in counted.steps:
        dropped = sum(step.dropped.values())
        lines = [f"{words['dropped']}: {dropped}"] if dropped else []
        asides.append(lines + [f"{labels.get(name, name)}: {number}" for name, number in step.dropped.items()])
        boxes.append((words[step.step], step.kept))
    if drawn is not None:
        asides.append([])
        boxes.append((words["sample"], drawn))
    for place, (label, number) in enumerate(boxes):
        parts.append(_box(_LEFT, top, [label, f"n = {number}"]))
        bottom = top + _height(2)
        if place == len(boxes) - 1:
            top = bottom
            break
        lines = asides[place]
        room = max(_GAP, _height(len(lines)) + 16 if lines else 0)
        parts.append(_arrow(_LEFT + _WIDTH // 2, bottom, room))
        if lines:
            parts.append(_box(_ASIDE, bottom + 8, lines))
            middle = bottom + 8 + _height(len(lines)) // 2
            parts.append(f'<path d="M{_LEFT + _WIDTH // 2} {middle}H{_ASIDE - 8}" marker-end="url(#a)"/>')
        top = bottom + room
    told = escape(", ".join(f"{label} {number}" for label, number in boxes))
    mark = f'<text x="{_LEFT}" y="40" class="mark">{words["mark"]}</text>' if fictional else ""
    height = top + 24
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_ASIDE + _WIDTH + 24} {height}" role="img" '
        f'aria-labelledby="t d"><title id="t">{words["title"]}</title><desc id="d">{told}</desc>'
        "<style>rect{fill:#fff;stroke:#44505c}text{font:15px system-ui,sans-serif;fill:#1c2430}"
        ".mark{font-weight:700;letter-spacing:.08em}path{fill:none;stroke:#44505c}.n{font-variant-numeric:tabular-nums}"
        "</style>"
        '<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0L8 4L0 8z" style="fill:#44505c"/></marker></defs>'
        f'<rect x="0" y="0" width="100%" height="100%" style="stroke:none"/>{mark}{"".join(parts)}</svg>\n'
    )


def _height(lines: int) -> int:
    return lines * _LINE + 16


def _box(left: int, top: int, lines: list[str]) -> str:
    texts = "".join(
        f'<text x="{left + 12}" y="{top + 8 + _LINE * place + 15}" class="n">{escape(line)}</text>'
        for place, line in enumerate(lines)
    )
    return f'<rect x="{left}" y="{top}" width="{_WIDTH}" height="{_height(len(lines))}" rx="4"/>{texts}'


def _arrow(left: int, top: int, room: int) -> str:
    return f'<path d="M{left} {top}V{top + room - 2}" marker-end="url(#a)"/>'
