"""Follow what the House asked for and what ministers promised: which paper spoke of it, and what became of it.

A motion counts from the day on which it was adopted, or proposed where no decision is known; one that is held over asks
nothing yet, and is never late. A promise is the record
of the House (Toezegging), or a sentence in a letter where no record at hand is about it. What a later paper says about
it is read in the part of the sentence that speaks of it, or in the next sentence. A commitment is carried out too where
the clerks of the House say so in its record, from the day on which they last changed that. Whether it is late is told
for a day that the caller gives.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, get_args

import msgspec

from vonnis.judgment.span import Span
from vonnis.papers.deadlines import days_after, find_deadline
from vonnis.papers.finding import Findings
from vonnis.papers.lexicon import Answered, AnswerTerm, Lexicon
from vonnis.papers.paper import HouseDecision, Outcome, Paper
from vonnis.papers.resolving import Reference, replaced_by, telling_words
from vonnis.papers.segments import sentences
from vonnis.papers.terms import find_term

PATIENCE = 365
"""Days after which something without a term counts as late; a choice of this program, and a parameter everywhere."""
State = Literal["carried_out", "partly", "refused", "open", "overdue", "not_adopted", "withdrawn", "replaced"]
"""Where a motion or promise stands; ``replaced`` is a motion in whose place a changed one came."""
STATES: tuple[State, ...] = get_args(State)
"""All states, in the order of a report."""
_SPEAKS_FOR_GOVERNMENT = frozenset({"plan", "letter", "answer", "minutes"})
_SETTLES: dict[str, State] = {"carried_out": "carried_out", "partly": "partly", "refused": "refused"}
_SAME = 0.6
"""The share of the telling words of the shorter of two promises that both must hold, to be taken for one."""
_FEWEST_SAME = 2
_VERB = re.compile(
    r"\b(?:is|zijn|was|waren|wordt|worden|werd|werden|heb|hebben|heeft|ben|zal|zullen|kan|kunnen|voer|voert|voeren|geef"
    r"|geven|zie|zien|ga|gaat|gaan|doe|doen|beschouw|beschouwen|ontraad|blijft)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r",\s*(?P<what>(?:mede\s+|ook\s+)?(?:gelet\s+op|gezien|anders\s+dan|naast|in\s+lijn\s+met|conform|overeenkomstig)"
    r"\s[^,;]*)$",
    re.IGNORECASE,
)
_LIKEWISE = re.compile(r",\s*(?:net\s+als|evenals)\s[^,;]*$", re.IGNORECASE)
_JOINT = re.compile(r",|\b(?:en|maar|terwijl)\b")
_NEXT = (
    "hiermee",
    "daarmee",
    "deze motie",
    "die motie",
    "deze toezegging",
    "die toezegging",
    "de motie is",
    "ik beschouw",
)


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What a later paper says about a motion or promise: the paper, its day, what, and the passage."""

    paper: str
    date: dt.date | None
    says: Answered | Literal["mentions"]
    passage: Span


class Tracked(msgspec.Struct, frozen=True, kw_only=True):
    """A motion or a promise, and what became of it.

    Attributes:
        id: the paper, with ``#1`` and so on for a promise in a letter.
        kind: a motion of the House, or a commitment of a minister.
        date: the day from which it counts.
        actor: who proposed or promised it.
        text: the passage that asks or promises.
        paper: the paper that holds it.
        due: the day by which it is to be done; ``stated`` tells whether the text gives it.
        outcome: what the House decided about a motion.
        events: what later papers say about it, the oldest first.
        state: where it stands on the day of the count.
        settled: the day on which it was settled.
    """

    id: str
    kind: Literal["motion", "commitment"]
    date: dt.date | None
    actor: str
    text: Span
    paper: str
    due: dt.date | None
    stated: bool
    outcome: Outcome | None
    events: tuple[Event, ...]
    state: State
    settled: dt.date | None

    @property
    def days_late(self) -> int | None:
        """Days between the term and the day on which it was settled; None where it has no term or was never settled."""
        return (self.settled - self.due).days if self.settled and self.due else None


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """The day of the count, how long something without a term may take in days, and the topic followed (or all)."""

    on: dt.date
    patience: int = PATIENCE
    topic: str | None = None


def track(
    papers: Sequence[Paper],
    findings: Mapping[str, Findings],
    *,
    references: Mapping[str, Sequence[Reference]],
    lexicon: Lexicon,
    setting: Setting,
) -> tuple[Tracked, ...]:
    """Return each motion and promise with what became of it by the day of the count, the oldest first.

    Papers and decisions after that day are not looked at.
    """
    known = {paper.id: paper for paper in papers if paper.date is None or paper.date <= setting.on}
    events = _events(known, findings, references, lexicon)
    found = [
        *_motions(known, findings, events, setting),
        *_recorded(known, findings, events, setting),
        *_promised(known, findings, events, setting),
    ]
    return tuple(sorted(found, key=lambda one: (str(one.date or ""), one.id)))


def _events(
    papers: Mapping[str, Paper],
    findings: Mapping[str, Findings],
    references: Mapping[str, Sequence[Reference]],
    lexicon: Lexicon,
) -> dict[str, tuple[Event, ...]]:
    """Return what papers say about each paper that they speak of, the oldest first, one event a paper."""
    found: dict[str, dict[str, Event]] = {}
    for id_ in sorted(papers):
        paper = papers[id_]
        parts = sentences(paper.text) if any(one.paper for one in references.get(id_, ())) else []
        for one in references.get(id_, ()):
            if one.paper is None or one.paper not in papers:
                continue
            answers = lexicon.answers if findings[id_].kind in _SPEAKS_FOR_GOVERNMENT else ()
            beside = [
                (other.mention.start, other.mention.end)
                for other in references[id_]
                if other.paper != one.paper and _is_asked(other, findings)
            ]
            event = _event(paper, one, parts, answers=answers, beside=beside)
            before = found.setdefault(one.paper, {}).get(id_)
            if before is None or before.says == "mentions":
                found[one.paper][id_] = event
    return {
        target: tuple(sorted(events.values(), key=lambda one: (str(one.date or ""), one.paper)))
        for target, events in found.items()
    }


def _is_asked(reference: Reference, findings: Mapping[str, Findings]) -> bool:
    """Return whether a passage speaks of a motion, amendment or recorded commitment."""
    if reference.paper is None:
        return reference.mention.form in {"motion", "amendment"}
    return findings[reference.paper].kind in {"motion", "amendment", "commitment"}


def _event(
    paper: Paper,
    reference: Reference,
    parts: Sequence[tuple[int, int]],
    *,
    answers: Sequence[AnswerTerm],
    beside: Sequence[tuple[int, int]],
) -> Event:
    """Return what the clause around a reference says, or the next sentence where that goes on about it.

    ``beside`` are the passages that speak of something else that was asked or promised.
    """
    at, until = reference.mention.start, reference.mention.end
    place = next((place for place, (start, end) in enumerate(parts) if start <= at < end), None)
    if place is None:
        return Event(paper=paper.id, date=paper.date, says="mentions", passage=paper.span(at, until))
    clause = _clause(paper.text, (at, until), parts[place], beside)
    around = [clause]
    if (
        clause[1] == parts[place][1]
        and place + 1 < len(parts)
        and paper.text[parts[place + 1][0] :].lower().startswith(_NEXT)
    ):
        around.append(parts[place + 1])
    for start, end in around:
        for term in answers:
            if find_term(term, paper.text, start=start, end=end):
                return Event(paper=paper.id, date=paper.date, says=term.outcome, passage=paper.span(start, end))
    return Event(paper=paper.id, date=paper.date, says="mentions", passage=paper.span(*clause))


def _clause(
    text: str, mention: tuple[int, int], sentence: tuple[int, int], beside: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """Return the part of a sentence that speaks of a mention: cut at semicolons, and at what is said of another.

    Mentions without a verb between them ("de motie-A en de motie-B zijn uitgevoerd") share what is said; one that is
    named in passing (", mede gelet op de motie-B,") has no part in it.
    """
    at, until = mention
    if aside := _ASIDE.search(text, sentence[0], at):
        comma = text.find(",", until, sentence[1])
        return aside.start("what"), sentence[1] if comma < 0 else comma
    likewise = _LIKEWISE.search(text, sentence[0], at)
    passing = (_ASIDE, _LIKEWISE)
    beside = [
        one for one in beside if not likewise and not any(each.search(text, sentence[0], one[0]) for each in passing)
    ]
    start = max(text.rfind(";", sentence[0], at) + 1, sentence[0])
    semicolon = text.find(";", until, sentence[1])
    end = sentence[1] if semicolon < 0 else semicolon
    for _, before in beside:
        if start < before <= at and _VERB.search(text, before, at):
            start = _joint(text, before, at)
    for after, _ in sorted(beside, reverse=True):
        if until <= after < end and _VERB.search(text, until, after):
            end = _joint(text, until, after)
    while start < at and text[start].isspace():
        start += 1
    while end > until and text[end - 1].isspace():
        end -= 1
    return start, end


def _joint(text: str, start: int, end: int) -> int:
    """Return where the last comma or conjunction between two mentions stands, or the second where there is none."""
    return max((found.start() for found in _JOINT.finditer(text, start, end)), default=end)


def _motions(
    papers: Mapping[str, Paper],
    findings: Mapping[str, Findings],
    events: Mapping[str, tuple[Event, ...]],
    setting: Setting,
) -> Iterator[Tracked]:
    replaced = {target for paper in papers.values() if (target := replaced_by(paper))}
    for id_, paper in papers.items():
        found = findings[id_]
        if found.kind != "motion" or not _on_topic(found, setting) or not paper.text:
            continue
        decision = _decision(paper, setting.on)
        outcome = decision.outcome if decision else None
        date = decision.date if decision and outcome == "adopted" and decision.date else paper.date
        motion = _tracked(
            Tracked(
                id=id_,
                kind="motion",
                date=date,
                actor=" ".join(actor.name for actor in paper.actors[:1]) + (" c.s." if len(paper.actors) > 1 else ""),
                text=_request(paper),
                paper=id_,
                due=found.asked_by,
                stated=found.asked_by is not None,
                outcome=outcome,
                events=events.get(id_, ()),
                state="open",
                settled=None,
            ),
            setting,
        )
        yield msgspec.structs.replace(motion, state="replaced", settled=None) if id_ in replaced else motion


def _recorded(
    papers: Mapping[str, Paper],
    findings: Mapping[str, Findings],
    events: Mapping[str, tuple[Event, ...]],
    setting: Setting,
) -> Iterator[Tracked]:
    """Yield the commitments that the clerks of the House recorded."""
    for id_, paper in papers.items():
        found = findings[id_]
        if found.kind != "commitment" or not paper.text or not _on_topic(found, setting):
            continue
        stated = paper.due or _due_in(paper)
        one = _commitment(paper, id_, paper.span(0, len(paper.text)), due=stated, events=events.get(id_, ()))
        tracked = _tracked(one, setting)
        known = paper.done and paper.changed is not None and paper.changed <= setting.on
        if known and tracked.state in {"open", "overdue"}:
            tracked = msgspec.structs.replace(tracked, state="carried_out")
        yield tracked


def _promised(
    papers: Mapping[str, Paper],
    findings: Mapping[str, Findings],
    events: Mapping[str, tuple[Event, ...]],
    setting: Setting,
) -> Iterator[Tracked]:
    """Yield the promises in letters and minutes that no record at hand is about."""
    recorded = [telling_words(papers[id_].text) for id_ in papers if findings[id_].kind == "commitment"]
    for id_, paper in papers.items():
        found = findings[id_]
        about = {one.span.start for one in found.topics if setting.topic in (None, one.topic)}
        every = [telling_words(promise.span.quote) for promise in found.promises]
        for number, (promise, words) in enumerate(zip(found.promises, every, strict=True), start=1):
            if any(_one_promise(words, other) for other in recorded):
                continue
            if setting.topic is not None and promise.span.start not in about:
                continue
            later = tuple(
                one
                for one in events.get(id_, ())
                if one.says != "mentions" and _is_about(one.passage.quote, words, every)
            )
            yield _tracked(_commitment(paper, f"{id_}#{number}", promise.span, due=promise.due, events=later), setting)


def _one_promise(words: frozenset[str], other: frozenset[str]) -> bool:
    return len(words & other) >= max(_FEWEST_SAME, _SAME * min(len(words), len(other)))


def _is_about(said: str, words: frozenset[str], every: Sequence[frozenset[str]]) -> bool:
    """Return whether a passage about a letter is about the promise with these words, of every promise in it."""
    if len(every) == 1:
        return True
    telling = telling_words(said)
    shared = len(telling & words)
    return shared > 0 and shared == max(len(telling & one) for one in every)


def _commitment(paper: Paper, id_: str, text: Span, *, due: dt.date | None, events: tuple[Event, ...]) -> Tracked:
    return Tracked(
        id=id_,
        kind="commitment",
        date=paper.held or paper.date,
        actor=paper.actors[0].name if paper.actors else "",
        text=text,
        paper=paper.id,
        due=due,
        stated=due is not None,
        outcome=None,
        events=events,
        state="open",
        settled=None,
    )


def _tracked(one: Tracked, setting: Setting) -> Tracked:
    """Return a motion or promise with its term and where it stands on the day of the count."""
    due = one.due or (days_after(one.date, setting.patience) if one.date else None)
    state: State = "open"
    settled: dt.date | None = None
    if one.outcome in {"rejected", "withdrawn"}:
        state = "not_adopted" if one.outcome == "rejected" else "withdrawn"
    else:
        for event in one.events:
            late_enough = event.date is None or one.date is None or event.date >= one.date
            settling = _SETTLES.get(event.says) if late_enough and state != "carried_out" else None
            if settling:
                state, settled = settling, event.date
        if state == "open" and due is not None and due < setting.on and one.outcome != "held_over":
            state = "overdue"
    return msgspec.structs.replace(one, due=due, state=state, settled=settled)


def _decision(paper: Paper, on: dt.date) -> HouseDecision | None:
    """Return the last decision of the House by the day of the count."""
    return next((one for one in reversed(paper.decisions) if one.date is None or one.date <= on), None)


def _request(paper: Paper) -> Span:
    """Return the sentence of a motion that asks something."""
    parts = sentences(paper.text)
    asked = next((one for one in parts if paper.text[one[0] :].lower().startswith(("verzoekt", "spreekt"))), parts[0])
    return paper.span(*asked)


def _due_in(paper: Paper) -> dt.date | None:
    found = find_deadline(paper.text, 0, len(paper.text), written=paper.held or paper.date)
    return found.day if found else None


def _on_topic(found: Findings, setting: Setting) -> bool:
    return setting.topic is None or any(one.topic == setting.topic for one in found.topics)
