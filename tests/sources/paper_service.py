"""Services of parliamentary papers on loopback: OData as the House gives it, SRU and XML as official publications are.

All papers in them are invented. They do the same things wrong as the service of judgments.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from typing import Any

import msgspec

from tests.sources.service import NONE, Faults, Published, Service

DOSSIER = "99001"
FIELDS = {
    "Document": frozenset({"Id", "DocumentNummer", "Datum", "Onderwerp", "GewijzigdOp", "Verwijderd"}),
    "Toezegging": frozenset({"Id", "Nummer", "Aanmaakdatum", "Tekst", "GewijzigdOp", "Verwijderd"}),
}
"""The fields of the entities that a question may name; the service refuses one that names another."""
EXPANDED = {"Document": "Kamerstukdossier,DocumentActor,Zaak($expand=Besluit($expand=Agendapunt($expand=Activiteit)))"}
"""What may be expanded; a decision has no day of its own."""
_DAY = {"Document": "Datum", "Toezegging": "Aanmaakdatum"}


class Paper(Published, kw_only=True):
    """A paper of either service; ``ecli`` is its identifier there."""

    court: int = 0
    number: str = ""
    dossier: str = DOSSIER
    removed: bool = False
    """The House keeps a deleted record, marked as such and without its fields."""

    def xml(self) -> bytes:
        """Return the paper as XML."""
        if self.data is not None:
            return self.data
        return (
            f'<?xml version="1.0" encoding="utf-8"?><officiele-publicatie><metadata>'
            f'<meta name="DC.identifier" content="{self.ecli}"/>'
            f'<meta name="DCTERMS.issued" content="{self.date.isoformat()}"/></metadata><kamerstuk><dossier>'
            f"<dossiernummer><dossiernr>{self.dossier[:2]} {self.dossier[2:]}</dossiernr></dossiernummer></dossier>"
            f"<stuk><stuknr><ondernummer>{self.number}</ondernummer></stuknr><algemeen><al>Alles is verzonnen, versie "
            f"{self.version}.</al></algemeen></stuk></kamerstuk></officiele-publicatie>"
        ).encode()

    def commitment(self) -> dict[str, Any]:
        """Return the paper as a record of a commitment."""
        return {
            "Nummer": self.ecli,
            "Aanmaakdatum": f"{self.date.isoformat()}T00:00:00+02:00",
            "GewijzigdOp": self.updated,
            "Verwijderd": False,
            "Tekst": f"De minister zegt toe te berichten, versie {self.version}.",
            "Status": "Openstaand",
        }

    def record(self) -> dict[str, Any]:
        """Return the paper as a record of the House."""
        if self.removed:
            return {"DocumentNummer": None, "Datum": None, "GewijzigdOp": self.updated, "Verwijderd": True}
        return {
            "DocumentNummer": self.ecli,
            "Datum": f"{self.date.isoformat()}T00:00:00+02:00",
            "GewijzigdOp": self.updated,
            "Verwijderd": False,
            "Onderwerp": f"Verzonnen brief, versie {self.version}",
            "Kamerstukdossier": [{"Nummer": int(self.dossier), "Toevoeging": None}],
        }


def papers(count: int, *, first: dt.date, days: int, form: str, seed: int = 1) -> list[Paper]:
    """Return so many invented papers, spread over days; ``form`` makes the identifier of each of its number."""
    chance = random.Random(seed)
    made = []
    for number in range(1, count + 1):
        date = first + dt.timedelta(days=chance.randrange(days))
        changed = dt.datetime.combine(date, dt.time(12), tzinfo=dt.UTC) + dt.timedelta(days=3, seconds=number)
        id_ = form.format(number)
        made.append(Paper(ecli=id_, date=date, updated=changed.isoformat().replace("+00:00", "Z"), number=str(number)))
    return made


class House(Service):
    """The OData service: ``page`` records an answer, each with a link to the next."""

    entity = "Document"

    def __init__(self, published: list[Paper], *, faults: Faults = NONE, seed: int = 1, page: int = 25) -> None:
        super().__init__(list(published), faults=faults, seed=seed)
        self.page = page

    def _record(self, one: Paper) -> dict[str, Any]:
        return one.record() if self.entity == "Document" else one.commitment()

    def _unknown(self, question: str, asked: dict[str, list[str]]) -> bool:
        """Return whether a question names what the entity does not have."""
        named = set(re.findall(r"(?<![/\w])(\w+) (?:eq|ge|lt) ", question))
        named |= {one for part in asked.get("$select", ()) for one in part.split(",")}
        expanded = asked.get("$expand", [""])[0]
        return bool(named - FIELDS[self.entity]) or expanded not in ("", EXPANDED.get(self.entity))

    def reply(self, path: str, asked: dict[str, list[str]], chance: random.Random) -> tuple[int, bytes, str | None]:
        """Return status and body of an answer, and the document that it gives, if it gives one."""
        if path != f"/OData/v4/2.0/{self.entity}":
            return 404, b"{}", None
        question = asked["$filter"][0]
        if self._unknown(question, asked):
            return 400, b'{"error": {"message": "Could not find a property"}}', None
        if found := re.fullmatch(r"(?:Document)?Nummer eq '(.+)'", question):
            one = self.published.get(found[1])
            there = isinstance(one, Paper) and one.served
            body = {"value": [self._record(one)] if isinstance(one, Paper) and there else []}
            return 200, json.dumps(body).encode(), found[1] if there else None
        return 200, json.dumps(self._page(asked, question, chance)).encode(), None

    def _page(self, asked: dict[str, list[str]], question: str, chance: random.Random) -> dict[str, Any]:
        found = self._chosen(question, newest_first="desc" in asked["$orderby"][0])
        skip = int(asked.get("$skip", asked.get("$skiptoken", ["0"]))[0])
        size = min(int(asked.get("$top", ["1000000"])[0]), self.page)
        rows = [self._record(one) for one in found[skip : skip + size]]
        if rows and chance.random() < self.faults.duplicate:
            rows[-1] = rows[0]
        total = len(found) + (chance.choice([-2, 3]) if chance.random() < self.faults.wrong_total else 0)
        answer: dict[str, Any] = {"@odata.count": max(0, total), "value": rows}
        if "$top" not in asked and skip + size < len(found):
            rest = f"$filter={question}&$orderby={asked['$orderby'][0]}&$count=true&$skiptoken={skip + size}"
            answer["@odata.nextLink"] = f"{self.address}/OData/v4/2.0/{self.entity}?{rest.replace(' ', '%20')}"
        return answer

    def _chosen(self, question: str, *, newest_first: bool) -> list[Paper]:
        first, last = re.findall(rf"{_DAY[self.entity]} (?:ge|lt) (\d{{4}}-\d\d-\d\d)T", question)
        since = re.search(r"GewijzigdOp ge (\S+)Z", question)
        dossiers = re.findall(r"d/Nummer eq (\d+)", question)
        found = [
            one
            for one in self.published.values()
            if isinstance(one, Paper)
            and one.listed
            and not one.removed
            and first <= one.date.isoformat() < last
            and (since is None or one.updated >= since[1])
            and (not dossiers or one.dossier in dossiers)
        ]
        return sorted(found, key=lambda one: (one.updated, one.ecli), reverse=newest_first)


class Commitments(House):
    """The same service, asked for commitments."""

    entity = "Toezegging"


class Repository(Service):
    """The official publications: an index by SRU, and each paper as XML below ``/frbr``."""

    def reply(self, path: str, asked: dict[str, list[str]], chance: random.Random) -> tuple[int, bytes, str | None]:
        """Return status and body of an answer, and the document that it gives, if it gives one."""
        if path == "/sru":
            return 200, self._results(asked, chance), None
        one = self.published.get(path.rpartition("/")[2].removesuffix(".xml"))
        if (
            one is None
            or not one.served
            or path != f"/frbr/officielepublicaties/kst/{DOSSIER}/{one.ecli}/1/xml/{one.ecli}.xml"
        ):
            return 404, b"niet gevonden", None
        return 200, one.xml(), one.ecli

    def _results(self, asked: dict[str, list[str]], chance: random.Random) -> bytes:
        query = asked["query"][0]
        if "w.onbekend" in query or "\\" in query:
            return _response(None, [], message="Unsupported index")
        first, last = (re.findall(rf"dt\.date{sign}=(\S+)", query)[0] for sign in "><")
        since = re.findall(r"dt\.modified>=(\S+)", query)
        wanted = re.findall(r'w\.dossiernummer=="(\d+)"', query)
        found = sorted(
            (
                one
                for one in self.published.values()
                if isinstance(one, Paper)
                and one.listed
                and first <= one.date.isoformat() <= last
                and (not since or one.updated[:10] >= since[0])
                and (not wanted or one.dossier in wanted)
            ),
            key=lambda one: one.ecli,
        )
        start = int(asked["startRecord"][0]) - 1
        page = found[start : start + int(asked["maximumRecords"][0])]
        if page and chance.random() < self.faults.duplicate:
            page.append(page[0])
        total = len(found) + (chance.choice([-2, 3]) if chance.random() < self.faults.wrong_total else 0)
        return _response(max(0, total), page)


def _response(total: int | None, page: list[Any], *, message: str = "") -> bytes:
    records = "".join(
        "<sru:record><sru:recordSchema>gzd</sru:recordSchema><sru:recordData><gzd:gzd><gzd:originalData><meta><owmskern>"
        f"<dcterms:identifier>{one.ecli}</dcterms:identifier><dcterms:title>Verzonnen</dcterms:title>"
        f"<dcterms:modified>{one.updated[:10]}</dcterms:modified></owmskern><owmsmantel>"
        f"<dcterms:date>{one.date.isoformat()}</dcterms:date></owmsmantel></meta></gzd:originalData></gzd:gzd>"
        "</sru:recordData></sru:record>"
        for one in page
    )
    refusal = f"<sru:diagnostics><d:diagnostic><d:message>{message}</d:message></d:diagnostic></sru:diagnostics>"
    count = "" if total is None else f"<sru:numberOfRecords>{total}</sru:numberOfRecords>"
    return (
        '<?xml version="1.0" encoding="utf-8"?><sru:searchRetrieveResponse '
        'xmlns:sru="http://docs.oasis-open.org/ns/search-ws/sruResponse" '
        'xmlns:d="http://docs.oasis-open.org/ns/search-ws/diagnostic" '
        'xmlns:gzd="http://standaarden.overheid.nl/sru" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<sru:version>2.0</sru:version>{count}<sru:records>{records}</sru:records>"
        f"{refusal if message else ''}</sru:searchRetrieveResponse>"
    ).encode()


def changed(paper: Paper) -> Paper:
    """Return a paper as a later version of itself."""
    later = dt.datetime.fromisoformat(paper.updated) + dt.timedelta(days=100)
    return msgspec.structs.replace(paper, version=2, updated=later.isoformat().replace("+00:00", "Z"))
