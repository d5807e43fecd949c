"""Agreement in a study folder: its codings and its codebook, and the machine's answers against the final values."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vonnis.archive.as_it_stood import open_as_it_stood
from vonnis.archive.store import Store, open_store
from vonnis.codebook.codebook import Codebook
from vonnis.codebook.reading import read_codebook
from vonnis.errors import StudyError
from vonnis.study.agreement.codings import COLUMNS, CodedVariable, coded_variables, named
from vonnis.study.agreement.machine import MachineError, machine_error
from vonnis.study.coding import Coding
from vonnis.study.final import latest_of_machine
from vonnis.study.unit import Unit
from vonnis.workflow.codings import counted, final_of

if TYPE_CHECKING:
    import polars as pl

    from vonnis.analysis.agreement import AgreementLine
    from vonnis.study.agreement.measuring import Intervals

CODEBOOK = "codebook.yaml"
DATABASE = "coding.sqlite3"


def study_ratings(folder: Path, *, part: str = "main", until: dt.date | None = None) -> list[CodedVariable]:
    """Return the ratings of every variable that was coded in one part of the work of a study, up to a day.

    Raises:
        StudyError: the folder has no codebook or no codings, or a coding does not go with its variable.
        MistakesError: the codebook holds mistakes.
    """
    with _opened(folder, until) as (store, codebook):
        found = list(
            coded_variables(counted(store, Coding, columns=COLUMNS), codebook, part=part, units=store.records(Unit))
        )
    if not found:
        message = f"{folder} holds no codings of the part {part!r}; code some files first, or name another --part"
        raise StudyError(message)
    return found


def agreement_table(
    folder: Path, *, part: str = "main", intervals: Intervals | None = None, until: dt.date | None = None
) -> tuple[AgreementLine, ...]:
    """Return the agreement on every variable that was coded twice, as private results; nothing where none was.

    With ``until`` it is that of the codings up to that day.

    Raises:
        StudyError: the folder has no codebook or no codings, or a coding does not go with its variable.
        MistakesError: the codebook holds mistakes.
    """
    from vonnis.analysis.agreement import agreement_lines
    from vonnis.study.agreement.measuring import Intervals, measure

    how = intervals or Intervals()
    found = [measure(each.ratings, how) for each in study_ratings(folder, part=part, until=until)]
    return agreement_lines(found, read_codebook(folder / CODEBOOK))


def study_machine_errors(folder: Path, *, until: dt.date | None = None) -> Mapping[str, MachineError]:
    """Return the machine's error on every variable that it answered, against the final values of the coders.

    With ``until`` it is that of the answers up to that day.

    Raises:
        StudyError: the folder has no codebook, no codings, or no answers of the machine.
    """
    import polars as pl

    with _opened(folder, until) as (store, codebook):
        codings = counted(store, Coding, columns=COLUMNS)
        final = final_of(store, codebook=codebook).filter(~pl.col("basis").is_in(["open", "not_asked"]))
    machine = latest_of_machine(codings)
    if machine.is_empty():
        message = f"{folder} holds no answers of the machine; read its judgments first"
        raise StudyError(message)
    by_final, by_machine = _texts(final), _texts(machine)
    return {
        variable.name: machine_error(
            (text, by_machine[variable.name].get(unit)) for unit, text in by_final.get(variable.name, {}).items()
        )
        for variable in codebook.variables
        if variable.name in by_machine
    }


def answered_by_machine(folder: Path, *, until: dt.date | None = None) -> bool:
    """Tell whether a study holds answers of the machine, up to a day."""
    import polars as pl

    with _opened(folder, until) as (store, _):
        if until is None:
            return bool(store.tally(Coding, "variable", round="machine"))
        return "machine" in store.table(Coding, ("round",))["round"].cast(pl.String)


@contextmanager
def _opened(folder: Path, until: dt.date | None = None) -> Iterator[tuple[Store, Codebook]]:
    if not (folder / CODEBOOK).is_file():
        message = f"{folder} is no study folder: there is no {CODEBOOK} in it; name one, or give a table by --from"
        raise StudyError(message)
    codebook = read_codebook(folder / CODEBOOK)
    if not os.environ.get("DATABASE_URL") and not (folder / DATABASE).is_file():
        message = f"{folder} holds no codings; code some files first, or give a table of codings by --from"
        raise StudyError(message)
    with closing(open_as_it_stood(folder, day=until) if until else open_store(folder)) as store:
        yield store, codebook


def _texts(answers: pl.DataFrame) -> dict[str, dict[str, str]]:
    """Return each answer as text, a kind of missing as its word, by variable and unit."""
    found: dict[str, dict[str, str]] = {}
    for variable, unit, value, missing in answers.select("variable", "unit", "value", "missing").iter_rows():
        found.setdefault(variable, {})[unit] = named((value, missing))
    return found
