"""Measures the pages of a lead: ``python -m benchmarks.room.pages [--cases N]``.

A study of the template with so many cases, each of a defendant and a victim (four units), coded whole but for one in
ten; a quarter by two coders, who differ on one question of eight. Every page is asked for twice in one process over
SQLite. Told are how often it asks the database the second time, its CPU-seconds the first and the second time (how far
files are is kept between the two), and its kilobytes. Results go to ``benchmarks/room/pages.json``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.room.study import AT, fill_team, new_study
from vonnis.archive.files import write_atomically
from vonnis.archive.store import open_store
from vonnis.codebook.codebook import Codebook
from vonnis.codebook.missing import Missing
from vonnis.codebook.reading import read_codebook
from vonnis.study.coding import Coding
from vonnis.study.log import Assignment
from vonnis.study.unit import Unit, complex_unit, pair_unit, victim_unit

HERE = Path(__file__).parent
PAGES = (
    *("/", "/files/", "/files/?free", "/progress/", "/meeting/", "/meeting/?since=2026-01-01", "/differences/"),
    *("/training/", "/exchange/", "/audit/", "/codebook/"),
)
CODERS = ("anna", "bert", "carla", "dirk")
TENTH, EIGHTH, QUARTER = 10, 8, 4


def case_of(number: int) -> tuple[Unit, ...]:
    """Return the four units of a case."""
    complex_, defendant = f"C{number:05}", f"D{number:05}"
    victim = victim_unit(f"{complex_}-V1", complex_=complex_)
    return (
        complex_unit(complex_),
        Unit(id=defendant, level="defendant", complex=complex_, defendant=defendant),
        victim,
        pair_unit(defendant, victim.id, complex_=complex_),
    )


def answers(case: tuple[Unit, ...], codebook: Codebook, *, coder: str, number: int, second: bool) -> Iterator[Coding]:
    """Yield an answer to every question about a case; a second coder answers one of eight otherwise."""
    at = AT + dt.timedelta(minutes=number)
    told: dict[str, Any] = {"coder": coder, "codebook_version": codebook.version, "at": at}
    for unit in case:
        for place, variable in enumerate(codebook.at(unit.level)):
            other = second and (place + number) % EIGHTH == 0
            if not variable.optional and variable.type == "category":
                code = variable.codes[-1 if other else 0]
                yield Coding(unit=unit.id, variable=variable.name, value=str(code), **told)
            elif not variable.optional:
                yield Coding(unit=unit.id, variable=variable.name, missing=Missing.NOT_STATED, **told)


def fill(folder: Path, *, cases: int) -> None:
    """Put cases, assignments and codings into the database of a study."""
    codebook, database = read_codebook(folder / "codebook.yaml"), f"sqlite:///{folder / 'coding.sqlite3'}"
    fill_team(folder, {coder: [] for coder in CODERS}, database=database)
    with (
        closing(open_store(folder, url=database)) as store,
        store.action("bench", actor="bench", at=AT, detail={}) as writing,
    ):
        for number in range(cases):
            case = case_of(number)
            writing.add(case)
            for place in range(1 + (number % QUARTER == 0)):
                coder = CODERS[(number + place) % len(CODERS)]
                writing.add([Assignment(unit=case[1].id, coder=coder, round="main", place=number + 1, at=AT)])
                if number % TENTH:
                    writing.add(answers(case, codebook, coder=coder, number=number, second=place == 1))


def measured() -> dict[str, Any]:
    """Return what each page takes, for a lead who adjudicates too."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from vonnis.web.accounts.models import Person

    call_command("migrate", verbosity=0)
    person = Person(username="lena", name="Lena", roles=["lead", "adjudicator", "administrator"], made_at=AT)
    person.save()
    client = Client(headers={"host": "localhost"})
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    found = {page: _taken(client, page)[0] for page in PAGES}
    decided = re.search(r"/differences/[^/\"]+/[^/\"]+/", _taken(client, "/differences/")[1])
    assert decided is not None
    return found | {"/differences/UNIT/VARIABLE/": _taken(client, decided.group())[0]}


def _taken(client: Any, page: str) -> tuple[dict[str, Any], str]:  # noqa: ANN401 - Django is set up late
    """Return what a page takes, asked for twice, and the page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def once() -> tuple[int, float, str]:
        begun = time.process_time()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page)
        assert answer.status_code == 200, page  # noqa: PLR2004 - it is there
        return len(queries), round(time.process_time() - begun, 2), answer.content.decode()

    (_, first, _), (many, second, text) = once(), once()
    return {"queries": many, "cpu_seconds": [first, second], "kilobytes": len(text) // 1000}, text


def main() -> None:
    """Measure, tell, and keep."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=750)
    given = asked.parse_args()
    with TemporaryDirectory(prefix="vonnis-bench-") as scratch:
        study = new_study(Path(scratch) / "study")
        fill(study, cases=given.cases)
        settings = {
            "VONNIS_STUDY": str(study),
            "VONNIS_STATE": scratch,
            "DJANGO_SETTINGS_MODULE": "vonnis.web.settings",
        }
        os.environ.update(settings)
        found = {"units": 4 * given.cases, "pages": measured()}
    print(json.dumps(found, indent=1))
    write_atomically(HERE / "pages.json", json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
