"""The protocol of a study, as ``study.toml`` states it before the data are seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from vonnis.codebook.codebook import LEVELS, Level
from vonnis.located.decoding import WRONG, decode, plain
from vonnis.located.node import Node, Notes
from vonnis.located.text import read_text
from vonnis.located.toml_file import parse_toml
from vonnis.study.care import Care, Terms, care_problems
from vonnis.study.durations import DayRule
from vonnis.study.final_plan import FinalQuestions
from vonnis.study.persons import PersonsRule
from vonnis.study.policy_plan import PolicyPlan, policy_problems
from vonnis.study.revealing import RevealPlan
from vonnis.study.selection_rule import SelectionRule, problem_of
from vonnis.study.training import TrainingPlan
from vonnis.study.wave_plan import EarlierWave, wave_problems

Text = dict[str, str]
Design = Literal["census", "sample"]
"""All units of the population, or a sample of them."""
SourceKind = Literal["open", "closed_file", "closed_paper", "closed_screen"]
"""Published; closed with a local file; closed on paper; closed on a screen from which nothing may be copied."""
DecisionThatCounts = Literal["first_instance", "appeal", "final"]
"""Which decision on the merits counts: the first, the one on appeal, or the last known at the reference date."""


class StudyHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a study is called and asks; ``fictional`` puts the word on everything that leaves it.

    ``registration`` tells where the protocol was registered before the work began, if it was.
    """

    id: str
    title: Text
    question: Text
    author: Text
    fictional: bool = False
    country: str = "NL"
    languages: tuple[str, ...] = ("nl", "en")
    background: Text = {}
    registration: str = ""


class Criterion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reason for which a unit comes in or drops out; ``id`` is what the log of the selection counts under."""

    id: str
    text: Text


class Population(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which clients count: registered in these years (both included).

    Attributes:
        design: whether all of them are studied, or a sample.
        units: what is counted, by level.
        decision: which decision on the merits counts, as it stood on ``reference_date``.
        include, exclude: the rules, in the order in which they are put.
        called: what the units of a level are called in the report, in the plural (``defendant``: "suspects").
    """

    description: Text
    intake_from: int
    intake_to: int
    design: Design = "census"
    units: tuple[Level, ...] = LEVELS
    decision: DecisionThatCounts = "final"
    reference_date: dt.date | None = None
    include: tuple[Criterion, ...] = ()
    exclude: tuple[Criterion, ...] = ()
    called: dict[str, Text] = {}

    @property
    def of_papers(self) -> bool:
        """Whether papers alone are counted, which are registered nowhere and decided by no court."""
        return self.units == ("paper",)


class Permission(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who allowed the use of closed files: on which ground, under which conditions, until when.

    Attributes:
        basis: the ground in law.
        giver, reference: who gave it, and the number of the letter.
        given, until: from which day to which day (both included) the files may be read and coded.
        conditions: what was asked in return.
        controller: who answers for the data (article 4(7) GDPR).
        dpia, ethics: references of the data protection impact assessment and of the ethics committee's opinion.
        destroy_by: the last day on which passages, notes and texts of the files may exist.
        keep_values: whether the coded answers may stay after that.
        secrecy: whether every coder must have signed a statement of secrecy.
    """

    basis: str
    giver: str
    reference: str
    given: dt.date | None = None
    until: dt.date | None = None
    conditions: tuple[str, ...] = ()
    controller: str = ""
    dpia: str = ""
    ethics: str = ""
    destroy_by: dt.date | None = None
    keep_values: bool = True
    secrecy: bool = True


class SourceOfStudy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the answers come from, and under which permission where that is not public.

    ``offices`` names the offices, as the list has them, whose files are of this source; it is needed where two sources
    are of one kind.
    """

    id: str
    kind: SourceKind
    description: Text
    permission: Permission | None = None
    offices: tuple[str, ...] = ()


class Sampling(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a sample is drawn: its size, the seed, and the columns of the frame that make its strata."""

    size: int
    seed: int
    strata: tuple[str, ...] = ()


class ScreeningPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How units are screened, and when enough has been read.

    Attributes:
        screeners: 1, or 2 who decide without seeing each other.
        recall: the share of what belongs that the study wants to have found.
        level: of the interval for that share; the lower end must reach it.
        seed: where chance begins, for the order of reading and for the sample of what was not read.
    """

    screeners: int = 1
    recall: float = 0.95
    level: float = 0.95
    seed: int = 1


class CodingPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the coding is done: the share that two coders answer, and who settles a difference.

    ``double_least`` is the smallest number of units that are coded twice, whatever the share; a variable of the
    codebook may ask for more. ``pass_mark`` is the agreement that the training asks of each variable, where
    ``training`` gives it no mark of its own; ``reveal`` says when coders see the machine's answer. ``persons`` says who
    lists the persons of a case, see :mod:`vonnis.study.persons`. ``accepted`` names the variables of which the
    machine's answer about a published judgment counts where no coder answered.
    """

    double_share: float = 0.2
    double_least: int = 20
    blind_to_machine: bool = True
    pass_mark: float = 0.8
    training: TrainingPlan = TrainingPlan()
    reveal: RevealPlan = RevealPlan()
    persons: PersonsRule = "own"
    adjudication: Text = {}
    accepted: tuple[str, ...] = ()


class Amendment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A change of the protocol after it was fixed: when, what, why, and who decided."""

    date: dt.date
    change: Text
    reason: Text
    decided_by: str


class Parameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The numbers that a definition rests on; each is a choice that the report prints."""

    month_days: int = 30
    year_days: int = 365
    age_gap_years: int = 19
    age_gap_alternatives: tuple[int, ...] = (18, 20)
    long_prison_days: int = 100
    series_base_year: int = 2015
    series_low_year: int = 2018
    series_from: int = 2016
    series_to: int = 2022

    @property
    def day_rule(self) -> DayRule:
        """How months and years become days in this study."""
        return DayRule(self.month_days, self.year_days)


class Material(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the material lies, as paths inside the study folder, and what it is."""

    judgments: str = "sources/judgments"
    complexes: str = "complexes.csv"
    series: str = "series/suspects.csv"
    source: Text = {}


class ReferenceFigure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure that another study printed: its value, and its own wording."""

    id: str
    value: float
    printed: Text


class ReferenceStudy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The study that this one follows."""

    name: Text
    source: Text
    figures: tuple[ReferenceFigure, ...] = ()


class Protocol(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that ``study.toml`` states.

    ``selection`` are the rules by which judgments of a corpus come in or drop out, in their order.
    ``analysis`` is the plan of the results and ``disclosure`` the policy of their release; each is read and checked by
    the part that carries it out.
    """

    study: StudyHead
    population: Population
    sources: tuple[SourceOfStudy, ...] = ()
    selection: tuple[SelectionRule, ...] = ()
    sampling: Sampling | None = None
    screening: ScreeningPlan = ScreeningPlan()
    coding: CodingPlan = CodingPlan()
    care: Care = Care()
    terms: Terms = Terms()
    material: Material = Material()
    final: FinalQuestions | None = None
    parameters: Parameters = Parameters()
    reference: ReferenceStudy | None = None
    policy: PolicyPlan | None = None
    waves: tuple[EarlierWave, ...] = ()
    analysis: dict[str, Any] = {}
    disclosure: dict[str, Any] = {}
    amendments: tuple[Amendment, ...] = ()


def read_protocol(path: Path) -> Protocol:
    """Return the protocol in a ``study.toml``.

    Raises:
        StudyError: the file cannot be read.
        MistakesError: it is no TOML, or a setting is unknown, missing, or out of range; each with line and column.
    """
    return parse_protocol(read_text(path, hint="a study folder holds a study.toml"), file=str(path))


def parse_protocol(text: str, *, file: str) -> Protocol:
    """Return the protocol in a TOML text; ``file`` is what errors call it.

    Raises:
        MistakesError: it holds mistakes; ``mistakes`` lists every one of them.
    """
    notes = Notes(file)
    node = parse_toml(text, notes)
    found = decode(node, Protocol, notes=notes, special={dict[str, Any]: _table}) if node is not None else WRONG
    if node is not None and found is not WRONG:
        for place, sentence in (
            *_sources(found),
            *_population(found),
            *_numbers(found),
            *_rounds(found),
            *_screening(found),
            *_selection(found),
            *_paths(found),
            *_texts(found),
            *_policy(found),
            *wave_problems(found.waves),
            *care_problems(found.care, found.terms, languages=found.study.languages),
        ):
            notes.add(node.at(*place), sentence)
    notes.stop_if_any()
    protocol: Protocol = found
    return protocol


def _table(node: Node, notes: Notes) -> dict[str, Any]:
    """Return a table that another part of vonnis checks."""
    if node.kind != "mapping":
        notes.add(node.place, "a table of settings is expected here, such as [disclosure]")
        return WRONG  # type: ignore[no-any-return]
    found: dict[str, Any] = plain(node)
    return found


Place = tuple[str | int, ...]
Problem = tuple[Place, str]


def _sources(protocol: Protocol) -> Iterator[Problem]:
    sources = protocol.sources
    for number, source in enumerate(sources):
        if source.id in {other.id for other in sources[:number]}:
            yield ("sources", number, "id"), f"the source `{source.id}` is named twice; rename one"
        if source.kind != "open" and source.permission is None:
            yield ("sources", number, "kind"), "closed files need a permission; add [sources.permission]"
        permission = source.permission
        if permission and permission.given and permission.until and permission.given > permission.until:
            yield ("sources", number, "permission", "until"), "the permission ends before it was given; mend the dates"


def _population(protocol: Protocol) -> Iterator[Problem]:
    population = protocol.population
    for kind, criteria in (("include", population.include), ("exclude", population.exclude)):
        for number, criterion in enumerate(criteria):
            if criterion.id in {other.id for other in criteria[:number]}:
                yield ("population", kind, number, "id"), f"the rule `{criterion.id}` stands twice; rename one"
    if population.design == "sample" and protocol.sampling is None:
        yield ("population", "design"), "a sample needs to say how it is drawn; add [sampling] with size and seed"
    if population.design == "census" and protocol.sampling is not None:
        yield ("sampling",), 'a census draws no sample; remove [sampling] or write population.design = "sample"'
    if not population.units:
        yield ("population", "units"), 'no unit is counted; name at least one level, such as ["defendant"]'
    for level in population.called:
        if level not in LEVELS:
            yield ("population", "called", level), f"there is no level `{level}`; the levels are {', '.join(LEVELS)}"
    dates = [amendment.date for amendment in protocol.amendments]
    if dates != sorted(dates):
        yield ("amendments",), "the amendments are not in the order of their dates; put the oldest first"


def _numbers(protocol: Protocol) -> Iterator[Problem]:
    parameters, population, coding = protocol.parameters, protocol.population, protocol.coding
    if population.intake_from > population.intake_to:
        yield ("population", "intake_from"), "population.intake_from lies after intake_to; turn them around"
    if parameters.series_from > parameters.series_to:
        yield ("parameters", "series_from"), "parameters.series_from lies after series_to; turn them around"
    for name in ("month_days", "year_days", "age_gap_years", "long_prison_days"):
        if getattr(parameters, name) < 1:
            yield ("parameters", name), f"parameters.{name} must be 1 or more"
    for name in ("double_share", "pass_mark"):
        if not 0 <= getattr(coding, name) <= 1:
            yield ("coding", name), f"coding.{name} is a share; write a number from 0 to 1"
    if coding.double_least < 0:
        yield ("coding", "double_least"), "coding.double_least must be 0 or more"
    if protocol.sampling is not None and protocol.sampling.size < 1:
        yield ("sampling", "size"), "sampling.size must be 1 or more"


def _rounds(protocol: Protocol) -> Iterator[Problem]:
    coding = protocol.coding
    for variable, mark in coding.training.marks.items():
        if not 0 <= mark <= 1:
            yield ("coding", "training", "marks", variable), f"the mark of {variable} is a share; write 0 to 1"
    for name in ("files", "last"):
        if getattr(coding.training, name) < 0:
            yield ("coding", "training", name), f"coding.training.{name} must be 0 or more"
    if set(coding.reveal.rounds) - {"pilot", "main", "recode"}:
        sentence = "the machine's answer is shown in the rounds pilot, main and recode only; name one of these"
        yield ("coding", "reveal", "rounds"), sentence


def _screening(protocol: Protocol) -> Iterator[Problem]:
    if protocol.screening.screeners not in (1, 2):
        yield ("screening", "screeners"), "screening.screeners is 1, or 2 who do not see each other"
    for name in ("recall", "level"):
        if not 0 < getattr(protocol.screening, name) < 1:
            yield ("screening", name), f"screening.{name} is a share; write a number between 0 and 1"


def _selection(protocol: Protocol) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, rule in enumerate(protocol.selection):
        problem = problem_of(rule, seen)
        if problem:
            yield ("selection", number), f"the rule `{rule.id}` {problem}"
        seen.add(rule.id)


def outside(path: str) -> bool:
    """Tell whether a path leads out of the study folder."""
    return Path(path).is_absolute() or ".." in Path(path).parts


def _paths(protocol: Protocol) -> Iterator[Problem]:
    for name in ("judgments", "complexes", "series"):
        if outside(getattr(protocol.material, name)):
            sentence = f"material.{name} must be a path inside the study folder, such as sources/judgments"
            yield ("material", name), sentence
    if protocol.final is not None and outside(protocol.final.units):
        yield ("final", "units"), "final.units must be a path inside the study folder, such as units.csv"


def _policy(protocol: Protocol) -> Iterator[Problem]:
    if protocol.policy is not None:
        yield from policy_problems(
            protocol.policy, judgments=protocol.material.judgments, units=protocol.population.units
        )


def _texts(protocol: Protocol) -> Iterator[Problem]:
    """Yield each text that lacks a language, or has one that the study does not."""
    study, languages = protocol.study, protocol.study.languages
    if not languages or set(languages) - {"nl", "en"}:
        yield ("study", "languages"), 'the languages of a study are "nl" and "en"; name one of them or both'
        return
    required: list[tuple[Place, Text]] = [
        (("study", "title"), study.title),
        (("study", "question"), study.question),
        (("study", "author"), study.author),
        (("population", "description"), protocol.population.description),
    ]
    for kind in ("include", "exclude"):
        criteria = getattr(protocol.population, kind)
        required += [(("population", kind, number, "text"), one.text) for number, one in enumerate(criteria)]
    required += [(("sources", n, "description"), source.description) for n, source in enumerate(protocol.sources)]
    for number, amendment in enumerate(protocol.amendments):
        required += [(("amendments", number, name), getattr(amendment, name)) for name in ("change", "reason")]
    optional: list[tuple[Place, Text]] = [
        (("material", "source"), protocol.material.source),
        (("study", "background"), study.background),
        (("coding", "adjudication"), protocol.coding.adjudication),
    ]
    for place, text in (*required, *((place, text) for place, text in optional if text)):
        lacking = [language for language in languages if not text.get(language, "").strip()]
        name = ".".join(str(step) for step in place if isinstance(step, str))
        if lacking:
            wanted = "a text in Dutch and in English" if len(languages) > 1 else "a text"
            yield place, f"{name} needs {wanted} ({', '.join(f'{name}.{language}' for language in languages)})"
