"""The sentence of the court below, as an appeal judgment recites it: what it confirms, or is asked to confirm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from vonnis.extraction.answer import Answer
from vonnis.extraction.clauses import Clause
from vonnis.extraction.compensation import THAT_AMOUNT, orders_for
from vonnis.extraction.dictum import PRINCIPAL, DictumReader
from vonnis.extraction.draft import Draft
from vonnis.extraction.executions import EXECUTION
from vonnis.extraction.phrases import PhraseReader
from vonnis.extraction.quantities import find_quantities
from vonnis.extraction.record import Doubt, Sanction
from vonnis.extraction.rules import rule
from vonnis.extraction.vocabulary import nouns
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.scan import Finder
from vonnis.judgment.span import Span

_BESIDE_PUNISHMENT = frozenset({"compensation_order", "forfeiture", "withdrawal_from_circulation"})
_OF_THE_SENTENCE = PRINCIPAL | {"liberty_restriction", "conduct_measure", "disqualification"}
_VERB = Finder(rule(r"\b(?:veroordeeld|veroordeelde|veroordeelt|opgelegd|ontzegd)\b"))
_BELOW = rule(
    r"\b(?:rechtbank|(?:politie|kinder|kanton)rechter|gerecht(?: in eerste aanleg)?|eerste (?:aanleg|rechter)"
    r"|(?:dat|het|voormeld|bestreden|beroepen) vonnis|waarvan beroep)\b"
)
_OTHERS = rule(
    r"advocaat-generaal|officier van justitie|openbaar ministerie|medeverdachten?|documentatie|onherroepelijk"
    r"|in het verleden|ten ?uitvoer|vordert|gevorderd|raads(?:man|vrouw)|schadevergoedingsmaatregel"
    r"|voorwaardelijk opgelegde|eerder"
)
_ALSO_EXECUTED = rule(
    r"(?:,? (?:en|alsmede|waarbij)|[\s.;]*(?:daarnaast|voorts|tevens|ook|verder|bovendien) (?:heeft|is))\b"
    r"(?:(?!\b(?:niet|afgewezen|en|alsmede)\b|medeverdachte)[^.,;]){0,60}?"
    r"ten ?uitvoer ?legging (?:(?!\bniet\b|\bafgewezen\b)(?:[^.;]|\.(?=\w))){0,200}?\b(?:gelast|bevolen)\b"
    r"|[\s.;]*(?:daarnaast|voorts|tevens|ook|verder|bovendien) (?:heeft|is)\b(?:[^.;\n]|\.(?=\w)){0,300}?"
    r"\ben de ten ?uitvoer ?legging (?:gelast|bevolen) van\b"
)
"""That the court below also ordered an earlier sentence to be executed, behind what it sentenced to."""
_ALSO_OBLIGED = rule(
    r"(?:,? (?:en|alsmede|waarbij)|[\s.;]*\b(?:daarnaast|voorts|tevens|ook|verder|bovendien|en))\b"
    r"(?:(?!\bniet\b|\bafgewezen\b)(?:[^.;]|\.(?=\w))){0,240}?(?P<measure>schadevergoedingsmaatregel"
    r"|maatregel (?:van|tot) (?:schadevergoeding|art(?:ikel|\.) 36f)|verplichting (?:op)?[^.;]{0,40}?aan de Staat)"
    r"(?!(?:[^.;]|\.(?=\w)){0,160}?\b(?:niet opgelegd|achterwege|afgewezen)\b)"
)
"""That the court below also ordered the defendant to pay the State for a victim, behind what it sentenced to."""
_BELOW_OBLIGES = Finder(
    rule(
        r"\b(?:rechtbank|rechter|gerecht) heeft (?:(?!\bniet\b|\bafgewezen\b)(?:[^.;]|\.(?=\w))){0,300}?"
        r"(?P<measure>schadevergoedingsmaatregel|maatregel (?:van|tot) (?:schadevergoeding|art(?:ikel|\.) 36f))"
        r"(?=(?:[^.;]|\.(?=\w)){0,40}\bopgelegd\b)"
        r"(?!(?:[^.;]|\.(?=\w)){0,160}?\b(?:niet opgelegd|achterwege|afgewezen)\b)"
    )
)
"""That the court below ordered the defendant to pay the State for a victim, wherever that is told."""
_OF_ANOTHER = rule(
    r"raads(?:man|vrouw|lieden)|\bverdediging\b|advocaat-generaal"
    r"|\b(?:aan|tegen) (?:de |een |zijn |haar )?mede-?(?:verdachte|dader)"
)
"""In the sentence before a measure, what tells that others speak of it, or that it is another defendant's."""
_NOT_TAKEN = rule(rf"\bniet\b|\bafgewezen\b|gevorderd|verzocht|{_OF_ANOTHER.pattern}")
_TAKEN = {
    "forfeiture": rule(r"\bverbeurd ?verklaard\b"),
    "withdrawal_from_circulation": rule(
        r"\bonttrokken (?:verklaard )?aan het verkeer\b|\baan het verkeer onttrokken\b"
    ),
}
_GIVES_BACK = rule(
    r"\b(?:gelast|beveelt|bepaalt|geeft)\b(?:(?!\bniet\b|\bgeen\b|afgewezen)[^.;]){0,160}?"
    r"(?:\bteruggave\b|\bterug(?:gegeven|geven)?\b|bewaring ten behoeve van)"
)
"""A dictum that gives back goods which were seized, or keeps them for whom they belong to."""
_GOODS = frozenset(_TAKEN)
_DEFAULT_ANEW = rule(
    r"\b(?:bepaalt|stelt)\b[^.;]{0,120}?\b(?:vervangende (?:hechtenis|jeugddetentie)|gijzeling)\b"
    r"[^.;]{0,60}?(?= \d| \w+ \()"
)
"""Before the detention that an appeal court sets in place of that of the judgment which it confirms otherwise."""
_QUASHES_SENTENCE = rule(
    r"\bvernietigt\b(?:(?!maatregel|schadevergoeding|benadeelde|beslag|goed|voorwerp|vordering|bewezen|bewijs|kwalificatie)"
    r"[^.;\n]){0,200}?\b(?:straf|straffen|strafoplegging|strafmaat)\b"
    r"(?!(?:[^.;\n]){0,160}(?:maatregel|schadevergoeding|benadeelde|beslag|voorwerp|vordering|bewezen|bewijs|kwalificatie))"
)
"""An appeal court that quashes no more of the judgment below than how it punished."""
_DEDUCTED = rule(r"(?:[^.;]|\.(?=\w)){0,240}?\b(?:met|onder) aftrek\b|(?:[^.;]|\.(?=\w)){0,240}?\bin mindering\b")
_LAID_WITH_IT = rule(r",? (?:met|onder|en) (?:gelijktijdige )?oplegging van (?:de |een )?")
"""Between the amount of a claim that was granted and the order for it."""
_NOT_DEDUCTED = rule(r"\b(?:zonder|geen) aftrek|\bniet in mindering")
_GOES_ON = rule(
    r"(?:(?:aan (?:de )?verdachte|(?:de )?verdachte|hem|haar|daarbij) (?:is|zijn|werd|heeft) )?"
    r"(?:daarnaast|voorts|tevens|ook|verder|bovendien|hierbij)\b"
)
_SENTENCE_END = re.compile(r"(?<!\bart)(?<!\bmr)(?<!\b[A-Z])\.\s+(?=[A-Z\[])|\n(?!\s*(?:[-–•]|tot\b|een\b))|;")
_REACH = 600
"""No sentence is longer than this, in characters, on either side of its verb."""


def find_confirmed(judgment: Judgment, stop: int) -> tuple[Sanction, ...]:
    """Return the sentence of the court below as it is recited before ``stop``, the start of the dictum.

    The first sentence that tells it counts, with those that go on from it. What the prosecutor demanded, an earlier
    conviction and a co-defendant's sentence are recited too, and are none of it.
    """
    reader = PhraseReader(judgment.text)
    executed: list[Draft] = []
    obliged: list[Draft] = []
    taken: list[Draft] = []
    done = 0
    for start, end in _recitals(judgment.text, stop):
        goes_on = done and not judgment.text[done:start].strip(" \n.;") and _GOES_ON.match(judgment.text, start)
        if reader.drafts and not goes_on:
            break
        if goes_on or _BELOW.search(judgment.text, start, end):
            reader.read(start, end)
            reader.drafts[:] = [draft for draft in reader.drafts if draft.kind in _OF_THE_SENTENCE]
            executed = (_executed(judgment.text, end, stop) if reader.drafts else []) or executed
            obliged = (_obliged(judgment.text, end, stop) if reader.drafts else []) or obliged
            taken = (_taken(judgment.text, end, stop) if reader.drafts else []) or taken
            done = end
    drafts = (*reader.drafts, *obliged, *taken, *executed)
    return tuple(sanction for draft in drafts for sanction in draft.sanctions(judgment.text))


def beside(confirmed: Sequence[Sanction], dictum: DictumReader) -> Answer[tuple[Sanction, ...]]:
    """Return what is ``confirmed``, without orders for victims and goods of which the ``dictum`` itself decides.

    Where the dictum gives goods back, that the court below took them is no longer sure, and so a doubt.
    """
    decided = _BESIDE_PUNISHMENT & {draft.kind for draft in dictum.drafts}
    kept = _with_default(tuple(sanction for sanction in confirmed if sanction.kind not in decided), dictum)
    back = _GIVES_BACK.search(dictum.text, dictum.start, dictum.end) if any(s.kind in _GOODS for s in kept) else None
    if back is None:
        return Answer(kept)
    reason = "goods are given back, and whether others that the court below took stay taken is not said"
    doubt = Doubt("imposed", reason, Span.of(dictum.text, *back.span()))
    return Answer(tuple(sanction for sanction in kept if sanction.kind not in _GOODS), doubts=(doubt,))


def _with_default(confirmed: tuple[Sanction, ...], dictum: DictumReader) -> tuple[Sanction, ...]:
    """Return what is ``confirmed`` with the detention that the ``dictum`` sets anew, where one sanction has any."""
    anew = _DEFAULT_ANEW.search(dictum.text, dictum.start, dictum.end)
    q = next(find_quantities(dictum.text, anew.end(), dictum.end), None) if anew else None
    with_any = [sanction for sanction in confirmed if sanction.substitute]
    if q is None or anew is None or q.start != anew.end() + 1 or len(with_any) != 1:
        return confirmed
    if any((q.start, q.end) in draft.places.values() for draft in dictum.drafts):
        return confirmed
    parts = {**with_any[0].parts, "substitute": Span.of(dictum.text, q.start, q.end)}
    changed = msgspec.structs.replace(with_any[0], substitute=q.value, parts=parts)
    return tuple(changed if sanction is with_any[0] else sanction for sanction in confirmed)


def find_confirmed_measures(judgment: Judgment, stop: int, *, dictum: DictumReader) -> Answer[tuple[Sanction, ...]]:
    """Return what a court confirms beside its own punishment, where it quashes that of the court below alone.

    These are the orders to pay the State for a victim and the goods taken, as they are recited before ``stop``; a kind
    on which the dictum itself decides is left out.
    """
    if not (dictum.confirms and _QUASHES_SENTENCE.search(judgment.text, dictum.start, dictum.end)):
        return Answer(())
    return beside([s for s in find_confirmed(judgment, stop) if s.kind in _BESIDE_PUNISHMENT], dictum)


def find_confirmed_deduction(judgment: Judgment, confirmed: Sequence[Sanction]) -> Span | None:
    """Return where the recital says, behind a confirmed sentence, that time in custody is deducted from it."""
    for sanction in confirmed:
        found = _DEDUCTED.match(judgment.text, sanction.evidence.end) if sanction.kind in PRINCIPAL else None
        if found and not _NOT_DEDUCTED.search(found.group()):
            return judgment.span(sanction.evidence.end, found.end())
    return None


def _obliged(text: str, start: int, stop: int) -> list[Draft]:
    """Return the orders to pay the State for a victim that are told right behind a recital."""
    also = _ALSO_OBLIGED.search(text, start, _paragraph_end(text, start, stop))
    also = also or next((m for m in _BELOW_OBLIGES.finditer(text, 0, stop) if not _is_of_another(text, m)), None)
    if also is None:
        return []
    found = _SENTENCE_END.search(text, also.end(), stop)
    clause = Clause(also.start("measure"), found.start() if found else stop, "")
    amounts = [q for q in find_quantities(text, clause.start, clause.end) if q.measure == "money"]
    if not amounts:
        before = [q for q in find_quantities(text, also.start(), clause.start) if q.measure == "money"][-1:]
        with_it = before and _LAID_WITH_IT.fullmatch(text, before[0].end, clause.start)
        amounts = before if with_it or THAT_AMOUNT.search(text, also.start(), clause.end) else []
    return list(orders_for(text, clause, amounts=amounts))


def _is_of_another(text: str, told: re.Match[str]) -> bool:
    """Tell whether the defence or the prosecution says that the court below laid a measure, or laid it on another."""
    start = max(text.rfind(". ", 0, told.start()), text.rfind("\n", 0, told.start())) + 1
    return _OF_ANOTHER.search(text, start, told.start("measure")) is not None


def _taken(text: str, start: int, stop: int) -> list[Draft]:
    """Return the goods forfeited or withdrawn that are told behind a recital, in its paragraph."""
    end = _paragraph_end(text, start, stop)
    places = {kind: told.search(text, start, end) for kind, told in _TAKEN.items()}
    return [
        Draft(nouns()[kind], place.span())
        for kind, place in places.items()
        if place and not _NOT_TAKEN.search(text, max(start, text.rfind(". ", start, place.start())), place.start())
    ]


def _paragraph_end(text: str, start: int, stop: int) -> int:
    """Return where the paragraph of a place ends."""
    end = text.find("\n", start, stop)
    return end if end >= 0 else stop


def _executed(text: str, start: int, stop: int) -> list[Draft]:
    """Return the earlier sentences whose execution is told right behind a recital."""
    also = _ALSO_EXECUTED.match(text, start, stop)
    if also is None:
        return []
    found = _SENTENCE_END.search(text, also.end(), stop)
    inner = PhraseReader(text, lengths_optional=True)
    inner.read(start, found.start() if found else stop)
    return [draft.under(EXECUTION) for draft in inner.drafts if draft.has("total")]


def _recitals(text: str, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences before ``stop`` that tell what somebody was sentenced to, and are of nobody else.

    What such a sentence tells of the execution of an earlier one is left out.
    """
    done = 0
    for verb in _VERB.finditer(text, 0, stop):
        if verb.start() < done:
            continue
        before = [end.end() for end in _SENTENCE_END.finditer(text, max(done, verb.start() - _REACH), verb.start())]
        start = before[-1] if before else max(done, verb.start() - _REACH)
        found = _SENTENCE_END.search(text, verb.end(), min(stop, verb.end() + _REACH))
        done = found.start() if found else min(stop, verb.end() + _REACH)
        beside = [also.search(text, verb.end(), done) for also in (_ALSO_EXECUTED, _ALSO_OBLIGED)]
        end = min((also.start() for also in beside if also), default=done)
        if not _OTHERS.search(text, start, end):
            yield start, end
