"""Read everything that vonnis reads in a judgment, and make one record of it."""

from __future__ import annotations

from collections.abc import Generator

from vonnis import __version__
from vonnis.errors import UsageError
from vonnis.extraction.abstract import AbstractReader
from vonnis.extraction.answer import Answer, Value
from vonnis.extraction.channels import find_channels
from vonnis.extraction.confirmed import beside, find_confirmed, find_confirmed_deduction, find_confirmed_measures
from vonnis.extraction.decision import concerns_crime, find_decision, find_instance, find_outcome
from vonnis.extraction.defendant import find_defendant
from vonnis.extraction.demand import find_conformity, find_demand
from vonnis.extraction.demand_of_gain import find_demand_of_gain
from vonnis.extraction.dictum import PRINCIPAL, DictumReader
from vonnis.extraction.finality import find_finality
from vonnis.extraction.limits import find_excess
from vonnis.extraction.period import find_offence_period
from vonnis.extraction.provisions import find_provisions
from vonnis.extraction.reasons import find_court_reasons
from vonnis.extraction.record import (
    Channel,
    CourtReasons,
    Decision,
    Defendant,
    Doubt,
    ExtractionRecord,
    Finality,
    Instance,
    Outcome,
    Period,
    Provision,
    Sanction,
    Victim,
)
from vonnis.extraction.victims import find_victims
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.span import Span
from vonnis.judgment.steps import in_step

EXTRACTOR = f"vonnis {__version__}"
"""Name and version of the rules, as every record states it."""

_ON_A_CHARGE = {"criminal", "interim"}
"""The decisions before which a prosecutor may have demanded a sentence."""


def extract(judgment: Judgment) -> ExtractionRecord:
    """Return everything that vonnis reads in a judgment, each value with its passage.

    What cannot be decided stands in ``failures`` with its reason; a metadata-only document gives a record with a null
    ``text_sha256`` and no values from a text.

    Raises:
        UsageError: what is given is no judgment but, say, a path or a text.
    """
    _refuse_others(judgment)
    return in_step([extracting(judgment)])[0]


def _refuse_others(given: object) -> None:
    """Raise UsageError where something is given that is no judgment."""
    if not isinstance(given, Judgment):
        message = "vonnis.extract takes a judgment; read it first, as in vonnis.extract(vonnis.read(path))."
        raise UsageError(message)


def extracting(judgment: Judgment) -> Generator[None, None, ExtractionRecord]:
    """Extract step by step, and return the record, for who has many judgments (:mod:`vonnis.judgment.steps`)."""
    reading = _Reading(judgment)
    yield from reading.read_abstract() if judgment.text_is == "abstract" else reading.read_judgment()
    return (yield from reading.record())


class _Reading:
    """The answers of the extractors for one judgment, gathered into a record."""

    def __init__(self, judgment: Judgment) -> None:
        self.judgment = judgment
        self.evidence: dict[str, tuple[Span, ...]] = {
            field: (span,) for field, span in judgment.metadata.evidence.items()
        }
        self.doubts: list[Doubt] = []
        self.imposed: tuple[Sanction, ...] = ()
        self.demanded: tuple[Sanction, ...] = ()
        self.demand_stated = False
        self.deducted: Span | None = None
        self.instance: Instance = "other"
        self.decision: Decision = "criminal"
        self.outcome: Outcome = "not_stated"
        self.of_crime = True

    def take(self, answer: Answer[Value]) -> Value:
        """Keep an answer's passages and doubts, and return its value."""
        self.evidence.update(answer.evidence)
        self.doubts.extend(answer.doubts)
        return answer.value

    def read_abstract(self) -> Generator[None, None, None]:
        """Read a court's abstract."""
        judgment = self.judgment
        self.instance = find_instance(judgment).value
        cassation = self.instance in {"cassation", "opinion"} if judgment.court else None
        reader = AbstractReader(judgment.text, cassation=cassation)
        self.imposed = reader.sanctions(reader.imposed)
        self.demanded = reader.sanctions(reader.demanded)
        self.demand_stated = bool(self.demanded)
        self.doubts.extend(reader.doubts)
        self.outcome = self.take(reader.outcome())
        if reader.no_charge:
            self.decision = "other"
        yield

    def read_judgment(self) -> Generator[None, None, None]:
        """Read a whole judgment, or a dictum alone."""
        judgment = self.judgment
        self.instance = self.take(find_instance(judgment))
        known_otherwise = bool(judgment.metadata.subjects) and not concerns_crime(judgment)
        yield
        section = None if known_otherwise else next(iter(judgment.of_kind("dictum")), None)
        yield
        dictum = DictumReader(judgment.text, section.start, section.end) if section else None
        yield
        self.of_crime = concerns_crime(judgment, dictum)
        self.decision = self.take(find_decision(judgment, dictum))
        stop = section.start if section else len(judgment.text)
        if judgment.text and self.decision in _ON_A_CHARGE and self.instance in {"first_instance", "appeal"}:
            demand = find_demand(judgment, self.instance, stop=stop)
            self.demanded = self.take(demand)
            self.demand_stated = "demand_stated" in demand.evidence
        elif judgment.text and self.decision == "confiscation" and self.instance in {"first_instance", "appeal"}:
            claim = find_demand_of_gain(judgment, appeal=self.instance == "appeal", stop=stop)
            self.demanded = self.take(claim)
            self.demand_stated = "demand_stated" in claim.evidence
        yield
        _read_dictum(self, dictum, stop)
        yield

    def record(self) -> Generator[None, None, ExtractionRecord]:
        """Read what remains, and return the record."""
        judgment = self.judgment
        period: Period | None = None
        statutes: tuple[Provision, ...] = ()
        defendant = Defendant()
        victims: tuple[Victim, ...] = ()
        channels: tuple[Channel, ...] = ()
        reasons = CourtReasons()
        if self.of_crime:
            period = self.take(find_offence_period(judgment))
            of_offence = period or Period()
            yield
            statutes = self.take(find_provisions(judgment, offence_period=of_offence))
            yield
            defendant = self.take(find_defendant(judgment, offence_period=of_offence))
            yield
            victims = self.take(find_victims(judgment, offence_period=of_offence))
            yield
            channels = self.take(find_channels(judgment, offence_period=of_offence))
            if self.decision == "criminal" and self.instance in {"first_instance", "appeal"}:
                yield
                reasons = self.take(find_court_reasons(judgment, appeal=self.instance == "appeal"))
        self.doubts.extend(find_excess(self.imposed, field="imposed"))
        self.doubts.extend(find_excess(self.demanded, field="demanded"))
        finality = self.take(find_finality(judgment)) if self.of_crime else Finality()
        if self.deducted:
            self.evidence["pretrial_detention_deducted"] = (self.deducted,)
        return ExtractionRecord(
            id=judgment.id,
            ecli=judgment.ecli,
            court=judgment.court,
            date=judgment.date,
            case_numbers=judgment.metadata.case_numbers,
            text_sha256=judgment.text_sha256,
            extractor=EXTRACTOR,
            decision=self.decision,
            instance=self.instance,
            defendant=defendant,
            outcome=self.outcome,
            offence_period=period,
            demand_stated=self.demand_stated,
            demanded=self.demanded,
            imposed=self.imposed,
            statutes=statutes,
            pretrial_detention_deducted=self.deducted is not None,
            victims=victims,
            contact_channels=channels,
            evidence={field: spans for field, spans in self.evidence.items() if spans},
            failures=tuple(self.doubts),
            court_reasons=reasons,
            finality=finality,
        )


def _read_dictum(reading: _Reading, dictum: DictumReader | None, stop: int) -> None:
    """Take over what the dictum imposes, and how the case ended; a decision on no charge imposes nothing."""
    judgment = reading.judgment
    confirmed: tuple[Sanction, ...] = ()
    if dictum and reading.decision != "other" and reading.instance not in {"cassation", "opinion"}:
        reading.imposed = dictum.sanctions()
        reading.doubts.extend(dictum.doubts())
        reading.deducted = dictum.deducted
        if dictum.confirms and not dictum.punishes:
            confirmed = reading.take(beside(find_confirmed(judgment, stop), dictum))
            reading.imposed = (*confirmed, *reading.imposed)
            reading.deducted = reading.deducted or find_confirmed_deduction(judgment, confirmed)
        else:
            also = reading.take(find_confirmed_measures(judgment, stop, dictum=dictum))
            reading.imposed = (*reading.imposed, *also)
        if not reading.demand_stated and (conform := find_conformity(judgment, stop)):
            reading.demanded = tuple(s for s in reading.imposed if s.kind in PRINCIPAL)
            reading.demand_stated = bool(reading.demanded)
            reading.evidence["demand_stated"] = (conform,)
    outcome = find_outcome(judgment, dictum, decision=reading.decision, confirmed=bool(confirmed))
    reading.outcome = reading.take(outcome)
