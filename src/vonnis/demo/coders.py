"""The simulated coders of the demonstration: they answer from the invented truth, and err at rates that are known.

The list of suspects becomes the frame, two coders code with an overlap, a part of the files on paper (with locators in
place of passages); the machine's answers are added; agreement is measured, differences are adjudicated, and the dataset
is written. All of it goes the way of a real study, through the same functions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import msgspec

from vonnis.archive.files import write_atomically
from vonnis.archive.key_file import read_key
from vonnis.archive.store import open_store
from vonnis.codebook.missing import Missing
from vonnis.demo.plan import Plan, PlannedClient
from vonnis.demo.suspects import suspect_list
from vonnis.study.coding import Coding, Evidence, Locator, Passage
from vonnis.study.dataset import Client, Pair
from vonnis.study.log import Assignment
from vonnis.study.series import read_series
from vonnis.study.unit import Unit, pair_unit, victim_unit
from vonnis.study.value import Datum, Known
from vonnis.workflow.codings import Settlement, adjudicate, codebook_of, open_differences
from vonnis.workflow.dataset import Summary, write_dataset
from vonnis.workflow.population import ListImport, RoundPlan, assign_units, drop, import_list

Row = TypeVar("Row")

CODERS = ("Codeur A", "Codeur B")
MACHINE = "vonnis"
OVERLAP = 0.3
"""The share of the clients that both coders code."""
ERRORS = {"k_birth_year": 0.02, "k_imp_prison": 0.05, "k_demand_stated": 0.03, "v_sex": 0.01, "v_age_start": 0.06,
          "p_legal_site": 0.08}  # fmt: skip
"""How often a coder errs, by variable: known here, and measured by the study."""
_PAPER = 5
_LEGAL = "ad_site_legal"
_REREAD = "FICTIEF: dossier herlezen"
_WRONG = {"k_imp_prison": ("P1D", "P2D", "P3M", "P6M"), "k_demand_stated": ("0", "1"), "v_sex": ("1", "2"),
          "p_legal_site": ("0", "1")}  # fmt: skip


class _Place(msgspec.Struct, frozen=True):
    """Where a client of the plan stands in the study: his number, and those of his victims by their plan id."""

    client: PlannedClient
    defendant: Unit
    victims: dict[str, str]


def code(folder: Path, plan: Plan, *, seed: int, at: dt.datetime) -> Summary | None:
    """Simulate the coding of the demonstration in its study folder; None where it was coded before.

    The list and its key exist for the length of the import alone: the key is thrown away, as nobody is behind it.
    """
    if (folder / "coding.sqlite3").exists():
        return None
    decided, at = at, at - dt.timedelta(days=1)
    places = _places(folder, plan, seed=seed, at=at)
    assigned = assign_units(folder, RoundPlan(coders=CODERS, overlap=OVERLAP, seed=seed), by="FICTIEF", at=at)
    truths = {key: value for place in places for key, value in _truth(place)}
    codings = list(_human(places, assigned, truths, seed=seed, at=at))
    codings += _machine(folder, places, at=at)
    with closing(open_store(folder)) as store:
        with store.action("code import", actor="FICTIEF", at=at, detail={"simulated": True}) as writing:
            writing.add(unit for place in places for unit in _units(place))
            writing.add(codings)
        differences = open_differences(store, codebook=codebook_of(folder))
    settled = [
        Settlement(
            unit=one.unit,
            variable=one.variable,
            answer=truths[one.unit, one.variable],
            reason=_REREAD,
        )
        for one in differences
    ]
    if settled:
        adjudicate(folder, settled, by="Beslisser", at=decided)
    made = write_dataset(folder, at=decided)
    write_atomically(folder / "private/coding.json", _measured(folder))
    return made


def _measured(folder: Path) -> bytes:
    """Return what the study finds about its coders and its machine, beside the rates at which the coders err."""
    from vonnis.study.agreement.measuring import Intervals, as_json, measure
    from vonnis.workflow.agreement import study_machine_errors, study_ratings

    found = {
        "fictional": True,
        "error_rates": ERRORS,
        "agreement": {
            each.ratings.variable: as_json(measure(each.ratings, Intervals(method="analytic")))
            for each in study_ratings(folder)
        },
        "machine": {name: msgspec.to_builtins(error) for name, error in study_machine_errors(folder).items()},
    }
    return msgspec.json.format(msgspec.json.encode(found, order="deterministic"), indent=2) + b"\n"


def _places(folder: Path, plan: Plan, *, seed: int, at: dt.datetime) -> list[_Place]:
    """Import the list of suspects, let those drop out whose files are not had, and return where the clients are."""
    population = {year.year: year.suspects for year in read_series(folder / "series/suspects.csv")}
    years = {client.intake_year for client in plan.clients}
    paper = {client.id for client in plan.clients if _on_paper(client.id)}
    suspects = {year: population[year] for year in years if year in population}
    listed = suspect_list(plan, suspects, paper=paper, seed=seed)
    with TemporaryDirectory() as name:
        path, key = Path(name) / "list.csv", Path(name) / "key.csv"
        write_atomically(path, listed.text)
        import_list(folder, ListImport(path=path, key=key, seed=seed), by="FICTIEF", at=at)
        numbers = {line.outside: line.number for line in read_key(key)}
    for reason in sorted(set(listed.later.values())):
        units = [numbers[outside] for outside, why in listed.later.items() if why == reason]
        drop(folder, units, reason=reason, by="FICTIEF", at=at)
    with closing(open_store(folder)) as store:
        people = {unit.id: unit for unit in store.records(Unit, level="defendant")}
    victims: dict[str, str] = {}
    counts: dict[str, int] = {}
    places = []
    for client in plan.clients:
        if not client.in_population:
            continue
        defendant = people[numbers[listed.clients[client.id]]]
        for contact in client.judgments[0].contacts:
            if contact.victim.id not in victims:
                counts[defendant.complex] = counts.get(defendant.complex, 0) + 1
                victims[contact.victim.id] = f"{defendant.complex}-V{counts[defendant.complex]}"
        own = {contact.victim.id: victims[contact.victim.id] for contact in client.judgments[0].contacts}
        places.append(_Place(client, defendant, own))
    return places


def _on_paper(client: str) -> bool:
    return int(client[1:]) % _PAPER == 0


def _units(place: _Place) -> Iterator[Unit]:
    home = place.defendant.complex
    for number in place.victims.values():
        yield victim_unit(number, complex_=home)
        yield pair_unit(place.defendant.id, number, complex_=home)


def _truth(place: _Place) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield what is true of a client, his victims and their contacts, by unit and variable."""
    final = place.client.judgments[-1]
    sentence = place.client.judgments[0].imposed if final.appeal_effect == "confirmed_unstated" else final.imposed
    prison = next((sanction.total for sanction in sentence if sanction.kind == "prison"), None)
    person = place.defendant.id
    yield (person, "k_birth_year"), str(final.birth_year)
    yield (person, "k_imp_prison"), prison or "P0D"
    yield (person, "k_demand_stated"), str(int(final.demanded is not None))
    for contact in final.contacts:
        victim = place.victims[contact.victim.id]
        yield (victim, "v_sex"), "2" if contact.victim.sex == "female" else "1"
        yield (victim, "v_age_start"), str(contact.victim.age)
        yield (f"{person}.{victim}", "p_legal_site"), str(int(contact.channel == _LEGAL)) if contact.channel else "-8"


def _human(
    places: Sequence[_Place],
    assigned: Sequence[Assignment],
    truths: dict[tuple[str, str], str],
    *,
    seed: int,
    at: dt.datetime,
) -> Iterator[Coding]:
    """Yield what the coders answer: the truth, but for their known rates of error."""
    by_unit = {place.defendant.id: place for place in places}
    for one in assigned:
        place = by_unit[one.unit]
        for (unit, name), truth in ((key, truths[key]) for key, _ in _truth(place)):
            rng = Random(f"{seed} {one.coder} {unit} {name}")
            value = _slip(rng, name, truth) if rng.random() < ERRORS[name] else truth
            yield _coding(unit, name, value, coder=one.coder, evidence=_read_at(place, rng), at=at)


def _slip(rng: Random, name: str, truth: str) -> str:
    if name in ("k_birth_year", "v_age_start"):
        changed = int(truth) + rng.choice((-1, 1))
        return str(min(changed, 17) if name == "v_age_start" else changed)
    return rng.choice([value for value in _WRONG[name] if value != truth])


def _read_at(place: _Place, rng: Random) -> tuple[Evidence, ...]:
    """Return where an answer was read: one file in five lies on paper, of which a page is all that may be noted."""
    if _on_paper(place.client.id):
        return (Locator(f"FICTIEF dossier {place.defendant.id}", page=str(rng.randrange(1, 60))),)
    return (Locator(place.client.judgments[-1].ecli),)


def _coding(
    unit: str,
    name: str,
    value: str,
    *,
    coder: str,
    evidence: tuple[Evidence, ...],
    at: dt.datetime,
) -> Coding:
    missing = Missing.NOT_STATED if value == "-8" else None
    return Coding(
        unit=unit,
        variable=name,
        coder=coder,
        value=None if missing is not None else value,
        missing=missing,
        evidence=evidence,
        standing="court",
        codebook_version="1.0.0",
        round="machine" if coder == MACHINE else "main",
        at=at,
    )


def _machine(folder: Path, places: Sequence[_Place], *, at: dt.datetime) -> list[Coding]:
    """Return what the machine read, about the clients whose files are not on paper, with its passages."""
    clients = {one.id: one for one in _lines(folder / "private/clients.jsonl", Client)}
    pairs = {(one.client, one.victim): one for one in _lines(folder / "private/pairs.jsonl", Pair)}
    found: list[Coding] = []
    done: set[str] = set()
    for place in places:
        client = clients.get(place.client.id)
        if client is None or _on_paper(place.client.id):
            continue
        answers: list[tuple[str, str, Datum[Any], str | None]] = [
            (place.defendant.id, "k_birth_year", client.birth_year, _written(client.birth_year))
        ]
        for victim, number in place.victims.items():
            pair = pairs.get((place.client.id, victim))
            if pair is None:
                continue
            legal = None if not isinstance(pair.channels, Known) else str(int(_LEGAL in pair.channels.value))
            answers.append((f"{place.defendant.id}.{number}", "p_legal_site", pair.channels, legal))
            if number not in done:
                sex = {"female": "2", "male": "1"}.get(_written(pair.victim_sex) or "")
                answers.append((number, "v_sex", pair.victim_sex, sex))
                done.add(number)
        for unit, name, datum, value in answers:
            if value is not None and isinstance(datum, Known):
                passages = tuple(Passage(s.judgment, s.span.start, s.span.end, s.span.quote) for s in datum.sources)
                found.append(_coding(unit, name, value, coder=MACHINE, evidence=passages, at=at))
    return found


def _written(datum: Datum[Any]) -> str | None:
    return str(datum.value) if isinstance(datum, Known) else None


def _lines(path: Path, kind: type[Row]) -> list[Row]:
    return [msgspec.json.decode(line, type=kind) for line in path.read_bytes().splitlines()]
