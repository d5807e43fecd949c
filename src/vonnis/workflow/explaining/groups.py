"""A record as groups of rows: what each value is called, what it is in words, and which passages carry it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal

import msgspec

from vonnis.extraction.record import Channel, Doubt, ExtractionRecord, Provision, Sanction, Victim
from vonnis.judgment.span import Span
from vonnis.workflow.explaining.wording import Words, ages, amount, day, part_key, period, reason, sentence, word

Tone = Literal["plain", "imposed", "demanded", "doubt"]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One value: its name, the value in words, the passages that carry it.

    ``note`` says where a value without a passage comes from; ``is_short`` asks for the passage's number alone, where
    the value already repeats its words; ``is_doubted`` says that a doubt concerns it.
    """

    name: Words
    value: Words
    spans: tuple[Span, ...] = ()
    note: Words | None = None
    is_short: bool = False
    is_code: bool = False
    is_doubted: bool = False


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that belong to one thing, such as a sanction; the record's plain fields stand in a card without a title."""

    rows: tuple[Row, ...]
    title: Words | None = None
    summary: Words | None = None
    remark: Words | None = None


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Cards under a heading; ``empty`` says in words that there are none, ``lead`` what they are.

    ``is_doubted`` says that a doubt concerns what stands in it, or what is not there.
    """

    id: str
    title: Words
    cards: tuple[Card, ...] = ()
    tone: Tone = "plain"
    empty: Words | None = None
    lead: Words | None = None
    is_doubted: bool = False


_HEAD = ("ecli", "court", "date", "case_numbers", "instance", "decision", "outcome")
_OF_DATA = ("ecli", "court", "date", "case_numbers")
"""The fields that a publisher's data hold; read in the text alone, they have passages."""
_DEFENDANT = ("birth_year", "sex", "legal_person", "age_at_judgment", "age_at_offence")
_SHOWN_ELSEWHERE = frozenset(
    {*_HEAD, *(f"defendant.{name}" for name in _DEFENDANT), "offence_period", "pretrial_detention_deducted"}
    | {"court_reasons.knowledge_of_age", "court_reasons.repeat_visits"}
)
_MEASURED: dict[str, tuple[str, ...]] = {
    "prison": ("total", "suspended"),
    "detention": ("total", "suspended"),
    "youth_detention": ("total", "suspended"),
    "community_service": ("total", "suspended", "substitute"),
    "training_order": ("total", "suspended", "substitute"),
    "fine": ("total", "suspended", "substitute"),
    "compensation_order": ("total", "substitute"),
    "driving_ban": ("total", "suspended"),
    "confiscation": ("total",),
}
"""The parts that a reader looks for in each kind, so that their absence is said."""


def groups_of(record: ExtractionRecord) -> tuple[Group, ...]:
    """Return the whole record as groups, in the order in which a researcher asks for them.

    A document without text has no groups for what only a text can say.
    """
    head = Group(id="judgment", title=word("groups", "judgment"), cards=(Card(rows=tuple(_head(record))),))
    origin = Group(id="origin", title=word("groups", "origin"), cards=(Card(rows=tuple(_origin(record))),))
    if record.text_sha256 is None:
        return (head, *((_doubts(record),) if record.failures else ()), origin)
    doubted = {doubt.field for doubt in record.failures}
    return (head, *(_marked(group, doubted) for group in _of_text(record)), origin)


_DOUBTED_AS = {"channels": "contact_channels"}
"""The field of the record that a group shows, where the two have different names."""


def _marked(group: Group, doubted: AbstractSet[str]) -> Group:
    """Return a group with a mark where a doubt concerns the field that it shows."""
    is_doubted = _DOUBTED_AS.get(group.id, group.id) in doubted
    return msgspec.structs.replace(group, is_doubted=is_doubted) if is_doubted else group


def _of_text(record: ExtractionRecord) -> tuple[Group, ...]:
    """Return what was read in a text as groups."""
    demand_missing = "demanded_stated" if record.demand_stated else "demanded"
    return (
        Group(
            id="imposed",
            title=word("groups", "imposed"),
            cards=(*_sanctions(record, "imposed"), Card(rows=(_deduction(record),))),
            tone="imposed",
            empty=None if record.imposed else word("empty", "imposed"),
        ),
        Group(
            id="demanded",
            title=word("groups", "demanded"),
            cards=(*_sanctions(record, "demanded"), *_stated(record)),
            tone="demanded",
            empty=None if record.demanded else word("empty", demand_missing),
        ),
        _doubts(record),
        Group(id="defendant", title=word("groups", "defendant"), cards=(Card(rows=tuple(_defendant(record))),)),
        Group(id="offence", title=word("groups", "offence"), cards=(Card(rows=(_offence(record),)),)),
        _list("victims", map(_victim, record.victims)),
        _list("statutes", map(_provision, record.statutes)),
        _list("channels", map(_channel, record.contact_channels)),
        _list("reasons", _reasons(record)),
        *_others(record),
    )


def _doubts(record: ExtractionRecord) -> Group:
    """Return what could not be decided as a group."""
    return Group(
        id="doubts",
        title=word("groups", "doubts"),
        cards=_one_card(map(_doubt, record.failures)),
        tone="doubt",
        empty=None if record.failures else word("empty", "doubts"),
        lead=word("page", "doubt_lead") if record.failures else None,
    )


def _one_card(rows: Iterable[Row]) -> tuple[Card, ...]:
    """Return the rows as one card, or nothing where there are none."""
    gathered = tuple(rows)
    return (Card(rows=gathered),) if gathered else ()


def _list(key: str, rows: Iterable[Row]) -> Group:
    """Return a group of rows alike, which says that there are none where there are none."""
    cards = _one_card(rows)
    return Group(id=key, title=word("groups", key), cards=cards, empty=None if cards else word("empty", key))


def _field(record: ExtractionRecord, field: str, value: Words | None, *, note: str = "no_passage") -> Row:
    """Return the row of a plain field, with its passages; a value of None is said in words."""
    spans = record.evidence.get(field, ())
    is_doubted = any(doubt.field == field for doubt in record.failures)
    unexplained = value is not None and not spans and not is_doubted
    return Row(
        name=word("fields", field),
        value=value or word("page", "not_decided" if is_doubted else "not_stated"),
        spans=spans,
        note=word("page", note) if unexplained else None,
        is_doubted=is_doubted,
    )


def _head(record: ExtractionRecord) -> Iterator[Row]:
    """Yield the rows of the head."""
    ecli = Words(record.ecli, record.ecli) if record.ecli else None
    court = Words(record.court, record.court) if record.court else None
    numbers = ", ".join(record.case_numbers)
    yield _field(record, "ecli", ecli, note="from_data")
    yield _field(record, "court", court, note="from_data")
    yield _field(record, "date", day(record.date) if record.date else None, note="from_data")
    yield _field(record, "case_numbers", Words(numbers, numbers) if numbers else None, note="from_data")
    for field, topic in (("instance", "instances"), ("decision", "decisions"), ("outcome", "outcomes")):
        value = getattr(record, field)
        note = "worked_out" if field == "instance" and record.court else "no_passage"
        yield _field(record, field, None if value == "not_stated" else word(topic, value), note=note)
    yield _finality(record)


def _finality(record: ExtractionRecord) -> Row:
    """Return whether the judgment stands, with the later decisions by their identifiers."""
    said = word("standings", record.finality.status)
    later = ", ".join(decision.ecli for decision in record.finality.later)
    value = Words(f"{said.nl}: {later}", f"{said.en}: {later}") if later else said
    stated = [field for field in _OF_DATA if getattr(record, field)]
    has_data = any(field not in record.evidence for field in stated)
    return _field(record, "finality", value, note="from_data" if has_data else "no_data")


def _sanctions(record: ExtractionRecord, field: Literal["imposed", "demanded"]) -> list[Card]:
    """Return the sanctions of a list as cards."""
    is_doubted = any(doubt.field == field for doubt in record.failures)
    return [_sanction(sanction, is_doubted=is_doubted) for sanction in getattr(record, field)]


def _sanction(sanction: Sanction, *, is_doubted: bool) -> Card:
    """Return a sanction as a card: in one line of words, then part by part.

    What is missing of a sanction in a list that is in doubt may stand in the text: it is not called unstated.
    """
    rows = [_total(sanction, missing="not_decided" if is_doubted else "not_stated")]
    for part in ("suspended", "probation", "substitute", "after_deduction"):
        if value := getattr(sanction, part):
            span = sanction.parts.get(part)
            name = word("parts", part_key(part, sanction.kind))
            note = None if span else word("page", "no_passage")
            rows.append(Row(name=name, value=amount(value), spans=(span,) if span else (), note=note))
    if sanction.charges:
        said = ", ".join(sanction.charges)
        rows.append(Row(name=word("parts", "charges"), value=Words(said, said)))
    if sanction.conditions:
        rows.append(_conditions(sanction))
    remark = None if is_doubted else _unstated(sanction)
    return Card(title=word("kinds", sanction.kind), summary=sentence(sanction), rows=tuple(rows), remark=remark)


def _total(sanction: Sanction, *, missing: str) -> Row:
    """Return the row of a sanction's whole, whose passage is that of the sanction."""
    total = sanction.total
    if total is None and sanction.kind not in _MEASURED:
        return Row(name=word("parts", "passage"), value=Words("", ""), spans=(sanction.evidence,))
    if total is None:
        return Row(name=word("parts", "total"), value=word("page", missing), spans=(sanction.evidence,))
    name = "length" if total.startswith("P") else "money"
    return Row(name=word("parts", name), value=amount(total), spans=(sanction.evidence,))


def _conditions(sanction: Sanction) -> Row:
    """Return the kinds of the special conditions as a row, with the passage that announces them."""
    said = [word("conditions", kind) for kind in sanction.conditions]
    value = Words(", ".join(one.nl for one in said), ", ".join(one.en for one in said))
    span = sanction.parts.get("conditions")
    return Row(name=word("parts", "conditions"), value=value, spans=(span,) if span else ())


def _unstated(sanction: Sanction) -> Words | None:
    """Return a line on the parts that this kind usually has and that were not read here."""
    looked_for = list(_MEASURED.get(sanction.kind, ()))
    if sanction.suspended:
        looked_for.append("probation")
    missing = [word("parts", part_key(part, sanction.kind)) for part in looked_for if getattr(sanction, part) is None]
    if not missing:
        return None
    listed = Words(", ".join(part.nl.lower() for part in missing), ", ".join(part.en.lower() for part in missing))
    return word("page", "unstated_parts", parts=listed)


def _deduction(record: ExtractionRecord) -> Row:
    """Return the row on the deduction of pre-trial detention."""
    value = word("page", "yes") if record.pretrial_detention_deducted else None
    return _field(record, "pretrial_detention_deducted", value)


def _stated(record: ExtractionRecord) -> tuple[Card, ...]:
    """Return the passage in which the demand is stated, as a card of its own."""
    if not record.demand_stated:
        return ()
    return (Card(rows=(_field(record, "demand_stated", word("page", "yes")),)),)


def _doubt(doubt: Doubt) -> Row:
    """Return a doubt as a row: the field, the reason, the passage."""
    note = None if doubt.evidence else word("page", "no_passage")
    spans = (doubt.evidence,) if doubt.evidence else ()
    return Row(name=word("fields", doubt.field), value=reason(doubt.reason), spans=spans, note=note)


def _defendant(record: ExtractionRecord) -> Iterator[Row]:
    """Yield the rows on the defendant."""
    person = record.defendant
    year = str(person.birth_year) if person.birth_year else None
    yield _field(record, "defendant.birth_year", Words(year, year) if year else None)
    sex = None if person.sex == "unknown" else word("sexes", person.sex)
    yield _field(record, "defendant.sex", sex)
    yield _field(record, "defendant.legal_person", word("page", "yes" if person.legal_person else "no"))
    for name in ("age_at_judgment", "age_at_offence"):
        value = getattr(person, name)
        yield _field(record, f"defendant.{name}", ages(value) if value else None, note="worked_out")


def _offence(record: ExtractionRecord) -> Row:
    """Return the row on the offence period."""
    return _field(record, "offence_period", period(record.offence_period) if record.offence_period else None)


def _victim(victim: Victim) -> Row:
    """Return a victim as a row, by placeholder, with age and sex in words."""
    name = word("page", "victim", name=victim.placeholder) if victim.placeholder else word("page", "victim_unnamed")
    age = _age_of(victim)
    sex = word("sexes", victim.sex)
    if victim.sex == "unknown":
        sex = Words(f"{word('fields', 'defendant.sex').nl.lower()} {sex.nl}", f"sex {sex.en}")
    return Row(name=name, value=Words(f"{age.nl}; {sex.nl}", f"{age.en}; {sex.en}"), spans=(victim.evidence,))


def _age_of(victim: Victim) -> Words:
    """Return a victim's age in words, also where only a bracket or one end of it is known."""
    if victim.age is not None:
        return word("page", "age", age=str(victim.age))
    if victim.age_min is not None and victim.age_max is not None:
        return word("page", "age_between", low=str(victim.age_min), high=str(victim.age_max))
    if victim.age_min is not None:
        return word("page", "age_from", low=str(victim.age_min))
    if victim.age_max is not None:
        return word("page", "age_to", high=str(victim.age_max))
    return word("page", "age_not_stated")


def _provision(provision: Provision) -> Row:
    """Return an applied provision as a row: article and law, number in the database of laws, version."""
    title = f"{provision.article} {provision.law}"
    law = Words(provision.bwb_id, provision.bwb_id) if provision.bwb_id else word("page", "no_bwb")
    if provision.version:
        value = word("page", "version_of", law=law, day=day(provision.version))
    else:
        value = word("page", "version_unknown", law=law)
    if provision.jurisdiction != "NL":
        value = word("page", "jurisdiction", words=value, place=provision.jurisdiction)
    return Row(name=Words(title, title), value=value, spans=(provision.evidence,), is_short=True)


def _channel(channel: Channel) -> Row:
    """Return a way to the contact as a row."""
    return Row(name=word("channels", channel.class_), value=Words("", ""), spans=(channel.evidence,))


def _reasons(record: ExtractionRecord) -> Iterator[Row]:
    """Yield the rows of the court's reasons, only for what it says, or says in two ways."""
    reasons = record.court_reasons
    doubted = {doubt.field for doubt in record.failures}
    if reasons.knowledge_of_age or "court_reasons.knowledge_of_age" in doubted:
        found = word("knowledge", reasons.knowledge_of_age) if reasons.knowledge_of_age else None
        yield _field(record, "court_reasons.knowledge_of_age", found)
    if reasons.repeat_visits is not None or "court_reasons.repeat_visits" in doubted:
        said = None if reasons.repeat_visits is None else word("visits", "yes" if reasons.repeat_visits else "no")
        yield _field(record, "court_reasons.repeat_visits", said)
    for benchmark in reasons.benchmarks:
        reference = benchmark.reference or ""
        yield Row(
            name=word("benchmarks", benchmark.class_), value=Words(reference, reference), spans=(benchmark.evidence,)
        )


def _others(record: ExtractionRecord) -> Iterator[Group]:
    """Yield a group for passages of fields that no other group shows, so that no evidence is left out."""
    shown = _SHOWN_ELSEWHERE | ({"demand_stated"} if record.demand_stated else set())
    rows = tuple(
        Row(name=word("fields", field), value=Words("", ""), spans=spans)
        for field, spans in record.evidence.items()
        if field not in shown
    )
    if rows:
        yield Group(id="others", title=word("groups", "others"), cards=(Card(rows=rows),))


def _origin(record: ExtractionRecord) -> Iterator[Row]:
    """Yield the rows on where the record comes from."""
    for field in ("id", "extractor", "text_sha256"):
        value = getattr(record, field)
        said = Words(value, value) if value else word("page", "no_text_digest")
        yield Row(name=word("fields", field), value=said, is_code=field == "text_sha256" and value is not None)


def spans_of(groups: Sequence[Group]) -> Iterator[Span]:
    """Yield every passage of the groups, in their order."""
    return (span for group in groups for card in group.cards for row in card.rows for span in row.spans)
