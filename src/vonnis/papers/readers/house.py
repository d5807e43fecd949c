"""Read the records of the House (Tweede Kamer, OData): papers with who signed and what was decided, commitments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from vonnis.errors import UnreadableError
from vonnis.judgment.canonical import canonical
from vonnis.papers.identity import dossier_of, paper_id, session_of
from vonnis.papers.paper import Actor, HouseDecision, Outcome, Paper
from vonnis.sources.answers import iso_day

_OUTCOMES: tuple[tuple[str, Outcome], ...] = (
    ("aangenomen", "adopted"),
    ("verworpen", "rejected"),
    ("ingetrokken", "withdrawn"),
    ("aangehouden", "held_over"),
)
"""How decisions of the House are worded (field BesluitTekst)."""
_DONE = ("afgedaan", "voldaan", "nagekomen")
_OPEN = ("open", "uitgesteld", "lopend")


def read_record(data: bytes, origin: str, *, service: str) -> Paper:
    """Return the paper or commitment in an answer of the House.

    Raises:
        UnreadableError: it is no answer with one record.
    """
    try:
        rows = msgspec.json.decode(data, type=dict[str, Any]).get("value")
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"{origin} is no record of the House ({error}); harvest it again"
        raise UnreadableError(message) from None
    if not isinstance(rows, list) or len(rows) != 1 or not isinstance(rows[0], dict):
        message = f"{origin} holds no single record of the House; harvest it again"
        raise UnreadableError(message)
    row: dict[str, Any] = rows[0]
    return _commitment(row, service) if "Tekst" in row else _document(row, service)


def _document(row: Mapping[str, Any], service: str) -> Paper:
    own = _text(row, "DocumentNummer")
    dossiers = tuple(
        dossier_of(str(one["Nummer"]), one.get("Toevoeging") or None)
        for one in _rows(row, "Kamerstukdossier")
        if one.get("Nummer")
    )
    number = row.get("Volgnummer")
    in_dossier = bool(dossiers and number is not None and int(number) > 0)
    cases = _rows(row, "Zaak")
    return Paper(
        id=paper_id(dossiers[0], str(number)) if in_dossier else own,
        origin=service,
        title=_text(row, "Onderwerp") or _text(row, "Titel"),
        date=iso_day(row.get("Datum")),
        dossiers=dossiers,
        number=str(number) if in_dossier else None,
        session=session_of(_text(row, "Vergaderjaar")),
        stated_kind=_text(row, "Soort"),
        actors=tuple(_actors(_rows(row, "DocumentActor"))),
        decisions=tuple(sorted(_decisions(cases), key=lambda one: (str(one.date or ""), one.words))),
        also=tuple(dict.fromkeys((own, *filter(None, (_text(case, "Nummer") for case in cases))))),
    )


def _commitment(row: Mapping[str, Any], service: str) -> Paper:
    own, status = _text(row, "Nummer"), _text(row, "Status").lower()
    done = True if status.startswith(_DONE) else False if status.startswith(_OPEN) else None
    name = _text(row, "Achternaam") or _text(row, "Naam")
    office = _text(row, "Functie") or _text(row, "Ministerie")
    actors = (Actor(name=name, office=office or None, first=True),) if name else ()
    day = iso_day(row.get("Aanmaakdatum"))
    return Paper(
        id=own,
        origin=service,
        text=canonical(_text(row, "Tekst")),
        title=f"Toezegging {own}",
        date=day,
        held=day,
        stated_kind="Toezegging",
        actors=actors,
        due=iso_day(row.get("DatumNakoming")),
        done=done,
        changed=iso_day(row.get("GewijzigdOp")),
        also=tuple(filter(None, (_text(row, "ActiviteitNummer"),))),
    )


def _actors(rows: Sequence[Mapping[str, Any]]) -> Iterator[Actor]:
    for row in rows:
        if name := _text(row, "ActorNaam"):
            yield Actor(
                name=name,
                party=_text(row, "ActorFractie") or None,
                office=_text(row, "Functie") or None,
                first=_text(row, "Relatie").lower().startswith(("eerste", "afzender")),
            )


def _decisions(cases: Sequence[Mapping[str, Any]]) -> Iterator[HouseDecision]:
    for case in cases:
        for row in _rows(case, "Besluit"):
            words = _text(row, "BesluitTekst") or _text(row, "BesluitSoort")
            lowered = words.lower()
            outcome = next((outcome for word, outcome in _OUTCOMES if word in lowered), None)
            if outcome:
                meeting = _record(_record(row, "Agendapunt"), "Activiteit")
                yield HouseDecision(date=iso_day(meeting.get("Datum")), outcome=outcome, words=words)


def _rows(row: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the records below one, without those that the House has deleted."""
    found = row.get(name) or []
    known = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [one for one in known if not one.get("Verwijderd")]


def _record(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = row.get(name)
    return found if isinstance(found, dict) and not found.get("Verwijderd") else {}


def _text(row: Mapping[str, Any], name: str) -> str:
    return " ".join(str(row.get(name) or "").split())
