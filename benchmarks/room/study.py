"""Invented studies for the benches of the room: one very long judgment, and a team of coders with many files."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from vonnis.archive.store import open_store
from vonnis.codebook.reading import read_codebook
from vonnis.study.coding import Coding, Passage
from vonnis.study.log import Assignment
from vonnis.study.permission import Statement
from vonnis.study.unit import Unit, complex_unit

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
PASSWORD = "paard batterij nietje correct"  # noqa: S105 - of people who exist in a bench only
HEAD = """RECHTBANK FICTIEF
FICTIEF / FICTIONAL: een verzonnen uitspraak, gemaakt om een programma te meten.
Strafrecht
Parketnummer: 99/000001-20
Datum uitspraak: 3 maart 2020

Vonnis van de rechtbank in de zaak tegen
[verdachte],
geboren te [geboorteplaats] op [geboortedatum] 1980.

4 De strafoplegging
"""
TAIL = """
8 De beslissing
De rechtbank:
- veroordeelt verdachte tot een gevangenisstraf voor de duur van 18 maanden, waarvan 3 maanden voorwaardelijk.

Dit vonnis is gewezen door mr. [rechter], voorzitter, en uitgesproken op 3 maart 2020.
"""
LINE = (
    "De rechtbank heeft bij overweging {n} gelet op de ernst van het feit, op de persoon van verdachte en op wat in"
    " vergelijkbare zaken wordt opgelegd; één en ander leidt niet tot een ander oordeel dan hiervoor is gegeven.\n\n"
)


def long_judgment(characters: int) -> str:
    """Return an invented judgment of about so many characters."""
    lines: list[str] = []
    length = len(HEAD) + len(TAIL)
    while length < characters:
        lines.append(LINE.format(n=len(lines) + 1))
        length += len(lines[-1])
    return HEAD + "".join(lines) + TAIL


def new_study(folder: Path, template: str = "op-de-koop-toe") -> Path:
    """Make a study folder whose files open at once: a bench measures the screen, not the note before it."""
    made = [sys.executable, "-m", "vonnis", "new", str(folder), "--template", template]
    subprocess.run(made, check=True, capture_output=True)
    protocol = folder / "study.toml"
    # The permission of the closed files is filled in: without it the room takes no answer.
    unfilled = re.compile(r'^(basis|giver|reference) = "<[^"]*>"', re.MULTILINE)
    text = unfilled.sub(r'\1 = "invented"', protocol.read_text(encoding="utf-8"))
    protocol.write_text(text + "\n[care]\ncontent_note = false\n", encoding="utf-8")
    return folder


def long_study(folder: Path, *, characters: int, passages: int) -> Path:
    """Make a study with one long judgment, in which the coder ``anna`` has marked so many passages."""
    new_study(folder)
    texts = folder / "sources" / "judgments"
    texts.mkdir(parents=True, exist_ok=True)
    text = long_judgment(characters)
    (texts / "lang.txt").write_text(text, encoding="utf-8")
    step = len(text) // (passages + 1)
    marked = tuple(
        Passage("lang", place, place + 60, text[place : place + 60]) for place in range(step, step * passages + 1, step)
    )
    codebook = read_codebook(folder / "codebook.yaml")
    variables = [each for each in codebook.at("defendant") if each.type == "category" and not each.optional]
    share = -(-len(marked) // len(variables))
    codings = [
        Coding(
            unit="D0001",
            variable=variable.name,
            coder="anna",
            value=str(variable.codes[0]),
            evidence=marked[place * share : (place + 1) * share],
            codebook_version=codebook.version,
            at=AT,
        )
        for place, variable in enumerate(variables)
    ]
    defendant = Unit(id="D0001", level="defendant", complex="C0001", defendant="D0001", documents=("lang",))
    given = Assignment(unit="D0001", coder="anna", round="main", place=1, at=AT)
    with (
        closing(open_store(folder, url=f"sqlite:///{folder / 'coding.sqlite3'}")) as store,
        store.action("bench", actor="bench", at=AT, detail={}) as writing,
    ):
        writing.add([_statement("anna"), complex_unit("C0001"), defendant, given, *codings])
    return folder


def team_plan(folder: Path, *, coders: int, answers: int) -> dict[str, list[tuple[str, str, str]]]:
    """Return what each coder will answer: unit, variable and answer, every question once, file by file."""
    questions = [
        variable
        for variable in read_codebook(folder / "codebook.yaml").at("defendant")
        if variable.type == "category" and variable.asked_if is None and not variable.optional
    ]
    plan: dict[str, list[tuple[str, str, str]]] = {}
    for number in range(1, coders + 1):
        name = f"coder{number:02}"
        wanted = [
            (f"D{number:02}{file:04}", variable.name, str(variable.codes[(file + place) % len(variable.codes)]))
            for file in range(1, -(-answers // len(questions)) + 1)
            for place, variable in enumerate(questions)
        ]
        plan[name] = wanted[:answers]
    return plan


def fill_team(folder: Path, plan: Mapping[str, list[tuple[str, str, str]]], *, database: str) -> None:
    """Put the files of a plan into the database of the room, each given to its coder."""
    with (
        closing(open_store(folder, url=database)) as store,
        store.action("bench", actor="bench", at=AT, detail={}) as writing,
    ):
        writing.add(_statement(coder) for coder in plan)
        for coder, wanted in plan.items():
            for place, unit in enumerate(dict.fromkeys(unit for unit, _, _ in wanted), 1):
                complex_ = f"C{unit[1:]}"
                defendant = Unit(id=unit, level="defendant", complex=complex_, defendant=unit)
                given = Assignment(unit=unit, coder=coder, round="main", place=place, at=AT)
                writing.add([complex_unit(complex_), defendant, given])


def _statement(coder: str) -> Statement:
    """Return that a coder may code the closed files of the template, without which the room takes no answer."""
    return Statement(coder=coder, source="om_files", signed=AT.date(), reference="invented", noted_by="bench", at=AT)


def make_people(folder: Path, names: list[str]) -> None:
    """Make accounts of coders; in a process of its own, as Django is set up once."""
    from vonnis.web.serving import configure, prepare

    configure(folder)
    prepare()
    from vonnis.web.accounts.models import Person

    for name in names:
        person = Person(username=name, name=name, roles=["coder"], made_at=AT)
        person.set_password(PASSWORD)
        person.save()


if __name__ == "__main__":
    make_people(Path(sys.argv[1]), sys.argv[2:])
