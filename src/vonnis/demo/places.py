"""Where the clients of the demonstration stand in its study, and what is true of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from vonnis.archive.files import write_atomically
from vonnis.archive.key_file import read_key
from vonnis.archive.store import open_store
from vonnis.codebook.codebook import Variable
from vonnis.demo.plan import Plan, PlannedClient, PlannedSanction
from vonnis.demo.suspects import suspect_list
from vonnis.study.series import read_series
from vonnis.study.unit import Unit, pair_unit, victim_unit
from vonnis.workflow.population import ListImport, drop, import_list

_NONE = "P0D"
_MARK = "FICTIEF / FICTIONAL"


class Place(msgspec.Struct, frozen=True):
    """Where a client of the plan stands in the study: his number, and those of his victims by their plan id."""

    client: PlannedClient
    defendant: Unit
    victims: dict[str, str]


def places_of(folder: Path, plan: Plan, *, seed: int, at: datetime) -> list[Place]:
    """Import the list of suspects, let those drop out whose files are not had, and return where the clients are.

    The list and its key exist for the length of the import alone: the key is thrown away, as nobody is behind it.
    """
    population = {year.year: year.suspects for year in read_series(folder / "series/suspects.csv")}
    years = {client.intake_year for client in plan.clients}
    paper = {client.id for client in plan.clients if client.on_paper}
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
    return list(_numbered(plan, {client: people[numbers[outside]] for client, outside in listed.clients.items()}))


def _numbered(plan: Plan, people: Mapping[str, Unit]) -> Iterator[Place]:
    victims: dict[str, str] = {}
    counts: dict[str, int] = {}
    for client in plan.clients:
        if not client.in_population:
            continue
        home = people[client.id].complex
        for contact in client.judgments[0].contacts:
            if contact.victim.id not in victims:
                counts[home] = counts.get(home, 0) + 1
                victims[contact.victim.id] = f"{home}-V{counts[home]}"
        own = {contact.victim.id: victims[contact.victim.id] for contact in client.judgments[0].contacts}
        yield Place(client, people[client.id], own)


def units_of(place: Place) -> Iterator[Unit]:
    """Yield the victims of a client, and his contacts with them."""
    home = place.defendant.complex
    for number in place.victims.values():
        yield victim_unit(number, complex_=home)
        yield pair_unit(place.defendant.id, number, complex_=home)


def table_of(places: Sequence[Place]) -> str:
    """Return which unit each client and victim of the table of complexes is, as CSV."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["id", "unit", "material"])
    units = {place.client.id: place.defendant.id for place in places}
    units |= {victim: unit for place in places for victim, unit in place.victims.items()}
    writer.writerows((id_, unit, _MARK) for id_, unit in units.items())
    return stream.getvalue()


def truth_of(place: Place, codebook: Mapping[str, Variable]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield what is true of a client, his victims and their contacts, by unit and variable."""
    final = place.client.judgments[-1]
    sentence = place.client.judgments[0].imposed if final.appeal_effect == "confirmed_unstated" else final.imposed
    prison, service = (_of_kind(sentence, kind) for kind in ("prison", "community_service"))
    suspended = prison.suspended if prison and prison.suspended != "all" else prison and prison.total
    person = place.defendant.id
    yield (person, "k_birth_year"), str(final.birth_year)
    yield (person, "k_imp_prison"), (prison and prison.total) or _NONE
    yield (person, "k_imp_suspended"), suspended or _NONE
    yield (person, "k_imp_hours"), (service and service.total) or _NONE
    yield (person, "k_demand_stated"), str(int(final.demanded is not None))
    channels = {word: str(each.code) for each in codebook["p_channels"].categories for word in each.read_as}
    for contact in final.contacts:
        victim = place.victims[contact.victim.id]
        pair = f"{person}.{victim}"
        yield (victim, "v_sex"), "2" if contact.victim.sex == "female" else "1"
        yield (victim, "v_age_start"), str(contact.victim.age)
        yield (pair, "p_first_contact"), final.first_date.isoformat()
        yield (pair, "p_victim_age"), str(contact.age) if contact.exact else "16..17"
        yield (pair, "p_channels"), channels[contact.channel] if contact.channel else "-8"


def _of_kind(sentence: Sequence[PlannedSanction], kind: str) -> PlannedSanction | None:
    return next((sanction for sanction in sentence if sanction.kind == kind), None)
